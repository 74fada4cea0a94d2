"""What the forms of an exit say besides their fields, and who signs which."""

from odoo import models
from odoo.tools import LazyTranslate

from ..models.exit_clearance import POINTS

_lt = LazyTranslate(__name__)

TENANT = _lt("Tenant")
COMMERCIAL = _lt("Commercial company")
PROPERTY = _lt("Property company")
FINANCE = _lt("Regional finance")
MANAGER = _lt("General manager")
LEGAL = _lt("Legal")
FORCED = "ops_leasing.report_exit_forced"


class LeaseExitPaper(models.Model):
    """退场申请单, 撤场清单, 水电费结算单, 租赁保证金退还单, 撤场确认单, 强制收铺记录
    (LE-22 … LE-27, C-06, C-32, C-33)."""

    _inherit = "ops.lease.exit"

    # the four posts of the approval stand in the order of LE-23
    _paper_blocks = {
        "ops_leasing.report_exit": [
            (TENANT, None, {"stamp": True}),
            (_lt("Handled by"), "step:submit"),
            (COMMERCIAL, "approval:1"),
            (PROPERTY, "approval:2"),
            (FINANCE, "approval:3"),
            (MANAGER, "approval:4"),
        ],
        "ops_leasing.report_exit_items": [
            (TENANT, None),
            (PROPERTY, "slip", {"stamp": True}),
            (_lt("Gate guard"), None),
        ],
        "ops_leasing.report_exit_utilities": [
            (TENANT, None, {"stamp": True}),
            (PROPERTY, "step:settle", {"stamp": True}),
            (FINANCE, None),
        ],
        "ops_leasing.report_exit_refund": [
            (COMMERCIAL, "step:decide"),
            (PROPERTY, "step:inspect"),
            (FINANCE, "step:refund", {"stamp": True}),
            (MANAGER, "approval:4"),
            (_lt("Received by the tenant"), None, {"stamp": True}),
        ],
        "ops_leasing.report_exit_clearance": [
            (FINANCE, "cleared:finance", {"stamp": True}),
            (COMMERCIAL, "cleared:leasing", {"stamp": True}),
            (TENANT, None, {"stamp": True}),
        ],
        FORCED: [
            (COMMERCIAL, "step:submit", {"stamp": True}),
            (LEGAL, "approval:1"),
            (PROPERTY, "step:release", {"stamp": True}),
            (_lt("First witness"), None),
            (_lt("Second witness"), None),
            (FINANCE, "step:refund"),
            (MANAGER, "approval:4"),
        ],
    }

    # TOOLING: signatures
    def _paper_signatures(self, report):
        """The release slip is signed by who issued it, the clearance by who confirmed
        it; those are no steps of the flow. A forced take-back is signed by counsel in
        the place of the commercial company, which starts it."""
        blocks = super()._paper_signatures(report)
        declared = self._paper_blocks.get(report.report_name, ())
        # who signed is no secret to who reads the form
        for paper in self.sudo():
            stamps = {
                "slip": (paper.slip_user_id, paper.slip_date),
                "cleared:finance": (
                    paper.cleared_finance_id,
                    paper.cleared_finance_date,
                ),
                "cleared:leasing": (
                    paper.cleared_leasing_id,
                    paper.cleared_leasing_date,
                ),
            }
            for block, (_title, source, *_x) in zip(
                blocks[paper.id], declared, strict=False
            ):
                user, date = stamps.get(source, (None, None))
                if user:
                    block["signs"] = [paper._paper_sign(user.name, date)]
                if paper.kind == "forced" and source == "approval:1":
                    block["title"] = str(LEGAL)
        return blocks

    # TOOLING: cells
    def _paper_head_cells(self):
        """Who leaves which shop: the head of every form of an exit."""
        self.ensure_one()
        lease = self.sudo().contract_id
        return [
            "partner_id",
            (self.env._("Lease number"), lease.name or ""),
            (self.env._("Shop"), self._paper_shop(), "wide"),
        ]

    def _paper_exit_cells(self):
        """LE-22: reason, planned date, contract end or early end, dues."""
        self.ensure_one()
        notice = self._paper_day(self.date_notice)
        if self.notice_short:
            notice = self.env._(
                "%(date)s, %(days)s days short of the notice agreed",
                date=notice,
                days=self.notice_short,
            )
        return [
            *self._paper_head_cells(),
            (self.env._("Term of the lease"), self._paper_term(), "wide"),
            "raised_by",
            "kind",
            "date_planned",
            (self.env._("Notice given on"), notice),
            "reason!",
            "dues",
            (
                self.env._("Received deposit"),
                self._paper_money(self.deposit_received, self.currency_id),
            ),
        ]

    def _paper_slip_cells(self):
        return [
            *self._paper_head_cells(),
            (self.env._("Exit number"), self.name or ""),
            "date_planned",
        ]

    def _paper_clearance_cells(self):
        """C-32: what is cleared, and from when the agreement takes effect."""
        self.ensure_one()
        agreement = (
            self._paper_day(self.agreement_effective)
            if self.agreement_effective
            else self.env._("from the day this form is signed")
        )
        return [
            *self._paper_head_cells(),
            (self.env._("Exit number"), self.name or ""),
            "kind",
            "date_planned",
            (self.env._("Release slip"), self.slip_number or ""),
            "dues",
            (
                self.env._("Received deposit"),
                self._paper_money(self.deposit_received, self.currency_id),
            ),
            (self.env._("Termination agreement in effect"), agreement, "wide"),
        ]

    def _paper_clearance(self):
        return self._paper_points(POINTS)

    def _paper_forced_cells(self):
        """C-33: ground, day and witnesses of the taking back."""
        self.ensure_one()
        return [
            *self._paper_head_cells(),
            (self.env._("Exit number"), self.name or ""),
            "breach",
            "reason!",
            "inventory_date",
            (
                self.env._("Witnesses"),
                self._paper_list(self.witness_first, self.witness_second),
            ),
        ]

    def _paper_list(self, *names):
        comma = "、" if self._paper_chinese() else ", "
        return comma.join(filter(None, names))

    def _paper_letter_columns(self):
        return [
            (self.env._("Letter"), "kind"),
            "date_sent",
            "way",
            "tracking",
            "deadline",
        ]

    def _paper_inventory_columns(self):
        return [
            (self.env._("Thing in the shop"), "name"),
            "quantity",
            "unit",
            "disposition",
            "handling",
            "place",
        ]

    def _paper_costs_columns(self):
        return [
            "kind",
            (self.env._("Reason"), "name"),
            "amount",
        ]

    def _paper_forced_money(self):
        """Deposit, what is set off and what is left, on either side."""
        self.ensure_one()
        money = {
            name: self._paper_money(self[name], self.currency_id)
            for name in ("deposit_received", "amount_retained", "amount_refund")
        }
        rest = max(self.amount_deducted - self.amount_retained, 0.0)
        return [
            (self.env._("Received deposit"), money["deposit_received"]),
            (self.env._("Set off"), money["amount_retained"]),
            (self.env._("Paid back"), money["amount_refund"]),
            (
                self.env._("Not covered by the deposit"),
                self._paper_money(rest, self.currency_id),
            ),
        ]

    def _paper_utilities(self):
        """Bills of the settlement, with taxes: ``{"total", "open", "numbers"}``."""
        self.ensure_one()
        # the settlement says what is on the bills, whoever prints it
        bills = self.sudo().charge_ids.move_id.filtered(lambda m: m.state == "posted")
        return {
            "numbers": ", ".join(bills.mapped("name")),
            "tax": sum(bills.mapped("amount_tax")),
            "total": sum(bills.mapped("amount_total")) or self.charge_amount,
            "open": sum(bills.mapped("amount_residual")) if bills else None,
        }

    def _paper_bill_day(self):
        """Day of the settlement: of its bill, empty while there is none."""
        self.ensure_one()
        days = self.sudo().charge_ids.move_id.mapped("invoice_date")
        return self._paper_day(max(filter(None, days), default=False))

    def _paper_utilities_cells(self):
        self.ensure_one()
        bills = self._paper_utilities()
        paid = ""
        if bills["open"] is not None:
            paid = (
                self.env._(
                    "Unpaid: %(amount)s",
                    amount=self._paper_money(bills["open"], self.currency_id),
                )
                if bills["open"]
                else self.env._("Paid in full")
            )
        return [
            (
                self.env._("Amount before tax"),
                self._paper_money(self.charge_amount, self.currency_id),
            ),
            (self.env._("Tax"), self._paper_money(bills["tax"], self.currency_id)),
            (self.env._("Bill"), bills["numbers"]),
            (self.env._("State of payment"), paid),
        ]

    def _paper_refund_cells(self):
        """LE-27: the decision and its reason, what it rests on."""
        self.ensure_one()
        forms = self.sudo().inspection_ids.filtered(lambda f: f.state == "issued")
        bills = self._paper_utilities()
        utilities = ""
        if bills["open"] is not None:
            utilities = bills["numbers"]
            if not bills["open"]:
                utilities = self.env._("%(bills)s, paid in full", bills=utilities)
        reason = ["decision_reason!"] if self.decision_reason else []
        return [
            *self._paper_head_cells(),
            (self.env._("Exit number"), self.name or ""),
            "kind",
            (self.env._("Inspection form"), ", ".join(forms.mapped("name"))),
            (self.env._("Utility bill"), utilities),
            "decision!",
            *reason,
        ]

    def _paper_utilities_columns(self):
        """Columns of the settlement; the meter is named by kind and number."""
        return [
            (self.env._("What for"), "display_name"),
            "previous_value",
            "final_value",
            "quantity",
            "price",
            "amount",
        ]
