from collections import defaultdict

from odoo import api, fields, models
from odoo.addons.ops_base.public import harmless
from odoo.exceptions import AccessError, UserError

#: written down when the sample is taken; nobody enters it
TAKEN = ("declared", "user_id")
MONTHS = 12


class LeaseSalesAudit(models.Model):
    """稽核: sales of a month as a sample found them, beside what was declared then
    (LE-X8). What was declared is kept as it was: a later correction hides nothing."""

    _name = "ops.lease.sales.audit"
    _inherit = ["ops.evidence.mixin", "mail.thread"]
    _description = "Sample of sales"
    _order = "month desc, id desc"
    _rec_name = "sales_id"

    # FIELDS
    sales_id = fields.Many2one(
        "ops.lease.sales",
        "Sales report",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("state", "in", ("reported", "checked", "settled"))],
    )
    contract_id = fields.Many2one(
        related="sales_id.contract_id", store=True, index=True
    )
    company_id = fields.Many2one(related="sales_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    property_id = fields.Many2one(
        related="sales_id.property_id", store=True, index=True
    )
    partner_id = fields.Many2one(
        related="sales_id.partner_id", string="Tenant", store=True, index=True
    )
    month = fields.Date(related="sales_id.month", store=True)
    source = fields.Selection(
        [
            ("pos", "Till (POS)"),
            ("bank", "Bank and payment services"),
            ("inspection", "Count on the spot"),
        ],
        "Sampled by",
        required=True,
        default="pos",
        tracking=True,
    )
    date = fields.Date("Sampled on", required=True, default=fields.Date.context_today)
    declared = fields.Monetary("Sales declared", readonly=True)
    sampled = fields.Monetary("Sales sampled", required=True, tracking=True)
    difference = fields.Monetary(
        "Not declared", compute="_compute_difference", store=True
    )
    share = fields.Float(
        "Not declared (%)",
        compute="_compute_difference",
        store=True,
        digits=(7, 2),
        aggregator="avg",
    )
    remark = fields.Char("Remark on the sample")
    user_id = fields.Many2one("res.users", "Sample taken by", readonly=True)

    _sampled_positive = models.Constraint(
        "CHECK(sampled > 0)", "A sample of sales found more than nothing."
    )

    # COMPUTE
    @api.depends("declared", "sampled")
    def _compute_difference(self):
        for audit in self:
            audit.difference = audit.sampled - audit.declared
            audit.share = (
                audit.difference / audit.sampled * 100 if audit.sampled else 0.0
            )

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """What was declared by then is written down with the sample.

        :raise UserError: while nothing is declared
        """
        reports = self.env["ops.lease.sales"].browse(
            [vals["sales_id"] for vals in vals_list if vals.get("sales_id")]
        )
        for report in reports.filtered(lambda r: r.state in ("open", "void")):
            raise UserError(
                self.env._(
                    "%(report)s: nothing is declared yet that a sample could be held "
                    "against.",
                    report=report.display_name,
                )
            )
        declared = {report.id: report.amount_net for report in reports}
        return super().create(
            [
                {
                    **vals,
                    "declared": declared.get(vals.get("sales_id"), 0.0),
                    "user_id": self.env.uid,
                }
                for vals in vals_list
            ]
        )

    def write(self, vals):
        """A sample stays with its report and what was declared."""
        fixed = {"sales_id", *TAKEN, "difference", "share"}
        if not self.env.su and not fixed.isdisjoint(vals):
            raise AccessError(
                self.env._(
                    "A sample stays with its report and what was declared then: take "
                    "another one."
                )
            )
        return super().write(vals)


class LeaseContract(models.Model):
    _inherit = "ops.lease.contract"

    # FIELDS
    audit_count = fields.Integer(
        "Samples of sales", compute="_compute_underreported", compute_sudo=True
    )
    underreported = fields.Float(
        "Sales not declared (%)",
        compute="_compute_underreported",
        compute_sudo=True,
        digits=(7, 2),
        help="Of what samples of the last 12 months found with this tenant, in all its "
        "leases of the company: (sampled − declared) ÷ sampled.",
    )

    # COMPUTE
    @api.depends("partner_id", "sales_ids.audit_ids.difference")
    def _compute_underreported(self):
        since = fields.Date.subtract(fields.Date.context_today(self), months=MONTHS)
        rows = self.env["ops.lease.sales.audit"]._read_group(
            [
                ("partner_id", "in", self.partner_id.ids),
                ("company_id", "in", self.company_id.ids),
                ("date", ">", since),
            ],
            ["partner_id", "company_id", "contract_id"],
            ["__count", "sampled:sum", "difference:sum"],
        )
        counts, sums = {}, defaultdict(lambda: [0.0, 0.0])
        for partner, company, contract, count, sampled, difference in rows:
            counts[contract.id] = count
            total = sums[partner.id, company.id]
            total[0] += sampled
            total[1] += difference
        for contract in self:
            sampled, difference = sums[contract.partner_id.id, contract.company_id.id]
            contract.audit_count = counts.get(contract._origin.id, 0)
            contract.underreported = difference / sampled * 100 if sampled else 0.0

    # ACTION
    @harmless("opens a list; record rules decide what it shows")
    def action_open_audits(self):
        """Samples of the sales of this lease."""
        return self._open_of_lease("ops_leasing.sales_audit_action")
