"""What the forms of an amendment say besides its fields, and who signs them."""

from odoo import models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class LeaseAmendmentPaper(models.Model):
    """租赁合同变更审批表 and 补充协议 (LE-F18, LE-X6)."""

    _name = "ops.lease.amendment"
    _inherit = ["ops.lease.amendment", "ops.paper.mixin"]

    _paper_blocks = {
        "ops_leasing.report_amendment": [
            (_lt("Handled by"), "step:submit"),
            (_lt("Legal counsel"), "step:clear"),
            (None, "approval:*"),
        ],
        "ops_leasing.report_amendment_agreement": [
            (_lt("Lessor"), None, {"stamp": True}),
            (_lt("Lessee"), None, {"stamp": True}),
        ],
    }

    # TOOLING
    def _paper_amendment_cells(self):
        self.ensure_one()
        # the form names lease and shops, whoever may open the lease
        lease = self.sudo().contract_id
        # those so far, whenever it is printed; the others are listed as changes
        shops = lease._lines_on(self._day_before()).unit_id
        return [
            (self.env._("Lessor"), self.company_id.name, "wide"),
            (self.env._("Lessee"), self.partner_id.name or "", "wide"),
            (self.env._("Lease"), lease.name or ""),
            (self.env._("Shops"), ", ".join(shops.mapped("number"))),
            "kind",
            "date_start",
            "date_end_before",
            "date_end",
            *(("area_before", "area") if self.shop_ids else ()),
            "reason",
        ]

    def _paper_shop_columns(self):
        return ["kind", "unit_id.number", "area_before", "area"]

    def _paper_turnover_cells(self):
        return [
            "turnover_method",
            "turnover_rhythm",
            "turnover_clause",
            "turnover_cumulative",
            "turnover_min",
            "turnover_max",
            (self.env._("Rent from sales so far"), self.turnover_before or "", "wide"),
        ]

    def _paper_amendment_figures(self):
        self.ensure_one()
        return [
            "monthly_before",
            "monthly",
            "total_before",
            "total",
        ]

    def _paper_charge_columns(self):
        return [
            "kind",
            "basis",
            (self.env._("Rate so far"), "rate_before"),
            (self.env._("Rate as amended"), "rate"),
            "rhythm",
            "date_from",
            "date_to",
            "change",
        ]

    def _paper_agreement_lines(self):
        """Rates that the agreement changes or adds."""
        return self.charge_ids.filtered(lambda line: line.change != "same")

    def _paper_agreement_gone(self):
        """Rates of the lease that end and are not carried on."""
        # the form names them, whoever may open the lease
        rates = self.sudo().contract_id.charge_ids
        return rates.browse((self.effect or {}).get("gone") or ())
