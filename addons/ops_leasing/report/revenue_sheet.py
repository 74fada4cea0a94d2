from odoo import models


class RevenueSheet(models.AbstractModel):
    """收入与开票对照: one row for each lease over a time (LE-F27, LE-X9)."""

    _name = "report.ops_leasing.revenue"
    _inherit = "report.ops_leasing.sheet"
    _description = "Revenue beside bills and fapiao (table)"
    _frozen = 2

    # BUSINESS
    def _title(self):
        return self.env._("Revenue, bills and fapiao")

    def _columns(self):
        return (
            ("tenant", self.env._("Tenant"), 28, "text", False),
            ("contract", self.env._("Lease"), 16, "text", False),
            ("earned", self.env._("Earned"), 14, "money", True),
            ("charged", self.env._("Charged by the lease"), 14, "money", True),
            ("difference", self.env._("Earned, not yet charged"), 14, "money", True),
            ("accrued", self.env._("Accrued at the end"), 14, "money", True),
            ("billed", self.env._("Billed for the time"), 14, "money", True),
            ("booked", self.env._("Billed in the time"), 14, "money", True),
            ("booked_tax", self.env._("VAT on bills"), 13, "money", True),
            ("fapiao", self.env._("On fapiao, without VAT"), 14, "money", True),
            ("fapiao_tax", self.env._("VAT on fapiao"), 13, "money", True),
            ("tax_left", self.env._("VAT billed, not on fapiao"), 13, "money", True),
        )

    def _rows(self, projects):
        first, last = self._from_to()
        report = self.env["ops.lease.revenue.report"]
        own = [("property_id", "in", projects.ids)]
        self.env["ops.lease.contract"].search(
            [*own, ("state", "=", "signed")]
        )._revenue_refresh()
        names = report._amounts()
        upto = {
            lease.id: float(amount or 0)
            for lease, amount in report._read_group(
                [*own, ("month", "<=", last)], ["contract_id"], ["difference:sum"]
            )
        }
        rows = {project.id: [] for project in projects}
        groups = report._read_group(
            [*own, ("month", ">=", first.replace(day=1)), ("month", "<=", last)],
            ["property_id", "contract_id"],
            [f"{name}:sum" for name in names],
            order="contract_id",
        )
        for project, lease, *amounts in groups:
            row = dict(zip(names, (float(a or 0) for a in amounts), strict=True))
            rows[project.id].append(
                {
                    # the tenant of a lease one sees is no secret
                    "tenant": lease.sudo().partner_id.name,
                    "contract": lease.name,
                    "accrued": upto.get(lease.id, 0.0),
                    "tax_left": row["booked_tax"] - row["fapiao_tax"],
                    **row,
                }
            )
        return rows

    def _total(self, rows):
        return self.env._("Total of %(count)s leases", count=len(rows))
