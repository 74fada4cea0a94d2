"""The letter that tells a tenant to take over his shop (LE-14)."""

from odoo import models


class LeaseEntryNotice(models.Model):
    _inherit = "ops.lease.entry"

    # BUSINESS
    def _send_notice(self):
        """Mail the notices that go by mail, each in its tenant's language; the others
        are printed and handed over."""
        entries = self.filtered(lambda entry: entry.notice_way == "mail")
        if entries:
            # the notice follows from the step; the template is the administrator's
            template = self.env.ref("ops_leasing.mail_entry_notice").sudo()
            template.send_mail_batch(entries.ids)

    def _notice_papers(self):
        """Papers to bring or sign, in their order."""
        self.ensure_one()
        return self.item_ids.filtered(lambda item: item.kind == "paper")

    def _notice_fees(self):
        """Fees to pay, in their order."""
        self.ensure_one()
        # what a tenant has to pay stands in his notice, whoever sends it
        return self.sudo().fee_ids

    def _notice_shops(self):
        """Numbers of the shops, as text."""
        self.ensure_one()
        return ", ".join(self.sudo().contract_id.line_ids.unit_id.mapped("number"))
