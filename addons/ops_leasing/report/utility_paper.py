"""抄表单 and 水电费结算单: what was read, and what each tenant owes of it (LE-F15)."""

from odoo import models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class LeaseUtility(models.Model):
    _name = "ops.lease.utility"
    _inherit = ["ops.lease.utility", "ops.paper.mixin"]

    _paper_blocks = {
        "ops_leasing.report_utility_reading": [
            (_lt("Read by"), None),
            (_lt("Property manager"), None),
        ],
        "ops_leasing.report_utility": [
            (_lt("Read by"), "step:submit"),
            (_lt("Property manager"), "step:check"),
            (_lt("Finance"), "step:approve"),
        ],
    }

    # TOOLING
    def _paper_period(self):
        self.ensure_one()
        return f"{self._paper_day(self.date_from)} – {self._paper_day(self.date_to)}"

    def _paper_utility_cells(self):
        return [
            "property_id",
            (self.env._("Period"), self._paper_period()),
            "line_count",
            "missing_count",
        ]

    def _paper_settled_cells(self):
        return [
            "property_id",
            (self.env._("Period"), self._paper_period()),
            "amount",
            "amount_landlord",
        ]

    def _paper_tenants(self):
        """What each tenant owes, then what the landlord bears: ``(name, shops, parts,
        quantities by kind, amount)``; own meters before shared ones."""
        self.ensure_one()
        rows = []
        # the sheet names every tenant settled with, whoever may open the leases
        parts = self.sudo().part_ids
        for lease, mine in parts.grouped("contract_id").items():
            name = lease.partner_id.display_name if lease else ""
            rows.append(
                {
                    "name": name or self.env._("Landlord"),
                    "lease": lease.name or "",
                    "shops": ", ".join(lease.unit_ids.mapped("number")),
                    "parts": mine.sorted(lambda p: (p.shared, p.kind, p.id)),
                    "amount": sum(mine.mapped("amount")),
                    "rank": not lease,
                }
            )
        return sorted(rows, key=lambda row: (row["rank"], row["shops"]))

    def _paper_part_words(self, part):
        """Readings, multiplier and share of a part, as the bill says it."""
        charges = self.env["ops.lease.charge"]
        trace = part.trace or []
        if part.contract_id and trace:
            return charges._meter_words(trace[0])
        return charges._meter_words({**trace[0], "code": "meter"}) if trace else ""
