"""What the tenant and the handler are told in writing when money is kept."""

from markupsafe import Markup
from odoo import fields, models


class LeaseExitNotice(models.Model):
    _inherit = "ops.lease.exit"

    # FIELDS
    notice_ids = fields.One2many("ops.notice", "res_id", "Notices", readonly=True)

    # BUSINESS
    def _notify_retained(self):
        """LE-27: whose deposit is kept is told so in writing, with the reason.

        A letter to the tenant by mail, and a published notice to the handler, who
        confirms that it has arrived. All papers of the set at once.
        """
        papers = self.filtered(
            lambda p: p.decision == "none" or (p.kind == "forced" and p.amount_retained)
        )
        if not papers:
            return
        letters = {paper: paper._retained_letter() for paper in papers}
        kind = self.env.ref("ops_leasing.notice_kind_deposit")
        # the notice follows from the step, whoever may write notices
        notices = (
            self.env["ops.notice"]
            .sudo()
            .create(
                [
                    {
                        "subject": subject,
                        "kind_id": kind.id,
                        "body": body,
                        "user_ids": [fields.Command.set(paper.user_id.ids)],
                        "company_id": paper.company_id.id,
                        "res_model": self._name,
                        "res_id": paper.id,
                    }
                    for paper, (subject, body) in letters.items()
                ]
            )
        )
        notices._flow_take("publish")
        self.env["mail.mail"].sudo().create(
            [
                {
                    "model": self._name,
                    "res_id": paper.id,
                    "subject": subject,
                    "body_html": body,
                    "body": body,
                    "recipient_ids": [fields.Command.set(paper.partner_id.ids)],
                    "author_id": self.env.user.partner_id.id,
                }
                for paper, (subject, body) in letters.items()
            ]
        )

    def _retained_letter(self):
        """Subject and body of the letter, in the tenant's language."""
        self.ensure_one()
        paper = self.with_context(lang=self.partner_id.lang or self.env.lang)
        subject = paper.env._(
            "Lease deposit of %(contract)s is not refunded",
            contract=paper.contract_id.name,
        )
        lines = [
            paper.env._("To %(tenant)s:", tenant=paper.partner_id.display_name),
            paper.env._(
                "by the exit %(exit)s of %(units)s your lease deposit of %(amount)s is "
                "not refunded.",
                exit=paper.name,
                units=", ".join(paper.sudo().unit_ids.mapped("number")),
                amount=paper.currency_id.format(paper.amount_retained),
            ),
            paper.env._("Reason: %(reason)s", reason=paper.decision_reason),
            paper.company_id.name,
        ]
        return subject, Markup("").join(Markup("<p>%s</p>") % line for line in lines)
