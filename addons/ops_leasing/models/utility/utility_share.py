"""Who owes what of the meters of a round: own use, shared parts, the landlord's rest.

The figures are plain arithmetic over what the round has listed (rent/readings.py,
rent/pools.py); they are worked out again at every step and have to come out the same.
"""

import json
from decimal import Decimal

from odoo import models

from ...rent import (
    Cost,
    Member,
    Pool,
    RentError,
    decimal,
    distribute,
    price_usage,
)

UNIT = Decimal("0.001")
ZERO = Decimal(0)
#: what of a part has to come out the same again
FACTS = ("line_id", "contract_id", "unit_id", "quantity", "amount", "taxes", "trace")


class LeaseUtility(models.Model):
    _inherit = "ops.lease.utility"

    # BUSINESS
    def _settle(self):
        """Write down anew who owes what.

        :raise FlowRefused: where a price is missing
        """
        for line, values in self._tenants_now():
            if (line.contract_id.id, line.bound) != tuple(values.values()):
                line.sudo()._stamp(values)
        found = self._parts()
        problems = [
            self._blocker(paper, message)
            for paper, (_values, messages) in found.items()
            for message in messages
        ]
        if problems:
            raise self._guard_refusal(self.env._("Work out what is owed"), problems)
        # worked out by the round; nobody may enter it, whoever asks for it
        opened = self.sudo()._flow_opened("part_ids").env
        opened["ops.lease.utility.part"].browse(self.part_ids.ids).unlink()
        opened["ops.lease.utility.part"].create(
            [vals for values, _messages in found.values() for vals in values]
        )
        self.invalidate_recordset(["part_ids"])
        self.line_ids.invalidate_recordset(["part_ids", "amount"])

    def _tenants_now(self):
        """``[(line, {contract_id, bound})]`` of the lines of shops that were read: a
        day typed in may have moved whose the use is."""
        lines = self.line_ids.filtered(lambda li: li.unit_id and li.date)
        spans = self.env["ops.lease.contract"]._tenancies(lines.unit_id)
        return [
            (
                line,
                line.utility_id._tenant_of(
                    spans[line.unit_id],
                    line.previous_date,
                    line.date,
                    line.reading_id,
                ),
            )
            for line in lines
        ]

    def _parts(self):
        """``{round: (values of its parts, [problem])}``; the number of queries does not
        grow with rounds or meters."""
        lines = self.line_ids.filtered(lambda li: li.date and li.previous_date)
        versions = lines.meter_id._versions()
        projects = lines.filtered("shared").property_id
        # the landlord bears what is not let, also of shops the reader cannot see
        shops = self.env["ops.lease.unit"].sudo()
        shops = shops.search([("property_id", "in", projects.ids)])
        spans = self.env["ops.lease.contract"]._tenancies(shops)
        units = shops.grouped("property_id")
        result = {paper: ([], []) for paper in self}
        for line in lines:
            paper = line.utility_id
            values, problems = result[paper]
            try:
                values += paper._parts_of(
                    line,
                    versions[line.meter_id],
                    units.get(line.property_id, shops.browse()),
                    spans,
                )
            except RentError as error:
                problems.append(paper._price_sentence(line, error))
        return result

    def _price_sentence(self, line, error):
        if error.code == "rate_missing":
            return self.env._(
                "%(meter)s: there is no price for %(day)s. The property manager enters "
                "a tariff version.",
                meter=line.display_name,
                day=error.data["date"],
            )
        return self.env._(
            "%(meter)s cannot be shared out (%(code)s: %(figures)s).",
            meter=line.display_name,
            code=error.code,
            figures=", ".join(f"{name} {value}" for name, value in error.data.items()),
        )

    def _parts_of(self, line, versions, units, spans):
        quantity, first = decimal(line.quantity), line._first_day()
        if not line.shared:
            return self._priced(
                *(line, versions, line.contract_id, line.unit_id, quantity),
                *(first, line.date),
            )
        counted = quantity
        for sub in self.line_ids.filtered(
            lambda li: li.meter_id.main_id == line.meter_id and li.date
        ):
            counted -= decimal(sub.quantity)
        members, whole = self._members(line, units, spans)
        # what sub-meters counted beyond the main meter is nobody's to pay
        shares = distribute(
            Pool(
                first,
                line.date,
                (Cost("use", max(counted, ZERO)),),
                tuple(
                    Member(number, weight, max(start, first), min(end, line.date))
                    for number, (_u, _c, weight, start, end) in enumerate(members)
                ),
                whole,
                unit=UNIT,
            )
        )
        values, given = [], ZERO
        for share in shares[:-1]:
            unit, lease, weight, start, end = members[share.key]
            days = max(start, first), min(end, line.date)
            given += share.amount
            values += self._priced(
                *(line, versions, lease, unit, share.amount, *days),
                pool={
                    "counted": str(max(counted, ZERO)),
                    "weight": str(weight),
                    "of_weight": str(whole),
                    "of_days": (line.date - first).days + 1,
                },
            )
        none = self.env["ops.lease.contract"]
        return values + self._priced(
            *(line, versions, none, self.env["ops.lease.unit"], counted - given),
            *(first, line.date),
            pool={"counted": str(counted), "weight": "0", "of_weight": str(whole)},
        )

    def _members(self, line, units, spans):
        """``([(shop, lease, weight, first day, last day)], weight of the whole)``"""
        meter, first = line.meter_id, line._first_day()
        if meter.share_by == "fixed":
            weights = {s.unit_id: decimal(s.weight) for s in meter.share_ids}
            whole = decimal(meter.share_whole) or sum(weights.values(), ZERO)
        else:
            within = units.filtered(
                lambda u: not meter.floor_id or u.floor_id == meter.floor_id
            )
            weights = {unit: decimal(unit.area_rent) for unit in within}
            whole = sum(weights.values(), ZERO)
        members = [
            (unit.sudo(False), lease, weights[unit], start, end)
            for unit in weights
            for lease, start, end in spans.get(unit, ())
            if weights[unit] and start <= line.date and end >= first
        ]
        return members, whole

    def _priced(self, line, versions, lease, unit, quantity, first, last, pool=None):
        """Values of the part of one lease, nothing where nothing was used."""
        if not quantity:
            return []
        used = price_usage(abs(quantity), first, last, [v.rate for v in versions])
        sign = 1 if quantity > 0 else -1
        taxes = [v.taxes for v in versions if v.rate.date_from <= last]
        facts = {
            "code": "share" if pool else "meter",
            "meter": line.meter_id.serial,
            "kind": line.kind,
            "previous": str(decimal(line.previous_value)),
            "reading": str(decimal(line.value)),
            "multiplier": str(decimal(line.multiplier)),
            **(pool or {}),
        }
        rows = [
            {
                **facts,
                "from": str(part.date_from),
                "to": str(part.date_to),
                "days": part.days,
                "quantity": str(part.quantity * sign),
                "rate": str(part.price),
                "amount": str(part.amount * sign),
            }
            for part in used
        ]
        return [
            {
                "utility_id": line.utility_id.id,
                "line_id": line.id,
                "contract_id": lease.id,
                "unit_id": unit.id,
                "shared": bool(pool),
                "date_from": first,
                "date_to": last,
                "quantity": float(quantity),
                "weight": float(pool["weight"]) if pool else 0.0,
                "of_weight": float(pool["of_weight"]) if pool else 0.0,
                "amount": float(sum((p.amount for p in used), ZERO) * sign),
                "taxes": list(taxes[-1]),
                "trace": rows,
            }
        ]

    def _facts_changed(self):
        """Those of the rounds whose parts would come out otherwise by now."""
        changed = self.browse()
        for paper, (values, problems) in self._parts().items():
            now = sorted(_text([part[name] for name in FACTS]) for part in values)
            then = sorted(_text(part._facts(FACTS)) for part in paper.part_ids)
            if problems or now != then:
                changed |= paper
        return changed


def _text(facts):
    """Facts to compare; the database keeps the keys of a trace in an order of its
    own."""
    return json.dumps(facts, sort_keys=True)
