from odoo import fields, models
from odoo.exceptions import UserError

#: income of rent: 其他业务收入 of the Chinese charts, small enterprises and others
RENT_CODES = ("6051", "5051")
#: VAT of property leasing and of services
RENT_VAT, SERVICE_VAT = 9.0, 6.0


class ResCompany(models.Model):
    _inherit = "res.company"

    # FIELDS
    lease_rent_account_id = fields.Many2one(
        "account.account", "Rental income", check_company=True
    )
    lease_rent_tax_id = fields.Many2one(
        "account.tax",
        "Tax on rent",
        domain=[("type_tax_use", "=", "sale")],
        check_company=True,
    )
    lease_fee_tax_id = fields.Many2one(
        "account.tax",
        "Tax on property fees",
        domain=[("type_tax_use", "=", "sale")],
        check_company=True,
    )
    lease_billing_journal_id = fields.Many2one(
        "account.journal",
        "Journal of lease bills",
        domain=[("type", "=", "sale")],
        check_company=True,
    )

    # BUSINESS
    def _lease_billing_missing(self):
        """One sentence on what bills of leases lack, empty when nothing does."""
        self.ensure_one()
        # settings are no secret, the accounts behind them are finance's
        company = self.sudo()
        names = ("lease_rent_account_id", "lease_fee_account_id")
        unset = [name for name in names if not company[name]]
        if unset:
            labels = self.fields_get(unset, ["string"])
            missing = [labels[name]["string"] for name in unset]
            return self.env._(
                "%(company)s lacks the account for: %(accounts)s. The administrator "
                "sets it in Settings, Commercial leasing.",
                company=company.name,
                accounts=missing,
            )
        for name in names:
            if not company[name].active:
                return self.env._(
                    "Account %(account)s is archived: the administrator names another "
                    "one in Settings, Commercial leasing.",
                    account=company[name].display_name,
                )
        return ""

    def _lease_billing_target(self, kind):
        """``(income account, taxes)`` of bills for this kind of charge.

        :raise UserError: naming what is missing and who can set it
        """
        self.ensure_one()
        missing = self._lease_billing_missing()
        if missing:
            raise UserError(missing)
        company = self.sudo()
        if kind in ("rent", "turnover"):
            return company.lease_rent_account_id, company.lease_rent_tax_id
        return company.lease_fee_account_id, company.lease_fee_tax_id

    def _lease_billing_journal(self):
        """The journal of lease bills, the first sales journal unless set."""
        self.ensure_one()
        journal = self.sudo().lease_billing_journal_id
        return journal or self.env["account.journal"].sudo().search(
            [
                *self.env["account.journal"]._check_company_domain(self),
                ("type", "=", "sale"),
            ],
            limit=1,
        )

    def _lease_accounts_setup(self):
        """Rent goes to the income of letting, with the tax on it, unless set."""
        result = super()._lease_accounts_setup()
        for company in self.filtered(
            lambda c: c.chart_template in ("cn", "cn_large_bis", "cn_common")
        ):
            if not company.lease_rent_account_id:
                company.lease_rent_account_id = company._lease_account_find(RENT_CODES)
            if not company.lease_rent_tax_id:
                company.lease_rent_tax_id = company._lease_tax_find(RENT_VAT)
            if not company.lease_fee_tax_id:
                company.lease_fee_tax_id = company._lease_tax_find(SERVICE_VAT)
        return result

    def _lease_tax_find(self, percent):
        """The sales tax of this rate that is added on top, if the chart has one."""
        self.ensure_one()
        taxes = self.env["account.tax"]
        return taxes.search(
            [
                *taxes._check_company_domain(self),
                ("type_tax_use", "=", "sale"),
                ("amount_type", "=", "percent"),
                ("amount", "=", percent),
            ],
            limit=1,
        )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    lease_rent_account_id = fields.Many2one(
        related="company_id.lease_rent_account_id", readonly=False
    )
    lease_rent_tax_id = fields.Many2one(
        related="company_id.lease_rent_tax_id", readonly=False
    )
    lease_fee_tax_id = fields.Many2one(
        related="company_id.lease_fee_tax_id", readonly=False
    )
    lease_billing_journal_id = fields.Many2one(
        related="company_id.lease_billing_journal_id", readonly=False
    )
