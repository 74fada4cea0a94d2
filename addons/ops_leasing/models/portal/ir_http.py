from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    # TOOLING
    @classmethod
    def _get_translation_frontend_modules_name(cls):
        """The tenant's pages speak his language in their scripts as well (LE-F28)."""
        return [*super()._get_translation_frontend_modules_name(), "ops_leasing"]
