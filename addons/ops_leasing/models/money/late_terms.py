"""What is agreed about paying late: company default, lease (LE-F14)."""

from decimal import Decimal

from odoo import api, fields, models

from ...rent import LateFeeRule, decimal

COUNTS = [("due", "From the due date"), ("grace", "From the end of the grace")]
TERMS = ("late_rate", "late_grace", "late_cap", "late_counts")
TEN_THOUSAND, HUNDRED = Decimal(10000), Decimal(100)


class ResCompany(models.Model):
    _inherit = "res.company"

    # FIELDS
    lease_late_rate = fields.Float("Late fee, ‱ a day", digits=(8, 3), default=5)
    lease_late_grace = fields.Integer("Days of grace", default=3)
    lease_late_cap = fields.Float("Late fee at most, %", digits=(6, 2), default=30)
    lease_late_counts = fields.Selection(COUNTS, "Late fee runs", default="due")
    lease_late_account_id = fields.Many2one(
        "account.account", "Late fee income", check_company=True
    )
    lease_late_tax_id = fields.Many2one(
        "account.tax",
        "Tax on late fees",
        domain=[("type_tax_use", "=", "sale")],
        check_company=True,
    )

    _late_positive = models.Constraint(
        "CHECK(lease_late_rate >= 0 AND lease_late_grace >= 0 AND lease_late_cap >= 0)",
        "Rate, grace and limit of the late fee cannot be negative.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    # FIELDS
    lease_late_rate = fields.Float(related="company_id.lease_late_rate", readonly=False)
    lease_late_grace = fields.Integer(
        related="company_id.lease_late_grace", readonly=False
    )
    lease_late_cap = fields.Float(related="company_id.lease_late_cap", readonly=False)
    lease_late_counts = fields.Selection(
        related="company_id.lease_late_counts", readonly=False
    )
    lease_late_account_id = fields.Many2one(
        related="company_id.lease_late_account_id", readonly=False
    )
    lease_late_tax_id = fields.Many2one(
        related="company_id.lease_late_tax_id", readonly=False
    )


class LeaseContract(models.Model):
    """The clause on late payment; content of the lease, closed as its other terms."""

    _inherit = "ops.lease.contract"

    # FIELDS
    late_rate = fields.Float(
        "Late fee, ‱ a day",
        compute="_compute_late_terms",
        store=True,
        readonly=False,
        precompute=True,
        digits=(8, 3),
        help="Ten-thousandths of what is open; 1 ‰ is 10 ‱. Nought: no late fee.",
    )
    late_grace = fields.Integer(
        "Days of grace",
        compute="_compute_late_terms",
        store=True,
        readonly=False,
        precompute=True,
        help="What is paid within these days after the due date bears no late fee.",
    )
    late_cap = fields.Float(
        "Late fee at most, %",
        compute="_compute_late_terms",
        store=True,
        readonly=False,
        precompute=True,
        digits=(6, 2),
        help="Of the amount that was due. Nought: without limit.",
    )
    late_counts = fields.Selection(
        COUNTS,
        "Late fee runs",
        compute="_compute_late_terms",
        store=True,
        readonly=False,
        precompute=True,
    )

    _late_positive = models.Constraint(
        "CHECK(late_rate >= 0 AND late_grace >= 0 AND late_cap >= 0)",
        "Rate, grace and limit of the late fee cannot be negative.",
    )

    # COMPUTE
    @api.depends("company_id")
    def _compute_late_terms(self):
        for contract in self:
            company = contract.company_id or self.env.company
            for name in TERMS:
                contract[name] = company[f"lease_{name}"]

    # BUSINESS
    def _late_rule(self):
        """The clause as the arithmetic reads it."""
        self.ensure_one()
        return LateFeeRule(
            rate=decimal(self.late_rate) / TEN_THOUSAND,
            grace=self.late_grace,
            from_due=self.late_counts != "grace",
            cap=decimal(self.late_cap) / HUNDRED if self.late_cap else None,
            unit=decimal(self.currency_id.rounding),
        )
