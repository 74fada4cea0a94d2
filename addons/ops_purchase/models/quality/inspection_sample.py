from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .sampling import plan


class QcInspection(models.Model):
    """The sample that the standard in force asks for (PU-F21)."""

    _inherit = "qc.inspection"

    # FIELDS
    sample_qty = fields.Integer("Sample to draw", readonly=True, copy=False)
    sample_allowed = fields.Integer(
        "Defective ones allowed", readonly=True, copy=False, aggregator=False
    )
    sampled_qty = fields.Integer("Drawn", copy=False)
    defect_qty = fields.Integer("Defective in the sample", copy=False)
    sample_state = fields.Selection(
        [
            ("none", "Not prescribed"),
            ("waiting", "To be drawn"),
            ("pass", "Lot conforms"),
            ("fail", "Lot does not conform"),
        ],
        "Sampling",
        compute="_compute_sample_state",
        store=True,
    )

    # COMPUTE
    @api.depends("sample_qty", "sample_allowed", "sampled_qty", "defect_qty")
    def _compute_sample_state(self):
        for inspection in self:
            if not inspection.sample_qty:
                inspection.sample_state = "none"
            elif inspection.defect_qty > inspection.sample_allowed:
                # enough is known, however many were drawn
                inspection.sample_state = "fail"
            elif inspection.sampled_qty < inspection.sample_qty:
                inspection.sample_state = "waiting"
            else:
                inspection.sample_state = "pass"

    # CONSTRAINT
    @api.constrains("sampled_qty", "defect_qty")
    def _check_defects(self):
        if any(not 0 <= i.defect_qty <= i.sampled_qty for i in self):
            raise ValidationError(
                self.env._("There are more defective pieces than were drawn.")
            )

    # BUSINESS
    @api.model
    def _prepare_sample(self, standard, quantity):
        """Values of the sample a standard asks for.

        :param quantity: delivered, in the unit of the product
        """
        if not standard or not standard.aql:
            return {}
        found = plan(quantity, standard.aql, standard.sampling_level)
        return {"sample_qty": found.size, "sample_allowed": found.allowed}

    def _sample_check(self):
        """Refuse to let goods pass as they are against what their sample says.

        :raise UserError: before the sample is drawn, or where too many were defective
        """
        for inspection in self:
            facts = {
                "inspection": inspection.display_name,
                "size": inspection.sample_qty,
                "found": inspection.defect_qty,
                "allowed": inspection.sample_allowed,
            }
            if inspection.sample_state == "waiting":
                raise UserError(
                    self.env._(
                        "%(inspection)s: a sample of %(size)s is drawn and checked "
                        "before anything passes.",
                        **facts,
                    )
                )
            if inspection.sample_state == "fail":
                raise UserError(
                    self.env._(
                        "%(inspection)s: %(found)s defective in the sample, "
                        "%(allowed)s are allowed; rework the goods, return them or "
                        "apply for a concession.",
                        **facts,
                    )
                )
