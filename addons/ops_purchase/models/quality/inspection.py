from odoo import api, fields, models
from odoo.addons.ops_base.flow import Flow, Step, gate
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from ..groups import KEEPER, QUALITY
from .balance import Balance, TooMuch

_lt = LazyTranslate(__name__)

#: What an arrival says of its inspection; nobody enters it.
ARRIVED = frozenset(
    (
        "move_id",
        "qty",
        "lot_id",
        "serial_ids",
        "product_id",
        "kind",
        "company_id",
        "sample_qty",
        "sample_allowed",
    )
)

#: What only quality says of goods that are inspected by a standard.
ANSWERS = frozenset(
    ("inspection_lines", "sampled_qty", "defect_qty", "standard_id", "test", "user")
)


class QcInspection(models.Model):
    """进货检验单: what was received, decided on in tranches (PU-16, PU-18, PU-X3).

    The document of OCA's quality_control_oca with a flow of its own. Quantities are in
    the unit of the product; waiting + rework + accepted + returned = received.
    """

    _name = "qc.inspection"
    # the flow stands before the document it takes over
    _inherit = ["ops.flow.mixin", "ops.paper.mixin", "qc.inspection"]
    _description = "Inspection"
    _order = "id desc"

    _flow = Flow(
        Step(
            "begin",
            "draft",
            "inspecting",
            label=_lt("Begin inspection"),
            group=(QUALITY, KEEPER),
            gates=("goods_given",),
        ),
        Step(
            "conclude",
            "inspecting",
            "done",
            label=_lt("Conclude inspection"),
            group=(QUALITY, KEEPER),
            gates=("all_decided", "items_answered"),
        ),
        Step(
            "drop",
            ("draft", "inspecting"),
            "cancelled",
            label=_lt("Cancel inspection"),
            group=QUALITY,
            gates=("nothing_received",),
            reason=True,
        ),
        sequence="ops.qc.inspection",
        editable={
            "inspecting": (
                "tranche_ids",
                "inspection_lines",
                "sampled_qty",
                "defect_qty",
                "user",
                "internal_notes",
                "external_notes",
            ),
        },
        protected=("stocked_qty", "sent_qty", "date_done"),
        side=("cancelled",),
    )

    # FIELDS
    name = fields.Char(required=False, default=None)
    # named by a method: its states are other ones than those of quality_control_oca
    state = fields.Selection(
        "_selection_state",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    company_id = fields.Many2one(required=True)
    kind = fields.Selection(
        [
            ("incoming", "Incoming goods"),
            ("process", "In process"),
            ("finished", "Finished goods"),
            ("returned", "Goods returned by customers"),
            ("sample", "Sample"),
        ],
        default="sample",
        required=True,
        index=True,
    )
    product_id = fields.Many2one(
        compute=None, readonly=False, required=True, index=True
    )
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    qty = fields.Float("Received", digits="Product Unit")
    lot_id = fields.Many2one("stock.lot", "Lot", copy=False, index="btree_not_null")
    move_id = fields.Many2one(
        "stock.move", "Arrival", readonly=True, copy=False, index="btree_not_null"
    )
    picking_id = fields.Many2one(
        related="move_id.picking_id", store=True, index="btree_not_null"
    )
    delivery_note = fields.Char(related="picking_id.delivery_note")
    purchase_line_id = fields.Many2one(related="move_id.purchase_line_id")
    order_id = fields.Many2one(related="move_id.purchase_line_id.order_id")
    partner_id = fields.Many2one(
        related="move_id.picking_id.partner_id", store=True, string="Supplier"
    )
    warehouse_id = fields.Many2one(
        related="move_id.location_dest_id.warehouse_id",
        store=True,
        index="btree_not_null",
    )
    standard_id = fields.Many2one(
        "ops.controlled.doc", "Standard in force", copy=False, index="btree_not_null"
    )
    tranche_ids = fields.One2many("ops.quality.tranche", "inspection_id", "Decisions")
    concession_ids = fields.One2many(
        "ops.quality.concession", "inspection_id", "Concessions"
    )
    waiting_qty = fields.Float(
        "Waiting", digits="Product Unit", compute="_compute_balance", store=True
    )
    rework_qty = fields.Float(
        "In rework", digits="Product Unit", compute="_compute_balance", store=True
    )
    accepted_qty = fields.Float(
        "Accepted", digits="Product Unit", compute="_compute_balance", store=True
    )
    returned_qty = fields.Float(
        "Rejected", digits="Product Unit", compute="_compute_balance", store=True
    )
    stocked_qty = fields.Float(
        "Stocked in", digits="Product Unit", readonly=True, copy=False
    )
    sent_qty = fields.Float(
        "In return area", digits="Product Unit", readonly=True, copy=False
    )
    stockable_qty = fields.Float(
        "To stock in", digits="Product Unit", compute="_compute_left", store=True
    )
    sendable_qty = fields.Float(
        "To return area", digits="Product Unit", compute="_compute_left", store=True
    )

    # COMPUTE
    @api.depends(
        "qty", "tranche_ids.quantity", "tranche_ids.disposition", "tranche_ids.reworked"
    )
    def _compute_balance(self):
        for inspection in self:
            balance = inspection._balance()
            inspection.waiting_qty = float(balance.waiting)
            inspection.rework_qty = float(balance.rework)
            inspection.accepted_qty = float(balance.accepted)
            inspection.returned_qty = float(balance.returned)

    @api.depends("accepted_qty", "stocked_qty", "returned_qty", "sent_qty")
    def _compute_left(self):
        for inspection in self:
            unit = inspection.product_id.uom_id
            stockable = inspection.accepted_qty - inspection.stocked_qty
            sendable = inspection.returned_qty - inspection.sent_qty
            inspection.stockable_qty = unit.round(stockable) if unit else stockable
            inspection.sendable_qty = unit.round(sendable) if unit else sendable

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """The number comes with the first step (C-38)."""
        inspections = super().create([{"name": False, **vals} for vals in vals_list])
        # what a client's context gives is entered as well
        if inspections.move_id:
            self._check_arrival_su()
            self.env["stock.picking"].invalidate_model(
                ["inspection_ids", "inspection_count"], flush=False
            )
        return inspections

    def write(self, vals):
        """What arrived nobody enters."""
        if "move_id" in vals or (
            ARRIVED.intersection(vals) and self.filtered("move_id")
        ):
            self._check_arrival_su()
        if not self._flow_passes(vals):
            self._check_answers(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_autogenerated_and_non_draft(self):
        """In place of the rule of quality_control_oca, which takes one at a time."""
        arrived = self.filtered("move_id")
        if arrived:
            raise UserError(
                self.env._(
                    "%(inspections)s: goods have arrived, their inspection stays.",
                    inspections=", ".join(arrived.mapped("display_name")),
                )
            )

    # ACTION
    def action_begin(self):
        return self._flow_take("begin")

    def action_conclude(self):
        return self._flow_take("conclude")

    def action_drop(self, reason=None):
        return self._flow_take("drop", reason)

    # The buttons of quality_control_oca are the steps of the flow.
    def action_cancel(self):
        return self.action_drop()

    def action_todo(self):
        return self.action_begin()

    def action_confirm(self):
        return self.action_conclude()

    def action_approve(self):
        return self.action_conclude()

    # BUSINESS
    @api.model
    def _selection_state(self):
        return [
            ("draft", self.env._("To inspect")),
            ("inspecting", self.env._("Being inspected")),
            ("done", self.env._("Concluded")),
            ("cancelled", self.env._("Cancelled")),
        ]

    @api.model
    def _flow_mine(self):
        """What has arrived waits for quality, whoever received it; simple goods wait
        for the stores as well, others do not (PU-16)."""
        mine, person = super()._flow_mine(), self.env.user
        quality, keeper = person.has_group(QUALITY), person.has_group(KEEPER)
        if quality or keeper:
            mine |= Domain("move_id", "!=", False) & Domain("state", "=", "draft")
        if keeper and not quality:
            mine &= Domain("product_id.inspect_by", "=", "simple")
        return mine

    def _prepare_conclude_values(self):
        return {"date_done": fields.Datetime.now()}

    @gate(_lt("Quantity given"), who=QUALITY)
    def _gate_goods_given(self):
        for inspection in self:
            if inspection.product_id.uom_id.compare(inspection.qty, 0) <= 0:
                message = self.env._("The quantity to inspect is missing.")
                yield self._blocker(inspection, message, fix=inspection)

    @gate(_lt("All of it decided on"), who=QUALITY)
    def _gate_all_decided(self):
        for inspection in self:
            unit = inspection.product_id.uom_id
            left = inspection.waiting_qty + inspection.rework_qty
            if unit.compare(left, 0) > 0:
                message = self.env._(
                    "%(left)s %(unit)s still wait for a decision or are in rework.",
                    left=f"{unit.round(left):g}",
                    unit=unit.name,
                )
                yield self._blocker(inspection, message, fix=inspection)

    @gate(_lt("All items answered"), who=QUALITY)
    def _gate_items_answered(self):
        for line in self.inspection_lines:
            if line.question_type == "qualitative" and not line.qualitative_value:
                message = self.env._("“%(item)s” has no answer.", item=line.name)
                yield self._blocker(line.inspection_id, message, fix=line.inspection_id)

    @gate(_lt("No goods behind it"), who=QUALITY)
    def _gate_nothing_received(self):
        for inspection in self.filtered("move_id"):
            message = self.env._("The goods have arrived: they are decided on.")
            yield self._blocker(inspection, message)

    def _balance(self):
        """What has become of the quantity.

        :raise UserError: when more was decided on than there is
        """
        self.ensure_one()
        tranches = self.tranche_ids.sorted(lambda t: (not t.id, t._origin.id or 0))
        try:
            return Balance.of(
                self.qty,
                [(t.disposition, t.quantity, t.reworked) for t in tranches],
            )
        except TooMuch as found:
            raise UserError(
                self.env._(
                    "%(inspection)s: only %(left)s %(unit)s are left to decide on.",
                    inspection=self.display_name,
                    left=f"{found.left:g}",
                    unit=self.product_id.uom_id.name,
                )
            ) from None

    def _check_answers(self, names):
        """Refuse answers, samples and standards of goods that only quality inspects.

        :param names: names of fields that are written
        """
        if self.env.su or ANSWERS.isdisjoint(names):
            return
        if "standard" in self.product_id.mapped("inspect_by"):
            self._check_group(QUALITY)

    @api.model
    def _check_arrival_su(self):
        # a client can forge any context but never superuser mode
        if not self.env.su:
            raise AccessError(
                self.env._("What arrived comes from the arrival and is not entered.")
            )

    def _paper_item_columns(self):
        """Columns of the inspected items on the form."""
        return [
            (self.env._("Item"), "name"),
            (self.env._("Limits"), "valid_values"),
            (self.env._("Found result"), "answer"),
            (self.env._("Holds"), "success"),
            (self.env._("Method"), "notes"),
        ]

    def _paper_decision_lines(self):
        """Decisions in the order they were taken, for the form."""
        return self.tranche_ids.sorted("id")
