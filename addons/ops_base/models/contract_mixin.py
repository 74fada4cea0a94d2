from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from ..flow import Flow, Step, gate

_lt = LazyTranslate(__name__)

LEGAL = "ops_base.group_legal"


def contract_flow(group, route, sequence, signer=None, keeper=None, **options):
    """The one pattern all contracts follow (HR-42, cross-cutting rule 9).

    :param group: xml id(s) of those who negotiate, draft and put it forward
    :param route: code of the approval route
    :param sequence: code of the numbering
    :param signer: group(s) that record the signature, default ``group``
    :param keeper: group(s) that settle and archive, default ``group``
    :param options: passed to :class:`~..flow.Flow`
    """
    signer, keeper = signer or group, keeper or group
    return Flow(
        Step(
            "intent", "negotiation", "draft", label=_lt("Intent reached"), group=group
        ),
        Step(
            "submit",
            "draft",
            "legal",
            label=_lt("Submit to legal counsel"),
            group=group,
            gates=("parties_named", "term_given"),
        ),
        Step("clear", "legal", "approving", label=_lt("Clear"), group=LEGAL),
        Step(
            "approve",
            "approving",
            "approved",
            label=_lt("Approve"),
            route=route,
            back="return",
            restart="reopen",
        ),
        Step(
            "sign",
            "approved",
            "signed",
            label=_lt("Record signature"),
            group=signer,
            gates=("legal_cleared", "signed_copy"),
        ),
        Step("settle", "signed", "settled", label=_lt("Settle"), group=keeper),
        Step("file", "settled", "archived", label=_lt("File away"), group=keeper),
        Step(
            "object",
            "legal",
            "draft",
            label=_lt("Object"),
            group=LEGAL,
            reason=True,
        ),
        Step("return", "approving", "draft", label=_lt("Return"), kernel=True),
        Step("reopen", "approved", "draft", label=_lt("Reopen"), kernel=True),
        Step(
            "cancel",
            ("negotiation", "draft", "approved"),
            "cancelled",
            label=_lt("Call off"),
            group=group,
            reason=True,
        ),
        sequence=sequence,
        protected=(
            "legal_user_id",
            "legal_date",
            "signed_date",
            *options.pop("protected", ()),
        ),
        side=("cancelled",),
        **options,
    )


