from markupsafe import Markup
from odoo import models


class AccountMove(models.Model):
    _inherit = "account.move"

    # BUSINESS
    def _bulk_log_creation(self):
        """Follow and log new bills as ``mail.thread`` does on creation, set-wise.

        Nobody but the one who makes them follows a bill that is this new, and he is
        the author: there is nobody to notify.
        """
        context, user = self.env.context, self.env.user
        if context.get("tracking_disable"):
            return
        follows = not context.get("mail_create_nosubscribe")
        if follows and user.active and not user.share:
            self.env["mail.followers"]._insert_followers(
                self._name,
                self.ids,
                user.partner_id.ids,
                subtypes=None,
                customer_ids=[],
                check_existing=False,
            )
        if context.get("mail_create_nolog"):
            return
        for moves in self.grouped("move_type").values():
            subtype, text = moves[0]._creation_subtype(), moves[0]._creation_message()
            if subtype:
                moves._bulk_message_create(subtype, text)
            else:
                moves._message_log_batch(bodies=dict.fromkeys(moves.ids, text))

    def _bulk_message_create(self, subtype, text):
        """The messages that one ``message_post`` a bill would make."""
        author, email = self._message_compute_author(self.env.user.partner_id.id)
        # as in mail.thread: logging is not the user's doing
        moves = self.sudo()._fallback_lang()
        domains = moves._mail_get_alias_domains(default_company=self.env.company)
        companies = moves._mail_get_companies(default=self.env.company)
        replies = moves._notify_get_reply_to_batch(
            defaults=dict.fromkeys(moves.ids, email),
            author_ids=dict.fromkeys(moves.ids, author),
        )
        body = Markup('<div summary="o_mail_notification"><p>%s</p></div>') % text
        moves._message_create(
            [
                {
                    "author_id": author,
                    "author_guest_id": False,
                    "email_from": email,
                    "email_add_signature": True,
                    "model": self._name,
                    "res_id": move.id,
                    "body": body,
                    "message_type": "notification",
                    "parent_id": False,
                    "subject": False,
                    "subtype_id": subtype.id,
                    "record_alias_domain_id": domains[move.id].id,
                    "record_company_id": companies[move.id].id,
                    "reply_to": replies[move.id],
                }
                for move in moves
            ]
        )
