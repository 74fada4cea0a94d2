from odoo import api, fields, models
from odoo.addons.ops_base.flow import Flow, Step, gate
from odoo.addons.ops_base.public import harmless
from odoo.tools import LazyTranslate

from ..groups import FINANCE, LEASING
from ..ledger_pass import deposit_pass

_lt = LazyTranslate(__name__)


class LeaseDepositUse(models.Model):
    """保证金使用审批表: while the lease runs, a deposit pays open bills of its tenant,
    or goes on to another deposit of his (LE-X7).

    What a deposit has paid may be invoiced again; at the end of the lease the exit
    decides on deposits, not this paper.
    """

    _name = "ops.lease.deposit.use"
    _inherit = ["ops.lease.deposit.entry.mixin", "ops.evidence.mixin"]
    _description = "Use of a deposit"
    _order = "id desc"
    _refund_link = "lease_use_id"

    _flow = Flow(
        Step(
            "submit",
            "draft",
            "approving",
            label=_lt("Submit"),
            group=(LEASING, FINANCE),
            gates=("lease_in_force", "use_explained", "use_allowed", "use_within"),
        ),
        Step(
            "approve",
            "approving",
            "approved",
            label=_lt("Approve"),
            route="lease_deposit_use",
            back="return",
        ),
        Step("return", "approving", "draft", label=_lt("Return"), kernel=True),
        Step(
            "carry_out",
            "approved",
            "done",
            label=_lt("Post in the books"),
            group=FINANCE,
            gates=("lease_in_force", "use_allowed", "use_within", "accounts_known"),
        ),
        Step(
            "cancel",
            ("draft", "approved"),
            "cancelled",
            label=_lt("Call off"),
            group=(LEASING, FINANCE),
            reason=True,
        ),
        sequence="ops.lease.deposit.use",
        key_fields=("kind", "deposit_id", "target_id", "amount"),
        protected=("move_id",),
        side=("cancelled",),
    )

    # FIELDS
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("approving", "In approval"),
            ("approved", "To be posted"),
            ("done", "Posted"),
            ("cancelled", "Called off"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    kind = fields.Selection(
        [
            ("set_off", "Pay open bills"),
            ("transfer", "Transfer to another deposit"),
        ],
        "Purpose",
        required=True,
        default="set_off",
    )
    deposit_id = fields.Many2one(
        "ops.lease.deposit",
        "Deposit used",
        required=True,
        index=True,
        domain="[('contract_id', '=', contract_id)]",
    )
    target_id = fields.Many2one(
        "ops.lease.deposit",
        "Goes to",
        index="btree_not_null",
        copy=False,
        domain="[('partner_id', '=', partner_id), ('company_id', '=', company_id), "
        "('contract_state', '=', 'signed'), ('id', '!=', deposit_id)]",
    )
    amount = fields.Monetary(required=True)
    reason = fields.Text()
    held = fields.Monetary("Deposit held", compute="_compute_room", compute_sudo=True)
    wanted = fields.Monetary(
        "Can be used",
        compute="_compute_room",
        compute_sudo=True,
        help="Open bills of the tenant that are due, or what the other deposit lacks; "
        "no more than is held.",
    )
    move_id = fields.Many2one(
        "account.move", "Journal Entry", readonly=True, copy=False
    )

    _amount_positive = models.Constraint(
        "CHECK(amount > 0)", "The amount that is used is above zero."
    )

    # COMPUTE
    @api.depends("deposit_id.refundable", "target_id.balance", "kind", "partner_id")
    def _compute_room(self):
        open_items = self.filtered(lambda p: p.kind == "set_off")._arrears_lines()
        for paper in self:
            paper.held = paper.deposit_id.refundable
            wanted = paper.target_id.amount - paper.target_id.balance
            if paper.kind == "set_off":
                wanted = sum(open_items[paper].mapped("amount_residual"))
            paper.wanted = max(min(wanted, paper.held), 0.0)

    # ONCHANGE
    @api.onchange("deposit_id", "target_id", "kind")
    def _onchange_deposit(self):
        if self.deposit_id and self.wanted:
            self.amount = self.wanted

    # ACTION
    def action_submit(self):
        return self._flow_take("submit")

    def action_approve(self):
        return self._flow_take("approve")

    def action_carry_out(self):
        return self._flow_take("carry_out")

    def action_cancel(self, reason=None):
        return self._flow_take("cancel", reason)

    @harmless("opens a form; record rules decide what it shows")
    def action_open_entry(self):
        """The entry in the books; read under the reader's own rights."""
        return self.sudo().move_id.sudo(False)._deposit_open()

    # BUSINESS
    def _refund_deposits(self):
        """The one deposit the paper names."""
        return self.deposit_id

    @gate(_lt("Use explained"), who=LEASING)
    def _gate_use_explained(self):
        for paper in self:
            if not (paper.reason or "").strip():
                message = self.env._("Why the deposit is used is missing.")
                yield self._blocker(paper, message, fix=paper)
            if not paper.attachment_ids:
                message = self.env._(
                    "The tenant's consent or the notice to the tenant is not attached."
                )
                yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Deposit free to be used"), who=LEASING)
    def _gate_use_allowed(self):
        """Deposits of the lease itself; not those an exit or a fit-out decides on."""
        yield from self._blockers_leaving()
        for paper in self:
            deposit, target = paper.deposit_id, paper.target_id
            if deposit.contract_id != paper.contract_id:
                message = self.env._(
                    "%(deposit)s is not a deposit of %(lease)s.",
                    deposit=deposit.display_name,
                    lease=paper.contract_id.display_name,
                )
                yield self._blocker(paper, message, fix=paper)
            if deposit.kind == "fit_out":
                done = {"cancelled", *paper.contract_id.fitout_ids._accepted_states()}
                for other in paper.contract_id.fitout_ids:
                    if other.state not in done:
                        message = self.env._(
                            "%(deposit)s secures %(fitout)s, which is not accepted "
                            "yet.",
                            deposit=deposit.display_name,
                            fitout=other.display_name,
                        )
                        yield self._blocker(paper, message, fix=other)
            if paper.kind != "transfer":
                continue
            if not target or target == deposit:
                message = self.env._("The deposit it goes to is missing.")
                yield self._blocker(paper, message, fix=paper)
            elif (
                target.partner_id.commercial_partner_id
                != deposit.partner_id.commercial_partner_id
                or target.company_id != deposit.company_id
                or target.contract_state != "signed"
            ):
                message = self.env._(
                    "%(deposit)s is not of the same tenant and company, or its lease "
                    "is not in force.",
                    deposit=target.display_name,
                )
                yield self._blocker(paper, message, fix=target)

    @gate(_lt("Within what is held and wanted"), who=FINANCE)
    def _gate_use_within(self):
        for paper in self:
            money = paper.currency_id
            if money.compare_amounts(paper.amount, paper.wanted) > 0:
                message = self.env._(
                    "%(amount)s is to be used; %(held)s is held and %(wanted)s can be "
                    "used.",
                    amount=money.format(paper.amount),
                    held=money.format(paper.held),
                    wanted=money.format(paper.wanted),
                )
                yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Accounts set"), who=FINANCE)
    def _gate_accounts_known(self):
        for paper in self:
            missing = paper.company_id._lease_accounts_missing()
            if missing:
                yield self._blocker(paper, missing, fix=paper)

    def _flow_lock(self, step):
        """Nobody else moves these deposits at this moment."""
        super()._flow_lock(step)
        if step.name == "carry_out":
            # the deposits of a paper one may post, whoever reads them
            (self.sudo().deposit_id | self.sudo().target_id)._lock()

    def _after_carry_out(self):
        """Post what was approved: bills are paid, the oldest first, or the other
        deposit rises."""
        papers = self.with_context(**deposit_pass(self))
        paying = papers.filtered(lambda paper: paper.kind == "set_off")
        covered = paying._arrears_covered({paper: paper.amount for paper in paying})
        values = {}
        for paper in papers:
            account = paper.company_id._lease_accounts()[0]
            items = [paper._deposit_item(paper.deposit_id, account, paper.amount)]
            if paper.kind == "transfer":
                items.append(
                    paper._deposit_item(paper.target_id, account, -paper.amount)
                )
            items += paper._set_off_items(covered.get(paper, {}))
            values[paper] = {
                "move_type": "entry",
                "lease_deposit_use": (
                    "transfer" if paper.kind == "transfer" else "retain"
                ),
                "date": fields.Date.context_today(self),
                "line_ids": items,
            }
        moves = papers._post_moves(values)
        paying._set_off(moves, covered)
        for paper in self:
            paper._flow_write({"move_id": moves[paper].id})

    def _approval_summary(self):
        self.ensure_one()
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return {
            **super()._approval_summary(),
            "amount": self.amount,
            "currency": self.currency_id,
            "fact": self.env._(
                "%(deposit)s · %(kind)s · %(reason)s",
                deposit=self.deposit_id.display_name,
                kind=kinds[self.kind],
                reason=self.reason or "",
            ),
        }


class LeaseDeposit(models.Model):
    _inherit = "ops.lease.deposit"

    # FIELDS
    use_ids = fields.One2many("ops.lease.deposit.use", "deposit_id", "Uses")

    # ACTION
    @harmless("opens a form that is not saved; creating it needs the right to")
    def action_use(self):
        """A new paper that uses this deposit."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "ops.lease.deposit.use",
            "view_mode": "form",
            "context": {
                "default_contract_id": self.contract_id.id,
                "default_deposit_id": self.id,
            },
        }

    # BUSINESS
    def _wanted_again(self):
        """What a deposit has paid while the lease runs is received anew; a fit-out's
        is over."""
        self.ensure_one()
        used = any(use.state == "done" for use in self.use_ids)
        return super()._wanted_again() or (used and self.kind != "fit_out")
