from odoo import api, fields, models
from odoo.addons.ops_base.flow import Flow, Step
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from ..groups import BUYER, STAFF
from ..product import KINDS

_lt = LazyTranslate(__name__)


class PurchaseRequest(models.Model):
    """采购申请单: a department asks for what its work needs (PU-03, PU-04).

    The document of OCA's purchase_request with a flow of its own: its buttons are the
    steps, nobody writes its state.
    """

    _name = "purchase.request"
    # the flow stands before the document it takes over
    _inherit = ["ops.flow.mixin", "ops.paper.mixin", "purchase.request"]
    _description = "Purchase request"
    _order = "date_needed, id desc"

    _flow = Flow(
        Step(
            "submit",
            "draft",
            "to_approve",
            label=_lt("Submit request"),
            group=STAFF,
            gates=("lines_complete", "reason_given", "kind_fits", "within_budget"),
        ),
        Step(
            "approve",
            "to_approve",
            "approved",
            label=_lt("Approve request"),
            route="purchase_request",
            back="return",
            refuse="reject",
            restart="reopen",
        ),
        Step("order", "approved", "in_progress", label=_lt("Order"), kernel=True),
        Step(
            "close",
            "in_progress",
            "done",
            label=_lt("Close request"),
            group=BUYER,
            gates=("all_served",),
        ),
        Step(
            "return", "to_approve", "draft", label=_lt("Return to draft"), kernel=True
        ),
        Step("reject", "to_approve", "rejected", label=_lt("Reject"), kernel=True),
        Step("reopen", "approved", "draft", label=_lt("Reopen request"), kernel=True),
        Step(
            "cancel",
            ("draft", "approved", "in_progress"),
            "cancelled",
            label=_lt("Cancel request"),
            group=STAFF,
            gates=("nothing_ordered",),
            reason=True,
        ),
        sequence="ops.purchase.request",
        key_fields=("line_ids", "purchase_kind", "department_id", "picking_type_id"),
        side=("rejected", "cancelled"),
        editable={
            "approved": ("assigned_to",),
            "in_progress": ("assigned_to",),
        },
    )

    # FIELDS
    name = fields.Char(required=False, default=None, tracking=False)
    company_id = fields.Many2one(required=True)
    state = fields.Selection(
        selection_add=[("cancelled", "Cancelled")],
        ondelete={"cancelled": "set default"},
        readonly=True,
    )
    assigned_to = fields.Many2one(
        string="Buyer", domain="[('share', '=', False)]", copy=False
    )
    description = fields.Text("Reason")
    purchase_kind = fields.Selection(
        KINDS, "Purchase kind", required=True, default="material"
    )
    source = fields.Selection(
        [
            ("manual", "Need of the department"),
            ("need", "Need calculation"),
            ("plan", "Stock purchase plan"),
            ("shortage", "Shortage"),
        ],
        default="manual",
        required=True,
        readonly=True,
        copy=False,
    )
    department_id = fields.Many2one(
        "hr.department",
        "Department",
        check_company=True,
        index=True,
        default=lambda self: self.env.user.employee_id.department_id,
    )
    date_needed = fields.Date(
        "Needed by", compute="_compute_date_needed", store=True, index=True
    )

    # COMPUTE
    @api.depends("line_ids.date_required", "line_ids.cancelled")
    def _compute_date_needed(self):
        for request in self:
            days = request.line_ids.filtered(lambda r: not r.cancelled).mapped(
                "date_required"
            )
            request.date_needed = min(filter(None, days), default=False)

    # CRUD
    @api.model
    def _get_default_name(self):
        """Numbers are given when a request is handed in (C-38)."""
        return False

    # ACTION
    def action_submit(self):
        return self._flow_take("submit")

    def action_approve(self):
        return self._flow_take("approve")

    def action_close(self):
        return self._flow_take("close")

    def action_cancel(self, reason=None):
        return self._flow_take("cancel", reason)

    # The buttons of purchase_request are the steps of the flow.
    def button_draft(self):
        return self._flow_take("return")

    def button_to_approve(self):
        return self.action_submit()

    def button_approved(self):
        return self.action_approve()

    def button_rejected(self):
        return self._flow_take("reject")

    def button_in_progress(self):
        """A request for quotation orders nothing yet: the confirmed order does."""
        return True

    def button_done(self):
        return self.action_close()

    def check_auto_reject(self):
        """Lines are cancelled one by one; the request is cancelled by its step."""

    # BUSINESS
    def _approval_summary(self):
        self.ensure_one()
        lines = self.line_ids.filtered(lambda line: not line.cancelled)
        return {
            **super()._approval_summary(),
            "amount": self.estimated_cost,
            "currency": self.currency_id,
            "partner": self.department_id.display_name or "",
            "fact": self.env._(
                "%(what)s · %(count)s lines · needed by %(date)s",
                what=", ".join(lines[:2].mapped("product_id.name")),
                count=len(lines),
                date=self.date_needed,
            ),
        }

    def _approval_owners(self):
        return super()._approval_owners() | self.requested_by

    def _flow_mine(self):
        """An approved request waits for the buyers."""
        return super()._flow_mine() | (
            Domain("state", "=", "approved")
            if self.env.user.has_group(BUYER)
            else Domain.FALSE
        )
