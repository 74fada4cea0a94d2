from odoo import models
from odoo.addons.ops_base.flow import Guard
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

#: States in which an order binds the company.
BINDING = ("purchase",)


class PurchaseOrder(models.Model):
    """The gates of an order (PU-03, PU-07, PU-09, PU-10): they stand before the state
    itself, for buttons, import and RPC alike. Each topic brings its own guard."""

    _name = "purchase.order"
    _inherit = ["ops.guard.mixin", "purchase.order"]

    _guards = (
        Guard(
            "state",
            BINDING,
            _lt("Confirm order"),
            gates=("lines_requested", "order_signed"),
        ),
    )

    # CRUD
    def write(self, vals):
        """Orders that begin or cease to bind are counted against their requests."""
        binds = vals.get("state") in BINDING
        moving = self.filtered(lambda r: (r.state in BINDING) != binds)
        result = super().write(vals)
        if "state" in vals:
            moving.order_line.purchase_request_lines._order_count()
        return result

    # BUSINESS
    def _gated(self, gate):
        """Those whose company has the gate switched on.

        :param gate: name of the company's switch, without its prefix
        """
        # whether a gate is on is no secret
        return self.filtered(lambda r: r.company_id.sudo()[f"purchase_gate_{gate}"])

    def _bought_lines(self):
        """Lines that buy something; what they need is read for all orders at once."""
        lines = self.order_line
        bought = lines.filtered(lambda r: not r.display_type and not r.is_downpayment)
        return bought.with_prefetch(lines._prefetch_ids)
