from odoo import api, fields, models


class Standard(models.Model):
    """A management standard the company works by or is introducing, its clauses, audits
    and certificates (PU-36)."""

    _name = "ops.standard"
    _inherit = ["mail.thread"]
    _description = "Management standard"
    _order = "name, id"

    # FIELDS
    name = fields.Char("Standard", required=True, help="Such as ISO 9001:2015")
    title = fields.Char("What it is about")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    stage = fields.Selection(
        [
            ("introducing", "Being introduced"),
            ("used", "In use"),
            ("left", "No longer used"),
        ],
        required=True,
        default="introducing",
        tracking=True,
    )
    user_id = fields.Many2one(
        "res.users",
        "Looked after by",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
    )
    clause_ids = fields.One2many("ops.standard.clause", "standard_id", "Clauses")
    certificate_ids = fields.One2many(
        "ops.standard.certificate", "standard_id", "Certificates"
    )
    audit_ids = fields.One2many(
        "ops.internal.audit", "standard_id", "Internal audits", readonly=True
    )
    clause_count = fields.Integer("Clauses listed", compute="_compute_covered")
    uncovered_count = fields.Integer(
        "Clauses without document", compute="_compute_covered"
    )

    # CONSTRAINT
    _name_once = models.UniqueIndex(
        "(company_id, name)", "The company has this standard in its register already."
    )

    # COMPUTE
    @api.depends("clause_ids.is_covered")
    def _compute_covered(self):
        for standard in self:
            clauses = standard.clause_ids
            standard.clause_count = len(clauses)
            standard.uncovered_count = len(clauses.filtered(lambda r: not r.is_covered))
