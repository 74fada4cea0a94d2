from odoo import api, models
from odoo.modules.module import Manifest


class IrModuleModule(models.Model):
    _inherit = "ir.module.module"

    # BUSINESS
    @api.model
    def _load_module_terms(self, modules, langs, overwrite=False):
        """The kernel's terms go along with those of addons that build on it.

        The choices of a field that comes from a mixin belong to the module of the
        mixin, and come to exist only with the addon that inherits it: later than the
        mixin's own translation was read.
        """
        modules = list(modules)
        result = super()._load_module_terms(modules, langs, overwrite)
        manifests = (
            Manifest.for_addon(name, display_warning=False) for name in modules
        )
        if any(
            manifest and "ops_base" in manifest["depends"] for manifest in manifests
        ):
            super()._load_module_terms(["ops_base"], langs)
        return result
