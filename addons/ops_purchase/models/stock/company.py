from odoo import fields, models


class ResCompany(models.Model):
    """Gates of the warehouse; one that is off gives plain Odoo back."""

    _inherit = "res.company"

    # FIELDS
    purchase_gate_adjust = fields.Boolean(
        "Stock changes by documents alone",
        default=True,
        help="PU-23: the book of the warehouse changes by a document, or by the head "
        "of the warehouse with a reason.",
    )
    purchase_gate_dispatch = fields.Boolean(
        "Goods leave by dispatch notice",
        default=True,
        help="PU-21: a stock-out without an approved dispatch notice is refused.",
    )
    storage_check_days = fields.Integer(
        "Days between storage checks",
        default=30,
        help="PU-24: each warehouse is checked this often; 0: never.",
    )

    # BUSINESS
    def _goods_gated(self):
        """Whether goods of the company move by documents: one of the gates is on."""
        self.ensure_one()
        return (
            self.purchase_gate_inspection
            or self.purchase_gate_adjust
            or self.purchase_gate_dispatch
        )
