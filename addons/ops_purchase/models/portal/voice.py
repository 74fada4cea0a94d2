from markupsafe import Markup
from odoo import models
from odoo.fields import Command


class SupplierVoice(models.AbstractModel):
    """A paper on which its supplier speaks for himself (PU-F29): as the person who is
    logged in, or as who holds the link of the order."""

    _name = "ops.supplier.voice"
    _description = "Paper on which its supplier speaks"

    # BUSINESS
    def _portal_author(self):
        """Contact in whose name it is said."""
        user = self.env.user
        return self.partner_id if user._is_public() else user.partner_id

    def _portal_speaker(self):
        """Who says it, as text."""
        user = self.env.user
        if user._is_public():
            return self.env._(
                "%(supplier)s, by the link of the order",
                supplier=self.partner_id.display_name,
            )
        return user.partner_id.display_name

    def _portal_told(self):
        """Colleague who is told what the supplier says, or nobody."""
        return self.env["res.users"]

    def _portal_for_us(self):
        """The same paper in the language of who is told, to write to him."""
        return self.with_context(lang=self._portal_told().lang or self.env.lang)

    def _portal_say(self, title, rows=(), files=()):
        """Log in the chatter what the supplier says, in his name.

        :param rows: lines of text under the title
        :param files: ``[(name, content)]``
        """
        self.ensure_one()
        body = Markup("<p><strong>%s</strong></p>") % title
        body += Markup().join(Markup("<div>%s</div>") % row for row in rows)
        return self.message_post(
            body=body,
            author_id=self._portal_author().id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=self._portal_told().partner_id.ids,
            attachments=list(files),
        )

    def _portal_remind(self, summary, note=""):
        """Something for the colleague in charge to do."""
        user = self._portal_told()
        if user:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=summary,
                note=note,
                user_id=user.id,
            )

    def _portal_files(self, files):
        """Commands that add files of these names and contents to the paper."""
        return [
            Command.create(
                {
                    "name": name,
                    "raw": content,
                    "res_model": self._name,
                    "res_id": self.id,
                }
            )
            for name, content in files
        ]
