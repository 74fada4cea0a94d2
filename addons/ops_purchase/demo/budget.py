"""What departments may buy for: a budget in force, and one for the time after it."""

#: Budgets are round figures, a fifth above what is asked for.
ROUND = 10000
REST = 1.2


class Budgets:
    """Finance budgets the departments that ask for goods."""

    def build_budgets(self):
        """One budget in force, its successor before the general manager."""
        self.env.flush_all()
        asked = self.env["purchase.request.line"]._read_group(
            [
                ("company_id", "=", self.company.id),
                ("request_id.department_id", "!=", False),
                ("request_state", "not in", ("draft", "rejected", "cancelled")),
                ("date_required", ">=", self._day(120)),
                ("date_required", "<=", self._day(-60)),
            ],
            ["request_id"],
            ["estimated_cost:sum"],
        )
        amounts = {}
        for request, cost in asked:
            department = request.department_id
            amounts[department] = amounts.get(department, 0.0) + cost
        lines = [
            {
                "department_id": department.id,
                "amount": -(-cost * REST // ROUND) * ROUND,
            }
            for department, cost in amounts.items()
        ]
        budgets = self.by("payables", self.env["ops.purchase.budget"])
        with self.at(9, 10):
            running = budgets.create(
                {
                    "date_from": self._day(120),
                    "date_to": self._day(-60),
                    "line_ids": self.lines(lines),
                }
            )
            running.action_submit()
        with self.at(8, 10):
            self.sign(running)
        with self.at(2, 10):
            following = budgets.create(
                {
                    "date_from": self._day(-61),
                    "date_to": self._day(-240),
                    "line_ids": self.lines(lines),
                }
            )
            following.action_submit()
            self.agree(following, "finance_head", "与上期持平，同意。")
