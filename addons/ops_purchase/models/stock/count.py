from odoo import api, fields, models
from odoo.addons.ops_base.flow import Flow, Step
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import LazyTranslate, ormcache

from ..groups import KEEPER, KEEPER_HEAD
from .blind import BLIND

_lt = LazyTranslate(__name__)


class StockInventory(models.Model):
    """盘点表: the goods of a place are counted blind, differences are explained, and
    the book is adjusted once the warehouse and finance have signed (PU-25).

    The document of OCA's stock_inventory with a flow of its own. What the book says is
    read when the count is handed in and stands in no field before.
    """

    _name = "stock.inventory"
    # the flow stands before the document it takes over
    _inherit = ["ops.flow.mixin", "ops.paper.mixin", "stock.inventory"]
    _description = "Stock count"
    _order = "date_planned desc, id desc"

    _flow = Flow(
        Step(
            "start",
            "draft",
            "in_progress",
            label=_lt("Begin count"),
            group=KEEPER_HEAD,
            gates=("places_given", "counters_named", "places_free"),
        ),
        Step(
            "close",
            "in_progress",
            "counted",
            label=_lt("Hand in count"),
            group=KEEPER,
            gates=("all_counted",),
        ),
        Step(
            "submit",
            "counted",
            "approving",
            label=_lt("Submit differences"),
            group=KEEPER,
            gates=("differences_explained",),
        ),
        Step(
            "approve",
            "approving",
            "approved",
            label=_lt("Approve differences"),
            route="stock_count",
            back="return",
        ),
        Step(
            "adjust",
            "approved",
            "done",
            label=_lt("Adjust book"),
            group=KEEPER_HEAD,
        ),
        Step("return", "approving", "counted", label=_lt("Send back"), kernel=True),
        Step(
            "cancel",
            ("draft", "in_progress", "counted"),
            "cancel",
            label=_lt("Cancel count"),
            group=KEEPER_HEAD,
            reason=True,
        ),
        sequence="ops.stock.count",
        editable={"in_progress": ("count_line_ids",), "counted": ("count_line_ids",)},
        protected=("date_start", "date_counted"),
        side=("cancel",),
    )

    # FIELDS
    name = fields.Char(required=False, default=None)
    state = fields.Selection(
        selection_add=[
            ("in_progress",),
            ("counted", "Counted"),
            ("approving", "In approval"),
            ("approved", "Approved"),
            ("done",),
        ],
        ondelete={
            "counted": "set default",
            "approving": "set default",
            "approved": "set default",
        },
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    date_planned = fields.Date(
        "Planned for", default=fields.Date.context_today, required=True, copy=False
    )
    date_start = fields.Datetime("Begun at", readonly=True, copy=False)
    date_counted = fields.Datetime("Counted at", readonly=True, copy=False)
    location_ids = fields.Many2many(readonly=False)
    product_selection = fields.Selection(readonly=False)
    product_ids = fields.Many2many(readonly=False)
    category_id = fields.Many2one(readonly=False)
    lot_ids = fields.Many2many(readonly=False)
    counter_ids = fields.Many2many(
        "res.users",
        "stock_inventory_counter_rel",
        string="Counters",
        domain=lambda self: [("all_group_ids", "in", self.env.ref(KEEPER).id)],
        help="They do not see the book of these places while they count.",
    )
    plan_id = fields.Many2one(
        "ops.stock.count.plan",
        "Count plan",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    count_line_ids = fields.One2many(
        "ops.stock.count.line", "count_id", "Count sheet", copy=False
    )
    line_count = fields.Integer("Lines", compute="_compute_line_counts")
    difference_count = fields.Integer("Differences", compute="_compute_line_counts")
    currency_id = fields.Many2one(related="company_id.currency_id")
    difference_value = fields.Monetary(
        "Value of the differences", compute="_compute_line_counts"
    )
    is_overdue = fields.Boolean(
        "Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )
    note = fields.Text("Remarks")

    # COMPUTE
    @api.depends("count_line_ids.difference", "count_line_ids.difference_value")
    def _compute_line_counts(self):
        for count in self:
            lines = count.count_line_ids
            count.line_count = len(lines)
            count.difference_count = len(lines.filtered("difference"))
            count.difference_value = sum(lines.mapped("difference_value"))

    @api.depends("state", "date_planned")
    def _compute_is_overdue(self):
        late = self.filtered_domain(self._overdue_domain())
        for count in self:
            count.is_overdue = count in late

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._flow_flag(self._overdue_domain(), value)

    # CRUD
    def write(self, vals):
        """Who is shut out from the book changes with the count."""
        result = super().write(vals)
        if not {"state", "counter_ids", "location_ids"}.isdisjoint(vals):
            self.env.registry.clear_cache()
            for model in BLIND:
                self.env[model].invalidate_model(["count_hidden"], flush=False)
        return result

    # ACTION
    def action_start(self):
        return self._flow_take("start")

    def action_close(self):
        """Hand in what was counted; only now the book is read.

        :raise AccessError: for others than the counters
        """
        self._check_counter()
        return self._flow_take("close")

    def action_submit(self):
        return self._flow_take("submit")

    def action_approve(self):
        return self._flow_take("approve")

    def action_adjust(self):
        return self._flow_take("adjust")

    def action_cancel(self, reason=None):
        return self._flow_take("cancel", reason)

    # The buttons of stock_inventory are the steps of the flow.
    def action_state_to_in_progress(self):
        return self.action_start()

    def action_state_to_done(self):
        return self.action_adjust()

    def action_auto_state_to_done(self):
        return self.action_adjust()

    def action_state_to_cancel(self):
        return self.action_cancel()

    def action_state_to_draft(self):
        """Refused: what was counted is not counted again with the book in mind."""
        raise UserError(
            self.env._(
                "A count that has begun does not go back: cancel it and plan another."
            )
        )

    def action_view_inventory_adjustment(self):
        """The sheet of this count."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id(
            "ops_purchase.count_line_action"
        )
        return {**action, "domain": [("count_id", "=", self.id)], "context": {}}

    def refresh_stock_quant_ids(self):
        """The sheet lists what is counted; quants are not linked to a count."""

    # BUSINESS
    @api.model
    def _counts_of_mine(self):
        """The counts under way that the present user counts."""
        # whoever counts is shut out whether or not he may read the count
        return self.sudo().browse(self._ids_counted_by(self.env.uid))

    @api.model
    @ormcache("user_id")
    def _ids_counted_by(self, user_id):
        """Asked with every movement that is read, for counts that hardly ever run."""
        counts = self.sudo()._search(
            [("state", "=", "in_progress"), ("counter_ids", "in", user_id)]
        )
        return tuple(counts)

    def _check_counter(self):
        """Refuse whoever is not a counter of these counts."""
        others = self.filtered(lambda c: self.env.user not in c.counter_ids)
        if others:
            raise UserError(
                self.env._(
                    "%(counts)s: it is counted and handed in by %(who)s.",
                    counts=", ".join(others.mapped("display_name")),
                    who=", ".join(others.sudo().counter_ids.mapped("name")),
                )
            )

    @api.model
    def _overdue_domain(self):
        today = fields.Date.context_today(self)
        return Domain("state", "in", ("draft", "in_progress")) & Domain(
            "date_planned", "<", today
        )

    def _approval_summary(self):
        self.ensure_one()
        return {
            **super()._approval_summary(),
            "amount": abs(self.difference_value),
            "currency": self.currency_id,
            "fact": self.env._(
                "%(places)s · %(lines)s lines · %(differences)s differ · %(value)s",
                places=", ".join(self.location_ids.mapped("display_name")),
                lines=self.line_count,
                differences=self.difference_count,
                value=self.currency_id.format(self.difference_value),
            ),
        }

    def _approval_owners(self):
        """Who counted does not approve what he counted; who laid the count out may."""
        return self.counter_ids or super()._approval_owners()
