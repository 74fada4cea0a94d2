from odoo import fields, models

KINDS = [
    ("service", "Property fee"),
    ("promotion", "Promotion fee"),
    ("waste", "Rubbish removal"),
    ("fit_out", "Fit-out management"),
    ("pass", "Passes and keys"),
    ("other", "Other fee"),
]
BASES = [
    ("area_month", "Per m² and month"),
    ("month", "Per month"),
    ("area", "Per m²"),
    ("fixed", "Per piece"),
]


class LeaseFeeItem(models.Model):
    """收费明细: what a tenant pays when he enters; entries start with these (LE-16,
    C-28)."""

    _name = "ops.lease.fee.item"
    _description = "Entry fee of the price list"
    _order = "sequence, id"
    _check_company_auto = True

    # FIELDS
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    name = fields.Char("Fee", required=True, translate=True)
    company_id = fields.Many2one("res.company", index=True)
    currency_id = fields.Many2one(
        "res.currency", compute="_compute_currency", help="Of the company."
    )
    kind = fields.Selection(KINDS, required=True, default="other")
    source = fields.Selection(
        [("lease", "As the lease says"), ("list", "As this list says")],
        "Rate",
        required=True,
        default="list",
    )
    basis = fields.Selection(BASES, required=True, default="fixed")
    rate = fields.Monetary("Rate of the list")
    months = fields.Integer("Months in advance", default=1)
    mandatory = fields.Boolean(
        default=True, help="The shop is not handed over before it is paid."
    )
    tax_ids = fields.Many2many(
        "account.tax",
        string="Taxes",
        domain=[("type_tax_use", "=", "sale")],
        check_company=True,
    )

    _not_negative = models.Constraint(
        "CHECK(rate >= 0 AND months > 0)",
        "A rate cannot be negative, and months are above zero.",
    )

    # COMPUTE
    def _compute_currency(self):
        for item in self:
            company = item.company_id or self.env.company
            item.currency_id = company.currency_id

    # BUSINESS
    def _prepare_fees(self, entry):
        """Values of the fees of ``entry``; none where the lease agrees on none."""
        self.ensure_one()
        shared = {
            "entry_id": entry.id,
            "fee_item_id": self.id,
            "sequence": self.sequence,
            "name": self.name,
            "kind": self.kind,
            "mandatory": self.mandatory,
            "months": self.months,
            "tax_ids": [
                fields.Command.set(
                    self.tax_ids.filtered(
                        lambda tax: tax.company_id in entry.company_id.parent_ids
                    ).ids
                )
            ],
        }
        if self.source == "list":
            return [{**shared, "basis": self.basis, "rate": self.rate}]
        charges = entry.contract_id._charges_on(entry.contract_id.date_start)
        return [
            {
                **shared,
                "charge_id": charge.id,
                "basis": "area_month" if charge.basis == "area_month" else "month",
                "rate": charge.rate if charge.basis == "area_month" else charge.monthly,
            }
            for charge in charges.filtered(lambda c: c.kind == self.kind)
        ]
