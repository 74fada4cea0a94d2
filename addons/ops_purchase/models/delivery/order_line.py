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
    followup_ids = fields.One2many(
        "ops.delivery.followup", "line_id", "Follow-up", groups="ops_base.group_user"
    )
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
    date_reminded = fields.Date(
        "Reminded for", readonly=True, copy=False, help="The due day told to the buyer."
    )
    delivery_state = fields.Selection(
        [
            ("arrived", "Delivered"),
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

    # ACTION
    def action_report_exception(self):
        """Put in writing what is wrong with the arrival of this line (PU-14)."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "ops.arrival.exception",
            "views": [(False, "form")],
            "context": {
                "default_order_id": self.order_id.id,
                "default_product_id": self.product_id.id,
                "default_quantity": self.open_qty,
                "default_date_expected": self.date_expected or self.date_promised,
            },
        }

    # BUSINESS
    @api.model
    def _remind_deliveries(self):
        """Tell buyers which deliveries are near or late, once for each due day
        (PU-13)."""
        today = fields.Date.context_today(self)
        lines = self.search(
            [
                ("order_id.state", "in", BINDING),
                ("open_qty", ">", 0),
                ("date_due", "<=", fields.Date.add(today, days=NEAR)),
            ]
        ).filtered(lambda r: r.order_id.user_id and r.date_reminded != r.date_due)
        for (user, day), due in lines.grouped(
            lambda r: (r.order_id.user_id, r.date_due)
        ).items():
            due.order_id.with_context(lang=user.lang).activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=day,
                summary=user.with_context(lang=user.lang).env._("Delivery due"),
                user_id=user.id,
            )
            due.date_reminded = day
