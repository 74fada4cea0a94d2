from markupsafe import Markup
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import LazyTranslate, is_html_empty

from ..flow import Flow, Step, gate

_lt = LazyTranslate(__name__)


class Notice(models.Model):
    """Written notice of a change or an exception (cross-cutting rule 3).

    It goes to every department concerned; each person confirms having read it, so
    that information demonstrably arrives (PU-14, HR-37). Once published its text
    stands; what changes later is a new notice.
    """

    _name = "ops.notice"
    _inherit = ["ops.flow.mixin", "ops.evidence.mixin", "ops.paper.mixin"]
    _description = "Notice"
    _order = "id desc"

    _flow = Flow(
        Step(
            "publish",
            "draft",
            "published",
            label=_lt("Publish"),
            group="ops_base.group_user",
            gates=("text_written", "reached", "attached"),
        ),
        Step(
            "close",
            "published",
            "closed",
            label=_lt("Close"),
            group="ops_base.group_user",
            gates=("confirmed",),
        ),
        Step(
            "revoke",
            "published",
            "revoked",
            label=_lt("Revoke"),
            group="ops_base.group_user",
            reason=True,
        ),
        sequence="ops.notice",
        protected=("user_id", "date_publish", "date_confirm"),
        side=("revoked",),
    )
    _paper_blocks = {"ops_base.report_notice": [(None, "step:publish")]}

    # FIELDS
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("published", "Published"),
            ("closed", "Closed"),
            ("revoked", "Revoked"),
        ],
        required=True,
        readonly=True,
        default="draft",
        index=True,
        tracking=True,
    )
    subject = fields.Char(required=True)
    kind_id = fields.Many2one("ops.notice.kind", "Kind", required=True, index=True)
    body = fields.Html("Text")
    user_id = fields.Many2one(
        "res.users",
        "Issued by",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.user,
    )
    department_ids = fields.Many2many("hr.department", string="Departments")
    user_ids = fields.Many2many("res.users", string="People")
    res_model = fields.Char("Document type", readonly=True)
    res_id = fields.Many2oneReference(
        "Document", model_field="res_model", readonly=True, index=True
    )
    receipt_ids = fields.One2many("ops.notice.receipt", "notice_id", readonly=True)
    receipt_count = fields.Integer("Recipients", compute="_compute_receipts")
    confirmed_count = fields.Integer("Confirmed", compute="_compute_receipts")
    to_confirm = fields.Boolean("To be confirmed by me", compute="_compute_receipts")
    date_publish = fields.Datetime("Published at", readonly=True, copy=False)
    date_confirm = fields.Datetime("Confirm until", readonly=True, copy=False)

    # COMPUTE
    @api.depends("receipt_ids.date_confirm")
    @api.depends_context("uid")
    def _compute_receipts(self):
        # counts and one's own receipt; the issuer's rights do not matter here
        for notice, own in zip(self, self.sudo(), strict=True):
            waiting = own.receipt_ids.filtered(lambda receipt: not receipt.date_confirm)
            notice.receipt_count = len(own.receipt_ids)
            notice.confirmed_count = len(own.receipt_ids) - len(waiting)
            notice.to_confirm = (
                own.state == "published" and self.env.user in waiting.user_id
            )

    # ACTION
    def action_publish(self):
        """Send it out; from here on the text stands."""
        self._check_issuer()
        return self._flow_take("publish")

    def action_close(self):
        """All have confirmed."""
        self._check_issuer()
        return self._flow_take("close")

    def action_revoke(self, reason=None):
        """Take it back, saying why; it stays on file."""
        self._check_issuer()
        return self._flow_take("revoke", reason)

    def action_confirm(self, comment=None):
        """I have read it and act on it. Only a recipient can say so, for himself."""
        self.check_access("read")
        receipts = self._receipts_of_user()
        foreign = self - receipts.notice_id.sudo(False)
        if foreign:
            raise AccessError(
                self.env._(
                    "“%(notice)s” is not addressed to you.", notice=foreign[0].subject
                )
            )
        receipts._confirm(comment)
        return True

    def action_open_document(self):
        """Open the document the notice is about, under its own rights."""
        self.ensure_one()
        self.check_access("read")
        if not self.res_model:
            raise UserError(self.env._("This notice hangs on no document."))
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
            "target": "current",
        }

    # BUSINESS
    @api.model
    def _issue(self, document, kind, subject, text, departments=None, users=None):
        """A notice about ``document``, as business code raises it (PU-14).

        :param kind: code of the kind
        :param text: plain text; line breaks are kept
        :return: the notice, a draft
        :raise ValueError: when there is no such kind
        """
        found = self.env["ops.notice.kind"].search([("code", "=", kind)], limit=1)
        if not found:
            raise ValueError(f"There is no kind of notice {kind!r}")
        lines = Markup("<br/>").join(text.splitlines())
        return self.create(
            {
                "subject": subject,
                "kind_id": found.id,
                "body": Markup("<p>%s</p>") % lines,
                "department_ids": [(6, 0, departments.ids if departments else [])],
                "user_ids": [(6, 0, users.ids if users else [])],
                "res_model": document._name,
                "res_id": document.id,
            }
        )

    def _after_publish(self):
        """One receipt for each person, however many ways he is addressed."""
        now = fields.Datetime.now()
        for kind, notices in self.grouped("kind_id").items():
            until = fields.Datetime.add(now, days=kind.confirm_days)
            notices._flow_write({"date_publish": now, "date_confirm": until})
        reached = self._recipients()
        # receipts are the kernel's own: nobody else writes them
        self.env["ops.notice.receipt"].sudo().create(
            [
                {
                    "notice_id": notice.id,
                    "user_id": user.id,
                    "department_id": department.id,
                }
                for notice in self
                for user, department in reached[notice.id].items()
            ]
        )

    def _recipients(self):
        """``{id: {user: department}}``: people named, and those of the departments and
        of the departments below."""
        # who works where is needed to send, not shown
        departments = (
            self.env["hr.department"]
            .sudo()
            .search([("id", "child_of", self.department_ids.ids)])
        )
        staff = (
            self.env["hr.employee"]
            .sudo()
            .search(
                [("department_id", "in", departments.ids), ("user_id", "!=", False)]
            )
        )
        result = {}
        for notice in self.sudo():
            found = dict.fromkeys(notice.user_ids, self.env["hr.department"])
            named = set(notice.department_ids.ids)
            for employee in staff:
                above = map(int, employee.department_id.parent_path.split("/")[:-1])
                if named.intersection(above):
                    found[employee.user_id] = employee.department_id
            result[notice.id] = {
                user: department for user, department in found.items() if user.active
            }
        return result

    def _receipts_of_user(self):
        # one's own receipts, to be confirmed through this door only
        return self.sudo().receipt_ids.filtered(lambda r: r.user_id == self.env.user)

    def _check_issuer(self):
        """Only the issuer or the process administrator moves a notice."""
        self.check_access("read")
        if self.env.su or self.env.user.has_group("ops_base.group_manager"):
            return
        for notice in self:
            if notice.user_id != self.env.user:
                raise AccessError(
                    self.env._(
                        "“%(notice)s” was issued by %(user)s.",
                        notice=notice.subject,
                        user=notice.user_id.name,
                    )
                )

    @gate(_lt("Text written"))
    def _gate_text_written(self):
        for notice in self:
            if is_html_empty(notice.body):
                yield self._blocker(
                    notice, self.env._("The text is missing."), notice.user_id.name
                )

    @gate(_lt("Somebody is reached"))
    def _gate_reached(self):
        reached = self._recipients()
        for notice in self:
            found = reached[notice.id]
            if not found:
                yield self._blocker(
                    notice,
                    self.env._("No department or person is named who could read it."),
                    notice.user_id.name,
                )
                continue
            branches = set()
            for department in found.values():
                branches.update((department.parent_path or "").split("/"))
            for department in notice.department_ids:
                if str(department.id) not in branches:
                    yield self._blocker(
                        notice,
                        self.env._(
                            "Nobody in %(department)s has a login to read it with.",
                            department=department.name,
                        ),
                        self.env._("Personnel department"),
                    )

    @gate(_lt("Papers attached"))
    def _gate_attached(self):
        for notice in self:
            if notice.kind_id.attachment_required and not notice.attachment_ids:
                yield self._blocker(
                    notice,
                    self.env._(
                        "“%(kind)s” needs its paper attached.", kind=notice.kind_id.name
                    ),
                    notice.user_id.name,
                )

    @gate(_lt("Confirmed by all"))
    def _gate_confirmed(self):
        for receipt in self.receipt_ids:
            if not receipt.date_confirm:
                yield self._blocker(
                    receipt.notice_id,
                    self.env._(
                        "%(user)s has not confirmed.", user=receipt.user_id.name
                    ),
                    receipt.user_id.name,
                )
