from odoo import api, fields, models


class LeaseEntryTransfer(models.Model):
    """商户资料移交: a paper or data of the tenant that the commercial company hands to
    the property company (LE-17)."""

    _name = "ops.lease.entry.transfer"
    _inherit = ["ops.lease.receipt.mixin"]
    _description = "Tenant file handed over"
    _order = "entry_id, sequence, id"
    _flow_parent = ("entry_id", "transfer_ids")
    _receipt_states = ("transferring",)

    # FIELDS
    entry_id = fields.Many2one(
        "ops.lease.entry", "Entry", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="entry_id.company_id", store=True, index=True)
    state = fields.Selection(related="entry_id.state", string="Entry is")
    form = fields.Selection(
        [("original", "Original"), ("copy", "Copy"), ("file", "Electronic file")],
        "Form of the paper",
        required=True,
        default="copy",
    )

    # TOOLING
    @api.model
    def _receipt_kind(self, code):
        # nothing is handed over before somebody counts it
        return {"copies": 0}
