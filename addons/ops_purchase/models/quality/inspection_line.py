from odoo import models
from odoo.tools import formatLang


class QcInspectionLine(models.Model):
    """An answer is open as long as its inspection is."""

    _name = "qc.inspection.line"
    _inherit = ["ops.flow.line.mixin", "qc.inspection.line"]

    _flow_parent = ("inspection_id", "inspection_lines")

    # COMPUTE
    def _compute_valid_values(self):
        """The limits are shown to everybody, also where units are not in use."""
        for line in self:
            if line.question_type == "qualitative":
                values = line.possible_ql_values.filtered("ok").mapped("name")
                line.valid_values = ", ".join(values)
            else:
                low = formatLang(self.env, line.min_value)
                line.valid_values = f"{low} ~ {formatLang(self.env, line.max_value)}"
