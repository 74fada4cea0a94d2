from odoo import models


class OccupancySheet(models.AbstractModel):
    """出租率: area let of lettable area, by the days of each month (LE-F26)."""

    _name = "report.ops_leasing.occupancy"
    _inherit = "report.ops_leasing.sheet"
    _description = "Occupancy by month (table)"
    _frozen = 1
    _share_of = {"occupancy": ("let_area_days", "area_days")}
    _money = False

    # BUSINESS
    def _title(self):
        return self.env._("Occupancy by month")

    def _columns(self):
        return (
            ("month", self.env._("Month"), 12, "month", False),
            ("area", self.env._("Lettable area m²"), 16, "money", False),
            ("let_area", self.env._("Area let m²"), 16, "money", False),
            ("vacant_area", self.env._("Area vacant m²"), 16, "money", False),
            ("occupancy", self.env._("Occupancy"), 12, "percent", False),
        )

    def _rows(self, projects):
        names = ("area", "let_area", "area_days", "let_area_days")
        result = self._months("ops.lease.occupancy.report", projects, names)
        for row in (row for rows in result.values() for row in rows):
            row["vacant_area"] = row["area"] - row["let_area"]
            whole = row["area_days"]
            row["occupancy"] = row["let_area_days"] / whole if whole else 0.0
        return result

    def _total(self, rows):
        return self.env._("Mean of all days")
