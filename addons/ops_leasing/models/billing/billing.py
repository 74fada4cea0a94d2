from collections import defaultdict

from odoo import api, fields, models
from odoo.addons.ops_base.flow import Flow, Step, gate
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import LazyTranslate, date_utils

from ..groups import FINANCE

_lt = LazyTranslate(__name__)

#: leases of one background job; so many are posted while the user waits
CHUNK, AT_ONCE = 50, 100


class LeaseBilling(models.Model):
    """计费批次: what all leases owe by a day is previewed, approved and posted
    (LE-F16, LE-F17, LE-X5).

    The books decide what is open, so a run that is repeated bills nothing twice.
    """

    _name = "ops.lease.billing"
    _inherit = ["ops.flow.mixin"]
    _description = "Billing run"
    _order = "date_due desc, id desc"
    _check_company_auto = True

    _flow = Flow(
        Step(
            "submit",
            "draft",
            "approving",
            label=_lt("Submit for approval"),
            group=FINANCE,
            gates=("previewed", "exceptions_settled", "accounts_set", "open_books"),
        ),
        Step(
            "approve",
            "approving",
            "approved",
            label=_lt("Approve bills"),
            route="lease_billing",
            back="return",
        ),
        Step("return", "approving", "draft", label=_lt("Return to draft"), kernel=True),
        Step(
            "post",
            "approved",
            "posting",
            label=_lt("Post bills"),
            group=FINANCE,
            gates=("accounts_set", "open_books"),
        ),
        Step(
            "finish",
            "posting",
            "done",
            label=_lt("Finish"),
            group=FINANCE,
            gates=("all_posted",),
        ),
        Step(
            "finish_part",
            "posting",
            "done",
            label=_lt("Finish without the failed"),
            group=FINANCE,
            reason=True,
            gates=("run_ended",),
        ),
        Step(
            "void",
            ("draft", "approved", "posting"),
            "void",
            label=_lt("Call off"),
            group=FINANCE,
            reason=True,
            gates=("run_ended",),
        ),
        sequence="ops.lease.billing",
        key_fields=("date_due", "date_invoice", "line_ids"),
        editable={"draft": ("date_due", "date_invoice", "property_id", "line_ids")},
        protected=("date_previewed", "run_id"),
        side=("void",),
    )

    # FIELDS
    state = fields.Selection(
        [
            ("draft", "Preview"),
            ("approving", "Being approved"),
            ("approved", "Approved"),
            ("posting", "Being posted"),
            ("done", "Posted"),
            ("void", "Called off"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    property_id = fields.Many2one(
        "ops.lease.property",
        "Project",
        index=True,
        check_company=True,
        help="Empty: all projects of the company.",
    )
    date_due = fields.Date(
        "Everything due until",
        required=True,
        default=lambda self: date_utils.end_of(
            fields.Date.add(fields.Date.context_today(self), months=1), "month"
        ),
        tracking=True,
    )
    date_invoice = fields.Date(
        "Bill date", required=True, default=fields.Date.context_today, tracking=True
    )
    date_previewed = fields.Datetime("Previewed at", readonly=True, copy=False)
    line_ids = fields.One2many("ops.lease.billing.line", "billing_id", "Leases")
    line_count = fields.Integer("Number of leases", compute="_compute_totals")
    error_count = fields.Integer("Cannot be billed", compute="_compute_totals")
    warning_count = fields.Integer("To look at", compute="_compute_totals")
    excluded_count = fields.Integer("Left out", compute="_compute_totals")
    amount = fields.Monetary("Amount of the run", compute="_compute_totals")
    amount_last = fields.Monetary("Last time", compute="_compute_totals")
    difference = fields.Monetary(compute="_compute_totals")
    run_id = fields.Many2one("ops.run", "Posting", readonly=True, copy=False)
    progress = fields.Float(related="run_id.progress")
    failed_count = fields.Integer(related="run_id.failed_count", string="Not posted")
    # sudo: how many bills there are is no secret to who checks the run
    bill_count = fields.Integer(
        "Bills", compute="_compute_bill_count", compute_sudo=True
    )

    # COMPUTE
    def _compute_display_name(self):
        # what runs are called is no secret
        label = self.env["ir.model"]._get(self._name).sudo().name
        for billing in self:
            day = fields.Date.to_string(billing.date_due) if billing.date_due else ""
            billing.display_name = f"{billing.name or label} {day}".strip()

    @api.depends("line_ids.amount", "line_ids.level", "line_ids.excluded")
    def _compute_totals(self):
        rows = self.env["ops.lease.billing.line"]._read_group(
            [("billing_id", "in", self.ids)],
            ["billing_id", "level", "excluded"],
            ["__count", "amount:sum", "amount_last:sum"],
        )
        found = defaultdict(list)
        for billing, *row in rows:
            found[billing.id].append(row)
        for billing in self:
            rows = found[billing.id]
            taken = [row for row in rows if not row[1] and row[0] != "error"]
            billing.line_count = sum(row[2] for row in rows)
            billing.error_count = sum(
                row[2] for row in rows if row[0] == "error" and not row[1]
            )
            billing.warning_count = sum(
                row[2] for row in rows if row[0] == "warning" and not row[1]
            )
            billing.excluded_count = sum(row[2] for row in rows if row[1])
            billing.amount = sum(row[3] for row in taken)
            billing.amount_last = sum(row[4] for row in taken)
            billing.difference = billing.amount - billing.amount_last

    def _compute_bill_count(self):
        counts = dict(
            self.env["account.move"]._read_group(
                [("lease_billing_id", "in", self.ids)],
                ["lease_billing_id"],
                ["__count"],
            )
        )
        for billing in self:
            billing.bill_count = counts.get(billing, 0)

    # ACTION
    def action_preview(self):
        """Compute anew what every lease owes (LE-X5).

        :raise AccessError: for others than regional finance
        :raise UserError: when the run is past its preview
        """
        self._check_group(FINANCE)
        self.check_access("write")
        for billing in self:
            if billing.state != "draft":
                raise UserError(
                    self.env._(
                        "%(billing)s is “%(state)s”: its preview is what was "
                        "approved. Send it back to compute it anew.",
                        billing=billing.display_name,
                        state=billing._flow_state_label(billing.state),
                    )
                )
            billing._preview()
        return True

    def action_submit(self):
        return self._flow_take("submit")

    def action_approve(self):
        return self._flow_take("approve")

    def action_post(self):
        return self._flow_take("post")

    def action_finish(self):
        return self._flow_take("finish")

    def action_finish_part(self, reason=None):
        return self._flow_take("finish_part", reason)

    def action_void(self, reason=None):
        return self._flow_take("void", reason)

    def action_open_bills(self):
        """The bills of this run, under the reader's own rights."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ops_leasing.lease_bill_action"
        )
        action["domain"] = [("lease_billing_id", "=", self.id)]
        return action

    def action_open_run(self):
        """Progress and failures of the posting, to be tried again there."""
        self.ensure_one()
        self.check_access("read")
        return self.run_id._open_action()

    # BUSINESS
    @gate(_lt("Previewed"), who=FINANCE)
    def _gate_previewed(self):
        for billing in self.filtered(lambda b: not b.line_ids):
            message = self.env._(
                "Nothing to bill has been found yet: compute the preview."
            )
            yield self._blocker(billing, message, fix=billing)

    @gate(_lt("Exceptions settled"), who=FINANCE)
    def _gate_exceptions_settled(self):
        lines = self.env["ops.lease.billing.line"].search(
            [
                ("billing_id", "in", self.ids),
                ("level", "=", "error"),
                ("excluded", "=", False),
            ]
        )
        for line in lines:
            message = self.env._(
                "%(lease)s: %(note)s Mend it and compute the preview anew, or leave "
                "the lease out and say why.",
                lease=line.contract_id.display_name,
                note=line.note,
            )
            yield self._blocker(line.billing_id, message, fix=line.contract_id)

    @gate(_lt("Accounts set"), who=FINANCE)
    def _gate_accounts_set(self):
        for billing in self:
            missing = billing.company_id._lease_billing_missing()
            if missing:
                yield self._blocker(billing, missing, fix=billing)

    @gate(_lt("Books open"), who=FINANCE)
    def _gate_open_books(self):
        """No bill is dated into a closed period."""
        for billing in self:
            # lock dates are facts, whoever may change them
            company = billing.company_id.sudo()
            locks = company._get_lock_date_violations(
                billing.date_invoice, fiscalyear=True, sale=True, tax=True, hard=True
            )
            for day, _field in locks[:1]:
                message = self.env._(
                    "The books are closed until %(day)s: take a later bill date.",
                    day=day,
                )
                yield self._blocker(billing, message, fix=billing)

    @gate(_lt("All posted"), who=FINANCE)
    def _gate_all_posted(self):
        for billing in self:
            run = billing.run_id
            if run.state == "running":
                message = self.env._("The bills are still being posted.")
                yield self._blocker(billing, message, fix=run)
            elif run.failed_count:
                message = self.env._(
                    "%(count)s leases could not be billed: see the reasons, mend them "
                    "and try these again, or leave them out of the run.",
                    count=run.failed_count,
                )
                yield self._blocker(billing, message, fix=run)

    @gate(_lt("Nothing under way"), who=FINANCE)
    def _gate_run_ended(self):
        for billing in self.filtered(lambda b: b.run_id.state == "running"):
            message = self.env._("The bills are being posted: stop the posting first.")
            yield self._blocker(billing, message, fix=billing.run_id)

    def _after_post(self):
        """Post lease by lease, safe to repeat; many of them in the background
        (LE-F17)."""
        for billing in self:
            run = self.env["ops.run"]._open(
                self._name,
                billing.display_name,
                params={"billing": billing.id},
                key=f"billing-{billing.company_id.id}",
                chunk=CHUNK,
            )
            billing._flow_write({"run_id": run.id})
            if run.todo_count <= AT_ONCE:
                run.action_process_now()
            else:
                run.action_start()

    def _leases(self):
        """Leases that may owe something: signed or settled, of this run's projects."""
        self.ensure_one()
        domain = [
            ("company_id", "=", self.company_id.id),
            ("state", "in", ("signed", "settled")),
            ("date_start", "<=", fields.Date.add(self.date_due, months=3)),
        ]
        if self.property_id:
            domain.append(("property_id", "=", self.property_id.id))
        return self.env["ops.lease.contract"].search(domain, order="id")

    def _preview(self):
        self.ensure_one()
        leases = self._leases()
        kept = {
            line.contract_id.id: line.reason
            for line in self.line_ids
            if line.excluded and line.reason
        }
        values = self.line_ids._prepare_lines(self, leases, kept)
        # the preview is computed, nobody types it
        self._flow_write(
            {
                "line_ids": [
                    Command.clear(),
                    *(Command.create(vals) for vals in values),
                ],
                "date_previewed": fields.Datetime.now(),
            }
        )

    def _approval_summary(self):
        self.ensure_one()
        return {
            **super()._approval_summary(),
            "amount": self.amount,
            "currency": self.currency_id,
            "fact": self.env._(
                "%(count)s leases · due until %(day)s · last time %(last)s",
                count=self.line_count,
                day=self.date_due,
                last=self.currency_id.format(self.amount_last),
            ),
        }
