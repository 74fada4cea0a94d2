"""A request commits what it estimates (PU-F04)."""

from odoo import api, fields, models
from odoo.addons.ops_base.flow import gate
from odoo.tools import LazyTranslate

from .budget_gates import summed

_lt = LazyTranslate(__name__)


class PurchaseRequest(models.Model):
    _inherit = "purchase.request"

    # FIELDS
    budget_note = fields.Text(
        "Budget",
        compute="_compute_budget_note",
        help="What the budget of the department leaves for these goods.",
    )

    # COMPUTE
    @api.depends(
        "state", "department_id", "line_ids.estimated_cost", "line_ids.cancelled"
    )
    def _compute_budget_note(self):
        charged = self._budget_charged()
        for request in self:
            notes = []
            for line, amount in charged.get(request, {}).items():
                # before it is handed in it has taken nothing yet
                taken = amount if request.state == "draft" else 0.0
                left, money = line.left - taken, line.currency_id.format
                notes.append(
                    self.env._(
                        "%(line)s: %(left)s of %(budget)s left after this request.",
                        line=line.display_name,
                        left=money(left),
                        budget=money(line.amount),
                    )
                    if left >= 0
                    else self.env._(
                        "%(line)s: exceeds the budget of %(budget)s by %(over)s.",
                        line=line.display_name,
                        budget=money(line.amount),
                        over=money(-left),
                    )
                )
            request.budget_note = "\n".join(notes)

    # BUSINESS
    def _budget_charged(self):
        """``{request: {budget line: estimated amount}}``."""
        asked = self.line_ids.filtered(lambda r: not r.cancelled and r.product_id)
        lines = self.env["ops.purchase.budget.line"]._of(asked)
        charged = {}
        for line, budget in lines.items():
            sums = charged.setdefault(line.request_id, {})
            sums[budget] = sums.get(budget, 0.0) + line.estimated_cost
        return charged

    @gate(_lt("Within the budget"))
    def _gate_within_budget(self):
        """Requests handed in together use up what is left together."""
        charged = self._budget_charged()
        pairs = [
            (budget, amount)
            for sums in charged.values()
            for budget, amount in sums.items()
        ]
        budgets = self.env["ops.purchase.budget.line"].union(*(b for b, _a in pairs))
        binding = budgets._binding()
        sums = summed((b, amount) for b, amount in pairs if b in binding)
        problems = dict(budgets._exceeded_by(sums))
        for request, its in charged.items():
            for budget in its:
                if budget in problems:
                    yield self._blocker(request, problems[budget], fix=request)
            for line in request.line_ids.filtered(lambda r: not r.cancelled):
                if its.keys() & set(binding) and not line.estimated_cost:
                    message = self.env._(
                        "%(product)s: a budget pays for it, estimate what it costs.",
                        product=line.product_id.display_name,
                    )
                    yield self._blocker(request, message, fix=request)

    def _after_submit(self):
        charged = self._budget_charged().values()
        lines = self.env["ops.purchase.budget.line"].union(
            *(line for sums in charged for line in sums)
        )
        lines._charge()
