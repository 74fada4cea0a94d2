from odoo import api, fields, models


class FivesArea(models.Model):
    """A place that is kept in order: who answers for it, how often it is looked at,
    and how it has come on (PU-35)."""

    _name = "ops.fives.area"
    _description = "5S area"
    _order = "name, id"

    # FIELDS
    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    department_id = fields.Many2one("hr.department", "Department", check_company=True)
    user_id = fields.Many2one(
        "res.users", "Kept in order by", domain="[('share', '=', False)]", required=True
    )
    template_id = fields.Many2one(
        "ops.checklist.template",
        "Points looked at",
        required=True,
        domain="[('kind', '=', '5S'), ('company_id', 'in', (company_id, False))]",
        default=lambda self: self.env.ref(
            "ops_purchase.checklist_fives", raise_if_not_found=False
        ),
    )
    days = fields.Integer("Days between audits", default=30, required=True)
    audit_ids = fields.One2many("ops.fives.audit", "area_id", "Audits", readonly=True)
    score = fields.Float("Last score", digits=(5, 1), compute="_compute_last")
    score_before = fields.Float("Score before", digits=(5, 1), compute="_compute_last")
    trend = fields.Selection(
        [("up", "Better"), ("same", "The same"), ("down", "Worse")],
        compute="_compute_last",
    )
    date_next = fields.Date(
        "Next audit", compute="_compute_date_next", store=True, index=True
    )

    # CONSTRAINT
    _days_positive = models.Constraint(
        "CHECK(days > 0)", "There is a day at least between two audits."
    )

    # COMPUTE
    @api.depends("audit_ids.state", "audit_ids.score", "audit_ids.date")
    def _compute_last(self):
        for area in self:
            scored = area._scored()
            area.score = scored[-1:].score
            area.score_before = scored[-2:-1].score
            area.trend = False
            if len(scored) > 1:
                change = round(area.score - area.score_before, 1)
                area.trend = "up" if change > 0 else "down" if change < 0 else "same"

    @api.depends("audit_ids.state", "audit_ids.date", "days")
    def _compute_date_next(self):
        for area in self:
            last = area._scored()[-1:].date
            first = fields.Date.to_date(area.create_date) or fields.Date.context_today(
                area
            )
            area.date_next = fields.Date.add(last, days=area.days) if last else first

    # BUSINESS
    def _scored(self):
        """Its audits that were handed in, oldest first."""
        self.ensure_one()
        scored = self.audit_ids.filtered(lambda r: r.state != "draft")
        return scored.sorted(lambda r: (r.date, r.id))
