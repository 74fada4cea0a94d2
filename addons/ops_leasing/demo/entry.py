"""Completion, entry and handover of the story."""

from dataclasses import dataclass
from datetime import timedelta

from odoo.fields import Command

from . import names

ORDER = ("draft", "notified", "formalities", "handed_over", "transferring", "done")


@dataclass(frozen=True)
class Arrival:
    """Where an entry stands, for how many days, and what is special about it."""

    state: str
    days: int
    twist: str = ""


ARRIVALS = (
    Arrival("draft", 3, "no_deposit"),
    Arrival("draft", 1),
    Arrival("notified", 4),
    Arrival("formalities", 6, "unpaid"),
    Arrival("formalities", 2, "record"),
    Arrival("handed_over", 3, "point_open"),
    Arrival("transferring", 1),
)


class Entry:
    """The part of the world that builds them; see ``world.py``."""

    def build_entry(self):
        """Leases signed lately, their tenants entering one after the other, and
        completion files under way; none where nothing else is under way either."""
        self.arrivals = self.by("leasing", self.env["ops.lease.entry"]).browse()
        if self.light or not self.story or not self.pendings:
            return
        # a few shops are left to those who come after
        count = min(len(ARRIVALS), len(self.free_units) - 4)
        if count <= 0:
            return
        units, self.free_units = self.free_units[-count:], self.free_units[:-count]
        leases = self._sign_lately(units)
        self.contracts += leases
        self.complete_units(units, 20)
        for arrival, lease in zip(ARRIVALS[:count], leases, strict=True):
            self.arrivals += self._arrive(arrival, lease)
        self._complete_partly(self.free_units[-2:])

    # --- moves of whole sets

    def hand_over(self, units, days=380):
        """Shops of signed leases are taken over by their tenants."""
        if self.light:
            with self.at(days):
                # papers move, money does not: without books nobody can pay his fees
                units.sudo()._flow_kernel_take("hand_over")
            return
        leases = units.sudo().contract_id
        self.complete_units(leases.line_ids.unit_id, days + 20)
        entries = self._draft_entries(leases, days + 12)
        self._notify(entries, days + 8)
        self._confirm(entries, days + 6)
        self._bill(entries, days + 5, days + 4)
        self._tick(entries, days + 3)
        self._take_over(entries, days, units)
        entered = entries.filtered(lambda entry: entry.state == "handed_over")
        if entered:
            self._transfer(entered, days - 2)
            self._accept(entered, days - 3)

    def complete_units(self, units, days):
        """The property company accepts the completion of these shops, floor by
        floor."""
        papers = self._draft_completions(
            units.filtered(lambda unit: not unit.deliverable), days + 6
        )
        if not papers:
            return
        with self.at(days + 4):
            self.by("project", papers).action_hand_in()
        with self.at(days, 10):
            self.by("property", papers).action_receive_all()
        with self.at(days, 15):
            self.by("property", papers).action_accept()

    # --- completion

    def _draft_completions(self, units, days):
        with self.at(days):
            papers = self.by("project", self.env["ops.lease.completion"]).create(
                [
                    {
                        "property_id": floor.property_id.id,
                        "building_id": floor.building_id.id,
                        "unit_ids": [Command.set(shops.ids)],
                        "work": names.WORK.format(
                            floor=floor.name, building=floor.building_id.name
                        ),
                        "contractor": names.CONTRACTOR,
                        "date_finished": self._entry_day(days + 5),
                    }
                    for floor, shops in units.grouped("floor_id").items()
                ]
            )
            papers.line_ids.write({"copies": 2})
            for line in papers.line_ids.filtered("evidence_required"):
                line.attachment_ids = [self._scan(line.name)]
        return papers

    def _complete_partly(self, units):
        """A file that lacks papers, and one that is still collected."""
        if len(units) < 2:
            return
        paper = self._draft_completions(units[:1], 5)
        fire = paper.line_ids.filtered("evidence_required")[-1:]
        drawings = paper.line_ids[3:4]
        with self.at(5):
            fire.write({"copies": 0, "attachment_ids": [Command.clear()]})
            drawings.copies = 0
        with self.at(3):
            self.by("project", paper).action_hand_in()
        with self.at(1):
            self.by("property", paper).action_receive_all()
        self._draft_completions(units[1:2], 2)

    # --- entry

    def _draft_entries(self, leases, days, ahead=12):
        with self.at(days):
            return self.by("leasing", self.env["ops.lease.entry"]).create(
                [
                    {
                        "contract_id": lease.id,
                        "date_entry": self._entry_day(days) + timedelta(days=ahead),
                    }
                    for lease in leases
                ]
            )

    def _notify(self, entries, days):
        with self.at(days):
            self.by("leasing", entries).action_notify()

    def _confirm(self, entries, days):
        with self.at(days):
            for entry in self.by("leasing", entries):
                entry.write(
                    {
                        "receipt_date": self._entry_day(days),
                        "receipt_name": names.TENANT_PERSON,
                        "attachment_ids": [self._scan(names.RECEIPT)],
                    }
                )
            self.by("leasing", entries).action_confirm()

    def _tick(self, entries, days, kind=None):
        items = entries.item_ids.filtered(lambda x: not kind or x.kind == kind)
        with self.at(days):
            self.by("property", items).action_receive()

    def _bill(self, entries, days, paid=None):
        with self.at(days):
            self.by("property", entries).action_bill_fees()
        if paid:
            with self.at(paid):
                self.pay(entries.sudo().fee_ids.move_id, paid)

    def _draft_handovers(self, entries, days, units=None):
        """Records filled in: meters, keys, points accepted, signed by the tenant."""
        with self.at(days, 10):
            records = self.by("property", self.env["ops.lease.handover"]).create(
                [
                    {
                        "entry_id": entry.id,
                        "date": self._entry_day(days),
                        **(
                            {"unit_ids": [Command.set((entry.unit_ids & units).ids)]}
                            if units
                            else {}
                        ),
                    }
                    for entry in entries
                ]
            )
            for line in records.meter_line_ids:
                line.write({"value": line.previous_value + 1.5, "is_read": True})
            records.item_ids.write({"result": "accepted"})
            self.by("property", self.env["ops.lease.handover.key"]).create(
                [
                    {
                        "handover_id": record.id,
                        "unit_id": unit.id,
                        "kind": kind,
                        "quantity": quantity,
                    }
                    for record in records
                    for unit in record.unit_ids
                    for kind, quantity in (("door", 3), ("shutter", 2), ("box", 1))
                ]
            )
            for record in records:
                record.write(
                    {
                        "tenant_name": names.TENANT_PERSON,
                        "attachment_ids": [self._scan(names.HANDOVER)],
                    }
                )
        return records

    def _take_over(self, entries, days, units=None):
        records = self._draft_handovers(entries, days, units)
        with self.at(days, 15):
            records.action_finish()
        return records

    def _transfer(self, entries, days):
        with self.at(days):
            self.by("leasing", entries.transfer_ids).write({"copies": 1})
            self.by("leasing", entries).action_transfer()

    def _accept(self, entries, days):
        with self.at(days):
            self.by("property", entries.transfer_ids).action_receive()
            self.by("property", entries).action_accept()

    # --- those under way

    def _sign_lately(self, units):
        """Leases of these shops, signed and paid for some weeks ago."""
        tenants = self._create_tenants(len(units), len(self.contracts) + 9)
        values = []
        for number, (tenant, unit) in enumerate(zip(tenants, units, strict=True)):
            start = self.today + timedelta(days=10)
            values.append(
                {
                    **self._prepare_lease(tenant, unit, number + 2),
                    "tenant_class": "ordinary",
                    "date_start": start,
                    "date_end": start + timedelta(days=1094),
                }
            )
        leases = self._sign(
            self.by("leasing", self.env["ops.lease.contract"]), values, 24
        )
        paying = leases.browse(leases.ids[1:])
        self._receive(paying.deposit_ids, 23, 22)
        return leases

    def _arrive(self, arrival, lease):
        """One entry, taken to where the story says."""
        days, goal = arrival.days, ORDER.index(arrival.state)
        # days ago on which each state was reached
        reached = {ORDER[goal - i]: days + 2 * i for i in range(goal + 1)}
        entry = self._draft_entries(lease, reached["draft"], 9)
        if goal >= 1:
            self._notify(entry, reached["notified"])
        if goal >= 2:
            self._confirm(entry, reached["formalities"])
        if arrival.twist == "unpaid":
            self._tick(entry, days - 1, "paper")
            self._bill(entry, days - 2)
        if arrival.twist == "record":
            self._tick(entry, days)
            self._bill(entry, days, days)
            record = self._draft_handovers(entry, 1)
            power = record.meter_line_ids.filtered(
                lambda line: line.meter_id.kind == "power"
            )
            power.write({"value": 0, "is_read": False})
        if goal >= 3:
            day = reached["handed_over"]
            self._tick(entry, day + 1)
            self._bill(entry, day + 1, day + 1)
            record = self._draft_handovers(entry, day)
            if arrival.twist == "point_open":
                record.item_ids[1].write(
                    {
                        "result": "open",
                        "remark": names.POINT_OPEN,
                        "cured_by": "project",
                        "cure_date": self.today + timedelta(days=5),
                    }
                )
            with self.at(day, 15):
                record.action_finish()
        if goal >= 4:
            self._transfer(entry, reached["transferring"])
        return entry

    # --- tools

    def _entry_day(self, days):
        """The day so many days ago; today in a world that tells no story."""
        return self.past.moment(days).date() if self.story else self.today

    def _scan(self, name):
        return Command.create({"name": f"{name}.txt", "raw": b"signed copy"})
