from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from ...flow import Flow, Step

_lt = LazyTranslate(__name__)

STAFF = "ops_base.group_user"
KEEPER = "ops_base.group_document"
UNDER_WAY = ("draft", "approving", "approved")


class ControlledDoc(models.Model):
    """Controlled document: one record a revision (HR-36, cross-cutting rule 10).

    Revisions of a document have company and code in common. Of these at most one is
    in force on any day, and at most one is being worked on; the database holds both.
    The revision that comes into force retires the former, which stays readable.
    Other addons ask :meth:`_in_force`.
    """

    _name = "ops.controlled.doc"
    _inherit = ["ops.flow.mixin", "ops.evidence.mixin", "ops.paper.mixin"]
    _description = "Controlled document"
    _order = "code, revision desc, id desc"
    _rec_names_search = ["name", "title"]

    _flow = Flow(
        Step(
            "submit",
            "draft",
            "approving",
            label=_lt("Submit"),
            group=STAFF,
            gates=("content_given", "change_said"),
        ),
        Step(
            "approve",
            "approving",
            "approved",
            label=_lt("Approve"),
            route="controlled_doc",
            back="return",
        ),
        Step(
            "enforce",
            "approved",
            "in_force",
            label=_lt("Come into force"),
            kernel=True,
        ),
        Step("return", "approving", "draft", label=_lt("Return"), kernel=True),
        Step(
            "supersede",
            "in_force",
            "superseded",
            label=_lt("Supersede"),
            kernel=True,
        ),
        Step(
            "withdraw",
            ("approved", "in_force"),
            "withdrawn",
            label=_lt("Withdraw from force"),
            group=KEEPER,
            reason=True,
        ),
        Step(
            "discard",
            "draft",
            "discarded",
            label=_lt("Discard"),
            group=STAFF,
            reason=True,
        ),
        protected=("user_id", "date_from", "date_to"),
        side=("superseded", "withdrawn", "discarded"),
    )
    _paper_blocks = {
        "ops_base.report_controlled_doc": [
            (_lt("Compiled by"), "step:submit"),
            (_lt("Reviewed by"), "approval:1"),
            (_lt("Approved by"), "approval:2"),
        ],
    }

    # FIELDS
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("approving", "In approval"),
            ("approved", "Approved, not yet in force"),
            ("in_force", "In force"),
            ("superseded", "Superseded"),
            ("withdrawn", "Out of force"),
            ("discarded", "Discarded"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )
    code = fields.Char(
        "Document code",
        copy=False,
        index=True,
        help="The same for all revisions, such as CP-CY-01. Left empty, the next "
        "number of its kind is taken when it is submitted.",
    )
    title = fields.Char(required=True)
    kind = fields.Selection(
        [
            ("policy", "Policy"),
            ("procedure", "Procedure"),
            ("standard", "Standard"),
            ("form", "Form template"),
            ("manual", "Manual"),
        ],
        required=True,
        default="procedure",
        index=True,
    )
    revision = fields.Integer(compute="_compute_revision", store=True, aggregator=False)
    user_id = fields.Many2one(
        "res.users",
        "Author",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        default=lambda self: self.env.user,
    )
    process_id = fields.Many2one("ops.process.map", "Process", index="btree_not_null")
    department_ids = fields.Many2many(
        "hr.department",
        string="Executing departments",
        help="Their people are told of each new revision and confirm having read it.",
    )
    date_compiled = fields.Date(
        "Compiled on", default=fields.Date.context_today, copy=False
    )
    date_planned = fields.Date(
        "To be in force from",
        copy=False,
        help="Left empty or past: from the day it is approved.",
    )
    date_from = fields.Date("In force since", readonly=True, copy=False, index=True)
    date_to = fields.Date("Last day in force", readonly=True, copy=False)
    change_note = fields.Text("What has changed", copy=False)
    scope = fields.Text()
    terms = fields.Text("Terms used")
    duties = fields.Text("Duties of the departments")
    content = fields.Html("Document text")
    history_ids = fields.Many2many(
        "ops.controlled.doc", string="Revisions", compute="_compute_history_ids"
    )
    feedback_ids = fields.One2many("ops.controlled.feedback", "doc_id", "Feedback")
    feedback_open = fields.Integer(
        "Unanswered feedback", compute="_compute_feedback_open"
    )
    notice_count = fields.Integer("Readers", compute="_compute_receipts")
    read_count = fields.Integer("Readers confirmed", compute="_compute_receipts")

    _revision_once = models.UniqueIndex(
        "(company_id, code, revision) WHERE code IS NOT NULL AND state != 'discarded'",
        "This revision of the document exists already.",
    )
    _one_in_force = models.UniqueIndex(
        "(company_id, code) WHERE state = 'in_force'",
        "Only one revision of a document is in force.",
    )
    _one_under_way = models.UniqueIndex(
        "(company_id, code) WHERE code IS NOT NULL "
        "AND state IN ('draft', 'approving', 'approved')",
        "Another revision of this document is being worked on; finish or discard that "
        "one first.",
    )

    # COMPUTE
    @api.depends("code", "company_id")
    def _compute_revision(self):
        # drafts of colleagues count, whoever may read them
        rows = self.sudo()._read_group(
            [
                ("code", "in", [code for code in self.mapped("code") if code]),
                ("id", "not in", self._origin.ids),
                ("state", "!=", "discarded"),
            ],
            ["company_id", "code"],
            ["revision:max"],
        )
        last = {(company.id, code): number for company, code, number in rows}
        for doc in self:
            doc.revision = last.get((doc.company_id.id, doc.code), 0) + 1

    @api.depends("code", "company_id")
    def _compute_history_ids(self):
        codes = [code for code in self.mapped("code") if code]
        family = self.search([("code", "in", codes), ("date_from", "!=", False)])
        groups = family.grouped(lambda doc: (doc.company_id, doc.code))
        for doc in self:
            doc.history_ids = groups.get((doc.company_id, doc.code), self.browse())

    @api.depends("feedback_ids.state")
    def _compute_feedback_open(self):
        for doc in self:
            waiting = doc.feedback_ids.filtered(lambda f: f.state == "open")
            doc.feedback_open = len(waiting)

    def _compute_receipts(self):
        # how many have confirmed is no secret to who may read the document
        receipts = self.env["ops.notice.receipt"].sudo()
        rows = receipts._read_group(
            [
                ("notice_id.res_model", "=", self._name),
                ("notice_id.res_id", "in", self.ids),
            ],
            ["notice_id"],
            ["__count", "date_confirm:count"],
        )
        counts = {notice.res_id: (total, read) for notice, total, read in rows}
        for doc in self:
            doc.notice_count, doc.read_count = counts.get(doc.id, (0, 0))

    def _compute_display_name(self):
        for doc in self:
            name = doc.name or doc.code or ""
            doc.display_name = f"{name} {doc.title or ''}".strip()

    # CONSTRAINT
    @api.constrains("code", "company_id")
    def _check_code(self):
        for doc in self:
            if doc.code and doc.code != "".join(doc.code.split()):
                raise ValidationError(
                    self.env._(
                        "“%(code)s”: a document code has no blanks.", code=doc.code
                    )
                )
            if doc.name and doc.name != doc._controlled_number():
                raise ValidationError(
                    self.env._(
                        "%(number)s has been submitted: it keeps its code. Discard it "
                        "and begin another document.",
                        number=doc.name,
                    )
                )

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """An empty code is no code, so that the numbering finds it."""
        return super().create(
            [
                {**vals, "code": vals.get("code") or False} if "code" in vals else vals
                for vals in vals_list
            ]
        )

    def write(self, vals):
        """An empty code is no code, so that the numbering finds it."""
        if vals.get("code") == "":
            vals = {**vals, "code": False}
        return super().write(vals)

    # ACTION
    def action_submit(self):
        """Hand it in for review and approval."""
        return self._flow_take("submit")

    def action_approve(self):
        """Agreed by the route; comes into force on its day."""
        return self._flow_take("approve")

    def action_withdraw(self, reason=None):
        """No revision is in force from now on; it stays readable."""
        return self._flow_take("withdraw", reason)

    def action_discard(self, reason=None):
        """Give up a draft that was returned."""
        return self._flow_take("discard", reason)

    def action_revise(self):
        """Begin the next revision, with the text of this one; yours to prepare.

        :raise UserError: while another revision is being worked on
        """
        self.ensure_one()
        self.check_access("read")
        again = self.state == "withdrawn" and not self._later()
        if self.state != "in_force" and not again:
            raise UserError(
                self.env._(
                    "%(doc)s is “%(state)s”: a new revision begins from the one in "
                    "force.",
                    doc=self.display_name,
                    state=self._flow_state_label(self.state),
                )
            )
        # somebody else's draft is seen by nobody but him
        begun = self.sudo().search(
            [
                ("company_id", "=", self.company_id.id),
                ("code", "=", self.code),
                ("state", "in", UNDER_WAY),
            ],
            limit=1,
        )
        if begun:
            raise UserError(
                self.env._(
                    "%(user)s is already working on the next revision of %(code)s.",
                    user=begun.user_id.name,
                    code=self.code,
                )
            )
        revised = self.copy({"code": self.code, "company_id": self.company_id.id})
        return revised._action_open()

    def action_open_notices(self):
        """Who was told of this revision, and who has confirmed."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Readers"),
            "res_model": "ops.notice",
            "views": [(False, "list"), (False, "form")],
            "domain": [("res_model", "=", self._name), ("res_id", "=", self.id)],
        }

    # BUSINESS
    @api.model
    def _in_force(self, which, day=None):
        """Revisions that are, or were, in force on a day; no more than one a document
        and company.

        :param which: a document code, or a domain over documents
        :param day: date, default today
        """
        day = day or self.env.company._ops_today()
        domain = Domain("code", "=", which) if isinstance(which, str) else which
        return self.search(
            Domain(domain)
            & Domain("date_from", "<=", day)
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", day))
        )

    def _approval_owners(self):
        return super()._approval_owners() | self.user_id

    def _approval_summary(self):
        fact = self.change_note or self.scope or ""
        return {**super()._approval_summary(), "fact": fact[:120]}

    # TOOLING
    def _later(self):
        """Revisions of the document that came into force after this one."""
        return self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("code", "=", self.code),
                ("revision", ">", self.revision),
                ("date_from", "!=", False),
            ]
        )

    def _controlled_number(self):
        return f"{self.code}/{self.revision}"

    def _action_open(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "current",
        }
