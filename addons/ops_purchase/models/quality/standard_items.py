from odoo import api, fields, models
from odoo.exceptions import UserError


class QualityItemMixin(models.AbstractModel):
    """Part of an inspection standard: it is written while the standard is a draft, and
    stays as it was approved (PU-17)."""

    _name = "ops.quality.item.mixin"
    _description = "Part of an inspection standard"

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """Refused for a standard that is no longer a draft."""
        items = super().create(vals_list)
        items._standard_check_draft()
        return items

    def write(self, vals):
        """Refused for a standard that is no longer a draft."""
        self._standard_check_draft()
        result = super().write(vals)
        self._standard_check_draft()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        self._standard_check_draft()

    # BUSINESS
    def _standard_tests(self):
        """The sets of items these belong to."""
        raise NotImplementedError

    def _standard_check_draft(self):
        # whoever changes the items need not be allowed to read the standard
        fixed = (
            self._standard_tests()
            .sudo()
            .standard_ids.filtered(lambda doc: doc.state not in ("draft", "discarded"))
        )
        if fixed:
            raise UserError(
                self.env._(
                    "The items belong to %(standards)s, which is no longer a draft; "
                    "begin its next revision.",
                    standards=", ".join(fixed.mapped("display_name")),
                )
            )


class QcTest(models.Model):
    _name = "qc.test"
    _inherit = ["ops.quality.item.mixin", "qc.test"]

    # FIELDS
    standard_ids = fields.One2many("ops.controlled.doc", "test_id", "Standards")

    # BUSINESS
    def _standard_tests(self):
        return self


class QcTestQuestion(models.Model):
    _name = "qc.test.question"
    _inherit = ["ops.quality.item.mixin", "qc.test.question"]

    # FIELDS
    limits = fields.Char(compute="_compute_limits")

    # COMPUTE
    @api.depends("type", "min_value", "max_value", "uom_id", "ql_values.ok")
    def _compute_limits(self):
        """What conforms, as text: right answers, or the two limits."""
        for item in self:
            if item.type == "qualitative":
                right = item.ql_values.filtered("ok").mapped("name")
                item.limits = ", ".join(name for name in right if name)
            else:
                limits = f"{item.min_value:g} ~ {item.max_value:g}"
                item.limits = f"{limits} {item.uom_id.name or ''}".strip()

    # BUSINESS
    def _standard_tests(self):
        return self.test


class QcTestQuestionValue(models.Model):
    _name = "qc.test.question.value"
    _inherit = ["ops.quality.item.mixin", "qc.test.question.value"]

    # BUSINESS
    def _standard_tests(self):
        return self.test_line.test
