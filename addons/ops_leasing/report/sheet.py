from datetime import datetime, time

from odoo import api, fields, models
from odoo.tools import format_date, formatLang
from xlsxwriter.utility import xl_col_to_name

MONEY = "#,##0.00"
FORMATS = {
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
    "month": {"border": 1, "num_format": "yyyy-mm", "align": "center"},
    "whole": {"border": 1, "num_format": "#,##0"},
    "money": {"border": 1, "num_format": MONEY},
    "late": {"border": 1, "num_format": MONEY, "font_color": "#B3261E"},
    "percent": {"border": 1, "num_format": "0.0%"},
    "total": {"border": 1, "bold": True, "num_format": MONEY, "bg_color": "#F5F5F5"},
    "total_percent": {
        "border": 1,
        "bold": True,
        "num_format": "0.0%",
        "bg_color": "#F5F5F5",
    },
}
NUMBERS = ("whole", "money", "late", "percent")


class LeaseSheet(models.AbstractModel):
    """A table for each project, one matrix for screen, paper and Excel (LE-F26).

    A report gives ``_title``, ``_columns`` and ``_rows``; the days it is about come
    from who asks (:class:`ops.lease.sheet`), else it is about today.
    """

    _name = "report.ops_leasing.sheet"
    _inherit = "report.report_xlsx.abstract"
    _description = "Table for each project"

    #: columns that stay in sight
    _frozen = 3
    #: ``{key: (part, whole)}``: the total of a share is the share of the totals
    _share_of = {}
    #: whether it shows money, which not everybody sees who sees the projects
    _money = True

    # ACTION
    def generate_xlsx_report(self, workbook, data, objs):
        """Write one sheet per project; called by the report, under the reader's own
        rights.

        :param objs: ``ops.lease.property``, those chosen by the reader
        :raise AccessError: for projects he may not see
        """
        projects = self.env["ops.lease.property"].browse(objs.ids)
        projects.check_access("read")
        self._write_workbook(workbook, projects)

    # BUSINESS
    def _check_reader(self):
        """:raise AccessError: for who may not see what the table shows"""
        if self._money:
            self.env["ops.lease.sheet"].check_access("read")

    def _title(self):
        return ""

    def _note(self, project):
        """The line below the title."""
        return self.env._(
            "%(company)s · %(period)s · amounts in %(currency)s",
            company=project.company_id.name,
            period=self._period(),
            currency=project.currency_id.name,
        )

    def _day(self):
        """The day it is about."""
        return self.env.context.get("sheet_day") or fields.Date.context_today(self)

    def _from_to(self):
        """First and last day it is about; this year if nobody asked."""
        day = self._day()
        return (
            self.env.context.get("sheet_from") or day.replace(month=1, day=1),
            self.env.context.get("sheet_to") or day.replace(month=12, day=31),
        )

    def _period(self):
        first, last = self._from_to()
        return self.env._(
            "%(first)s to %(last)s",
            first=format_date(self.env, first),
            last=format_date(self.env, last),
        )

    def _columns(self):
        """(key, heading, width, format, summed) from left to right."""
        return ()

    def _rows(self, projects):
        """``{project id: rows}``; the number of queries depends on neither projects
        nor rows."""
        return {project.id: [] for project in projects}

    def _months(self, model, projects, names):
        """``{project id: [{"month": …, name: sum}]}`` of a report, in order."""
        first, last = self._from_to()
        rows = {project.id: [] for project in projects}
        for project, month, *amounts in self.env[model]._read_group(
            [
                ("property_id", "in", projects.ids),
                ("month", ">=", first.replace(day=1)),
                ("month", "<=", last),
            ],
            ["property_id", "month:month"],
            [f"{name}:sum" for name in names],
            order="month:month",
        ):
            sums = dict(zip(names, map(float, amounts), strict=True))
            rows[project.id].append({"month": month, **sums})
        return rows

    def _total(self, rows):
        """What stands before the sums."""
        return self.env._("Total")

    def _sums(self, rows):
        """``{key: sum or share}`` of the columns that have one."""
        sums = {
            key: round(sum(row.get(key) or 0.0 for row in rows), 2)
            for key, _heading, _width, _format, summed in self._columns()
            if summed
        }
        for key, (part, whole) in self._share_of.items():
            total = sum(row.get(whole) or 0.0 for row in rows)
            parts = sum(row.get(part) or 0.0 for row in rows)
            sums[key] = parts / total if total else 0.0
        return sums

    def _tables(self, projects):
        """The matrix as text, for screen and paper: a list of ``{"name", "note",
        "heads", "rows", "total", "sums"}``."""
        self._check_reader()
        columns, rows = self._columns(), self._rows(projects)
        return [
            {
                "name": project.name,
                "note": self._note(project),
                "heads": [
                    {"label": heading, "number": kind in NUMBERS}
                    for _key, heading, _width, kind, _sum in columns
                ],
                "rows": [
                    [
                        self._said(row.get(key), kind)
                        for key, _heading, _width, kind, _sum in columns
                    ]
                    for row in rows[project.id]
                ],
                **self._totals_said(columns, rows[project.id]),
            }
            for project in projects
        ]

    def _totals_said(self, columns, rows):
        sums, first = self._sums(rows), self._first_sum(columns)
        return {
            "total": self._total(rows),
            "span": first,
            "sums": [
                self._said(sums[key], kind) if key in sums else ""
                for key, _heading, _width, kind, _sum in columns[first:]
            ],
        }

    def _first_sum(self, columns):
        return next(
            (i for i, c in enumerate(columns) if c[4] or c[0] in self._share_of),
            len(columns),
        )

    @api.model
    def _said(self, value, kind):
        if value is None or value is False or value == "":
            return ""
        if kind == "text":
            return value
        if kind == "date":
            return fields.Date.to_string(value)
        if kind == "month":
            return f"{value:%Y-%m}"
        if kind in ("money", "late") and not value:
            return "–"
        if kind == "percent":
            return f"{value * 100:.1f}%"
        return formatLang(self.env, value, digits=0 if kind == "whole" else 2)

    # TOOLING
    def _write_workbook(self, workbook, projects):
        self._check_reader()
        workbook.set_properties({"title": self._title()})
        formats = {
            name: workbook.add_format({"font_size": 10, "valign": "vcenter", **values})
            for name, values in FORMATS.items()
        }
        rows = self._rows(projects)
        for project in projects:
            self._sheet(workbook, formats, project, rows[project.id])

    def _sheet(self, workbook, formats, project, rows):
        columns = self._columns()
        last = len(columns) - 1
        sheet = workbook.add_worksheet(
            project.name.translate(str.maketrans("[]:*?/\\", "-------"))[:31]
        )
        title = self._title()
        sheet.merge_range(0, 0, 0, last, f"{project.name}　{title}", formats["title"])
        sheet.set_row(0, 28)
        sheet.write(1, 0, self._note(project), formats["note"])
        for column, (_key, heading, width, _format, _sum) in enumerate(columns):
            sheet.set_column(column, column, width)
            sheet.write(2, column, heading, formats["head"])
        sheet.set_row(2, 30)
        for line, row in enumerate(rows, 3):
            for column, (key, _heading, _width, kind, _sum) in enumerate(columns):
                self._cell(sheet, line, column, row.get(key), formats[kind], kind)
        self._totals(sheet, formats, columns, rows)
        sheet.freeze_panes(3, self._frozen)
        sheet.autofilter(2, 0, max(len(rows) + 2, 3), last)
        sheet.set_landscape()
        sheet.set_paper(8)  # A3
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(2)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        # & begins a code in these lines
        company = project.company_id.name.replace("&", "&&")
        today = fields.Date.context_today(self)
        sheet.set_header(f"&L{company}&C{title}&R{today}".replace("\n", " "))
        sheet.set_footer(
            "&C" + self.env._("Page %(page)s of %(pages)s", page="&P", pages="&N")
        )

    def _cell(self, sheet, line, column, value, style, kind):
        if value is None or value is False or value == "":
            sheet.write_blank(line, column, None, style)
        elif kind in ("date", "month"):
            sheet.write_datetime(line, column, datetime.combine(value, time.min), style)
        elif kind == "text":
            # a name that begins with = is a name
            sheet.write_string(line, column, value, style)
        else:
            sheet.write_number(line, column, value, style)

    def _totals(self, sheet, formats, columns, rows):
        line, sums = len(rows) + 3, self._sums(rows)
        places = {column[0]: xl_col_to_name(i) for i, column in enumerate(columns)}
        for column, (key, _heading, _width, kind, summed) in enumerate(columns):
            letter = places[key]
            if summed:
                style = "total_percent" if kind == "percent" else "total"
                sheet.write_formula(
                    line,
                    column,
                    f"=SUM({letter}4:{letter}{max(line, 4)})",
                    formats[style],
                    sums[key],
                )
            elif key in self._share_of:
                sheet.write_number(line, column, sums[key], formats["total_percent"])
            else:
                sheet.write_blank(line, column, None, formats["total"])
        first = self._first_sum(columns)
        if first > 1:
            sheet.merge_range(
                line, 0, line, first - 1, self._total(rows), formats["total"]
            )
        else:
            sheet.write_string(line, 0, self._total(rows), formats["total"])
