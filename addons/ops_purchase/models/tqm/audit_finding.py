from odoo import fields, models


class AuditFinding(models.Model):
    """What an internal audit found about one clause (PU-36)."""

    _name = "ops.audit.finding"
    _inherit = ["ops.flow.line.mixin"]
    _description = "Finding of an internal audit"
    _order = "audit_id, id"

    _flow_parent = ("audit_id", "finding_ids")

    # FIELDS
    audit_id = fields.Many2one(
        "ops.internal.audit", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="audit_id.company_id", store=True, index=True)
    clause_id = fields.Many2one(
        "ops.standard.clause", "Clause", required=True, ondelete="restrict", index=True
    )
    department_id = fields.Many2one("hr.department", "Department", check_company=True)
    kind = fields.Selection(
        [
            ("conform", "Conforms"),
            ("hint", "Could be better"),
            ("minor", "Minor nonconformity"),
            ("major", "Major nonconformity"),
        ],
        "Finding",
    )
    text = fields.Text("Evidence seen")
    owner_id = fields.Many2one(
        "res.users", "Answers for the measure", domain="[('share', '=', False)]"
    )
    date_due = fields.Date("To be done by")

    # BUSINESS
    def _nonconformities(self):
        return self.filtered(lambda r: r.kind in ("minor", "major"))

    def _missing(self):
        """Names of the fields that a finding lacks, as text."""
        self.ensure_one()
        asked = ["kind"]
        if self.kind and self.kind != "conform":
            asked.append("text")
        if self._nonconformities():
            asked += ["owner_id", "date_due"]
        labels = (
            self._fields[name]._description_string(self.env)
            for name in asked
            if not self[name]
        )
        return ", ".join(labels)
