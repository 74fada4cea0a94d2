"""Settled use as open lines of the billing run (LE-F15, LE-F16).

The books are the memory: what approved rounds say a charge owes for a period, less what
was billed for it, is open. A round that is void owes nothing, so the next run credits
what was billed of it.
"""

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from odoo import models
from odoo.fields import Command
from odoo.tools import SQL

from ...rent import cents
from ..billing.open_line import OpenLine

ZERO = Decimal(0)
#: rounds and pools whose figures are owed
OWED = ("approved", "archived")


class LeaseContract(models.Model):
    _inherit = "ops.lease.contract"

    # BUSINESS
    def _rent_open_beside(self, billed, upto):
        """What leases owe of meters, compared with the books."""
        result = super()._rent_open_beside(billed, upto)
        charges = self.charge_ids.filtered(lambda c: c.kind == "utility")
        if charges:
            owed = self._utility_owed(charges)
            self._open_settled(result, charges, owed, billed, upto)
        return result

    def _open_settled(self, result, charges, owed, billed, upto):
        """Add to ``result`` what is open of charges that papers settle.

        :param owed: ``{charge id: {first day: (last day, amount, trace)}}``
        """
        for charge in charges:
            lease = charge.contract_id
            before = result.get(lease, [])
            if isinstance(before, str):
                continue
            periods = owed.get(charge.id, {})
            done_of = {
                day: done
                for (key, day), done in billed.get(lease.id, {}).items()
                if key == charge.id and day
            }
            lines = []
            for day in sorted({*periods, *done_of}):
                last, amount, trace = periods.get(day, (day, ZERO, ()))
                done = done_of.get(day, ZERO)
                due = last + timedelta(days=charge.due_days)
                if amount == done or (due > upto and not done):
                    continue
                lines.append(
                    OpenLine(
                        charge=charge.id,
                        date_from=day,
                        date_to=last,
                        due=due,
                        amount=amount - done,
                        scheduled=amount,
                        billed=done,
                        trace=trace,
                    )
                )
            if lines:
                result[lease] = [*before, *lines]

    def _utility_owed(self, charges):
        """``{charge id: {first day: (last day, amount, trace)}}`` of approved rounds;
        one query."""
        if not charges:
            return {}
        self.env["ops.lease.utility.part"].flush_model()
        self.env["ops.lease.utility"].flush_model(["state", "date_from", "date_to"])
        owed = defaultdict(dict)
        for charge, first, last, amount, traces in self.env.execute_query(
            SQL(
                """
                SELECT part.charge_id, utility.date_from, utility.date_to,
                       SUM(part.amount), JSONB_AGG(part.trace ORDER BY part.id)
                  FROM ops_lease_utility_part part
                  JOIN ops_lease_utility utility ON utility.id = part.utility_id
                 WHERE part.charge_id IN %s
                   AND utility.state IN %s
                 GROUP BY part.charge_id, utility.date_from, utility.date_to
                """,
                tuple(charges.ids),
                OWED,
            )
        ):
            rows = tuple(row for trace in traces for row in trace)
            owed[charge][first] = last, cents(float(amount)), rows
        return owed

    def _settled_charges(self, kind, wanted):
        """The charges that settled amounts are billed by; those missing are made.

        :param wanted: set of ``(lease, subject, tax ids)``
        :return: ``{(lease, subject, tax ids): charge}``
        """
        found, missing = {}, defaultdict(list)
        for lease, subject, taxes in sorted(wanted, key=lambda k: (k[0].id, *k[1:])):
            known = lease.charge_ids.filtered(lambda c: c.kind == kind)
            charge = known.filtered(
                lambda c, subject=subject, taxes=taxes: (
                    c.subject == subject and tuple(sorted(c.tax_ids.ids)) == taxes
                )
            )[:1]
            if charge:
                found[lease, subject, taxes] = charge
                continue
            # payer and days to pay as the lease says of its utilities
            agreed = known[:1]
            missing[lease].append(
                (
                    subject,
                    taxes,
                    {
                        "kind": kind,
                        "subject": subject,
                        "basis": "lump",
                        "rate": 0,
                        "rhythm": "month",
                        "in_arrears": True,
                        "due_days": agreed.due_days,
                        "clause": agreed.clause,
                        "payer_id": agreed.payer_id.id,
                        "tax_ids": [Command.set(taxes)],
                    },
                )
            )
        if missing:
            leases = self.browse([lease.id for lease in missing])
            # The paper that settles was approved; the lease only gets the line it is
            # billed by, without a rate of its own.
            made = (
                leases.sudo()
                ._flow_opened("charge_ids")
                .env["ops.lease.charge"]
                .create(
                    [
                        {**values, "contract_id": lease.id}
                        for lease, rows in missing.items()
                        for _subject, _taxes, values in rows
                    ]
                )
                .sudo(False)
            )
            keys = [
                (lease, subject, taxes)
                for lease, rows in missing.items()
                for subject, taxes, _values in rows
            ]
            found |= dict(zip(keys, made, strict=True))
        return found


class LeaseUtility(models.Model):
    _inherit = "ops.lease.utility"

    # BUSINESS
    def _charge_leases(self):
        """Give every part the charge of its lease that it is billed by."""
        # which charges a lease has is no secret to who settles with it
        parts = self.part_ids.filtered("contract_id").sudo()
        keys = {part: part._charge_key() for part in parts}
        charges = parts.contract_id._settled_charges("utility", set(keys.values()))
        for paper in self:
            for charge, mine in (
                paper.part_ids.sudo()
                .grouped(lambda part: charges.get(keys.get(part)))
                .items()
            ):
                if charge:
                    opened = mine.with_env(paper.sudo()._flow_opened("part_ids").env)
                    opened.charge_id = charge.id

    def _uneven(self):
        """``{round: leases}`` whose parts and books differ."""
        leases = self.part_ids.contract_id
        charges = self.part_ids.charge_id
        billed, owed = leases._rent_billed(), leases._utility_owed(charges)
        result = {}
        for paper in self:
            for charge in paper.part_ids.charge_id:
                done = billed.get(charge.contract_id.id, {}).get(
                    (charge.id, paper.date_from), ZERO
                )
                settled = owed.get(charge.id, {}).get(paper.date_from)
                if settled and settled[1] != done:
                    known = result.setdefault(paper, self.env["ops.lease.contract"])
                    result[paper] = known | charge.contract_id
        return result


class LeaseUtilityPart(models.Model):
    _inherit = "ops.lease.utility.part"

    # BUSINESS
    def _charge_key(self):
        self.ensure_one()
        return self.contract_id, self.kind, tuple(self.taxes or ())

    def _facts(self, names):
        """What has to come out the same when it is worked out again."""
        self.ensure_one()
        facts = {
            name: self[name].id if self._fields[name].relational else self[name]
            for name in names
        }
        return list({**facts, "taxes": self.taxes or []}.values())