class ContractMixin(models.AbstractModel):
    """Negotiation → draft → legal clearance → approval → signature → settlement →
    archive. A contract is never "signed" without counsel's clearance (HR-42)."""

    _name = "ops.contract.mixin"
    _inherit = ["ops.flow.mixin", "ops.files.mixin"]
    _description = "Contract"

    _own_files = ("signed_copy_ids",)

    # FIELDS
    state = fields.Selection(
        [
            ("negotiation", "Negotiating"),
            ("draft", "Drafting"),
            ("legal", "Legal review"),
            ("approving", "In approval"),
            ("approved", "Approved"),
            ("signed", "Signed"),
            ("settled", "Settled"),
            ("archived", "Filed"),
            ("cancelled", "Called off"),
        ],
        default="negotiation",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    partner_id = fields.Many2one("res.partner", "Counterparty", index=True)
    user_id = fields.Many2one(
        "res.users", "Handled by", default=lambda self: self.env.user
    )
    date_start = fields.Date("From")
    date_end = fields.Date("Until")
    clauses = fields.Html("Clauses")
    legal_user_id = fields.Many2one(
        "res.users", "Legal clearance by", readonly=True, copy=False
    )
    legal_date = fields.Date("Legal clearance on", readonly=True, copy=False)
    signed_date = fields.Date("Signed on", readonly=True, copy=False)
    signed_copy_ids = fields.Many2many(
        "ir.attachment", string="Signed copy", copy=False, bypass_search_access=True
    )

    # CONSTRAINT
    _dates_in_order = models.Constraint(
        "CHECK(date_end IS NULL OR date_start IS NULL OR date_end >= date_start)",
        "The contract ends before it starts.",
    )

    # ACTION
    def action_intent(self):
        return self._flow_take("intent")

    def action_submit(self):
        return self._flow_take("submit")

    def action_clear(self, reason=None):
        return self._flow_take("clear", reason)

    def action_object(self, reason=None):
        return self._flow_take("object", reason)

    def action_approve(self):
        return self._flow_take("approve")

    def action_sign(self):
        return self._flow_take("sign")

    def action_settle(self):
        return self._flow_take("settle")

    def action_file(self):
        return self._flow_take("file")

    def action_cancel(self, reason=None):
        return self._flow_take("cancel", reason)

    # BUSINESS
    @gate(_lt("Counterparty named"))
    def _gate_parties_named(self):
        for contract in self.filtered(lambda c: not c.partner_id):
            yield self._blocker(
                contract, self.env._("The counterparty is missing."), fix=contract
            )

    @gate(_lt("Term given"))
    def _gate_term_given(self):
        for contract in self.filtered(lambda c: not (c.date_start and c.date_end)):
            yield self._blocker(
                contract, self.env._("First or last day is missing."), fix=contract
            )

    @gate(_lt("Cleared by legal counsel"), who=LEGAL)
    def _gate_legal_cleared(self):
        for contract in self.filtered(lambda c: not c.legal_date):
            yield self._blocker(
                contract, self.env._("Legal counsel has not cleared it."), fix=contract
            )

    @gate(_lt("Signed copy attached"))
    def _gate_signed_copy(self):
        for contract in self.filtered(lambda c: not c.signed_copy_ids):
            yield self._blocker(
                contract, self.env._("The signed copy is missing."), fix=contract
            )

    def _prepare_clear_values(self):
        return {
            "legal_user_id": self.env.uid,
            "legal_date": fields.Date.context_today(self),
        }

    def _prepare_sign_values(self):
        return {"signed_date": fields.Date.context_today(self)}

    def _prepare_submit_values(self):
        # whatever was cleared before is not what is put forward now
        return {"legal_user_id": False, "legal_date": False}

    def _approval_requester(self):
        # counsel's clearance sends it on its way, the handler answers for it
        return self.user_id or super()._approval_requester()

    def _approval_owners(self):
        return super()._approval_owners() | self.user_id

    def _flow_mine(self):
        """A contract in force waits for nobody: what settles it comes at its end."""
        return super()._flow_mine() & ~Domain("state", "=", "signed")

    @api.model
    def _contract_remind_all(self):
        """Remind the handlers of every kind of contract; run daily by a cron."""
        for name in sorted(self.env.registry):
            model = self.env[name]
            if isinstance(model, self.env.registry[self._name]) and not model._abstract:
                for company in self.env["res.company"].search([]):
                    if company.ops_contract_days > 0:
                        model._contract_remind(company)

    @api.model
    def _contract_remind(self, company):
        """Give each handler one activity for the company's contracts in force that
        end within its days of notice; a contract is reminded of once.

        :return: contracts reminded of
        """
        today = fields.Date.context_today(self)
        kind = self.env.ref("mail.mail_activity_data_todo")
        last = today + relativedelta(days=company.ops_contract_days)
        expiring = self.search(
            Domain("state", "=", "signed")
            & Domain("company_id", "=", company.id)
            & Domain("date_end", ">=", today)
            & Domain("date_end", "<=", last)
            & Domain("user_id", "!=", False)
        )
        model_id = self.env["ir.model"]._get_id(self._name)
        known = (
            self.env["mail.activity"]
            .with_context(active_test=False)
            .search(
                [
                    ("res_model_id", "=", model_id),
                    ("res_id", "in", expiring.ids),
                    ("activity_type_id", "=", kind.id),
                    ("automated", "=", True),
                ]
            )
        )
        expiring -= self.browse(known.mapped("res_id"))
        self.env["mail.activity"].create(
            [
                {
                    "res_model_id": model_id,
                    "res_id": contract.id,
                    "activity_type_id": kind.id,
                    "summary": self.env._("Contract ends"),
                    "automated": True,
                    "date_deadline": contract.date_end,
                    "user_id": contract.user_id.id,
                }
                for contract in expiring
            ]
        )
        return expiring
