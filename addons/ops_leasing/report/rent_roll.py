import re

from odoo import fields, models
from odoo.fields import Domain

MONEY = "#,##0.00"


class RentRoll(models.AbstractModel):
    """租金台账: one row per shop of the chosen projects (LE-02, LE-F26)."""

    _name = "report.ops_leasing.rent_roll"
    _inherit = "report.report_xlsx.abstract"
    _description = "Rent roll"

    # ACTION
    def generate_xlsx_report(self, workbook, data, objs):
        """Write one sheet per project; called by the report, under the reader's own
        rights.

        :param objs: ``ops.lease.property``, those chosen by the reader
        :raise AccessError: for projects he may not see
        """
        projects = self.env["ops.lease.property"].browse(objs.ids)
        projects.check_access("read")
        workbook.set_properties({"title": self._title()})
        formats = {
            name: workbook.add_format({"font_size": 10, "valign": "vcenter", **values})
            for name, values in {
                "title": {"bold": True, "font_size": 16, "align": "center"},
                "note": {"font_color": "#666666"},
                "head": {
                    "bold": True,
                    "border": 1,
                    "bg_color": "#E8EEF4",
                    "align": "center",
                    "text_wrap": True,
                },
                "text": {"border": 1},
                "date": {"border": 1, "num_format": "yyyy-mm-dd", "align": "center"},
                "whole": {"border": 1, "num_format": "#,##0"},
                "money": {"border": 1, "num_format": MONEY},
                "late": {"border": 1, "num_format": MONEY, "font_color": "#B3261E"},
                "total": {
                    "border": 1,
                    "bold": True,
                    "num_format": MONEY,
                    "bg_color": "#F5F5F5",
                },
            }.items()
        }
        rows = self._rows(projects)
        for project in projects:
            self._sheet(workbook, formats, project, rows[project.id])

    # BUSINESS
    def _title(self):
        return self.env._("Rent roll")

    def _note(self, project, today):
        """The line below the title."""
        return self.env._(
            "%(company)s · as of %(date)s · amounts in %(currency)s · deposit and "
            "arrears stand at the first shop of a lease and of a tenant",
            company=project.company_id.name,
            date=today,
            currency=project.currency_id.name,
        )

    def _columns(self):
        """(key, heading, width, format, summed) from left to right."""
        return (
            ("building", self.env._("Building"), 12, "text", False),
            ("floor", self.env._("Floor"), 8, "text", False),
            ("number", self.env._("Shop"), 10, "text", False),
            ("use", self.env._("Use"), 10, "text", False),
            ("state", self.env._("State"), 10, "text", False),
            ("area", self.env._("Rent area m²"), 11, "money", True),
            ("tenant", self.env._("Tenant"), 24, "text", False),
            ("contract", self.env._("Lease"), 15, "text", False),
            ("start", self.env._("From"), 11, "date", False),
            ("end", self.env._("Until"), 11, "date", False),
            ("days", self.env._("Days left"), 9, "whole", False),
            ("rent", self.env._("Rent per m² and month"), 11, "money", False),
            ("monthly", self.env._("Rent per month"), 13, "money", True),
            ("expected", self.env._("Expected rent per month"), 13, "money", True),
            ("deposit", self.env._("Deposit held"), 13, "money", True),
            ("arrears", self.env._("Arrears"), 13, "late", True),
        )

    def _rows(self, projects):
        """``{project id: rows}``; the number of queries depends on neither projects
        nor shops."""
        units = (
            self.env["ops.lease.unit"]
            .search(
                Domain("property_id", "in", projects.ids),
                order="id",
            )
            .sorted(self._place)
        )
        figures = units._map_figures()
        labels = {
            name: {item["id"]: item["label"] for item in units._map_labels(name)}
            for name in ("state", "use")
        }
        deposits = self.env["ops.lease.deposit"].search(
            Domain("contract_id", "in", units.contract_id.ids)
        )
        held = {}
        for deposit in deposits:
            contract = deposit.contract_id.id
            held[contract] = held.get(contract, 0.0) + deposit.refundable
        told, rows = set(), {project.id: [] for project in projects}
        for unit in units:
            figure = figures[unit.id]
            contract = figure["contract_id"]
            row = {
                "building": unit.building_id.name,
                "floor": unit.floor_id.name,
                "number": unit.number,
                "use": labels["use"].get(unit.use, ""),
                "state": labels["state"].get(unit.state, ""),
                "area": unit.area_rent,
                "expected": unit.expected_rent * unit.area_rent,
            }
            if contract:
                row.update(
                    tenant=figure["tenant"],
                    contract=figure["contract"],
                    start=fields.Date.to_date(figure["start"]),
                    end=fields.Date.to_date(figure["end"]),
                    days=figure["days"] if figure["days"] is not False else None,
                    rent=figure["rent"],
                    monthly=figure["monthly"],
                )
                # of several shops of a lease or a tenant the first one carries it
                if contract not in told:
                    row["deposit"] = held.get(contract, 0.0)
                tenant = (unit.property_id.id, figure["tenant_id"])
                if tenant not in told:
                    row["arrears"] = figure["arrears"]
                told |= {contract, tenant}
            rows[unit.property_id.id].append(row)
        return rows

    def _place(self, unit):
        """Building, floor from the top, and A2 before A10."""
        digits = [
            (int(part), "") if part.isdigit() else (0, part)
            for part in re.split(r"(\d+)", unit.number)
        ]
        building, floor = unit.building_id, unit.floor_id
        return (building.sequence, building.id, -floor.level, floor.id, digits)

    def _sheet(self, workbook, formats, project, rows):
        columns = self._columns()
        last = len(columns) - 1
        sheet = workbook.add_worksheet(
            project.name.translate(str.maketrans("[]:*?/\\", "-------"))[:31]
        )
        title = self._title()
        today = fields.Date.context_today(self)
        sheet.merge_range(0, 0, 0, last, f"{project.name}　{title}", formats["title"])
        sheet.set_row(0, 28)
        sheet.write(
            1,
            0,
            self._note(project, today),
            formats["note"],
        )
        for column, (_key, heading, width, _format, _sum) in enumerate(columns):
            sheet.set_column(column, column, width)
            sheet.write(2, column, heading, formats["head"])
        sheet.set_row(2, 30)
        for line, row in enumerate(rows, 3):
            for column, (key, _heading, _width, kind, _sum) in enumerate(columns):
                self._cell(sheet, line, column, row.get(key), formats[kind], kind)
        self._totals(sheet, formats, columns, rows)
        sheet.freeze_panes(3, 3)
        sheet.autofilter(2, 0, max(len(rows) + 2, 3), last)
        sheet.set_landscape()
        sheet.set_paper(8)  # A3
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(2)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.set_header(
            f"&L{project.company_id.name}&C{title}&R{today}".replace("\n", " ")
        )
        sheet.set_footer(
            "&C" + self.env._("Page %(page)s of %(pages)s", page="&P", pages="&N")
        )

    def _cell(self, sheet, line, column, value, style, kind):
        if value is None or value is False or value == "":
            sheet.write_blank(line, column, None, style)
        elif kind == "date":
            sheet.write_datetime(line, column, value, style)
        elif kind == "text":
            # a name that begins with = is a name
            sheet.write_string(line, column, value, style)
        else:
            sheet.write_number(line, column, value, style)

    def _totals(self, sheet, formats, columns, rows):
        line = len(rows) + 3
        for column, (key, _heading, _width, _format, summed) in enumerate(columns):
            if summed:
                letter = chr(ord("A") + column)
                sheet.write_formula(
                    line,
                    column,
                    f"=SUM({letter}4:{letter}{max(line, 4)})",
                    formats["total"],
                    round(sum(row.get(key) or 0.0 for row in rows), 2),
                )
            else:
                sheet.write_blank(line, column, None, formats["total"])
        first = next(i for i, column in enumerate(columns) if column[4])
        sheet.merge_range(line, 0, line, first - 1, self._total(rows), formats["total"])

    def _total(self, rows):
        """What stands before the sums."""
        let = sum(row["area"] for row in rows if row.get("contract"))
        area = sum(row["area"] for row in rows)
        return self.env._(
            "Total of %(count)s shops, %(share)s %% of the area under lease",
            count=len(rows),
            share=round(let / area * 100, 1) if area else 0,
        )
