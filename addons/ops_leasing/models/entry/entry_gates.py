"""What each step of an entry demands, and who supplies it."""

from odoo import fields, models
from odoo.addons.ops_base.flow import gate
from odoo.tools import LazyTranslate

from ..groups import FINANCE, LEASING, PROPERTY

_lt = LazyTranslate(__name__)


class LeaseEntryGates(models.Model):
    _inherit = "ops.lease.entry"

    # BUSINESS
    # --- notice (LE-14)
    @gate(_lt("Day of the take-over"), who=LEASING)
    def _gate_date_given(self):
        for entry in self.filtered(lambda e: not e.date_entry):
            message = self.env._("The day to take over the shop is missing.")
            yield self._blocker(entry, message, fix=entry)

    @gate(_lt("No other entry of this lease"), who=LEASING)
    def _gate_no_other_entry(self):
        yield from self._blockers_beside("draft", "cancelled")

    @gate(_lt("Deposit received"), who=FINANCE)
    def _gate_deposit_received(self):
        """LE-11: the deposit is received before the tenant enters."""
        missing = self.contract_id._entry_deposits_missing()
        for entry in self:
            for message, deposit in missing[entry.contract_id]:
                yield self._blocker(entry, message, fix=deposit)

    @gate(_lt("Completion accepted"), who=PROPERTY)
    def _gate_shops_deliverable(self):
        """LE-13: nobody is called to a shop whose completion is not accepted."""
        for entry in self:
            for unit in entry.unit_ids.filtered(
                lambda u: u.state != "open" and not u.deliverable
            ):
                message = self.env._(
                    "%(unit)s: the completion papers are not accepted.",
                    unit=unit.display_name,
                )
                files = unit.completion_ids.filtered(lambda c: c.state != "void")
                yield self._blocker(entry, message, fix=files[:1] or unit)

    @gate(_lt("Papers to bring listed"), who=LEASING)
    def _gate_papers_listed(self):
        for entry in self.filtered(lambda e: not e.item_ids):
            message = self.env._("The notice names no paper to bring.")
            yield self._blocker(entry, message, fix=entry)

    @gate(_lt("Tenant can be reached"), who=LEASING)
    def _gate_tenant_reachable(self):
        for entry in self.filtered(lambda e: e.notice_way == "mail"):
            if not entry.partner_id.email:
                message = self.env._(
                    "%(tenant)s has no e-mail address: enter it or send the notice "
                    "another way.",
                    tenant=entry.partner_id.display_name,
                )
                yield self._blocker(entry, message, fix=entry.partner_id)

    @gate(_lt("Receipt signed by the tenant"), who=LEASING)
    def _gate_receipt_given(self):
        today = fields.Date.context_today(self)
        for entry in self:
            if not entry.receipt_date:
                message = self.env._(
                    "The day the tenant received the notice is missing."
                )
                yield self._blocker(entry, message, fix=entry)
            elif entry.receipt_date > today:
                message = self.env._(
                    "The receipt is dated %(date)s, a day to come.",
                    date=entry.receipt_date,
                )
                yield self._blocker(entry, message, fix=entry)
            elif entry.receipt_date < fields.Date.context_today(
                entry, entry.notice_date
            ):
                message = self.env._(
                    "The receipt is dated %(date)s, before the notice was sent.",
                    date=entry.receipt_date,
                )
                yield self._blocker(entry, message, fix=entry)
            if not (entry.receipt_name or "").strip():
                message = self.env._("Who received it for the tenant is missing.")
                yield self._blocker(entry, message, fix=entry)
            if not entry.attachment_ids:
                message = self.env._(
                    "The receipt signed by the tenant is not attached."
                )
                yield self._blocker(entry, message, fix=entry)

    # --- tenant file (LE-17)
    @gate(_lt("Tenant file listed"), who=LEASING)
    def _gate_transfer_listed(self):
        for entry in self:
            if not entry.transfer_ids:
                message = self.env._("The list of the tenant file is empty.")
                yield self._blocker(entry, message, fix=entry)
            for line in entry.transfer_ids:
                if line.required and line.copies <= 0:
                    message = self.env._("“%(paper)s” is missing.", paper=line.name)
                    yield self._blocker(entry, message, fix=entry)

    @gate(_lt("Tenant file received"), who=PROPERTY)
    def _gate_file_received(self):
        for entry in self:
            for line in entry.transfer_ids._missing():
                message = self.env._("“%(paper)s” is not received.", paper=line.name)
                yield self._blocker(entry, message, fix=entry)

    @gate(_lt("Received by another person"), who=PROPERTY)
    def _gate_other_person(self):
        for entry in self.filtered(lambda e: e.transfer_user_id == self.env.user):
            message = self.env._(
                "%(person)s has handed the file over and cannot receive it.",
                person=self.env.user.name,
            )
            yield self._blocker(entry, message)

    # --- calling it off
    @gate(_lt("Nothing taken over"), who=LEASING)
    def _gate_nothing_taken_over(self):
        for entry in self:
            done = entry.handover_ids.filtered(lambda r: r.state == "done")
            if done and entry.contract_id.state == "signed":
                message = self.env._(
                    "%(record)s is signed: the tenant leaves by an exit.",
                    record=done[0].display_name,
                )
                yield self._blocker(entry, message, fix=done[0])

    @gate(_lt("No bill open"), who=FINANCE)
    def _gate_no_bill(self):
        for entry in self.filtered(lambda e: e.contract_id.state == "signed"):
            for bill in entry.fee_ids.filtered(lambda f: f._is_billed()).move_id:
                message = self.env._(
                    "Bill %(bill)s stands: take it back or credit it first.",
                    bill=bill.name,
                )
                yield self._blocker(entry, message, fix=bill)
