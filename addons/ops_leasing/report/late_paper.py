"""What the form of a waiver says besides its fields, and who signs it."""

from odoo import models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class LeaseLateWaiverPaper(models.Model):
    """滞纳金减免审批表 (LE-F14)."""

    _name = "ops.lease.late.waiver"
    _inherit = ["ops.lease.late.waiver", "ops.paper.mixin"]

    _paper_blocks = {
        "ops_leasing.report_late_waiver": [
            (_lt("Handled by"), "step:submit"),
            (None, "approval:*"),
            (_lt("Tenant"), None, {"stamp": True}),
        ],
    }

    # TOOLING
    def _paper_waiver_cells(self):
        self.ensure_one()
        # the form names tenant, shop and clause, whoever may open the lease
        lease = self.sudo().contract_id
        clause = self.env._(
            "%(rate)s ‱ a day, %(grace)s days of grace, at most %(cap)s %%",
            rate=f"{lease.late_rate:g}",
            grace=lease.late_grace,
            cap=f"{lease.late_cap:g}",
        )
        return [
            "partner_id",
            "contract_id",
            (self.env._("Shops"), ", ".join(lease.unit_ids.mapped("number"))),
            (self.env._("Late fee agreed"), clause),
            "reason",
        ]

    def _paper_waiver_columns(self):
        return ["late_number", "due_date", "bill_total", "late_total", "amount"]
