"""What the signature of a handover record demands, and who supplies it."""

from odoo import fields, models
from odoo.addons.ops_base.flow import gate
from odoo.tools import LazyTranslate, float_compare

from ..groups import FINANCE, LEASING, PROPERTY

_lt = LazyTranslate(__name__)


class LeaseHandoverGates(models.Model):
    _inherit = "ops.lease.handover"

    # BUSINESS
    @gate(_lt("Tenant called in"), who=LEASING)
    def _gate_entry_called(self):
        for record in self.filtered(lambda r: not r.entry_id._hands_over()):
            entry = record.entry_id
            message = self.env._(
                "%(entry)s is “%(state)s”.",
                entry=entry.display_name,
                state=entry._flow_state_label(entry.state),
            )
            yield self._blocker(record, message, fix=entry)

    @gate(_lt("Deposit received"), who=FINANCE)
    def _gate_deposit_received(self):
        """LE-11: and not taken back since the notice."""
        missing = self.contract_id._entry_deposits_missing()
        for record in self:
            for message, deposit in missing[record.contract_id]:
                yield self._blocker(record, message, fix=deposit)

    @gate(_lt("Mandatory fees paid"), who=FINANCE)
    def _gate_fees_paid(self):
        """LE-16: no shop is handed over while a mandatory fee is unpaid."""
        unpaid = self.entry_id._fees_open()
        biller = self._guard_who((PROPERTY,))
        for record in self:
            for message, fix in unpaid[record.entry_id]:
                # no bill yet: the property company makes it, finance waits for money
                who = biller if fix == record.entry_id else None
                yield self._blocker(record, message, who, fix=fix)

    @gate(_lt("Formalities done"), who=PROPERTY)
    def _gate_formalities_done(self):
        """LE-16: papers signed, formalities carried out."""
        for record in self:
            for item in record.entry_id.item_ids._missing():
                message = self.env._("“%(paper)s” is open.", paper=item.name)
                yield self._blocker(record, message, fix=record.entry_id)

    @gate(_lt("Shops let and not handed over"), who=LEASING)
    def _gate_shops_waiting(self):
        for record in self:
            if not record.unit_ids:
                message = self.env._("The record names no shop.")
                yield self._blocker(record, message, fix=record)
            for unit in record.unit_ids:
                if unit.state != "leased" or unit.contract_id != record.contract_id:
                    message = self.env._(
                        "%(unit)s is “%(state)s”.",
                        unit=unit.display_name,
                        state=unit._flow_state_label(unit.state),
                    )
                    yield self._blocker(record, message, fix=unit)

    @gate(_lt("Meters read"), who=PROPERTY)
    def _gate_meters_read(self):
        today = fields.Date.context_today(self)
        for record in self:
            if not record.date or record.date > today:
                message = self.env._(
                    "The day of the handover is missing or still to come."
                )
                yield self._blocker(record, message, fix=record)
            read = record.meter_line_ids.filtered("is_read")
            for meter in record.unit_ids.meter_ids - read.meter_id:
                message = self.env._("%(meter)s is not read.", meter=meter.display_name)
                yield self._blocker(record, message, fix=record)
            for line in read:
                if float_compare(line.value, line.previous_value, 3) < 0:
                    message = self.env._(
                        "%(meter)s: %(value)s is below the last reading, %(last)s.",
                        meter=line.meter_id.display_name,
                        value=line.value,
                        last=line.previous_value,
                    )
                    yield self._blocker(record, message, fix=record)

    @gate(_lt("Keys handed over"), who=PROPERTY)
    def _gate_keys_listed(self):
        for record in self:
            for unit in record.unit_ids - record.key_ids.unit_id:
                message = self.env._(
                    "No key of %(unit)s is handed over.", unit=unit.display_name
                )
                yield self._blocker(record, message, fix=record)

    @gate(_lt("Every point accepted or open with its cure"), who=PROPERTY)
    def _gate_conditions_judged(self):
        """LE-15: technical conditions and shop, line by line; none left out."""
        items = self.env["ops.lease.handover.item"]
        points = items._points_missing(self)
        conditions = items._conditions_differing(self)
        for record in self:
            if points[record] or any(conditions[record]):
                message = self.env._(
                    "Points demanded or agreed are not in the record, or with another "
                    "value: “Fill in handover record” of the entry lists them anew."
                )
                yield self._blocker(record, message, fix=record.entry_id)
            for item in record.item_ids:
                if not item.result:
                    message = self.env._(
                        "“%(point)s” is neither accepted nor open.",
                        point=item.display_name,
                    )
                    yield self._blocker(record, message, fix=record)
                elif item.result == "open" and not (
                    (item.remark or "").strip() and item.cured_by
                ):
                    message = self.env._(
                        "“%(point)s” is open: say what is wrong and who cures it.",
                        point=item.display_name,
                    )
                    yield self._blocker(record, message, fix=record)

    @gate(_lt("Signed by the tenant"), who=PROPERTY)
    def _gate_tenant_signed(self):
        for record in self:
            if not (record.tenant_name or "").strip():
                message = self.env._("Who takes over for the tenant is missing.")
                yield self._blocker(record, message, fix=record)
            if not record.attachment_ids:
                message = self.env._("The copy signed by the tenant is not attached.")
                yield self._blocker(record, message, fix=record)
