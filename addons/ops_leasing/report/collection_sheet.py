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
        names = ("due", "in_time", "collected", "open")
        result = self._months("ops.lease.collection.report", projects, names)
        for row in (row for rows in result.values() for row in rows):
            for key, (part, whole) in self._share_of.items():
                row[key] = row[part] / row[whole] if row[whole] else 0.0
        return result
