"""What the steps of a controlled document do: numbers, days in force, readers."""

from datetime import timedelta

from markupsafe import Markup
from odoo import api, fields, models
from odoo.tools import LazyTranslate, is_html_empty

from ...flow import gate

_lt = LazyTranslate(__name__)


class ControlledFlow(models.Model):
    _inherit = "ops.controlled.doc"

    # BUSINESS
    @gate(_lt("Text or file given"))
    def _gate_content_given(self):
        for doc in self:
            if is_html_empty(doc.content) and not doc.attachment_ids:
                yield self._blocker(
                    doc,
                    self.env._("Neither a text nor a file is there."),
                    doc.user_id.name,
                )

    @gate(_lt("Change described"))
    def _gate_change_said(self):
        for doc in self:
            if doc.revision > 1 and not (doc.change_note or "").strip():
                yield self._blocker(
                    doc,
                    self.env._(
                        "It does not say what has changed since revision %(number)s.",
                        number=doc.revision - 1,
                    ),
                    doc.user_id.name,
                )

    def _flow_number(self):
        """The number is code and revision; a missing code is the next of its kind."""
        docs = self.filtered(lambda doc: not doc.name)
        coded = docs.filtered(lambda doc: not doc.code)
        for kind, group in coded.grouped("kind").items():
            for doc, code in group._flow_numbers(f"ops.controlled.{kind}"):
                doc._flow_write({"code": code})
        for doc in docs:
            doc._flow_write({"name": doc._controlled_number()})

    def _after_approve(self):
        today = {company: company._ops_today() for company in self.company_id}
        self.filtered(
            lambda doc: (
                not doc.date_planned or doc.date_planned <= today[doc.company_id]
            )
        )._enforce()

    def _enforce(self):
        """Let approved revisions come into force today; the former ones retire."""
        if not self:
            return
        former = self.search(
            [
                ("company_id", "in", self.company_id.ids),
                ("code", "in", self.mapped("code")),
                ("state", "=", "in_force"),
            ]
        )
        coming = {(doc.company_id, doc.code) for doc in self}
        former = former.filtered(lambda doc: (doc.company_id, doc.code) in coming)
        former._flow_kernel_take("supersede")
        # the database allows no second one in force, not even for a moment
        former.flush_recordset(["state"])
        self._flow_kernel_take("enforce")

    def _prepare_enforce_values(self):
        return {"date_from": self.company_id._ops_today()}

    def _prepare_supersede_values(self):
        # the day the next one begins is no longer its own
        return {"date_to": self.company_id._ops_today() - timedelta(days=1)}

    def _prepare_withdraw_values(self):
        return self._prepare_supersede_values() if self.state == "in_force" else {}

    def _after_enforce(self):
        """Tell the executing departments; each reader confirms (ops.notice)."""
        kind = self.env.ref("ops_base.notice_kind_document")
        for author, docs in self.filtered("department_ids").grouped("user_id").items():
            # in the author's name, whoever signs last or whichever cron it is
            notices = self.env["ops.notice"].with_user(author).sudo()
            notices = notices.create([doc._prepare_notice(kind) for doc in docs])
            # held back without readers: it stays with the author as a draft
            notices._flow_kernel_take("publish")

    def _after_supersede(self):
        self._revoke_notices(self.env._("A newer revision is in force."))

    def _after_withdraw(self):
        self._revoke_notices(self.env._("The document is out of force."))

    def _revoke_notices(self, reason):
        """Nobody need confirm a text that holds no longer."""
        # the author's notices, whoever retires the document
        notices = self.env["ops.notice"].sudo()
        notices.search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("state", "=", "published"),
            ]
        )._flow_kernel_take("revoke", reason)

    def _prepare_notice(self, kind):
        text = self.env._("%(doc)s is in force. Read it and work by it.", doc=self.name)
        return {
            "subject": self.env._("%(doc)s is in force", doc=self.display_name),
            "kind_id": kind.id,
            "company_id": self.company_id.id,
            "body": Markup("<p>%s</p><p>%s</p>") % (text, self.change_note or ""),
            "department_ids": [fields.Command.set(self.department_ids.ids)],
            "res_model": self._name,
            "res_id": self.id,
        }

    @api.model
    def _cron_enforce(self):
        """Approved revisions whose day has come; run hourly by a cron."""
        for company in self.env["res.company"].search([]):
            self.search(
                [
                    ("company_id", "=", company.id),
                    ("state", "=", "approved"),
                    ("date_planned", "<=", company._ops_today()),
                ]
            )._enforce()
