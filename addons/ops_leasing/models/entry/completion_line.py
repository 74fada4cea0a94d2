from odoo import api, fields, models


class LeaseCompletionLine(models.Model):
    """A paper of the completion acceptance file (LE-13)."""

    _name = "ops.lease.completion.line"
    _inherit = ["ops.lease.receipt.mixin"]
    _description = "Completion paper"
    _order = "completion_id, sequence, id"
    _flow_parent = ("completion_id", "line_ids")
    _receipt_states = ("handed_in",)

    # FIELDS
    completion_id = fields.Many2one(
        "ops.lease.completion",
        "Completion file",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="completion_id.company_id", store=True, index=True
    )
    state = fields.Selection(related="completion_id.state", string="File is")
    copies = fields.Integer("Copies enclosed", default=1)

    _copies_positive = models.Constraint(
        "CHECK(copies >= 0)", "The number of copies cannot be negative."
    )

    # TOOLING
    @api.model
    def _receipt_kind(self, code):
        # nothing is enclosed before somebody counts it
        return {"copies": 0}
