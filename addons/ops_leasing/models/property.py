from odoo import api, fields, models
from odoo.addons.ops_base.public import harmless


class LeaseProperty(models.Model):
    """A commercial project of the group (LE-01)."""

    _name = "ops.lease.property"
    _inherit = ["mail.thread"]
    _description = "Commercial project"
    _order = "code, id"
    _rec_names_search = ["name", "code"]

    # FIELDS
    name = fields.Char("Project", required=True, tracking=True)
    code = fields.Char(required=True, index=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    self_held = fields.Boolean(
        "Self-held",
        default=True,
        tracking=True,
        help="Only shops of self-held property are let (LE-10).",
    )
    city = fields.Char()
    address = fields.Char()
    expected_rent = fields.Monetary("Expected rent per m² and month", tracking=True)
    expected_occupancy = fields.Float("Expected occupancy", default=1.0)
    currency_id = fields.Many2one(related="company_id.currency_id")
    member_ids = fields.Many2many(
        "res.users",
        "ops_lease_property_member_rel",
        "property_id",
        "user_id",
        string="People",
        help="Staff of the commercial management and the property company who work "
        "here and see its papers. Empty: all of them.",
    )
    building_ids = fields.One2many("ops.lease.building", "property_id", "Buildings")
    unit_ids = fields.One2many("ops.lease.unit", "property_id", "Shops")
    unit_count = fields.Integer("Number of shops", compute="_compute_figures")
    let_count = fields.Integer("Shops let", compute="_compute_figures")
    area_rent = fields.Float(
        "Lettable area", compute="_compute_figures", digits=(12, 2)
    )
    occupancy = fields.Float(compute="_compute_figures")

    _code_uniq = models.UniqueIndex(
        "(company_id, code)", "Another project has this code."
    )
    _occupancy_share = models.Constraint(
        "CHECK(expected_occupancy >= 0 AND expected_occupancy <= 1)",
        "Expected occupancy is between 0 and 100 %.",
    )

    # COMPUTE
    @api.depends("unit_ids.state", "unit_ids.area_rent")
    def _compute_figures(self):
        rows = self.env["ops.lease.unit"]._read_group(
            [("property_id", "in", self.ids)],
            ["property_id", "state"],
            ["__count", "area_rent:sum"],
        )
        facts = {}
        for owner, state, count, area in rows:
            fact = facts.setdefault(owner.id, [0, 0, 0.0, 0.0])
            let = state not in ("vacant", "negotiating")
            fact[0] += count
            fact[1] += count if let else 0
            fact[2] += area
            fact[3] += area if let else 0.0
        for project in self:
            count, let, area, let_area = facts.get(project.id, (0, 0, 0.0, 0.0))
            project.unit_count = count
            project.let_count = let
            project.area_rent = area
            project.occupancy = let_area / area if area else 0.0

    # CRUD
    def write(self, vals):
        """LE-10: the leases of a project stay in its company."""
        if "company_id" in vals:
            self.filtered(
                lambda p: p.company_id.id != vals["company_id"]
            ).unit_ids._check_not_let()
        return super().write(vals)

    # ACTION
    @harmless("opens a list; record rules decide what it shows")
    def action_open_units(self):
        """Open the shops of this project; harmless, rules decide what is seen."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ops_leasing.unit_action"
        )
        action["domain"] = [("property_id", "=", self.id)]
        action["context"] = {"default_property_id": self.id}
        return action
