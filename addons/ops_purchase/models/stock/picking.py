from odoo import fields, models
from odoo.exceptions import AccessError


class StockPickingType(models.Model):
    _inherit = "stock.picking.type"

    # FIELDS
    dispatch_by_notice = fields.Boolean(
        "Ships by dispatch notice",
        default=True,
        help="PU-21: goods leave by an approved notice. Off for tills, where the sale "
        "itself is the document.",
    )


class StockPicking(models.Model):
    """出库单: the transfer that a dispatch notice asks for (PU-21)."""

    _inherit = "stock.picking"

    # FIELDS
    dispatch_notice_id = fields.Many2one(
        "ops.dispatch.notice",
        "Dispatch notice",
        index="btree_not_null",
        check_company=True,
        help="What may leave, and for whom.",
    )

    # CRUD
    def write(self, vals):
        """What has left stays with its notice."""
        if "dispatch_notice_id" in vals and not self.env.su:
            gone = self.filtered(lambda p: p.state == "done" and p.dispatch_notice_id)
            if gone:
                raise AccessError(
                    self.env._(
                        "%(pickings)s: the goods have left by their notice.",
                        pickings=", ".join(gone.mapped("name")),
                    )
                )
        return super().write(vals)
