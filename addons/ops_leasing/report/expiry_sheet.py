from odoo import models


class ExpirySheet(models.AbstractModel):
    """到期租约: leases in force that end in a time, the next one first (LE-F26)."""

    _name = "report.ops_leasing.expiry"
    _inherit = "report.ops_leasing.sheet"
    _description = "Leases that end (table)"
    _frozen = 2

    # BUSINESS
    def _title(self):
        return self.env._("Leases that end")

    def _columns(self):
        return (
            ("month", self.env._("Month"), 10, "month", False),
            ("tenant", self.env._("Tenant"), 28, "text", False),
            ("contract", self.env._("Lease"), 16, "text", False),
            ("units", self.env._("Shops"), 18, "text", False),
            ("end", self.env._("Until"), 12, "date", False),
            ("renewal", self.env._("When it ends"), 16, "text", False),
            ("area", self.env._("Area let m²"), 13, "money", True),
            ("rent", self.env._("Rent per month"), 15, "money", True),
            ("share", self.env._("Share of the project's rent"), 12, "percent", True),
        )

    def _rows(self, projects):
        first, last = self._from_to()
        report = self.env["ops.lease.unit.report"]
        renewal = dict(report._fields["renewal"]._description_selection(self.env))
        rows = {project.id: [] for project in projects}
        for project, lease, end, state, units, *amounts in report._read_group(
            [
                ("property_id", "in", projects.ids),
                ("lease_end", ">=", first),
                ("lease_end", "<=", last),
            ],
            ["property_id", "contract_id", "lease_end:day", "renewal"],
            ["unit_id:recordset", "let_area:sum", "rent:sum", "rent_share:sum"],
            order="lease_end:day, contract_id",
        ):
            area, rent, share = (float(amount or 0) for amount in amounts)
            rows[project.id].append(
                {
                    "month": end,
                    # the tenant of a lease one sees is no secret
                    "tenant": lease.sudo().partner_id.name,
                    "contract": lease.name,
                    "units": ", ".join(units.mapped("number")),
                    "end": end,
                    "renewal": renewal.get(state, ""),
                    "area": area,
                    "rent": rent,
                    "share": share,
                }
            )
        return rows

    def _sums(self, rows):
        sums = super()._sums(rows)
        return sums | {"share": sum(row["share"] for row in rows)}

    def _total(self, rows):
        return self.env._("Total of %(count)s leases", count=len(rows))
