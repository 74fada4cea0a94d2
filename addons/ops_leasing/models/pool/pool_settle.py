"""What the tenants of a pool bear, and what is still open of it."""

from datetime import timedelta
from decimal import Decimal

from odoo import models

from ...rent import Cost, Member, Pool, RentError, cents, decimal, distribute
from ..billing.open_line import covered_ahead

ZERO = Decimal(0)
#: what is paid in arrears of the year is due so much later
ARREARS = timedelta(days=62)
#: what is worked out of a member and has to come out the same again
FACTS = ("actual", "over_cap", "on_account", "trace")


class LeasePool(models.Model):
    _inherit = "ops.lease.pool"

    # BUSINESS
    def _list_members(self):
        """One line for each lease that ran in the year; what was entered stays. The
        number of queries does not grow."""
        # which leases a project has is no secret to who settles its costs
        leases = (
            self.env["ops.lease.contract"]
            .sudo()
            .search(
                [
                    ("property_id", "in", self.property_id.ids),
                    ("state", "in", ("signed", "settled")),
                ],
                order="id",
            )
        )
        opened = self.sudo()._flow_opened("member_ids").env
        members, fresh, gone = opened["ops.lease.pool.member"], [], []
        for pool in self:
            known = {member.contract_id.id: member for member in pool.member_ids}
            for lease in leases:
                if lease.property_id != pool.property_id or not lease.date_start:
                    continue
                first = max(lease.date_start, pool.date_from)
                last = min(lease._last_charged_day(), pool.date_to)
                if first > last:
                    continue
                days = {"date_from": first, "date_to": last}
                member = known.pop(lease.id, None)
                if member:
                    members.browse(member.id).write(days)
                else:
                    keys = {"pool_id": pool.id, "contract_id": lease.id}
                    fresh.append({**keys, **days, "weight": _area(lease, first, last)})
            gone += [member.id for member in known.values()]
        members.browse(gone).unlink()
        members.create(fresh)
        self.invalidate_recordset(["member_ids"])

    def _settle(self):
        """Write down anew what each tenant bears; what cannot be computed is said by
        the gate."""
        self.cost_ids._take_ledger()
        opened = self.sudo()._flow_opened("member_ids").env
        members = opened["ops.lease.pool.member"]
        today = self._fields["date_settled"].context_today(self)
        for pool, (house, values, problem) in self._shares().items():
            pool._flow_write({"date_settled": False if problem else today, **house})
            for member, figures in values.items():
                members.browse(member.id).write(figures)

    def _shares(self):
        """``{pool: (figures of the house, {member: figures}, problem)}``; the number of
        queries does not grow with the tenants."""
        if not self:
            return {}
        # what a lease owes and was billed is no secret to who settles its year
        leases = self.member_ids.contract_id.sudo()
        billed = leases._rent_billed()
        ahead = leases.filtered(
            lambda c: any(not day for _charge, day in billed.get(c.id, ()))
        )
        last = max(self.mapped("date_to"))
        lines = ahead._rent_lines(dict.fromkeys(ahead, last + ARREARS))
        units = self.env["ops.lease.unit"].sudo()
        areas = dict(
            units._read_group(
                [("property_id", "in", self.property_id.ids)],
                ["property_id"],
                ["area_rent:sum"],
            )
        )
        # read for all of them at once
        self.member_ids.mapped("excluded_ids")
        result = {}
        for pool in self:
            whole = decimal(areas.get(pool.property_id, 0.0))
            result[pool] = pool._shares_of(whole, billed, lines)
        return result

    def _shares_of(self, area, billed, lines):
        self.ensure_one()
        of_days = (self.date_to - self.date_from).days + 1
        taken = sum(
            (
                decimal(member.weight) * ((member.date_to - member.date_from).days + 1)
                for member in self.member_ids
            ),
            ZERO,
        )
        occupancy = min(taken / of_days / area, Decimal(1)) if area else ZERO
        house = {
            "weight_whole": float(area) if self.spread == "house" else 0.0,
            "occupancy": float(round(occupancy * 100, 2)),
        }
        bearing = self.member_ids.filtered(lambda m: not m.left_out)
        try:
            shares = distribute(
                Pool(
                    self.date_from,
                    self.date_to,
                    tuple(
                        Cost(c.id, cents(c.amount), c.variable, c.controllable)
                        for c in self.cost_ids
                    ),
                    tuple(
                        Member(
                            member.id,
                            decimal(member.weight),
                            member.date_from,
                            member.date_to,
                            frozenset(member.excluded_ids.ids),
                            cents(member.cap) if member.cap else None,
                            cents(member.base),
                        )
                        for member in bearing
                    ),
                    area if self.spread == "house" else None,
                    occupancy,
                    decimal(self.gross_up) / 100 if self.gross_up else None,
                )
            )
        except RentError as error:
            return house, {}, self._share_sentence(error)
        by_id = {share.key: share for share in shares}
        values = {
            member: self._figures(
                member, by_id.get(member.id), self._on_account(member, billed, lines)
            )
            for member in self.member_ids
        }
        return house, values, ""

    def _figures(self, member, share, done):
        if share is None:
            nothing = {"actual": 0.0, "over_cap": 0.0, "trace": []}
            return {**nothing, "on_account": float(done)}
        names = {cost.id: cost.name for cost in self.cost_ids}
        span = {"from": str(member.date_from), "to": str(member.date_to)}
        rows = [
            {
                "code": "pool",
                **span,
                "pool": str(part.pool),
                "cost": names[part.cost],
                "weight": str(part.weight),
                "of_weight": str(round(part.of_weight, 4)),
                "days": part.days,
                "of_days": part.of_days,
                "amount": str(part.amount),
            }
            for part in share.parts
        ]
        for code, amount in (
            ("pool_cap", share.over_cap),
            ("pool_base", share.base),
            ("pool_billed", done + cents(member.elsewhere)),
        ):
            if amount:
                rows.append({"code": code, **span, "amount": str(-amount)})
        return {
            "actual": float(share.amount),
            "over_cap": float(share.over_cap),
            "on_account": float(done),
            "trace": rows,
        }

    def _on_account(self, member, billed, lines):
        """What the books hold on account of the year: periods that begin in it, and
        what was paid in advance of them.

        :param lines: ``{lease: periods by the terms}`` of those that paid in advance
        """
        lease = member.contract_id.sudo()
        kinds = {c.id for c in lease.charge_ids if c.kind == self.charge_kind}
        done = {
            key: amount
            for key, amount in billed.get(lease.id, {}).items()
            if key[0] in kinds
        }
        owed = lines.get(lease, ())
        # terms nobody can compute are named by the gate
        periods = () if isinstance(owed, str) else owed
        ahead = covered_ahead(
            [line for line in periods if line.charge in kinds],
            done,
            self.date_to + ARREARS,
            lease._rent_heirs(),
        )
        return sum(
            (
                amount
                for found in (done, ahead)
                for (_charge, day), amount in found.items()
                if day and self.date_from <= day <= self.date_to
            ),
            ZERO,
        )

    def _share_sentence(self, error):
        """What the arithmetic of the pool refuses, and what to look at."""
        if error.code == "weights_above_total":
            return self.env._(
                "The tenants weigh %(weights)s, the whole rent area is %(total)s: "
                "correct the weights or the areas of the shops.",
                weights=round(error.data["weights"], 2),
                total=error.data["total"],
            )
        if error.code == "gross_up_occupancy":
            return self.env._(
                "Nothing was let in the year: costs cannot be taken as if let."
            )
        return self.env._(
            "The pool cannot be computed (%(code)s: %(figures)s).",
            code=error.code,
            figures=", ".join(f"{name} {value}" for name, value in error.data.items()),
        )

    def _after_approve(self):
        """Give every member the charge its difference is billed by."""
        # which charges a lease has is no secret to who settles with it
        members = self.member_ids.filtered("due").sudo()
        taxes = members._taxes()
        keys = {
            member: (member.contract_id, member.pool_id.charge_kind, taxes[member])
            for member in members
        }
        charges = members.contract_id._settled_charges("pool", set(keys.values()))
        opened = members.with_env(self.sudo()._flow_opened("member_ids").env)
        for member in opened:
            member.charge_id = charges[keys[member]].id


class LeasePoolMember(models.Model):
    _inherit = "ops.lease.pool.member"

    # BUSINESS
    def _taxes(self):
        """``{member: tax ids of its fee on account}``"""
        found = {}
        for member in self:
            kind = member.pool_id.charge_kind
            charges = member.contract_id.charge_ids.filtered(
                lambda c, kind=kind: c.kind == kind and c.tax_ids
            )
            found[member] = tuple(sorted(charges[-1:].tax_ids.ids))
        return found


def _area(lease, first, last):
    """Rent area of a lease on average of these days: shops may come and go."""
    days = 0.0
    for line in lease.line_ids:
        begins = max(first, line.date_from or first)
        ends = min(last, line.date_to or last)
        days += line.area * max((ends - begins).days + 1, 0)
    return round(days / ((last - first).days + 1), 4)
