from datetime import timedelta

from odoo import api, fields, models

from ..order.order import BINDING

#: Days before its due day that a delivery is shown as near.
NEAR = 3


class PurchaseOrderLine(models.Model):
    """Where the delivery of an ordered line stands, from what its follow-up says
    (PU-13, PU-F18)."""

    _inherit = "purchase.order.line"

    # FIELDS
    followup_ids = fields.One2many("ops.delivery.followup", "line_id", "Follow-up")
    date_promised = fields.Date("Promised for", compute="_compute_followup", store=True)
    date_shipped = fields.Date("Shipped on", compute="_compute_followup", store=True)
    carrier = fields.Char(compute="_compute_followup", store=True)
    date_expected = fields.Date(
        "Expected to arrive", compute="_compute_followup", store=True
    )
    delay_reason = fields.Char(
        "Reason of the delay", compute="_compute_followup", store=True
    )
    date_contact = fields.Datetime(
        "Last contact", compute="_compute_followup", store=True
    )
    date_due = fields.Date(
        "Due on", compute="_compute_date_due", store=True, index="btree_not_null"
    )
    open_qty = fields.Float(
        "Still to arrive",
        digits="Product Unit",
        compute="_compute_open_qty",
        store=True,
    )
    delivery_state = fields.Selection(
        [
            ("arrived", "Arrived"),
            ("running", "On its way"),
            ("near", "Due soon"),
            ("late", "Overdue"),
        ],
        "Delivery",
        compute="_compute_delivery_state",
    )

    # COMPUTE
    @api.depends(
        "order_id.date_confirmed",
        "followup_ids.date",
        "followup_ids.date_promised",
        "followup_ids.date_shipped",
        "followup_ids.carrier",
        "followup_ids.date_expected",
        "followup_ids.delay_reason",
    )
    def _compute_followup(self):
        """What was said last counts."""
        names = (
            "date_promised",
            "date_shipped",
            "carrier",
            "date_expected",
            "delay_reason",
        )
        for line in self:
            contacts = line.followup_ids.sorted(lambda r: (r.date, r.id))
            for name in names:
                said = contacts.filtered(name)[-1:]
                line[name] = said[name] if said else False
            line.date_promised = line.date_promised or line.order_id.date_confirmed
            line.date_contact = contacts[-1:].date

    @api.depends("date_expected", "date_promised", "date_planned")
    def _compute_date_due(self):
        for line in self:
            planned = line.date_planned
            line.date_due = (
                line.date_expected
                or line.date_promised
                or (
                    fields.Datetime.context_timestamp(line, planned).date()
                    if planned
                    else False
                )
            )

    @api.depends("state", "product_qty", "qty_received", "display_type", "product_id")
    def _compute_open_qty(self):
        for line in self:
            awaited = (
                line.state in BINDING
                and not line.display_type
                and not line.is_downpayment
            )
            line.open_qty = (
                max(0.0, line.product_qty - line.qty_received) if awaited else 0.0
            )

    @api.depends("open_qty", "date_due")
    def _compute_delivery_state(self):
        today = fields.Date.context_today(self)
        for line in self:
            if not line.open_qty:
                line.delivery_state = "arrived" if line.state in BINDING else False
            elif line.date_due and line.date_due < today:
                line.delivery_state = "late"
            elif line.date_due and line.date_due <= today + timedelta(days=NEAR):
                line.delivery_state = "near"
            else:
                line.delivery_state = "running"
