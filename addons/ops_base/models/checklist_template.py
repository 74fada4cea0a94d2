from odoo import fields, models


class ChecklistTemplate(models.Model):
    """What has to be checked each time: the points, their owners and their periods."""

    _name = "ops.checklist.template"
    _description = "Checklist template"
    _order = "sequence, name"

    # FIELDS
    name = fields.Char(required=True, translate=True)
    code = fields.Char(help="Business code finds the template by it.")
    kind = fields.Char(help="Groups templates, e.g. 5S, safety, opening.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True)
    description = fields.Text(translate=True)
    line_ids = fields.One2many(
        "ops.checklist.template.line", "template_id", "Template points", copy=True
    )
    line_count = fields.Integer("Points", compute="_compute_line_count")

    _code_once = models.UniqueIndex(
        "(code, company_id) NULLS NOT DISTINCT WHERE code IS NOT NULL",
        "There is already a template with this code in the company.",
    )

    # COMPUTE
    def _compute_line_count(self):
        counts = dict(
            self.env["ops.checklist.template.line"]._read_group(
                [("template_id", "in", self.ids)], ["template_id"], ["__count"]
            )
        )
        for template in self:
            template.line_count = counts.get(template, 0)


class ChecklistTemplateLine(models.Model):
    """One point of a template."""

    _name = "ops.checklist.template.line"
    _description = "Checklist template point"
    _order = "template_id, sequence, id"

    # FIELDS
    template_id = fields.Many2one(
        "ops.checklist.template", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char("Point", required=True, translate=True)
    note = fields.Text("What counts as done", translate=True)
    user_id = fields.Many2one("res.users", "Owner")
    group_id = fields.Many2one("res.groups", "Owning post")
    days = fields.Integer("Days", help="Due so many days after the checklist starts.")
    required = fields.Boolean(default=True)
    evidence_required = fields.Boolean("Evidence")

    # BUSINESS
    def _prepare_checklist_line(self, start):
        """Values of the point in a checklist that starts on the day ``start``."""
        self.ensure_one()
        return {
            "template_line_id": self.id,
            "sequence": self.sequence,
            "name": self.name,
            "note": self.note,
            "user_id": self.user_id.id,
            "group_id": self.group_id.id,
            "date_due": fields.Date.add(start, days=self.days) if self.days else False,
            "required": self.required,
            "evidence_required": self.evidence_required,
        }
