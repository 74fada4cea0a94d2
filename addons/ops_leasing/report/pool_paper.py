"""物业费年度结算单: what a tenant bears of a year, and why (LE-F10, LE-X1)."""

from odoo import models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class LeasePoolMember(models.Model):
    _name = "ops.lease.pool.member"
    _inherit = ["ops.lease.pool.member", "ops.paper.mixin"]

    _paper_blocks = {
        "ops_leasing.report_pool_statement": [
            (_lt("Finance"), None, {"stamp": True}),
            (_lt("Property company"), None),
            (_lt("Tenant"), None, {"stamp": True}),
        ],
    }

    # TOOLING
    def _paper_pool_cells(self):
        self.ensure_one()
        # the statement names lease and shops, whoever may open the lease
        lease = self.sudo().contract_id
        days = f"{self._paper_day(self.date_from)} – {self._paper_day(self.date_to)}"
        return [
            (self.env._("Tenant"), lease.partner_id.display_name),
            (self.env._("Lease"), lease.name or ""),
            (self.env._("Shops"), ", ".join(lease.unit_ids.mapped("number"))),
            (self.env._("Rent area"), f"{self.weight:,.2f} m²"),
            (self.env._("Project"), self.property_id.name),
            (self.env._("Period"), days),
        ]

    def _paper_pool_totals(self):
        return ["actual", "billed"]
