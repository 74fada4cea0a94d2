"""The same leases twice: as bills to be posted and as contracts of OCA `contract`.

Every lease has a tenant of its own and two charges a month, rent at 9 % and property
fee at 6 %, on the company's own revenue accounts.
"""

from datetime import date

from dateutil.relativedelta import relativedelta
from odoo.fields import Command

FIRST = date(2026, 1, 1)
SOME = 200


class Portfolio:
    """A company of its own with its biller and `leases` leases."""

    def __init__(self, env, leases):
        from odoo.addons.ops_leasing.demo.world import LeasingWorld

        context = {**env.context, "tracking_disable": True, "no_reset_password": True}
        world = LeasingWorld(
            env(context=context), prefix="bench_", leases=0, exits=0, story=False
        )
        world.build_company()
        self.env, self.company = world.env, world.company
        self.user = self._person()
        self.journal = self.env["account.journal"].search(
            [("company_id", "=", self.company.id), ("type", "=", "sale")], limit=1
        )
        self.charges = [
            (name, price, self._tax(percent), account)
            for (name, price, percent), account in zip(
                (("租金", 18500.45, 9), ("物业费", 2466.67, 6)),
                self._accounts(),
                strict=True,
            )
        ]
        self.tenants = self.env["res.partner"].create(
            [
                {"name": f"承租人 {number:05d}", "is_company": True}
                for number in range(leases)
            ]
        )
        self.contracts = self._contracts()
        self.month = FIRST

    def _person(self):
        groups = ("account.group_account_manager", "ops_base.group_user")
        return self.env["res.users"].create(
            {
                "name": "Bench",
                "login": "bench_biller",
                "email": "bench@example.com",
                "company_id": self.company.id,
                "company_ids": [Command.set(self.company.ids)],
                "group_ids": [Command.set([self.env.ref(x).id for x in groups])],
            }
        )

    def _tax(self, percent):
        return self.env["account.tax"].search(
            [
                ("company_id", "=", self.company.id),
                ("type_tax_use", "=", "sale"),
                ("amount", "=", percent),
            ],
            limit=1,
        )

    def _accounts(self):
        return self.env["account.account"].search(
            [
                ("company_ids", "in", self.company.ids),
                ("account_type", "in", ("income", "income_other")),
            ],
            limit=2,
        )

    def _contracts(self):
        products = self.env["product.product"].create(
            [
                {
                    "name": name,
                    "type": "service",
                    "taxes_id": [Command.set(tax.ids)],
                    "property_account_income_id": account.id,
                }
                for name, _price, tax, account in self.charges
            ]
        )
        monthly = {
            "recurring_rule_type": "monthly",
            "recurring_interval": 1,
            "recurring_invoicing_type": "pre-paid",
            "date_start": FIRST,
        }
        contracts = self.env["contract.contract"]
        # more lines at once than the ORM prefetches, and its computed dates fail
        for start in range(0, len(self.tenants), SOME):
            contracts += contracts.create(
                [
                    {
                        "name": f"L-{tenant.id}",
                        "code": f"L-{tenant.id}",
                        "partner_id": tenant.id,
                        "company_id": self.company.id,
                        "journal_id": self.journal.id,
                        "contract_type": "sale",
                        **monthly,
                        "contract_line_ids": [
                            Command.create(
                                {
                                    "product_id": product.id,
                                    "name": f"{name} #START# - #END#",
                                    "quantity": 1,
                                    "specific_price": price,
                                    "price_unit": price,
                                    **monthly,
                                }
                            )
                            for product, (name, price, *_more) in zip(
                                products, self.charges, strict=True
                            )
                        ],
                    }
                    for tenant in self.tenants[start : start + SOME]
                ]
            )
        return contracts

    def bills(self, count=None):
        """Values of next month's bills, of the first or of all leases over again."""
        self.month += relativedelta(months=1)
        last = self.month + relativedelta(months=1, days=-1)
        tenants = self.tenants.ids
        return [
            {
                "move_type": "out_invoice",
                "partner_id": tenants[number % len(tenants)],
                "company_id": self.company.id,
                "journal_id": self.journal.id,
                "invoice_date": self.month,
                "invoice_date_due": self.month + relativedelta(days=14),
                "ref": f"L-{tenants[number % len(tenants)]}",
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": f"{name} {self.month} - {last}",
                            "account_id": account.id,
                            "quantity": 1,
                            "price_unit": price,
                            "tax_ids": [Command.set(tax.ids)],
                        }
                    )
                    for name, price, tax, account in self.charges
                ],
            }
            for number in range(count or len(tenants))
        ]
