from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.ops_base.flow import Flow, Step, gate
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

from .fapiao import ASKS

_lt = LazyTranslate(__name__)

LEVELS = [("1", "First reminder"), ("2", "Second reminder"), ("3", "Last reminder")]


class LeaseReminder(models.Model):
    """催缴函: what a tenant owes past its date, put to him in writing (LE-F26).

    The suite proposes it by the days overdue, a person looks at it and sends it. The
    list of bills is as of the day it is sent.
    """

    _name = "ops.lease.reminder"
    _inherit = ["ops.lease.paper.mixin", "ops.evidence.mixin"]
    _description = "Payment reminder"
    _order = "id desc"

    _flow = Flow(
        Step(
            "send",
            "draft",
            "sent",
            label=_lt("Send"),
            group=ASKS,
            gates=("still_owed",),
        ),
        Step("close", "sent", "closed", label=_lt("Close"), group=ASKS),
        Step(
            "cancel",
            "draft",
            "cancelled",
            label=_lt("Call off"),
            group=ASKS,
            reason=True,
        ),
        sequence="ops.lease.reminder",
        editable={"sent": ("attachment_ids", "answer", "channel")},
        protected=("date_sent", "sent_user_id"),
        side=("cancelled",),
    )

    # FIELDS
    state = fields.Selection(
        [
            ("draft", "Proposed"),
            ("sent", "Sent"),
            ("closed", "Closed"),
            ("cancelled", "Called off"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    level = fields.Selection(
        LEVELS, "Which reminder", required=True, default="1", tracking=True
    )
    channel = fields.Selection(
        [
            ("mail", "E-mail"),
            ("hand", "By hand"),
            ("post", "By post"),
            ("phone", "By phone"),
        ],
        "Delivered",
        default="hand",
        required=True,
    )
    line_ids = fields.One2many("ops.lease.reminder.line", "reminder_id", "Open bills")
    amount = fields.Monetary("Owed past its date", compute="_compute_sums", store=True)
    late_fee = fields.Monetary("Late fee", compute="_compute_sums", store=True)
    days = fields.Integer("Days overdue", compute="_compute_sums", store=True)
    date_pay = fields.Date(
        "Pay until",
        default=lambda self: fields.Date.context_today(self) + timedelta(days=7),
    )
    date_sent = fields.Date("Sent on", readonly=True, copy=False)
    sent_user_id = fields.Many2one("res.users", "Sent by", readonly=True, copy=False)
    answer = fields.Text("What the tenant said")

    # COMPUTE
    @api.depends("line_ids.amount", "line_ids.late_fee", "line_ids.days")
    def _compute_sums(self):
        for paper in self:
            paper.amount = sum(paper.line_ids.mapped("amount"))
            paper.late_fee = sum(paper.line_ids.mapped("late_fee"))
            paper.days = max(paper.line_ids.mapped("days"), default=0)

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """A new paper lists what is open of the lease."""
        papers = super().create(vals_list)
        papers._reminder_list()
        return papers

    # ACTION
    def action_send(self):
        return self._flow_take("send")

    def action_close(self):
        return self._flow_take("close")

    def action_cancel(self, reason=None):
        return self._flow_take("cancel", reason)

    def action_mail(self):
        """Open the letters as mails to their tenants, the printed form attached.

        :raise AccessError: for who does not deal with tenants
        :raise UserError: a letter is not issued yet
        """
        self._check_group(*ASKS)
        self.check_access("write")
        for paper in self.filtered(lambda p: p.state != "sent"):
            raise UserError(
                self.env._(
                    "%(letter)s is “%(state)s”: letters are mailed once they are "
                    "issued, until they are closed.",
                    letter=paper.display_name,
                    state=paper._flow_state_label(paper.state),
                )
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_template_id": self.env.ref(
                    "ops_leasing.mail_template_reminder"
                ).id,
                "default_composition_mode": (
                    "comment" if len(self) == 1 else "mass_mail"
                ),
            },
        }

    # BUSINESS
    def _reminder_list(self):
        """List what is open of the leases today, in as many queries for any number."""
        today = fields.Date.context_today(self)
        papers = self.filtered(lambda paper: paper.state == "draft")
        items = papers.contract_id._overdue_items(today)
        moves = (
            self.env["account.move"]
            .sudo()
            .union(*(item.move_id for found in items.values() for item in found))
        )
        late = moves._late_states(today)
        # what is open is the books' to say: nobody writes these lines himself
        lines = self.env["ops.lease.reminder.line"].sudo()
        old, new = lines.browse(), []
        for paper in papers.sudo():
            values = [
                {
                    "move_id": item.move_id.id,
                    "date_due": item.date_maturity,
                    "days": (today - item.date_maturity).days,
                    "amount": item.amount_residual,
                    "late_fee": late[item.move_id].due if item.move_id in late else 0.0,
                }
                for item in items.get(paper.contract_id.id, ())
            ]
            if values != [line._reminder_values() for line in paper.line_ids]:
                old += paper.line_ids
                new += [{**line, "reminder_id": paper.id} for line in values]
        old.unlink()
        lines.create(new)

    @gate(_lt("Still owed"))
    def _gate_still_owed(self):
        items = self.contract_id._overdue_items(fields.Date.context_today(self))
        for paper in self.filtered(lambda p: not items.get(p.contract_id.id)):
            message = self.env._("Nothing of this lease is overdue any more.")
            yield self._blocker(paper, message, fix=paper.contract_id)

    def _prepare_send_values(self):
        return {
            "date_sent": fields.Date.context_today(self),
            "sent_user_id": self.env.uid,
        }

    def _flow_move(self, step, reason, behalf=None):
        """The letter says what is open on the day it goes out."""
        if step.name == "send":
            self._reminder_list()
        return super()._flow_move(step, reason, behalf)

    @api.model
    def _cron_propose(self):
        """Propose the letters that are due by the days overdue and close those whose
        lease owes nothing; run daily by a cron. Nothing is sent.

        :return: the proposals
        """
        today = fields.Date.context_today(self)
        sent = self.search([("state", "=", "sent")])
        open_items = sent.contract_id._overdue_items(today)
        paid = sent.filtered(lambda p: not open_items.get(p.contract_id.id))
        if paid:
            paid._flow_kernel_take("close", self.env._("Nothing is overdue any more."))
        leases = self.env["ops.lease.contract"].search(
            [("state", "in", ("signed", "settled"))]
        )
        items = leases._overdue_items(today)
        known = self._read_group(
            [("contract_id", "in", list(items)), ("state", "in", ("draft", "sent"))],
            ["contract_id"],
            ["id:recordset"],
        )
        before = {lease.id: papers for lease, papers in known}
        values = []
        for lease in leases.filtered(lambda c: items.get(c.id)):
            first = min(item.date_maturity for item in items[lease.id])
            level = lease.company_id._reminder_level((today - first).days)
            mine = before.get(lease.id, self.browse()).filtered(
                lambda p, first=first: p.state == "draft" or p.date_sent > first
            )
            if level and not any(p.state == "draft" or p.level >= level for p in mine):
                values.append({"contract_id": lease.id, "level": level})
        return self.create(values)


class LeaseContract(models.Model):
    _inherit = "ops.lease.contract"

    # BUSINESS
    def _overdue_items(self, date):
        """``{lease id: receivable items}`` of its bills that are open past their date,
        oldest first; one query. Read as the system: whoever sees a lease learns what
        it owes."""
        items = (
            self.env["account.move.line"]
            .sudo()
            .search(
                [
                    ("move_id.lease_contract_id", "in", self.ids),
                    ("account_type", "=", "asset_receivable"),
                    ("parent_state", "=", "posted"),
                    ("reconciled", "=", False),
                    ("amount_residual", ">", 0),
                    ("date_maturity", "<", date),
                ],
                order="date_maturity, id",
            )
        )
        return {
            lease.id: group
            for lease, group in items.grouped(
                lambda item: item.move_id.lease_contract_id
            ).items()
        }


class ResCompany(models.Model):
    _inherit = "res.company"

    # FIELDS
    lease_remind_1 = fields.Integer("First reminder after", default=7)
    lease_remind_2 = fields.Integer("Second reminder after", default=30)
    lease_remind_3 = fields.Integer("Last reminder after", default=60)

    _remind_in_order = models.Constraint(
        "CHECK(lease_remind_1 > 0 AND lease_remind_2 > lease_remind_1"
        " AND lease_remind_3 > lease_remind_2)",
        "The days of the three reminders rise from one to the next.",
    )

    # BUSINESS
    def _reminder_level(self, days):
        """The letter that is due after so many days, empty when none is."""
        self.ensure_one()
        reached = [
            level for level, _label in LEVELS if days >= self[f"lease_remind_{level}"]
        ]
        return reached[-1] if reached else ""


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    # FIELDS
    lease_remind_1 = fields.Integer(related="company_id.lease_remind_1", readonly=False)
    lease_remind_2 = fields.Integer(related="company_id.lease_remind_2", readonly=False)
    lease_remind_3 = fields.Integer(related="company_id.lease_remind_3", readonly=False)
