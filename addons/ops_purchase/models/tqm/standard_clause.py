from odoo import api, fields, models


class StandardClause(models.Model):
    """A clause of a management standard and the documents by which the company fulfils
    it (PU-36)."""

    _name = "ops.standard.clause"
    _description = "Clause of a management standard"
    _order = "standard_id, sequence, id"
    _rec_names_search = ["number", "name"]

    # FIELDS
    standard_id = fields.Many2one(
        "ops.standard", "Standard", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="standard_id.company_id", store=True, index=True
    )
    sequence = fields.Integer(default=10)
    number = fields.Char("Clause", required=True)
    name = fields.Char("Demands", required=True)
    department_id = fields.Many2one("hr.department", "Fulfilled by", check_company=True)
    doc_ids = fields.Many2many(
        "ops.controlled.doc",
        string="Documents",
        domain="[('company_id', '=', company_id), ('state', '!=', 'draft')]",
        check_company=True,
    )
    is_covered = fields.Boolean("Document in force", compute="_compute_is_covered")

    # COMPUTE
    @api.depends("number", "name")
    def _compute_display_name(self):
        for clause in self:
            clause.display_name = f"{clause.number or ''} {clause.name or ''}".strip()

    @api.depends("doc_ids.state", "doc_ids.code")
    def _compute_is_covered(self):
        """A document covers the clause by whichever of its revisions is in force."""
        # which document is in force is known to everybody
        documents = self.sudo().doc_ids
        codes = set(documents.filtered("code").mapped("code"))
        alive = documents.search(
            [("code", "in", list(codes)), ("state", "=", "in_force")]
        )
        known = {(doc.company_id, doc.code) for doc in alive}
        for clause in self:
            clause.is_covered = any(
                (doc.company_id, doc.code) in known for doc in clause.sudo().doc_ids
            )
