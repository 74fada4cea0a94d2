from odoo import models


class AccountChartTemplate(models.AbstractModel):
    _inherit = "account.chart.template"

    def _post_load_data(self, template_code, company, template_data):
        """A company that gets its chart gets the accounts of the deposit too."""
        result = super()._post_load_data(template_code, company, template_data)
        (company or self.env.company)._lease_accounts_setup()
        return result
