from odoo import models

from ..models.import_mixin import BY_MODEL


class BaseImport(models.TransientModel):
    _inherit = "base_import.import"

    # BUSINESS
    def _get_mapping_suggestion(
        self, header, fields_tree, header_types, mapping_fields
    ):
        """The headings of our templates name their fields in every language."""
        template = BY_MODEL.get(self.res_model)
        for column in template.columns if template else ():
            if column.heading == header:
                return {"field_path": column.field.split("/"), "distance": -1}
        return super()._get_mapping_suggestion(
            header, fields_tree, header_types, mapping_fields
        )
