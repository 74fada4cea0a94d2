from odoo import api, fields, models
from odoo.exceptions import UserError

from ..order.order import BINDING


class DeliveryFollowup(models.Model):
    """One contact with a supplier about an ordered line: a log, written once and never
    changed (PU-13)."""

    _name = "ops.delivery.followup"
    _description = "Delivery follow-up"
    _order = "date desc, id desc"

    # FIELDS
    line_id = fields.Many2one(
        "purchase.order.line",
        "Order line",
        required=True,
        index=True,
        ondelete="restrict",
    )
    order_id = fields.Many2one(related="line_id.order_id", store=True, index=True)
    company_id = fields.Many2one(related="line_id.company_id", store=True, index=True)
    date = fields.Datetime("At", readonly=True, required=True, copy=False)
    user_id = fields.Many2one(
        "res.users", "Written by", readonly=True, required=True, copy=False
    )
    kind = fields.Selection(
        [
            ("reminded", "Reminded"),
            ("promised", "New date promised"),
            ("shipped", "Shipped"),
            ("delayed", "Delayed"),
        ],
        required=True,
        default="reminded",
    )
    note = fields.Char("What was said")
    date_promised = fields.Date("Promised for")
    date_shipped = fields.Date("Shipped on")
    carrier = fields.Char()
    date_expected = fields.Date("Expected to arrive")
    delay_reason = fields.Char("Reason of the delay")

    # CONSTRAINT
    _promise_dated = models.Constraint(
        "CHECK(kind != 'promised' OR date_promised IS NOT NULL)",
        "A promise names a date.",
    )
    _shipment_dated = models.Constraint(
        "CHECK(kind != 'shipped' OR date_shipped IS NOT NULL)",
        "Say when it was shipped.",
    )
    _delay_reasoned = models.Constraint(
        "CHECK(kind != 'delayed' OR COALESCE(BTRIM(delay_reason), '') != '')",
        "Say why it is delayed.",
    )

    # COMPUTE
    @api.depends("line_id", "kind")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for contact in self:
            contact.display_name = f"{contact.line_id.name}: {labels[contact.kind]}"

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """Who writes and when is not entered.

        :raise UserError: for a line of an order that is not confirmed
        """
        stamp = {"user_id": self.env.uid, "date": fields.Datetime.now()}
        contacts = super().create([{**vals, **stamp} for vals in vals_list])
        early = contacts.order_id.filtered(lambda r: r.state not in BINDING)
        if early:
            raise UserError(
                self.env._(
                    "%(orders)s: only a confirmed order is followed up.",
                    orders=", ".join(early.mapped("display_name")),
                )
            )
        return contacts

    def write(self, vals):
        """What was noted stands; a correction is another note."""
        if vals:
            raise UserError(
                self.env._("What was noted stands: add another note instead.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What was noted stands: add another note instead."))
