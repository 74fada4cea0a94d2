from odoo import fields, models

from .tranche import CAUSES


class StockPicking(models.Model):
    """退货单: goods go back to their supplier, checked and with a reason (PU-27)."""

    _inherit = "stock.picking"

    # FIELDS
    return_cause = fields.Selection(CAUSES, "Why returned", copy=False)
    return_reason = fields.Text("Reason in words", copy=False)
    is_supplier_return = fields.Boolean(compute="_compute_is_supplier_return")

    # COMPUTE
    def _compute_is_supplier_return(self):
        for picking in self:
            picking.is_supplier_return = picking.location_dest_id.usage == "supplier"

    # BUSINESS
    def _check_expired_lots(self):
        """Nobody is asked whether expired goods shall go back: that is what it is
        for."""
        return (
            super()
            ._check_expired_lots()
            .filtered(lambda picking: not picking.is_supplier_return)
        )
