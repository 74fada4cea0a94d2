import re
from datetime import timedelta

from odoo import models
from odoo.fields import Domain
from odoo.tools import format_date

from ..models.amendment.version import AGREED
from ..rent import RentError, in_force
from ..rent.timeline import changes
from .ledger_on import deposits_on, owed_on


class RentRoll(models.AbstractModel):
    """租金台账: one row per shop of the chosen projects, on a day (LE-02, LE-F26)."""

    _name = "report.ops_leasing.rent_roll"
    _inherit = "report.ops_leasing.sheet"
    _description = "Rent roll"

    # BUSINESS
    def _title(self):
        return self.env._("Rent roll")

    def _period(self):
        return self.env._(
            "as of %(date)s · deposit and arrears stand at the first shop of a lease "
            "and of a tenant",
            date=format_date(self.env, self._day()),
        )

    def _columns(self):
        """See :meth:`report.ops_leasing.sheet._columns`."""
        return (
            ("building", self.env._("Building"), 10, "text", False),
            ("floor", self.env._("Floor"), 7, "text", False),
            ("number", self.env._("Shop"), 10, "text", False),
            ("use", self.env._("Use"), 9, "text", False),
            ("state", self.env._("State"), 9, "text", False),
            ("area", self.env._("Rent area m²"), 11, "money", True),
            ("tenant", self.env._("Tenant"), 24, "text", False),
            ("contract", self.env._("Lease"), 14, "text", False),
            ("start", self.env._("From"), 11, "date", False),
            ("end", self.env._("Until"), 11, "date", False),
            ("days", self.env._("Days left"), 8, "whole", False),
            ("rent", self.env._("Rent per m² and month"), 10, "money", False),
            ("monthly", self.env._("Rent per month"), 13, "money", True),
            ("service", self.env._("Property fee per month"), 12, "money", True),
            ("expected", self.env._("Expected rent per month"), 13, "money", True),
            ("step_date", self.env._("Next change on"), 11, "date", False),
            ("step_rent", self.env._("Rent per m² then"), 10, "money", False),
            ("deposit", self.env._("Deposit held"), 13, "money", True),
            ("arrears", self.env._("Arrears"), 13, "late", True),
            ("vacant", self.env._("Days vacant"), 8, "whole", False),
        )

    def _rows(self, projects):
        """See :meth:`report.ops_leasing.sheet._rows`."""
        day = self._day()
        units = self._units(projects, day)
        let, left, ahead = self._lets(units, day)
        leases = self.env["ops.lease.contract"].browse(
            {lease.id for lease in let.values()}
        )
        figures = self._figures(leases, day)
        money = self._money_on(leases.union(*ahead.values()), day)
        labels = {
            name: {item["id"]: item["label"] for item in units._map_labels(name)}
            for name in ("state", "use")
        }
        told, rows = set(), {project.id: [] for project in projects}
        for unit in units:
            lease = let.get(unit.id)
            row = {
                "building": unit.building_id.name,
                "floor": unit.floor_id.name,
                "number": unit.number,
                "use": labels["use"].get(unit.use, ""),
                "state": self._state(unit, lease, labels["state"]),
                "area": unit.area_rent,
                "expected": unit.expected_rent * unit.area_rent,
            }
            if lease:
                figure, paid = figures[lease.id], money[lease.id]
                area = figure["areas"].get(unit.id, 0.0)
                row.update(
                    **self._lease_cells(lease, paid),
                    let=True,
                    days=(lease.date_end - day).days,
                    rent=figure["rent"],
                    monthly=round(figure["rent"] * area, 2),
                    service=round(figure["service"] * area, 2),
                    step_date=figure["step_date"],
                    step_rent=figure["step_rent"],
                )
                # of several shops of a lease or a tenant the first one carries it
                if lease.id not in told:
                    row["deposit"] = paid["deposit"]
                debtor = (unit.property_id.id, paid["debtor"])
                if debtor not in told:
                    row["arrears"] = paid["arrears"]
                told |= {lease.id, debtor}
            else:
                since = left.get(unit.id) or unit.create_date.date()
                row["vacant"] = max((day - since).days, 0)
                if unit.id in ahead:
                    lease = ahead[unit.id]
                    row.update(self._lease_cells(lease, money[lease.id]))
            rows[unit.property_id.id].append(row)
        return rows

    def _units(self, projects, day):
        """Shops that were there on the day, in the order of the building."""
        units = (
            self.env["ops.lease.unit"]
            .with_context(active_test=False)
            .search(Domain("property_id", "in", projects.ids), order="id")
        )
        # one that was merged or split was there until then, its heirs from then on
        heirs = {}
        for unit in units:
            for former in unit.formed_from_ids:
                born = unit.create_date.date()
                heirs[former] = min(born, heirs.get(former, born))
        return units.filtered(
            lambda u: (
                (u.active or (u in heirs and heirs[u] > day))
                and (not u.formed_from_ids or u.create_date.date() <= day)
            )
        ).sorted(self._place)

    def _lets(self, units, day):
        """``({unit id: lease on the day}, {unit id: day the last tenant left},
        {unit id: lease signed for later})``."""
        lines = self.env["ops.lease.contract.line"].search_fetch(
            [
                ("unit_id", "in", units.ids),
                ("contract_id.state", "in", AGREED),
            ],
            ["unit_id", "contract_id", "date_from", "date_to"],
        )
        # whether a tenant has left is a fact of the shop, whoever may read exits
        ends = {
            lease.id: lease._last_charged_day()
            for lease in lines.contract_id.sudo()
            if lease.state != "signed"
        }
        let, left, ahead = {}, {}, {}
        for line in lines.sorted(lambda each: each._first_day()):
            lease, unit, start = line.contract_id, line.unit_id.id, line._first_day()
            end = min(filter(None, (ends.get(lease.id), line.date_to)), default=None)
            if end and end < start:
                # an amendment took its place before its first day
                continue
            if start > day:
                if lease.state == "signed":
                    ahead.setdefault(unit, lease)
            elif end is None or end >= day:
                let[unit] = lease
            else:
                left[unit] = max(end, left.get(unit, end))
        return let, left, ahead

    def _lease_cells(self, lease, paid):
        return {
            "tenant": paid["tenant"],
            "contract": lease.name,
            "start": lease.date_start,
            "end": lease.date_end,
        }

    def _figures(self, leases, day):
        """``{lease id: rents per m² and month, next change, areas}``."""
        areas = leases._map_areas(day)
        result = {}
        for lease in leases:
            size = sum(areas[lease.id].values())
            kinds = {charge.id: charge.kind for charge in lease.charge_ids}
            try:
                figure = self._terms_on(lease._rent_lease(), day, kinds, size)
            except RentError:
                # the billing run says what is wrong with the terms
                figure = {"rent": 0.0, "service": 0.0}
            result[lease.id] = {
                "step_date": None,
                "step_rent": None,
                "areas": areas[lease.id],
                **figure,
            }
        return result

    def _terms_on(self, version, day, kinds, size):
        """Rent and fee per m² and month on the day, and how the rent changes next.

        :raise RentError: terms that say nothing computable
        """
        now = self._per_area(version, day, kinds, size)
        step = self._next_change(version, day, kinds)
        if not step:
            return now
        then = self._per_area(version, step, kinds, size)
        return {**now, "step_date": step, "step_rent": then["rent"]}

    def _per_area(self, version, day, kinds, size):
        found = {"rent": 0.0, "service": 0.0}
        for key, now in in_force(version, min(day, version.end)).items():
            if kinds[key] in found and size:
                found[kinds[key]] += float(now.monthly) / size
        return {kind: round(amount, 2) for kind, amount in found.items()}

    def _next_change(self, version, day, kinds):
        """The next day the rent changes by its terms."""
        days = set()
        for charge in version.charges:
            if kinds[charge.key] == "rent":
                days.update(change[0] for change in changes(version, charge))
                days.update(
                    filter(
                        None,
                        (
                            charge.date_from,
                            charge.date_to and charge.date_to + timedelta(days=1),
                        ),
                    )
                )
        last = version.cut or version.end
        return min((each for each in days if day < each <= last), default=None)

    def _money_on(self, leases, day):
        """``{lease id: tenant, debtor, deposit held, arrears}``."""
        # the tenant's name and what he owes are facts of the shop, which the reader
        # sees; he need not be let into contacts or the books for them
        known = leases.sudo()
        known.partner_id.fetch(["name", "commercial_partner_id"])
        deposits = self.env["ops.lease.deposit"].search_fetch(
            [("contract_id", "in", leases.ids)], ["contract_id"]
        )
        books, held = deposits_on(self.env, deposits, day), {}
        for deposit in deposits:
            balance, owed = books.get(deposit.id, (0.0, 0.0))
            lease = deposit.contract_id.id
            held[lease] = held.get(lease, 0.0) + balance - owed
        owed = owed_on(
            self.env, known.partner_id.commercial_partner_id, known.company_id, day
        )
        return {
            lease.id: {
                "tenant": lease.partner_id.name or "",
                "debtor": lease.partner_id.commercial_partner_id.id,
                "deposit": held.get(lease.id, 0.0),
                "arrears": owed.get(
                    (lease.partner_id.commercial_partner_id.id, lease.company_id.id),
                    0.0,
                ),
            }
            for lease in known
        }

    def _state(self, unit, lease, labels):
        """What the register says today; of another day, whether it was let."""
        if not self.env.context.get("sheet_day"):
            return labels.get(unit.state, "")
        return self.env._("Let") if lease else labels["vacant"]

    def _place(self, unit):
        """Building, floor from the top, and A2 before A10."""
        digits = [
            (int(part), "") if part.isdigit() else (0, part)
            for part in re.split(r"(\d+)", unit.number)
        ]
        building, floor = unit.building_id, unit.floor_id
        return (building.sequence, building.id, -floor.level, floor.id, digits)

    def _total(self, rows):
        """What stands before the sums."""
        let = sum(row["area"] for row in rows if row.get("let"))
        area = sum(row["area"] for row in rows)
        return self.env._(
            "Total of %(count)s shops, %(share)s %% of the area under lease",
            count=len(rows),
            share=round(let / area * 100, 1) if area else 0,
        )
