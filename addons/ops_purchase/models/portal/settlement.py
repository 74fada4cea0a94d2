"""对账单: a supplier agrees to a settlement sheet, or disputes it (PU-32, PU-X5).

Our signatures stand on the sheet before he sees it, so his word is all it waits for:
where he gives it himself, the step “Supplier agreed” follows with it and every gate of
the step is asked. What he agreed to is filed with the sheet as he was shown it.
"""

from odoo import fields, models
from odoo.addons.ops_base.flow import gate
from odoo.addons.ops_base.turns import take_turns
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from ..groups import BUYER

_lt = LazyTranslate(__name__)

SHOWN = ("approved", "agreed", "closed")


class PurchaseSettlement(models.Model):
    _name = "ops.purchase.settlement"
    _inherit = ["ops.purchase.settlement", "ops.supplier.voice"]

    # FIELDS
    dispute_ids = fields.One2many(
        "ops.purchase.settlement.dispute", "settlement_id", "Disputes", copy=False
    )

    # BUSINESS
    @gate(_lt("Disputes answered"), who=BUYER)
    def _gate_disputes_answered(self):
        for sheet in self:
            for dispute in sheet.dispute_ids.filtered(lambda r: r.state == "open"):
                message = self.env._(
                    "The supplier disputes %(subject)s: answer it.",
                    subject=dispute.subject,
                )
                yield self._blocker(sheet, message, fix=sheet)

    def _portal_told(self):
        """The buyer of the goods, else who has made the sheet."""
        return (self.line_ids.order_id.user_id | self.create_uid).filtered(
            lambda user: user.active and not user.share
        )[:1]

    def _get_report_base_filename(self):
        self.ensure_one()
        return self.env._("Statement %(number)s", number=self.display_name)

    def _portal_shown(self):
        """Domain of the sheets a supplier sees: signed by us."""
        return Domain("state", "in", SHOWN)

    def _portal_subjects(self):
        """``{key: text}`` of what can be disputed."""
        self.ensure_one()
        subjects = {"0": self.env._("the whole sheet")}
        for line in self.line_ids:
            name = line.order_line_id._portal_name()
            subjects[f"line-{line.id}"] = f"{line.order_id.name} {name}"
        for fine in self.deduction_ids:
            subjects[f"fine-{fine.id}"] = fine.reason
        return subjects

    def _portal_open(self):
        """:raise UserError: for a sheet that does not wait for its supplier"""
        # a dispute and an agreement at the same moment do not both stand
        take_turns(self)
        if self.state != "approved":
            raise UserError(
                self.env._("%(sheet)s does not wait for you.", sheet=self.display_name)
            )

    def _portal_agree(self):
        """The supplier agrees: the sheet is signed in his name and goes on.

        For his pages alone, which have asked before whose sheet it is.

        :raise UserError: with what is missing, a sentence a line
        """
        self.ensure_one()
        self._portal_open()
        if self.dispute_ids.filtered(lambda r: r.state == "open"):
            raise UserError(
                self.env._(
                    "A dispute is open: wait for the answer, or withdraw it first."
                )
            )
        shown = self._portal_for_us()
        report = self.env["ir.actions.report"]
        content = report.with_context(lang=shown.env.lang)._render_qweb_pdf(
            "ops_purchase.report_statement", self.ids
        )[0]
        self.write(
            {
                "supplier_signer": self._portal_speaker(),
                "supplier_signed_on": fields.Date.context_today(self),
                "attachment_ids": self._portal_files([(f"{self.name}.pdf", content)]),
            }
        )
        shown._portal_say(
            shown.env._("%(who)s agrees to the statement", who=self._portal_speaker())
        )
        step = self._flow.step("agree")
        blockers = self._flow_blockers(step, kernel=True)
        if blockers:
            raise UserError("\n".join(blocker.message for blocker in blockers))
        self._flow_kernel_take("agree")

    def _portal_dispute(self, key, text):
        """The supplier does not agree to something; a colleague has to answer.

        :param key: one of :meth:`_portal_subjects`
        :raise UserError: for something else, or where it waits for an answer already
        """
        self.ensure_one()
        self._portal_open()
        subject = self._portal_subjects().get(key)
        if not subject:
            raise UserError(self.env._("Choose what it is about."))
        same = self.dispute_ids.filtered(
            lambda r: r.state == "open" and r.subject == subject
        )
        if same:
            raise UserError(
                self.env._(
                    "%(subject)s is disputed already and waits for our answer.",
                    subject=subject,
                )
            )
        self.env["ops.purchase.settlement.dispute"].create(
            {
                "settlement_id": self.id,
                "subject": subject,
                "text": text,
                "speaker": self._portal_speaker(),
                "date": fields.Datetime.now(),
            }
        )
        ours = self._portal_for_us()
        title = ours.env._(
            "%(who)s disputes %(subject)s", who=self._portal_speaker(), subject=subject
        )
        ours._portal_say(title, [text])
        ours._portal_remind(ours.env._("Answer the supplier's dispute"), text)

    def _portal_withdraw(self, dispute_id):
        """The supplier takes a dispute back.

        :raise UserError: for one that is not open
        """
        self.ensure_one()
        self._portal_open()
        dispute = self.dispute_ids.filtered(
            lambda r: r.id == dispute_id and r.state == "open"
        )
        if not dispute:
            raise UserError(self.env._("This dispute is not open."))
        dispute.state = "withdrawn"
        ours = self._portal_for_us()
        ours._portal_say(
            ours.env._(
                "%(who)s withdraws the dispute about %(subject)s",
                who=self._portal_speaker(),
                subject=dispute.subject,
            )
        )
