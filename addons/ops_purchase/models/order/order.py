from contextlib import contextmanager

from odoo import api, models
from odoo.addons.ops_base.flow import Guard
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

#: States in which an order binds the company.
BINDING = ("purchase",)
#: What core writes together with the state of an order that it confirms.
CONFIRMING = frozenset(("state", "date_approve"))
#: Where a transaction keeps the orders that are still to be counted.
COUNTING = "ops_orders_counting"


class PurchaseOrder(models.Model):
    """The gates of an order (PU-03, PU-07, PU-09, PU-10): they stand before the state
    itself, for buttons, import and RPC alike. Each topic brings its own guard."""

    _name = "purchase.order"
    _inherit = ["ops.guard.mixin", "purchase.order"]

    _guards_stamps = CONFIRMING
    _guards = (
        Guard(
            "state",
            BINDING,
            _lt("Confirm order"),
            gates=("lines_requested", "order_signed"),
        ),
    )

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """Orders entered as binding are counted like confirmed ones."""
        orders = super().create(vals_list)
        orders._binding()._count_bound()
        return orders

    def write(self, vals):
        """Orders that begin or cease to bind are counted against their requests."""
        if "state" not in vals:
            return super().write(vals)
        binds = vals["state"] in BINDING
        moving = self.filtered(lambda r: (r.state in BINDING) != binds)
        if not binds:
            moving._check_leave()
        result = super().write(vals)
        moving._count_bound()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_unless_arrived(self):
        """What an order brought counts as long as there is the order."""
        self._check_nothing_arrived()

    # ACTION
    def button_confirm(self):
        """Core confirms one order after the other: their gates are asked for all of
        them at once, and whoever confirms them learns of all that is missing."""
        bound = self.filtered(
            lambda r: r.state in ("draft", "sent") and r._approval_allowed()
        )
        with bound._guards_together(state=BINDING[0]), self._counted_together():
            return super().button_confirm()

    # BUSINESS
    def _binding(self):
        return self.filtered(lambda r: r.state in BINDING)

    @contextmanager
    def _counted_together(self):
        """Orders that are written one by one inside the block are counted at its end,
        all of them at once."""
        waiting = self.env.cr.cache.setdefault(COUNTING, [])
        waiting.append(set())
        try:
            yield
            self.browse(sorted(waiting[-1]))._count_bound_now()
        finally:
            waiting.pop()

    def _count_bound(self):
        """Count what these orders bind, now or at the end of a block of
        :meth:`_counted_together`."""
        waiting = self.env.cr.cache.get(COUNTING)
        if waiting:
            waiting[-1].update(self.ids)
        elif self:
            self._count_bound_now()

    def _count_bound_now(self):
        """Requests are told what is ordered of them, also by who does not see them."""
        self.order_line._asked()._order_count()

    def _kept(self):
        """Orders that others rely on: requests and contracts count them, or they were
        signed."""
        return self._gated("request") | self._fixed()

    def _check_leave(self):
        """Confirmed orders end by being cancelled, before anything has come of them.

        :raise UserError: where something has, or is still to come
        """
        self._check_nothing_arrived()
        # whether goods are on their way is a fact, whoever asks
        for order in self._kept().sudo():
            if any(
                r.state not in ("done", "cancel") for r in order.order_line.move_ids
            ):
                raise UserError(
                    self.env._(
                        "%(order)s is confirmed and its goods are still to arrive: "
                        "cancel the order, then set it to draft.",
                        order=order.display_name,
                    )
                )

    def _check_nothing_arrived(self):
        """:raise UserError: for orders that have brought something or are billed"""
        # what has arrived is a fact, whoever asks
        for order in self._kept().sudo():
            bills = order.order_line.invoice_lines.move_id
            if any(order.order_line.mapped("qty_received")) or (
                "posted" in bills.mapped("state")
            ):
                raise UserError(
                    self.env._(
                        "%(order)s: goods have arrived or are billed, the order "
                        "stands. What is missing is ordered separately; what has come "
                        "is returned and credited first.",
                        order=order.display_name,
                    )
                )

    def _gated(self, gate):
        """Those whose company has the gate switched on.

        :param gate: name of the company's switch, without its prefix
        """
        # whether a gate is on is no secret
        return self.filtered(lambda r: r.company_id.sudo()[f"purchase_gate_{gate}"])

    def _gated_at_all(self):
        """Those whose company has any gate of purchasing switched on."""
        names = [n for n in self.company_id._fields if n.startswith("purchase_gate_")]
        # whether a gate is on is no secret
        return self.filtered(lambda r: any(r.company_id.sudo()[name] for name in names))

    def _bought_lines(self):
        """Lines that buy something; what they need is read for all orders at once."""
        lines = self.order_line
        return lines._bought().with_prefetch(lines._prefetch_ids)
