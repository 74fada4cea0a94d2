from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .controlled_doc import KEEPER

ANSWER = {"answer"}
QUESTION = {"doc_id", "text"}


class ControlledFeedback(models.Model):
    """What a reader says about a controlled document, and what its author answers
    (HR-36): it feeds the next revision."""

    _name = "ops.controlled.feedback"
    _inherit = ["ops.stamp.mixin"]
    _description = "Feedback on a document"
    _order = "id desc"
    _rec_name = "text"
    _stamps = ("user_id", "date", "state", "answer_user_id", "answer_date")

    # FIELDS
    doc_id = fields.Many2one(
        "ops.controlled.doc",
        "Controlled document",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="doc_id.company_id", store=True, index=True)
    text = fields.Text("Finding or proposal", required=True)
    user_id = fields.Many2one(
        "res.users",
        "Said by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
    )
    date = fields.Datetime("Said at", readonly=True, default=fields.Datetime.now)
    state = fields.Selection(
        [("open", "To answer"), ("answered", "Answered")],
        required=True,
        readonly=True,
        default="open",
        index=True,
    )
    answer = fields.Text()
    answer_user_id = fields.Many2one("res.users", "Answered by", readonly=True)
    answer_date = fields.Datetime("Answered at", readonly=True)

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """Everybody speaks for himself, about documents that were approved.

        :raise AccessError: for stamps, and for an answer given with the question
        """
        for vals in vals_list:
            self._refuse_stamps(vals)
            if vals.get("answer"):
                raise AccessError(self.env._("The author of the document answers."))
        found = super().create(vals_list)
        if any(not feedback.doc_id.date_from for feedback in found):
            raise UserError(
                self.env._("Feedback is given on documents that are or were in force.")
            )
        return found

    def write(self, vals):
        """The reader may reword while nobody has answered; the author of the document
        answers once.

        :raise UserError: after the answer
        """
        self._refuse_stamps(vals)
        if any(feedback.state == "answered" for feedback in self):
            raise UserError(self.env._("It has been answered and stays as it is."))
        if QUESTION & set(vals) and self.user_id - self.env.user:
            raise AccessError(self.env._("Everybody speaks for himself."))
        if "doc_id" in vals and any(f.doc_id.id != vals["doc_id"] for f in self):
            raise UserError(self.env._("It stays with its document."))
        if not ANSWER & set(vals):
            return super().write(vals)
        self._check_answerer()
        if not (vals["answer"] or "").strip():
            raise UserError(self.env._("The answer is empty."))
        stamp = {
            "state": "answered",
            "answer_user_id": self.env.uid,
            "answer_date": fields.Datetime.now(),
        }
        return super().write({**vals, **stamp})

    @api.ondelete(at_uninstall=False)
    def _unlink_if_own_and_open(self):
        for feedback in self:
            if feedback.state == "answered" or feedback.user_id != self.env.user:
                raise UserError(
                    self.env._("Feedback is kept; only its writer takes it back.")
                )

    # BUSINESS
    def _check_answerer(self):
        """Answers are the author's or document control's."""
        if self.env.user.has_group(KEEPER):
            return
        for feedback in self:
            author = feedback.sudo().doc_id.user_id
            if author != self.env.user:
                raise AccessError(
                    self.env._(
                        "%(user)s or document control answers.", user=author.name
                    )
                )

    # TOOLING
    def _refuse_stamps(self, vals):
        asked = self._stamp_fields() & set(vals)
        if asked and not self.env.su:
            raise AccessError(
                self.env._("Who said it and when is stamped by the system.")
            )
