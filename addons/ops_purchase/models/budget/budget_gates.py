"""What a budget and those who use it up are asked (PU-F04)."""

from collections import defaultdict

from odoo import fields, models
from odoo.addons.ops_base.flow import gate
from odoo.tools import LazyTranslate

from ..groups import FINANCE

_lt = LazyTranslate(__name__)


class PurchaseBudget(models.Model):
    _inherit = "ops.purchase.budget"

    # BUSINESS
    @gate(_lt("Departments and amounts given"), who=FINANCE)
    def _gate_amounts_given(self):
        for budget in self.filtered(lambda r: not r.line_ids):
            message = self.env._("No department has a budget in it.")
            yield self._blocker(budget, message, fix=budget)

    @gate(_lt("Each department budgeted once"), who=FINANCE)
    def _gate_budgeted_once(self):
        """Two lines for the same goods of a department on the same day would leave
        open which of them counts."""
        others = self.search(
            [
                ("company_id", "in", self.company_id.ids),
                "|",
                ("state", "!=", "draft"),
                ("revision", ">", 0),
                ("date_to", ">=", min(self.mapped("date_from"))),
                ("date_from", "<=", max(self.mapped("date_to"))),
            ]
        )
        budgets = others | self
        # read for all budgets at once
        keys = {line: line._key() for line in budgets.line_ids}
        for budget in self:
            seen = {}
            for other in budgets - budget:
                if (
                    other.company_id == budget.company_id
                    and other.date_from <= budget.date_to
                    and budget.date_from <= other.date_to
                ):
                    seen.update({keys[line]: other for line in other.line_ids})
            for line in budget.line_ids:
                twin = seen.get(keys[line])
                if twin:
                    message = self.env._(
                        "%(line)s stands in %(other)s already.",
                        line=line.display_name,
                        other=twin.display_name,
                    )
                    yield self._blocker(budget, message, fix=twin)
                seen[keys[line]] = budget

    @gate(_lt("Period over"), who=FINANCE)
    def _gate_period_over(self):
        today = fields.Date.context_today(self)
        for budget in self.filtered(lambda r: r.date_to >= today):
            message = self.env._("It is in force until %(day)s.", day=budget.date_to)
            yield self._blocker(budget, message, fix=budget)


class PurchaseBudgetLine(models.Model):
    _inherit = "ops.purchase.budget.line"

    # BUSINESS
    def _key(self):
        self.ensure_one()
        return self.department_id.id, self.categ_id.id

    def _exceeded_by(self, amounts):
        """``[(budget line, why it cannot be charged)]``.

        :param amounts: ``{budget line: what is to be charged to it}``
        """
        problems = []
        for line, amount in amounts.items():
            if line.budget_id.state != "in_force":
                message = self.env._(
                    "%(budget)s is “%(state)s”: nothing can be charged to it.",
                    budget=line.budget_id.display_name,
                    state=line.budget_id._flow_state_label(line.budget_id.state),
                )
                problems.append((line, message))
            elif line.currency_id.compare_amounts(amount, line.left) > 0:
                money = line.currency_id.format
                message = self.env._(
                    "%(line)s: %(amount)s are asked for, %(left)s of %(budget)s are "
                    "left. Ask for less, or have the budget revised.",
                    line=line.display_name,
                    amount=money(amount),
                    left=money(line.left),
                    budget=money(line.amount),
                )
                problems.append((line, message))
        return problems

    def _binding(self):
        """Those that refuse what exceeds them, where the gate is switched on."""
        return self.filtered(
            lambda r: (
                r.company_id.purchase_gate_budget and r.budget_id.control == "block"
            )
        )


def summed(pairs):
    """``{key: sum}`` of (key, amount)."""
    sums = defaultdict(float)
    for key, amount in pairs:
        sums[key] += amount
    return sums
