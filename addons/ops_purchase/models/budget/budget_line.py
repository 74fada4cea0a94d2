from odoo import api, fields, models
from odoo.addons.ops_base.turns import take_turns
from odoo.fields import Domain

#: States in which a budget counts; one that is being revised counts as well.
COUNTING = ("in_force", "closed")
FIGURES = ("requested", "ordered", "billed")


class PurchaseBudgetLine(models.Model):
    """What one department may spend on one kind of goods (PU-F04)."""

    _name = "ops.purchase.budget.line"
    _inherit = ["ops.flow.line.mixin"]
    _description = "Budget of a department"
    _order = "budget_id, department_id, id"
    _check_company_auto = True
    _flow_parent = ("budget_id", "line_ids")

    # FIELDS
    budget_id = fields.Many2one(
        "ops.purchase.budget", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="budget_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="budget_id.currency_id")
    state = fields.Selection(related="budget_id.state", string="Budget state")
    department_id = fields.Many2one(
        "hr.department",
        "Department",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    categ_id = fields.Many2one(
        "product.category",
        "Kind of goods",
        ondelete="restrict",
        help="With everything below it; empty: all goods without a line of their own.",
    )
    amount = fields.Monetary("Budgeted", required=True)
    requested = fields.Monetary(
        compute="_compute_use", help="Estimated in requests and not ordered yet."
    )
    ordered = fields.Monetary(
        compute="_compute_use", help="Ordered and not billed yet, untaxed."
    )
    billed = fields.Monetary(compute="_compute_use", help="Posted bills, untaxed.")
    used = fields.Monetary("Committed", compute="_compute_use")
    left = fields.Monetary(compute="_compute_use")

    # CONSTRAINT
    _not_negative = models.Constraint(
        "CHECK (amount >= 0)", "A budget is not negative."
    )

    # COMPUTE
    @api.depends("amount", "department_id", "categ_id", "budget_id.date_from")
    def _compute_use(self):
        """All lines by one query over the commitments."""
        # what is committed is counted over all departments, whoever looks
        Use = self.env["ops.purchase.budget.use"].sudo()
        Use.invalidate_model()
        rows = Use._read_group(
            [("budget_line_id", "in", self._origin.ids)],
            ["budget_line_id"],
            [f"{name}:sum" for name in FIGURES],
        )
        found = {line.id: sums for line, *sums in rows}
        for line in self:
            figures = found.get(line._origin.id, (0.0, 0.0, 0.0))
            line.requested, line.ordered, line.billed = figures
            line.used = sum(figures)
            line.left = line.amount - line.used

    @api.depends("department_id", "categ_id")
    def _compute_display_name(self):
        for line in self:
            names = (line.department_id.name, line.categ_id.display_name)
            line.display_name = " · ".join(filter(None, names))

    # BUSINESS
    @api.model
    def _of(self, asked):
        """``{request line: budget line it is charged to}``, by department, day and the
        nearest kind of goods; lines without a budget are left out.

        :param asked: lines of purchase requests
        """
        # what a department may spend binds it, whoever may read the budget
        lines = self.sudo().search(
            Domain("company_id", "in", asked.company_id.ids)
            & Domain("department_id", "in", asked.request_id.department_id.ids)
            & (
                Domain("budget_id.state", "in", COUNTING)
                | Domain("budget_id.revision", ">", 0)
            )
        )
        # what was taken before in this transaction counts
        lines.invalidate_recordset([*FIGURES, "used", "left"])
        found = {}
        for line in asked:
            day = line.date_required or line.request_id.date_start
            path = line.product_id.categ_id.parent_path or ""
            fitting = [
                budget
                for budget in lines
                if budget.company_id == line.company_id
                and budget.department_id == line.request_id.department_id
                and budget.budget_id.date_from <= day <= budget.budget_id.date_to
                and path.startswith(budget.categ_id.parent_path or "")
            ]
            if fitting:
                found[line] = max(
                    fitting, key=lambda r: len(r.categ_id.parent_path or "")
                )
        return found

    def _charge(self):
        """Two papers that use up the same line at the same moment do so in turn:
        one of them is tried again, and then finds what the other one took."""
        take_turns(self)
