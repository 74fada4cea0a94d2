from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import date_utils

#: what may be asked for: the model that makes the table
SHEETS = {
    "rent_roll": "report.ops_leasing.rent_roll",
    "deposits": "report.ops_leasing.deposits",
    "revenue": "report.ops_leasing.revenue",
    "collection": "report.ops_leasing.collection",
    "occupancy": "report.ops_leasing.occupancy",
    "expiry": "report.ops_leasing.expiry",
    "ageing": "report.ops_leasing.ageing",
}


class LeaseSheet(models.TransientModel):
    """What somebody wants to see of the projects: on screen, on paper, in Excel
    (LE-F26)."""

    _name = "ops.lease.sheet"
    _description = "Report over projects"

    # FIELDS
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    kind = fields.Selection(
        [
            ("rent_roll", "Rent roll"),
            ("deposits", "Statement of deposits"),
            ("revenue", "Revenue, bills and fapiao"),
            ("collection", "Collection rate"),
            ("occupancy", "Occupancy by month"),
            ("expiry", "Leases that end"),
            ("ageing", "Arrears by age"),
        ],
        "Report",
        required=True,
        default="rent_roll",
    )
    property_ids = fields.Many2many(
        "ops.lease.property", string="Projects", help="Empty: all you may see."
    )
    date = fields.Date("On the day", required=True, default=fields.Date.context_today)
    date_from = fields.Date(
        "First day", compute="_compute_date_from", store=True, readonly=False
    )
    date_to = fields.Date(
        "Last day", compute="_compute_date_to", store=True, readonly=False
    )
    paper = fields.Selection(
        [("a3", "A3 landscape"), ("a4", "A4 landscape")],
        "Paper size",
        required=True,
        default="a3",
    )
    table = fields.Html(compute="_compute_table", sanitize=False)

    _dates_in_order = models.Constraint(
        "CHECK(date_to IS NULL OR date_from IS NULL OR date_to >= date_from)",
        "The last day comes before the first.",
    )

    # COMPUTE
    @api.depends("kind")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for sheet in self:
            sheet.display_name = kinds.get(sheet.kind, "")

    @api.depends("kind")
    def _compute_date_from(self):
        """This year; of leases that end, the year ahead."""
        today = fields.Date.context_today(self)
        for sheet in self:
            ahead = sheet.kind == "expiry"
            sheet.date_from = today if ahead else date_utils.start_of(today, "year")

    @api.depends("kind")
    def _compute_date_to(self):
        """See :meth:`_compute_date_from`."""
        today = fields.Date.context_today(self)
        for sheet in self:
            ahead = sheet.kind == "expiry"
            sheet.date_to = (
                date_utils.add(today, years=1)
                if ahead
                else date_utils.end_of(today, "year")
            )

    @api.depends("kind", "property_ids", "date", "date_from", "date_to")
    def _compute_table(self):
        for sheet in self:
            if not sheet.date or not sheet.date_from or not sheet.date_to:
                sheet.table = False
                continue
            sheet.table = self.env["ir.qweb"]._render(
                "ops_leasing.sheet_screen",
                {"tables": sheet._tables(), "title": sheet._maker()._title()},
            )

    # ACTION
    def action_print(self):
        """Print it on the paper chosen."""
        self.ensure_one()
        self.check_access("read")
        report = self.env.ref(f"ops_leasing.action_report_sheet_{self.paper}")
        return report.report_action(self)

    def action_excel(self):
        """Download it as an Excel file."""
        self.ensure_one()
        self.check_access("read")
        return self.env.ref("ops_leasing.action_report_sheet_xlsx").report_action(self)

    # BUSINESS
    def _maker(self):
        """The model that makes the table, told what it is about."""
        self.ensure_one()
        context = {"sheet_from": self.date_from, "sheet_to": self.date_to}
        if self.date != fields.Date.context_today(self):
            context["sheet_day"] = self.date
        return self.env[SHEETS[self.kind]].with_context(**context)

    def _projects(self):
        """Those chosen, else all that the reader may see.

        :raise AccessError: for projects he may not see
        :raise UserError: when there is none
        """
        self.ensure_one()
        projects = self.property_ids._origin or self.env["ops.lease.property"].search(
            [("company_id", "=", self.company_id.id)]
        )
        if not projects:
            raise UserError(
                self.env._(
                    "There is no project yet: the commercial manager enters projects, "
                    "floors and shops first."
                )
            )
        projects.check_access("read")
        return projects

    def _tables(self):
        return self._maker()._tables(self._projects())
