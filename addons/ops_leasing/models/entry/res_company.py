from odoo import fields, models
from odoo.exceptions import UserError

from ..res_company import UTILITY_CODES


class ResCompany(models.Model):
    _inherit = "res.company"

    # FIELDS
    lease_fee_account_id = fields.Many2one(
        "account.account", "Property fee income", check_company=True
    )

    # BUSINESS
    def _lease_fee_account(self):
        """Income account of the entry fees, never one that holds deposits (LE-16).

        :raise UserError: naming what is missing and who can set it
        """
        self.ensure_one()
        # settings are no secret, the accounts behind them are finance's
        account = self.sudo().lease_fee_account_id
        if not account or account.lease_deposit:
            raise UserError(
                self.env._(
                    "%(company)s lacks the income account for property fees. The "
                    "administrator sets it in Settings, Commercial leasing.",
                    company=self.sudo().name,
                )
            )
        return account

    def _lease_accounts_setup(self):
        """Property fees go to the same kind of income as utilities unless set."""
        result = super()._lease_accounts_setup()
        for company in self.filtered(
            lambda c: (
                not c.lease_fee_account_id
                and c.chart_template in ("cn", "cn_large_bis", "cn_common")
            )
        ):
            company.lease_fee_account_id = company._lease_account_find(UTILITY_CODES)
        return result


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    lease_fee_account_id = fields.Many2one(
        related="company_id.lease_fee_account_id", readonly=False
    )
