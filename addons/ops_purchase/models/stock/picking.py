from odoo import api, fields, models
from odoo.exceptions import AccessError

SYSTEM = "base.group_system"


class StockPickingType(models.Model):
    _inherit = "stock.picking.type"

    # FIELDS
    dispatch_by_notice = fields.Boolean(
        "Ships by dispatch notice",
        default=True,
        help="PU-21: goods leave by an approved notice. Off for tills, where the sale "
        "itself is the document.",
    )

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """Kinds that ship without notice are set up by who sets up the system."""
        kinds = super().create(vals_list)
        kinds.filtered(lambda k: not k.dispatch_by_notice)._check_notice_dropped()
        return kinds

    def write(self, vals):
        """Who ships does not say that he ships without notice."""
        if "dispatch_by_notice" in vals and not vals["dispatch_by_notice"]:
            self.filtered("dispatch_by_notice")._check_notice_dropped()
        return super().write(vals)

    # BUSINESS
    def _check_notice_dropped(self):
        gated = self.filtered(lambda k: k.company_id.sudo().purchase_gate_dispatch)
        if gated and not self.env.su and not self.env.user.has_group(SYSTEM):
            raise AccessError(
                self.env._(
                    "%(kinds)s: whether goods leave without a dispatch notice is set "
                    "by the administrator.",
                    kinds=", ".join(gated.mapped("display_name")),
                )
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
            gone = self.filtered(
                lambda p: (
                    p.state == "done"
                    and p.dispatch_notice_id.id != vals["dispatch_notice_id"]
                )
            )
            if gone:
                raise AccessError(
                    self.env._(
                        "%(pickings)s: the goods have left by their notice.",
                        pickings=", ".join(gone.mapped("name")),
                    )
                )
        return super().write(vals)
