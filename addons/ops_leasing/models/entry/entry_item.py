from odoo import api, fields, models

KINDS = {"lease_entry": "paper", "lease_formalities": "formality"}


class LeaseEntryItem(models.Model):
    """进场手续: a paper the tenant brings or signs (C-28), or a formality the property
    company carries out (LE-14, LE-16)."""

    _name = "ops.lease.entry.item"
    _inherit = ["ops.lease.receipt.mixin"]
    _description = "Entry paper or formality"
    _order = "entry_id, kind desc, sequence, id"
    _flow_parent = ("entry_id", "item_ids")
    _receipt_states = ("notified", "formalities", "handed_over", "transferring")

    # FIELDS
    entry_id = fields.Many2one(
        "ops.lease.entry", "Entry", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="entry_id.company_id", store=True, index=True)
    state = fields.Selection(related="entry_id.state", string="Entry is")
    kind = fields.Selection(
        [("paper", "Tenant brings or signs"), ("formality", "Property company does")],
        required=True,
        default="paper",
    )

    # TOOLING
    @api.model
    def _receipt_kind(self, code):
        return {"kind": KINDS[code]}
