from odoo import api, fields, models
from odoo.addons.ops_base.flow import Flow, Step
from odoo.tools import LazyTranslate

from .groups import FINANCE, LEASING, LEASING_MANAGER, PROPERTY

_lt = LazyTranslate(__name__)

# stamps of exit_clearance.py
CLEARANCE = (
    "cleared_leasing_id",
    "cleared_leasing_date",
    "cleared_finance_id",
    "cleared_finance_date",
)
# what is supplied while the shop is being left; exit_clearance.py, exit_forced.py
CLEARANCE_FORM = ("clearance_ids", "clearance_date")
INVENTORY = (
    "letter_ids",
    "inventory_date",
    "witness_first",
    "witness_second",
    "inventory_ids",
)
STATES = [
    ("draft", "Application"),
    ("approving", "In approval"),
    ("approved", "Removal"),
    ("released", "Settling utilities"),
    ("settled", "Utilities settled"),
    ("inspecting", "Inspection"),
    ("inspected", "Deposit decision"),
    ("decided", "Deposit payment"),
    ("refunded", "Taking back"),
    ("closed", "Closed"),
    ("cancelled", "Cancelled"),
]


class LeaseExit(models.Model):
    """退场申请单: a tenant leaves, from the application to the vacant shop (LE-22 to
    LE-28, LE-X2). Gates are in ``exit_gates.py``, money in ``exit_money.py``."""

    _name = "ops.lease.exit"
    _inherit = ["ops.lease.refund.mixin", "ops.checklist.mixin", "ops.files.mixin"]
    _description = "Exit application"
    _order = "id desc"
    _check_company_auto = True
    _refund_link = "lease_exit_id"

    _flow = Flow(
        Step(
            "submit",
            "draft",
            "approving",
            label=_lt("Submit application"),
            group=LEASING,
            gates=(
                "forced_right",
                "planned_date",
                "reason_given",
                "lease_in_force",
                "no_other_exit",
                "demand_served",
            ),
        ),
        Step(
            "approve",
            "approving",
            "approved",
            label=_lt("Approve"),
            route="lease_exit",
            back="return",
            restart="reopen",
        ),
        Step(
            "release",
            "approved",
            "released",
            label=_lt("Goods released"),
            group=PROPERTY,
            gates=(
                "agreement_signed",
                "clearance_confirmed",
                "clearance_points",
                "termination_served",
                "items_cleared",
                "slip_issued",
                "left_handled",
                "inventory_witnessed",
            ),
        ),
        Step(
            "settle",
            "released",
            "settled",
            label=_lt("Settle utilities"),
            group=PROPERTY,
            gates=("final_readings", "utilities_billed", "utilities_paid"),
        ),
        Step(
            "request_inspection",
            "settled",
            "inspecting",
            label=_lt("Request inspection"),
            group=LEASING,
            gates=("date_wished",),
        ),
        Step(
            "inspect",
            "inspecting",
            "inspected",
            label=_lt("Shop inspected"),
            group=PROPERTY,
            gates=("form_issued",),
        ),
        Step(
            "decide",
            "inspected",
            "decided",
            label=_lt("Decide on the deposit"),
            group=LEASING_MANAGER,
            gates=(
                "decision_made",
                "deductions_listed",
                "decision_explained",
                "amounts_agree",
                "arrears_owed",
            ),
        ),
        Step(
            "refund",
            "decided",
            "refunded",
            label=_lt("Pay out the deposit"),
            group=FINANCE,
            gates=(
                "exit_approved",
                "utilities_paid",
                "form_issued",
                "accounts_set",
                "within_balance",
                "arrears_owed",
                "refund_due",
            ),
        ),
        Step(
            "close",
            "refunded",
            "closed",
            label=_lt("Close exit"),
            group=LEASING,
            gates=("checklist_done",),
        ),
        # what is held or owed may change between decision and payment
        Step(
            "redecide",
            "decided",
            "inspected",
            label=_lt("Decide again"),
            group=FINANCE,
            reason=True,
        ),
        Step("return", "approving", "draft", label=_lt("Return"), kernel=True),
        Step("reopen", "approved", "draft", label=_lt("Reopen"), kernel=True),
        Step(
            "cancel",
            ("draft", "approved"),
            "cancelled",
            label=_lt("Cancel exit"),
            group=LEASING,
            gates=("nothing_released",),
            reason=True,
        ),
        sequence="ops.lease.exit",
        key_fields=("contract_id", "kind", "breach", "date_planned"),
        editable={
            "approved": (
                "item_ids",
                "kind",
                "breach",
                "date_planned",
                "agreement_ids",
                *CLEARANCE_FORM,
                *INVENTORY,
            ),
            "released": ("charge_ids",),
            "settled": ("date_wished",),
            "inspecting": ("date_wished",),
            "inspected": (
                "decision",
                "decision_reason",
                "deduction_ids",
                "amount_refund",
            ),
            "decided": ("refund_journal_id", "refund_date"),
            "refunded": ("date_taken_back",),
        },
        protected=(
            "slip_number",
            "slip_date",
            "slip_user_id",
            *CLEARANCE,
            "refund_move_id",
            "refund_payment_id",
            "retain_move_id",
        ),
        side=("cancelled",),
    )

    # FIELDS
    state = fields.Selection(
        STATES, default="draft", required=True, readonly=True, copy=False, index=True
    )
    user_id = fields.Many2one(
        "res.users", "Handled by", default=lambda self: self.env.user
    )
    lease_end = fields.Date(related="contract_id.date_end", string="Lease until")
    raised_by = fields.Selection(
        [("tenant", "Tenant"), ("landlord", "Commercial management")],
        "Raised by",
        required=True,
        default="tenant",
    )
    kind = fields.Selection(
        [
            ("expiry", "Lease expires"),
            ("tenant", "Early, by the tenant"),
            ("landlord", "Early, by the landlord"),
            ("forced", "Forced take-back"),
        ],
        "Case",
        required=True,
        default="expiry",
        tracking=True,
    )
    reason = fields.Text("Reason for leaving")
    date_notice = fields.Date("Notice given on", default=fields.Date.context_today)
    date_planned = fields.Date("Planned exit date", tracking=True)
    notice_short = fields.Integer(
        "Days short of notice",
        compute="_compute_notice_short",
        help="Days by which the notice falls short of what the settings ask for.",
    )
    item_ids = fields.One2many("ops.lease.exit.item", "exit_id", "Removal list")
    slip_number = fields.Char("Release slip", readonly=True, copy=False)
    slip_date = fields.Datetime("Slip issued on", readonly=True, copy=False)
    slip_user_id = fields.Many2one(
        "res.users", "Slip issued by", readonly=True, copy=False
    )
    charge_ids = fields.One2many(
        "ops.lease.exit.charge", "exit_id", "Utility settlement"
    )
    date_wished = fields.Date("Inspection wished on", copy=False)
    inspection_ids = fields.One2many(
        "ops.lease.inspection", "exit_id", "Inspection forms"
    )
    date_taken_back = fields.Date("Taken back on", copy=False)

    # COMPUTE
    @api.depends("kind", "date_notice", "date_planned", "company_id")
    def _compute_notice_short(self):
        """C-31: notice is 60 days by the tenant, 30 by the landlord (settings)."""
        for paper in self:
            company = paper.company_id
            asked = {
                "tenant": company.lease_notice_tenant,
                "landlord": company.lease_notice_landlord,
            }.get(paper.kind, 0)
            given = 0
            if paper.date_notice and paper.date_planned:
                given = (paper.date_planned - paper.date_notice).days
            paper.notice_short = max(asked - given, 0) if paper.date_planned else 0

    # ACTION
    def action_submit(self):
        return self._flow_take("submit")

    def action_approve(self):
        return self._flow_take("approve")

    def action_release(self):
        return self._flow_take("release")

    def action_settle(self):
        return self._flow_take("settle")

    def action_request_inspection(self):
        return self._flow_take("request_inspection")

    def action_inspect(self):
        return self._flow_take("inspect")

    def action_decide(self):
        return self._flow_take("decide")

    def action_redecide(self, reason=None):
        return self._flow_take("redecide", reason)

    def action_refund(self):
        return self._flow_take("refund")

    def action_close(self):
        return self._flow_take("close")

    def action_cancel(self, reason=None):
        return self._flow_take("cancel", reason)

    def action_issue_slip(self):
        """Issue the release slip 放行条 for the goods of the list (LE-24).

        :raise AccessError: for others than the property company
        :raise FlowRefused: while something of the list is neither released nor left
        """
        self._check_group(PROPERTY)
        self.check_access("write")
        label = self.env._("Issue release slip")
        self._flow_check_act(label, "release", "approved", gates=("items_cleared",))
        papers = self.filtered(lambda p: not p.slip_number)
        for paper, number in papers._flow_numbers("ops.lease.slip"):
            paper._flow_write(
                {
                    "slip_number": number,
                    "slip_date": fields.Datetime.now(),
                    "slip_user_id": self.env.uid,
                }
            )
        return True

    # BUSINESS
    def _after_release(self):
        """The shop is being left; the settlement starts with a line per meter."""
        # the paper is the right: the shop and the lines follow from it
        papers = self.sudo()
        papers.unit_ids._flow_kernel_take("leave")
        papers.charge_ids._create_for_meters(papers)

    def _after_request_inspection(self):
        """The form the property company fills in is there at once."""
        self.env["ops.lease.inspection"].sudo()._create_for(self)

    def _after_inspect(self):
        """Damages found are the deductions proposed; the decision is the manager's."""
        deductions = self.env["ops.lease.exit.deduction"].sudo()
        deductions._create_from_inspections(self)
        deductions._create_arrears(self._forced())

    def _after_close(self):
        """LE-28: the lease is settled, the shop goes to market again."""
        papers = self.sudo()
        units = papers.unit_ids
        papers.contract_id._flow_kernel_take("settle")
        units._flow_kernel_take("vacate")

    def _prepare_close_values(self):
        today = fields.Date.context_today(self)
        return {"date_taken_back": self.date_taken_back or today}

    def _approval_owners(self):
        return super()._approval_owners() | self.user_id

    def _approval_summary(self):
        self.ensure_one()
        kind = dict(self._fields["kind"]._description_selection(self.env))[self.kind]
        return {
            **super()._approval_summary(),
            "amount": self.deposit_refundable,
            "currency": self.currency_id,
            "partner": self.partner_id.display_name,
            "fact": self.env._(
                "%(units)s · %(case)s · leaves %(date)s · owes %(dues)s",
                units=", ".join(self.sudo().unit_ids.mapped("number")),
                case=kind,
                date=self.date_planned,
                dues=self.currency_id.format(self.dues),
            ),
        }
