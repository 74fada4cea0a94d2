from odoo import api, fields, models
from odoo.addons.ops_base.flow import Flow, Step, gate
from odoo.fields import Command, Domain
from odoo.tools import LazyTranslate

from ..groups import KEEPER, KEEPER_HEAD, STAFF

_lt = LazyTranslate(__name__)


class DispatchNotice(models.Model):
    """出货通知: what may leave the warehouse, and for whom (PU-21).

    Approved, it becomes a transfer of the warehouse; goods leave with it, and are
    written off in the same act (PU-22).
    """

    _name = "ops.dispatch.notice"
    _inherit = ["ops.flow.mixin", "ops.paper.mixin"]
    _description = "Dispatch notice"
    _order = "date_planned desc, id desc"
    _check_company_auto = True

    _flow = Flow(
        Step(
            "submit",
            "draft",
            "approving",
            label=_lt("Submit notice"),
            group=STAFF,
            gates=("goods_listed",),
        ),
        Step(
            "approve",
            "approving",
            "approved",
            label=_lt("Approve dispatch"),
            route="dispatch_notice",
            back="return",
            refuse="reject",
            restart="reopen",
        ),
        Step(
            "ship",
            "approved",
            "shipped",
            label=_lt("Close notice"),
            group=KEEPER,
            gates=("written_off",),
        ),
        Step("return", "approving", "draft", label=_lt("Return to draft"), kernel=True),
        Step("reject", "approving", "rejected", label=_lt("Refuse"), kernel=True),
        Step("reopen", "approved", "draft", label=_lt("Reopen notice"), kernel=True),
        Step(
            "cancel",
            ("draft", "approved"),
            "cancelled",
            label=_lt("Cancel notice"),
            group=STAFF,
            gates=("nothing_left",),
            reason=True,
        ),
        sequence="ops.dispatch.notice",
        key_fields=("partner_id", "warehouse_id", "line_ids"),
        editable={"approved": ("carrier_id", "carrier_ref")},
        protected=("left_at", "left_by"),
        side=("rejected", "cancelled"),
    )

    # FIELDS
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("approving", "In approval"),
            ("approved", "May leave"),
            ("shipped", "Shipped"),
            ("rejected", "Refused"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    partner_id = fields.Many2one(
        "res.partner", "For whom", required=True, index=True, check_company=True
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        "Warehouse",
        required=True,
        check_company=True,
        default=lambda self: self.env["stock.warehouse"].search(
            [("company_id", "=", self.env.company.id)], limit=1
        ),
    )
    date_planned = fields.Date(
        "To leave on", required=True, default=fields.Date.context_today
    )
    purpose = fields.Selection(
        [
            ("sale", "Sale"),
            ("sample", "Sample or gift"),
            ("repair", "Repair or processing outside"),
            ("other", "Other"),
        ],
        default="sale",
        required=True,
    )
    origin = fields.Char("Source document")
    carrier_id = fields.Many2one("res.partner", "Carrier", check_company=True)
    carrier_ref = fields.Char("Waybill")
    note = fields.Text("Remarks")
    line_ids = fields.One2many(
        "ops.dispatch.line", "notice_id", "Products listed", copy=True
    )
    picking_ids = fields.One2many(
        "stock.picking", "dispatch_notice_id", "Transfers", copy=False
    )
    left_at = fields.Datetime("Goods left at", readonly=True, copy=False)
    left_by = fields.Many2one("res.users", "Handed over by", readonly=True, copy=False)
    is_unwritten = fields.Boolean(
        "Shipped, not written off",
        compute="_compute_is_unwritten",
        search="_search_is_unwritten",
    )

    # COMPUTE
    @api.depends("left_at", "line_ids.quantity", "line_ids.shipped_qty", "state")
    def _compute_is_unwritten(self):
        for notice in self:
            notice.is_unwritten = bool(notice.left_at) and bool(notice._lines_open())

    @api.model
    def _search_is_unwritten(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._flow_flag(self._unwritten_domain(), value)

    # ACTION
    def action_submit(self):
        return self._flow_take("submit")

    def action_approve(self):
        return self._flow_take("approve")

    def action_ship(self):
        return self._flow_take("ship")

    def action_cancel(self, reason=None):
        return self._flow_take("cancel", reason)

    def action_hand_over(self):
        """The goods leave and are written off in one act; nothing of it happens where
        the transfer cannot be done.

        :raise AccessError: for others than keepers
        """
        self._check_group(KEEPER)
        self._hand_over_check()
        for notice in self:
            pickings = notice.picking_ids.filtered(
                lambda p: p.state not in ("done", "cancel")
            )
            for move in pickings.move_ids:
                move.quantity = move.product_uom_qty
                move.picked = True
            pickings.with_context(skip_backorder=True).button_validate()
        self._left()
        return self._flow_take("ship")

    def action_mark_left(self):
        """The goods left before the transfer could be booked; until it is, they stand
        in the list of what is shipped and not written off (PU-22).

        :raise AccessError: for others than keepers
        """
        self._check_group(KEEPER)
        self._hand_over_check()
        self._left()
        return True

    def action_open_pickings(self):
        """The transfers of these notices."""
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Transfers"),
            "res_model": "stock.picking",
            "views": [(False, "list"), (False, "form")],
            "domain": [("dispatch_notice_id", "in", self.ids)],
        }

    # BUSINESS
    @gate(_lt("Goods listed"))
    def _gate_goods_listed(self):
        for notice in self:
            if not notice.line_ids:
                message = self.env._("Nothing is listed that shall leave.")
                yield self._blocker(notice, message, fix=notice)
            for line in notice.line_ids:
                if line.uom_id.compare(line.quantity, 0) <= 0:
                    message = self.env._(
                        "%(product)s: the quantity is missing.",
                        product=line.product_id.display_name,
                    )
                    yield self._blocker(notice, message, fix=notice)

    @gate(_lt("Written off"), who=KEEPER)
    def _gate_written_off(self):
        for notice in self:
            for line in notice._lines_open():
                message = self.env._(
                    "%(product)s: %(quantity)s %(unit)s are not written off.",
                    product=line.product_id.display_name,
                    quantity=f"{line.quantity - line.shipped_qty:g}",
                    unit=line.uom_id.name,
                )
                yield self._blocker(notice, message, fix=notice)

    @gate(_lt("Nothing left the warehouse"), who=KEEPER)
    def _gate_nothing_left(self):
        for notice in self:
            if notice.left_at or any(notice.line_ids.mapped("shipped_qty")):
                message = self.env._("Goods of it have left the warehouse.")
                yield self._blocker(notice, message, fix=notice)

    def _after_approve(self):
        """The warehouse gets its transfer; one that is there already is taken up."""
        # whoever signs need not be a keeper
        bare = self.sudo().filtered(lambda n: not n.picking_ids)
        pickings = bare.env["stock.picking"].create(
            [notice._prepare_picking() for notice in bare]
        )
        pickings.action_confirm()
        pickings.action_assign()

    def _prepare_picking(self):
        self.ensure_one()
        kind = self.warehouse_id.out_type_id
        target = self.partner_id.with_company(self.company_id).property_stock_customer
        return {
            "dispatch_notice_id": self.id,
            "picking_type_id": kind.id,
            "partner_id": self.partner_id.id,
            "origin": self.name,
            "company_id": self.company_id.id,
            "location_id": kind.default_location_src_id.id,
            "location_dest_id": target.id,
            "scheduled_date": self.date_planned,
            "move_ids": [
                Command.create(
                    {
                        "product_id": line.product_id.id,
                        "product_uom_qty": line.quantity,
                        "product_uom": line.uom_id.id,
                        "location_id": kind.default_location_src_id.id,
                        "location_dest_id": target.id,
                        "company_id": self.company_id.id,
                    }
                )
                for line in self.line_ids
            ],
        }

    def _after_reopen(self):
        self._drop_pickings()

    def _after_cancel(self):
        self._drop_pickings()

    def _drop_pickings(self):
        """What may no longer leave is no longer prepared."""
        # whoever changes a notice need not be a keeper
        pickings = self.sudo().picking_ids.filtered(
            lambda p: p.state not in ("done", "cancel")
        )
        pickings.action_cancel()
        pickings.dispatch_notice_id = False

    def _hand_over_check(self):
        self.check_access("write")
        self._flow_check_act(self.env._("Hand over"), "ship", "approved")

    def _left(self):
        fresh = self.filtered(lambda n: not n.left_at)
        fresh._flow_write({"left_at": fields.Datetime.now(), "left_by": self.env.uid})

    def _lines_open(self):
        """Lines of which something is still in the book."""
        return self.line_ids.filtered(
            lambda line: line.uom_id.compare(line.shipped_qty, line.quantity) < 0
        )

    @api.model
    def _unwritten_domain(self):
        return (
            Domain("left_at", "!=", False)
            & Domain("state", "=", "approved")
            & Domain("line_ids.is_open", "=", True)
        )

    @api.model
    def _cron_unwritten(self):
        """At the end of the day the list must be empty: tell the heads of the
        warehouse what is shipped and not written off."""
        kind = self.env.ref("mail.mail_activity_data_todo")
        notices = self.search(self._unwritten_domain())
        told = notices.activity_ids.filtered(
            lambda a: a.activity_type_id == kind
        ).mapped("res_id")
        fresh = notices.filtered(lambda n: n.id not in told)
        for company, group in fresh.grouped("company_id").items():
            head = self.env["res.users"].search(
                [
                    ("all_group_ids", "in", self.env.ref(KEEPER_HEAD).id),
                    ("company_ids", "in", company.id),
                    ("share", "=", False),
                ],
                limit=1,
            )
            if head:
                group.activity_schedule(
                    "mail.mail_activity_data_todo",
                    user_id=head.id,
                    summary=self.env._("Shipped, not written off"),
                )

    def _approval_summary(self):
        self.ensure_one()
        return {
            **super()._approval_summary(),
            "partner": self.partner_id.display_name,
            "fact": self.env._(
                "%(goods)s · to leave on %(date)s",
                goods=", ".join(
                    f"{line.product_id.name} {line.quantity:g} {line.uom_id.name}"
                    for line in self.line_ids[:3]
                ),
                date=self.date_planned,
            ),
        }
