from odoo import fields, models


class MakePurchaseOrderItem(models.TransientModel):
    """What a buyer turns into a quotation; it says what was granted, and changes
    nothing of it (PU-03)."""

    _inherit = "purchase.request.line.make.purchase.order.item"

    # FIELDS
    request_id = fields.Many2one(readonly=True)
    product_id = fields.Many2one(readonly=True)


class MakePurchaseOrder(models.TransientModel):
    _inherit = "purchase.request.line.make.purchase.order"

    # BUSINESS
    def _prepare_item(self, line):
        """What is still open is offered, not what has not arrived yet."""
        return {**super()._prepare_item(line), "product_qty": line.open_qty}
