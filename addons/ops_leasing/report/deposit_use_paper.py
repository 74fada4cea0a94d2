"""What the form of a deposit's use says, and who signs it."""

from odoo import models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class LeaseDepositUsePaper(models.Model):
    """保证金使用审批表 (LE-X7)."""

    _name = "ops.lease.deposit.use"
    _inherit = ["ops.lease.deposit.use", "ops.paper.mixin"]

    _paper_blocks = {
        "ops_leasing.report_deposit_use": [
            (_lt("Handled by"), "step:submit"),
            (None, "approval:*"),
            (_lt("Regional finance"), "step:carry_out"),
            (_lt("Tenant"), None, {"stamp": True}),
        ],
    }

    # TOOLING
    def _paper_use_cells(self):
        """Rows of the form; where the money goes stands for either kind."""
        self.ensure_one()
        # the form names shop, lease and entry, whoever may open them
        paper = self.sudo()
        cells = [
            "partner_id",
            "contract_id",
            (self.env._("Shops"), ", ".join(paper.unit_ids.mapped("number"))),
            "kind",
            "deposit_id",
            "held",
        ]
        if self.kind == "transfer":
            cells.append("target_id")
        if paper.move_id:
            cells.append((self.env._("Voucher"), paper.move_id.name))
        return [*cells, "reason"]
