from odoo import api, fields, models


class QcInspectionLine(models.Model):
    """An answer is open as long as its inspection is."""

    _name = "qc.inspection.line"
    _inherit = ["ops.flow.line.mixin", "qc.inspection.line"]

    _flow_parent = ("inspection_id", "inspection_lines")

    # FIELDS
    answer = fields.Char("Found result", compute="_compute_answer")

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.inspection_id._check_answers(("inspection_lines",))
        return lines

    def write(self, vals):
        self.inspection_id._check_answers(("inspection_lines",))
        return super().write(vals)

    # COMPUTE
    @api.depends("question_type", "qualitative_value.name", "quantitative_value")
    def _compute_answer(self):
        for line in self:
            if line.question_type == "qualitative":
                line.answer = line.qualitative_value.name or ""
            else:
                line.answer = f"{line.quantitative_value:g}"

    def _compute_valid_values(self):
        """The limits are shown to everybody, also where units are not in use."""
        for line in self:
            if line.question_type == "qualitative":
                values = line.possible_ql_values.filtered("ok").mapped("name")
                line.valid_values = ", ".join(values)
            else:
                line.valid_values = f"{line.min_value:g} ~ {line.max_value:g}"
