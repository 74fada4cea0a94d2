from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# Where the accounts of the Chinese charts stand: small enterprises, enterprises.
PAYABLE_CODE = "2241"
RETAINED_CODES = ("6301", "5301")
UTILITY_CODES = ("6051", "5051")


class ResCompany(models.Model):
    _inherit = "res.company"

    # FIELDS
    lease_deposit_account_id = fields.Many2one(
        "account.account", "Lease deposits", check_company=True
    )
    lease_retained_account_id = fields.Many2one(
        "account.account", "Retained deposits", check_company=True
    )
    lease_utility_account_id = fields.Many2one(
        "account.account", "Utility income", check_company=True
    )
    lease_refund_journal_id = fields.Many2one(
        "account.journal", "Bank for deposit refunds", check_company=True
    )
    lease_notice_tenant = fields.Integer("Notice by the tenant", default=60)
    lease_notice_landlord = fields.Integer("Notice by the landlord", default=30)

    # BUSINESS
    def _lease_accounts(self):
        """Accounts of one company for the deposit.

        :return: (deposits, retained, utility income)
        :raise UserError: naming what is missing and who can set it
        """
        self.ensure_one()
        missing = self._lease_accounts_missing()
        if missing:
            raise UserError(missing)
        # settings are no secret, the accounts behind them are finance's
        company = self.sudo()
        return (
            company.lease_deposit_account_id,
            company.lease_retained_account_id,
            company.lease_utility_account_id,
        )

    def _lease_accounts_missing(self):
        """One sentence on the accounts that are not set, empty when all are."""
        self.ensure_one()
        names = (
            "lease_deposit_account_id",
            "lease_retained_account_id",
            "lease_utility_account_id",
        )
        company = self.sudo()
        labels = self.fields_get(names, ["string"])
        missing = [labels[n]["string"] for n in names if not company[n]]
        if not missing:
            return ""
        return self.env._(
            "%(company)s lacks the account for: %(accounts)s. The administrator sets "
            "it in Settings, Commercial leasing.",
            company=company.name,
            accounts=missing,
        )

    def _lease_accounts_setup(self):
        """Find or create the accounts in companies with a Chinese chart; what is set
        stays."""
        for company in self.filtered(
            lambda c: c.chart_template in ("cn", "cn_large_bis", "cn_common")
        ):
            values = {}
            if not company.lease_deposit_account_id:
                values["lease_deposit_account_id"] = company._lease_deposit_account()
            if not company.lease_retained_account_id:
                values["lease_retained_account_id"] = company._lease_account_find(
                    RETAINED_CODES
                )
            if not company.lease_utility_account_id:
                values["lease_utility_account_id"] = company._lease_account_find(
                    UTILITY_CODES
                )
            company.write({k: v.id for k, v in values.items() if v})

    def _lease_account_find(self, prefixes):
        """The first account below one of the prefixes: the charts pad their codes
        with zeros, 2241 stands as 224100."""
        self.ensure_one()
        accounts = self.env["account.account"].with_company(self)
        for prefix in prefixes:
            found = accounts.search(self._lease_account_domain(prefix))
            if found:
                return found.sorted("code")[:1]
        return accounts

    def _lease_deposit_account(self):
        """The sub-account of other payables that holds the deposits."""
        self.ensure_one()
        accounts = self.env["account.account"].with_company(self)
        payables = accounts.search(self._lease_account_domain(PAYABLE_CODE))
        marked = payables.filtered("lease_deposit")
        if marked or not payables:
            return marked[:1]
        codes = set(payables.mapped("code"))
        width = max(map(len, codes)) - len(PAYABLE_CODE)
        free = (f"{PAYABLE_CODE}{number:0{max(width, 2)}d}" for number in range(1, 100))
        account = accounts.create(
            {
                "name": "Lease Deposits",
                "code": next(code for code in free if code not in codes),
                "account_type": "liability_current",
                "lease_deposit": True,
                "company_ids": [fields.Command.set(self.ids)],
            }
        )
        if self.env["res.lang"]._get_data(code="zh_CN"):
            account.with_context(lang="zh_CN").name = "租赁保证金"
        return account

    def _lease_account_domain(self, prefix):
        return Domain(self.env["account.account"]._check_company_domain(self)) & Domain(
            "code", "=like", f"{prefix}%"
        )
