from odoo import models


class CollectionSheet(models.AbstractModel):
    """收缴率: what was due in each month and what came in (LE-F26)."""

    _name = "report.ops_leasing.collection"
    _inherit = "report.ops_leasing.sheet"
    _description = "Collection rate (table)"
    _frozen = 1
    _share_of = {"rate_in_time": ("in_time", "due"), "rate": ("collected", "due")}

    # BUSINESS
    def _title(self):
        return self.env._("Collection rate")

    def _columns(self):
        in_time = self.env._("Collection rate by its end")
        return (
            ("month", self.env._("Month due"), 12, "month", False),
            ("due", self.env._("Due in the month"), 16, "money", True),
            ("in_time", self.env._("Collected by its end"), 16, "money", True),
            ("rate_in_time", in_time, 12, "percent", False),
            ("collected", self.env._("Collected until today"), 16, "money", True),
            ("rate", self.env._("Collection rate until today"), 12, "percent", False),
            ("open", self.env._("Not collected yet"), 16, "late", True),
        )

    def _rows(self, projects):
        first, last = self._from_to()
        names = ("due", "in_time", "collected", "open")
        rows = {project.id: [] for project in projects}
        for project, month, *amounts in self.env[
            "ops.lease.collection.report"
        ]._read_group(
            [
                ("property_id", "in", projects.ids),
                ("month", ">=", first.replace(day=1)),
                ("month", "<=", last),
            ],
            ["property_id", "month:month"],
            [f"{name}:sum" for name in names],
            order="month:month",
        ):
            row = dict(zip(names, map(float, amounts), strict=True))
            for key, (part, whole) in self._share_of.items():
                row[key] = row[part] / row[whole] if row[whole] else 0.0
            rows[project.id].append({"month": month, **row})
        return rows
