"""Which meters a round reads, from where on, and for whom."""

from collections import defaultdict
from datetime import date, timedelta

from odoo import models
from odoo.tools import SQL

from .spans import DAY

#: readings of so many days back tell what a meter usually counts
PAST = timedelta(days=400)


class LeaseUtility(models.Model):
    _inherit = "ops.lease.utility"

    # BUSINESS
    def _list_meters(self):
        """One line for each meter and each tenant of its time, with what is known;
        what was typed stays. The number of queries does not grow with the meters."""
        if not self:
            return
        listed_readings = self.env["ops.lease.reading"]
        meters = self.env["ops.lease.meter"].search(
            [("property_id", "in", self.property_id.ids)]
        )
        claims, readings = meters._claims(), self._readings_known(meters)
        tenancies = self.env["ops.lease.contract"]._tenancies(meters.unit_id)
        by_project = meters.grouped("property_id")
        # the list is worked out, nobody enters it: see the guard of the lines
        opened = self.sudo()._flow_opened("line_ids").env
        listed = opened["ops.lease.utility.line"]
        fresh, kept = [], set()
        for paper in self:
            known = {(li.meter_id.id, li.previous_date): li for li in paper.line_ids}
            for meter in by_project.get(paper.property_id, ()):
                for values in paper._spans_of(
                    claims.get(meter.id, ()), readings[meter.id]
                ):
                    line = known.get((meter.id, values["previous_date"]))
                    if line and line.id in kept:
                        line = None
                    if line and not values["reading_id"] and line.date:
                        # typed into the round and still so
                        values |= {"date": line.date, "value": line.value}
                    values |= {"multiplier": meter.multiplier}
                    values |= paper._tenant_of(
                        tenancies.get(meter.unit_id, ()),
                        values["previous_date"],
                        values["date"] or paper.date_to,
                        listed_readings.browse(values["reading_id"] or ()),
                    )
                    if line:
                        kept.add(line.id)
                        listed.browse(line.id).write(values)
                    else:
                        keys = {"utility_id": paper.id, "meter_id": meter.id}
                        fresh.append(values | keys)
        listed.browse([li.id for li in self.line_ids if li.id not in kept]).unlink()
        listed.create(fresh)
        self.invalidate_recordset(["line_ids"])

    def _readings_known(self, meters):
        """``{meter id: [reading]}`` in order: those around the periods, and the last
        one before them."""
        found, first = defaultdict(list), min(self.mapped("date_from"))
        model = self.env["ops.lease.reading"]
        for reading in model.search(
            [
                ("meter_id", "in", meters.ids),
                ("date", ">=", first - PAST),
                ("date", "<=", max(self.mapped("date_to"))),
            ],
            order="date, id",
        ):
            found[reading.meter_id.id].append(reading)
        rest = [
            meter
            for meter in meters.ids
            if not any(reading.date < first for reading in found[meter])
        ]
        rows = (
            self.env.execute_query(
                SQL(
                    """
                    SELECT DISTINCT ON (meter_id) id
                      FROM ops_lease_reading
                     WHERE meter_id IN %s AND date < %s
                     ORDER BY meter_id, date DESC, id DESC
                    """,
                    tuple(rest),
                    first,
                )
            )
            if rest
            else ()
        )
        for reading in model.browse([row[0] for row in rows]):
            found[reading.meter_id.id].insert(0, reading)
        return found

    def _spans_of(self, claims, readings):
        """Where a meter's time of this round is cut: at what is settled, and where one
        tenant leaves or the next one comes.

        :return: list of values of lines; the last one may wait for its reading
        """
        last = self.date_to
        claims = [claim for claim in claims if claim[3] != self.id]
        readings = [reading for reading in readings if reading.date <= last]
        before = [claim for claim in claims if claim[1] <= last]
        after = [
            claim[0] for claim in claims if claim[1] > last and claim[0] > date.min
        ]
        until = min([last, *after])
        if before:
            _first, day, value, _round = max(before, key=lambda claim: claim[1])
            start = next((r for r in reversed(readings) if r.date == day), None)
            day_value = day, value
        else:
            early = [r for r in readings if r.date < self.date_from]
            start = early[-1] if early else (readings or [None])[0]
            day_value = (start.date, start.value) if start else (False, 0.0)
        day, value = day_value
        ahead = [r for r in readings if (not day or r.date > day) and r.date <= until]
        cuts = [r for r in ahead if r.kind in ("final", "handover")]
        tail = [r for r in ahead if not cuts or (r.date, r.id) > _key(cuts[-1])]
        tail = [r for r in tail if r.kind == "periodic" and r.date >= self.date_from]
        spans = []
        for reading in [*cuts, *tail[-1:]]:
            if day != reading.date:
                spans.append(_values(start, day, value, reading))
            start, day, value = reading, reading.date, reading.value
        if not tail and (not day or day < until):
            spans.append(_values(start, day, value, None))
        return spans

    def _tenant_of(self, spans, before, day, reading):
        """Whose use it is, and whether readings bound the days of its tenant."""
        if reading.kind == "handover":
            # who takes over on that day uses what is counted after it
            day -= DAY
        first = (before or self.date_from - DAY) + DAY
        mine = [span for span in spans if span[1] <= day and span[2] >= first]
        if not mine:
            return {"contract_id": False, "bound": "free"}
        lease, start, end = mine[-1]
        if len({span[0].partner_id for span in mine}) > 1:
            bound = "many"
        elif len(mine) == 1 and (start > first or end < day):
            bound = "part"
        else:
            bound = "whole"
        return {"contract_id": lease.id, "bound": bound}

    def _take_readings(self):
        """What was typed into rounds becomes readings of the meters, in one go."""
        lines = self.line_ids.filtered(lambda li: li.date and not li.reading_id)
        readings = self.env["ops.lease.reading"].create(
            [
                {
                    "meter_id": line.meter_id.id,
                    "date": line.date,
                    "value": line.value,
                    "kind": "periodic",
                    "user_id": self.env.uid,
                }
                for line in lines
            ]
        )
        for line, reading in zip(lines.sudo(), readings, strict=True):
            # a stamp of the system
            line._stamp({"reading_id": reading.id, "made": True})

    def _take_back_readings(self):
        """Readings the rounds wrote down themselves are typed figures again."""
        lines = self.line_ids.filtered("made")
        readings = lines.reading_id
        for line in lines.sudo():
            line._stamp({"reading_id": False, "made": False})
        # the round made them; who may send it back may take them back
        readings.sudo().unlink()


def _key(reading):
    return reading.date, reading.id


def _values(start, day, value, reading):
    return {
        "previous_id": start.id if start else False,
        "previous_date": day,
        "previous_value": value,
        "reading_id": reading.id if reading else False,
        "date": reading.date if reading else False,
        "value": reading.value if reading else 0.0,
        "made": False,
    }
