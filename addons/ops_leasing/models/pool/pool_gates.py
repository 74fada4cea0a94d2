"""What each step of a pool demands (LE-F10)."""

from odoo import fields, models
from odoo.addons.ops_base.flow import gate
from odoo.tools import LazyTranslate

from ..groups import FINANCE
from .pool_settle import ARREARS, FACTS

_lt = LazyTranslate(__name__)


class LeasePool(models.Model):
    _inherit = "ops.lease.pool"

    # BUSINESS
    @gate(_lt("Year over"), who=FINANCE)
    def _gate_year_over(self):
        today = fields.Date.context_today(self)
        for pool in self.filtered(lambda p: p.date_to >= today):
            message = self.env._("%(year)s is not over yet.", year=pool.year)
            yield self._blocker(pool, message, fix=pool)

    @gate(_lt("Costs given"), who=FINANCE)
    def _gate_costs_given(self):
        for pool in self:
            if not pool.cost_ids:
                message = self.env._("The pool has no costs.")
                yield self._blocker(pool, message, fix=pool)
            for cost in pool.cost_ids.filtered(lambda c: not c.amount):
                message = self.env._(
                    "%(cost)s comes to nothing: enter it, or name accounts with posted "
                    "expenses of the year.",
                    cost=cost.name,
                )
                yield self._blocker(pool, message, fix=pool)
            if not pool.member_ids.filtered(lambda m: not m.left_out):
                message = self.env._("No tenant is in the pool.")
                yield self._blocker(pool, message, fix=pool)

    @gate(_lt("Shares can be computed"), who=FINANCE)
    def _gate_pool_sound(self):
        for pool, (_house, _values, problem) in self._shares().items():
            if problem:
                yield self._blocker(pool, problem, fix=pool)

    @gate(_lt("Billed on account"), who=FINANCE)
    def _gate_on_account_billed(self):
        """The year is settled against what was billed of it: all of it has to be."""
        found = self._on_account_open()
        for pool in self:
            leases = pool.member_ids.filtered(lambda m: not m.left_out).contract_id
            for lease in leases.sudo():
                lines = found[pool.date_to][lease]
                if isinstance(lines, str):
                    yield self._blocker(pool, lines, fix=lease)
                    continue
                kinds = {c.id for c in lease.charge_ids if c.kind == pool.charge_kind}
                if any(
                    line.charge in kinds
                    and pool.date_from <= line.date_from <= pool.date_to
                    for line in lines
                ):
                    message = self.env._(
                        "%(lease)s: the fee of the year is not billed in full; let the "
                        "billing run do so first, or leave the lease out.",
                        lease=lease.display_name,
                    )
                    yield self._blocker(pool, message, fix=lease)

    def _on_account_open(self):
        """``{last day: {lease: open lines or why there are none}}`` of all these pools;
        worked out once for each year's end."""
        result = {}
        for day, pools in self.grouped("date_to").items():
            members = pools.member_ids.filtered(lambda m: not m.left_out)
            # what a lease owes by its terms is finance's to know
            result[day] = members.contract_id.sudo()._rent_open(day + ARREARS)
        return result

    @gate(_lt("Figures are those approved"), who=FINANCE)
    def _gate_pool_holds(self):
        for pool, (_house, values, problem) in self.sudo()._shares().items():
            if problem or any(
                [figures[name] for name in FACTS] != [member[name] for name in FACTS]
                for member, figures in values.items()
            ):
                message = self.env._(
                    "Areas or bills of the year have changed since the pool was handed "
                    "in: return it to be worked out anew."
                )
                yield self._blocker(pool.sudo(False), message, fix=pool)

    @gate(_lt("Difference billed"), who=FINANCE)
    def _gate_pool_billed(self):
        members = self.sudo().member_ids.filtered("charge_id")
        billed = members.contract_id._rent_billed()
        for member in members:
            done = billed.get(member.contract_id.id, {}).get(
                (member.charge_id.id, member.pool_id.date_from), 0
            )
            if member.currency_id.compare_amounts(member.due, float(done)):
                message = self.env._(
                    "%(lease)s: not billed yet; it follows from the billing run.",
                    lease=member.contract_id.display_name,
                )
                pool = member.pool_id.sudo(False)
                yield self._blocker(pool, message, fix=member.contract_id)
