from odoo import fields, models
from odoo.tools import format_date

from .ageing_report import BUCKETS


class AgeingSheet(models.AbstractModel):
    """欠费账龄表: one row for each tenant and lease of the chosen projects
    (LE-F26, C-41)."""

    _name = "report.ops_leasing.ageing"
    _inherit = "report.ops_leasing.sheet"
    _description = "Arrears by age (Excel)"
    # the property company collects, too
    _money = False

    # BUSINESS
    def _title(self):
        return self.env._("Arrears by age")

    def _period(self):
        # what is owed is owed today
        return self.env._(
            "as of %(date)s",
            date=format_date(self.env, fields.Date.context_today(self)),
        )

    def _columns(self):
        labels = dict(
            self.env["ops.lease.ageing"]
            ._fields["bucket"]
            ._description_selection(self.env)
        )
        return (
            ("tenant", self.env._("Tenant"), 28, "text", False),
            ("contract", self.env._("Lease"), 16, "text", False),
            ("units", self.env._("Shops"), 18, "text", False),
            ("days", self.env._("Days overdue"), 9, "whole", False),
            *((key, labels[key], 14, "money", True) for key, _label in BUCKETS),
            ("total", self.env._("Owed"), 15, "late", True),
        )

    def _rows(self, projects):
        """``{project id: rows}``, those who owe longest first; as many queries for
        any number of tenants."""
        groups = self.env["ops.lease.ageing"]._read_group(
            [("property_id", "in", projects.ids)],
            ["property_id", "partner_id", "contract_id", "bucket"],
            ["amount:sum", "days:max"],
        )
        found = {}
        for project, tenant, lease, bucket, amount, days in groups:
            row = found.setdefault(
                (project.id, tenant.id, lease.id),
                {
                    # the tenant of a lease one sees is no secret
                    "tenant": tenant.sudo().name,
                    "contract": lease.name,
                    "units": ", ".join(lease.sudo().unit_ids.mapped("number")),
                    "days": 0,
                    "total": 0.0,
                },
            )
            row[bucket] = amount
            row["days"] = max(row["days"], days)
            row["total"] += amount
        rows = {project.id: [] for project in projects}
        for (project, _tenant, _lease), row in sorted(
            found.items(), key=lambda item: -item[1]["days"]
        ):
            rows[project].append(row)
        return rows

    def _total(self, rows):
        return self.env._("Total of %(count)s tenants and leases", count=len(rows))
