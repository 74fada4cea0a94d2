from odoo import api, fields, models


class LeaseUnit(models.Model):
    """A shop is deliverable once its completion papers are accepted (LE-13)."""

    _inherit = "ops.lease.unit"
    _stamps = ("completion_ids",)

    # FIELDS
    completion_ids = fields.Many2many(
        "ops.lease.completion",
        "ops_lease_completion_unit_rel",
        string="Completion files",
        readonly=True,
        copy=False,
    )
    deliverable = fields.Boolean(
        compute="_compute_deliverable",
        store=True,
        # that a shop is finished is a fact, whoever reads the papers of the works
        compute_sudo=True,
        help="The property company has accepted the completion papers.",
    )

    # COMPUTE
    @api.depends("completion_ids.state")
    def _compute_deliverable(self):
        for unit in self:
            unit.deliverable = "accepted" in unit.completion_ids.mapped("state")
