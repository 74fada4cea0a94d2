from odoo import api, fields, models


class LeaseExitDeduction(models.Model):
    """What is kept of the deposit, and why (LE-27)."""

    _name = "ops.lease.exit.deduction"
    _inherit = ["ops.flow.line.mixin"]
    _description = "Deduction from the deposit"
    _order = "exit_id, id"
    _flow_parent = ("exit_id", "deduction_ids")

    # FIELDS
    exit_id = fields.Many2one(
        "ops.lease.exit", "Exit", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="exit_id.company_id", store=True, precompute=True, index=True
    )
    currency_id = fields.Many2one(related="exit_id.currency_id")
    kind = fields.Selection(
        [
            ("damage", "Damage to the shop"),
            ("removal", "Clearing out"),
            ("storage", "Storage"),
            ("cleaning", "Cleaning"),
            ("arrears", "Arrears"),
            ("other", "Other"),
        ],
        "Deducted for",
        required=True,
        default="damage",
        help="Arrears pay open bills of the tenant, the rest is kept as income.",
    )
    name = fields.Char("Reason", required=True)
    inspection_line_id = fields.Many2one(
        "ops.lease.inspection.line", "Found at inspection", readonly=True
    )
    amount = fields.Monetary(required=True)

    _amount_positive = models.Constraint(
        "CHECK(amount > 0)", "A deduction is above zero."
    )

    # BUSINESS
    @api.model
    def _create_from_inspections(self, papers):
        """Deductions for the damages of the issued forms."""
        forms = papers.sudo().inspection_ids.filtered(lambda f: f.state == "issued")
        found = forms.line_ids.filtered(lambda line: line.amount > 0)
        return self.create(
            [
                {
                    "exit_id": line.inspection_id.exit_id.id,
                    "name": " ".join(filter(None, (line.name, line.remark))),
                    "amount": line.amount,
                    "inspection_line_id": line.id,
                }
                for line in found
            ]
        )

    @api.model
    def _create_arrears(self, papers):
        """What the tenants owe, as deductions proposed; the decision is the
        manager's."""
        owed = {
            paper: sum(lines.mapped("amount_residual"))
            for paper, lines in papers._arrears_lines().items()
        }
        return self.create(
            [
                {
                    "exit_id": paper.id,
                    "kind": "arrears",
                    "name": self.env._("Open bills of the tenant"),
                    "amount": paper.currency_id.round(amount),
                }
                for paper, amount in owed.items()
                if paper.currency_id.compare_amounts(amount, 0) > 0
            ]
        )
