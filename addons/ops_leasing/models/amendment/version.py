from odoo import api, fields, models
from odoo.addons.ops_base.public import harmless
from odoo.tools import SQL

#: states of a contract whose terms hold or have held
AGREED = ("signed", "settled", "archived")
KINDS = {
    "lease": "ops.lease.contract",
    "renewal": "ops.lease.renewal",
    "amendment": "ops.lease.amendment",
}


class LeaseVersion(models.Model):
    """What a lease says from a day on, by which paper: the lease itself, its renewals
    and its amendments, in the order they were signed (LE-F18, LE-F19)."""

    _name = "ops.lease.version"
    _description = "Version of a lease"
    _auto = False
    _order = "contract_id, number desc"
    _rec_name = "name"

    # FIELDS
    contract_id = fields.Many2one("ops.lease.contract", "Lease", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    property_id = fields.Many2one("ops.lease.property", "Project", readonly=True)
    number = fields.Integer("Version", readonly=True)
    kind = fields.Selection(
        [("lease", "Lease"), ("renewal", "Renewal"), ("amendment", "Amendment")],
        "By",
        readonly=True,
    )
    res_id = fields.Many2oneReference(
        "Agreement", model_field="res_model", readonly=True
    )
    res_model = fields.Char("Kind of agreement", readonly=True)
    name = fields.Char("Number", readonly=True)
    date_start = fields.Date("In force from", readonly=True)
    signed_date = fields.Date("Signed on", readonly=True)
    user_id = fields.Many2one("res.users", "Handled by", readonly=True)
    reason = fields.Text("Why", readonly=True)
    charge_ids = fields.Many2many(
        "ops.lease.charge", string="Terms in force", compute="_compute_charges"
    )
    unit_ids = fields.Many2many(
        "ops.lease.unit", string="Shops", compute="_compute_charges"
    )
    area = fields.Float("Rent area", compute="_compute_charges", digits=(12, 2))

    _depends = {
        model: [
            "state",
            "contract_id",
            "date_start",
            "signed_date",
            "user_id",
            "reason",
        ]
        if name != "lease"
        else ["state", "date_start", "signed_date", "user_id", "property_id", "name"]
        for name, model in KINDS.items()
    }

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT version.*,
                   ROW_NUMBER() OVER (PARTITION BY version.contract_id
                                      ORDER BY version.rank, version.signed_date,
                                               version.date_start,
                                               version.id) AS number
              FROM (%s) version
            """,
            SQL(" UNION ALL ").join(
                [
                    self._select("lease", 0, SQL("paper.id"), SQL("NULL::text")),
                    self._select("renewal", 1, SQL("paper.contract_id")),
                    self._select("amendment", 2, SQL("paper.contract_id")),
                ]
            ),
        )

    def _select(self, kind, place, contract, reason=None):
        model = KINDS[kind]
        return SQL(
            """
            SELECT paper.id * 3 + %(place)s AS id, %(contract)s AS contract_id,
                   paper.company_id, paper.property_id, %(kind)s::varchar AS kind,
                   %(model)s::varchar AS res_model, paper.id AS res_id, paper.name,
                   paper.date_start, paper.signed_date, paper.user_id,
                   %(reason)s AS reason, %(rank)s AS rank
              FROM %(table)s paper
             WHERE paper.state IN %(states)s
            """,
            place=place,
            contract=contract,
            kind=kind,
            model=model,
            reason=reason or SQL("paper.reason"),
            rank=min(place, 1),
            table=SQL.identifier(self.env[model]._table),
            states=AGREED,
        )

    # COMPUTE
    @api.depends("contract_id", "date_start")
    def _compute_charges(self):
        """Rates and shops as they were in force on the first day of the version."""
        for version in self:
            lease, day = version.contract_id, version.date_start
            version.charge_ids = lease._charges_on(day)
            version.unit_ids = lease._lines_on(day).unit_id
            version.area = lease._area_on(day)

    # ACTION
    @harmless("opens a form; record rules decide what it shows")
    def action_open_paper(self):
        """The agreement itself; read under the reader's own rights."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
        }
