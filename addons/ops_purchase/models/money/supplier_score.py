from dateutil.relativedelta import relativedelta
from odoo import api, fields, models

from ...settle.amounts import exact
from ...settle.score import GRADES, grade, mean

#: Day of the next month on which a month is closed; until then people appeal.
CLOSED_ON = 5
#: Months with deliveries that make the score of a supplier.
ROLLING = 6
#: Days for an improvement.
DAYS = 30


class SupplierScore(models.Model):
    """供应商月度考核: what the assessments of a month come to, fixed when the month is
    closed (PU-29, PU-F11, PU-X4).

    A month without deliveries has no score: it makes nobody better or worse. Below the
    limit of the company the supplier has to improve; below it again, in the next month
    with deliveries, he is suspended. The system writes it.
    """

    _name = "ops.supplier.score"
    _description = "Score of a supplier in a month"
    _order = "month desc, partner_id"

    # FIELDS
    company_id = fields.Many2one("res.company", required=True, index=True)
    partner_id = fields.Many2one(
        "res.partner", "Supplier", required=True, index=True, ondelete="restrict"
    )
    month = fields.Date("First day of the month", required=True)
    period = fields.Char("Month", compute="_compute_period", store=True)
    assessment_ids = fields.One2many(
        "ops.delivery.assessment", "score_id", "Assessments"
    )
    deliveries = fields.Integer("Orders assessed")
    points_time = fields.Float("On time", digits=(4, 1), aggregator="avg")
    points_quantity = fields.Float("Quantity", digits=(4, 1), aggregator="avg")
    points_quality = fields.Float("Quality", digits=(4, 1), aggregator="avg")
    points_papers = fields.Float("Papers", digits=(4, 1), aggregator="avg")
    score = fields.Float(digits=(4, 1), aggregator="avg")
    grade = fields.Selection([(name, name.upper()) for name, _least in GRADES])
    measure = fields.Selection(
        [
            ("none", "None"),
            ("improve", "Improvement asked for"),
            ("suspend", "Suspended"),
        ],
        "What followed",
        required=True,
        default="none",
    )
    improvement_id = fields.Many2one("ops.improvement", "Improvement")

    # COMPUTE
    @api.depends("month")
    def _compute_period(self):
        for row in self:
            row.period = f"{row.month:%Y-%m}" if row.month else ""

    @api.depends("partner_id", "period")
    def _compute_display_name(self):
        for row in self:
            row.display_name = f"{row.partner_id.name or ''} {row.period}"

    # CONSTRAINT
    _once = models.UniqueIndex(
        "(company_id, partner_id, month)", "The month of this supplier is closed."
    )

    # BUSINESS
    @api.model
    def _cron_close(self):
        """Close the months that are over, each company by its own calendar."""
        for company in self.env["res.company"].search([]):
            today = fields.Date.context_today(self)
            self.with_company(company)._close(company, today)

    @api.model
    def _close(self, company, today):
        """Scores of all months that may be closed on that day, the oldest first.

        :return: the new scores
        """
        first = today.replace(day=1)
        if today.day < CLOSED_ON:
            first -= relativedelta(months=1)
        papers = self.env["ops.delivery.assessment"].search(
            [
                ("company_id", "=", company.id),
                ("state", "=", "confirmed"),
                ("score_id", "=", False),
                ("date_confirmed", "<", first),
            ]
        )
        found = self.browse()
        months = papers.grouped(lambda r: r.date_confirmed.replace(day=1))
        for month in sorted(months):
            found += self._close_month(company, month, months[month], today)
        return found

    @api.model
    def _close_month(self, company, month, papers, today):
        groups = papers.grouped(lambda r: r.partner_id.commercial_partner_id)
        scores = self.create(
            [
                {
                    "company_id": company.id,
                    "partner_id": partner.id,
                    "month": month,
                    **own._score_values(),
                }
                for partner, own in groups.items()
            ]
        )
        for row, own in zip(scores, groups.values(), strict=True):
            own._flow_write({"score_id": row.id})
        scores._follow(company, today)
        return scores

    def _follow(self, company, today):
        """Ask suppliers below the limit to improve; suspend those below it again."""
        poor = self.filtered(lambda row: row.score < company.supplier_score_limit)
        if not poor:
            return
        files = {file.partner_id: file for file in poor._files()}
        before = poor._before()
        for row in poor:
            file = files.get(row.partner_id)
            earlier = before.get(row.partner_id)
            if (
                earlier
                and earlier.measure != "none"
                and file
                and file.state == "qualified"
            ):
                row.measure = "suspend"
                reason = self.env._(
                    "%(first)s points in %(before)s and %(second)s in %(month)s, below "
                    "%(limit)s.",
                    first=earlier.score,
                    before=earlier.period,
                    second=row.score,
                    month=row.period,
                    limit=company.supplier_score_limit,
                )
                file._flow_kernel_take("suspend", reason)
            else:
                row.measure = "improve"
                row.improvement_id = row._raise_improvement(file, company, today)

    def _raise_improvement(self, file, company, today):
        self.ensure_one()
        return self.env["ops.improvement"]._raise(
            self,
            self.env._(
                "%(supplier)s: %(score)s points for the deliveries of %(month)s, below "
                "%(limit)s. On time %(time)s, quantity %(quantity)s, quality "
                "%(quality)s, papers %(papers)s.",
                supplier=self.partner_id.display_name,
                score=self.score,
                month=self.period,
                limit=company.supplier_score_limit,
                time=self.points_time,
                quantity=self.points_quantity,
                quality=self.points_quality,
                papers=self.points_papers,
            ),
            owner_id=file.user_id.id if file else False,
            date_due=fields.Date.add(today, days=DAYS),
            company_id=company.id,
        )

    def _files(self):
        """Supplier files of these suppliers."""
        return self.env["ops.supplier"].search(
            [
                ("partner_id", "in", self.partner_id.ids),
                ("company_id", "in", self.company_id.ids),
            ]
        )

    def _before(self):
        """``{supplier: score}`` of the last month with deliveries before these."""
        rows = self.search(
            [
                ("company_id", "in", self.company_id.ids),
                ("partner_id", "in", self.partner_id.ids),
                ("month", "<", min(self.mapped("month"))),
            ],
            order="month",
        )
        return {row.partner_id: row for row in rows}


class DeliveryAssessment(models.Model):
    _inherit = "ops.delivery.assessment"

    # BUSINESS
    def _score_values(self):
        """What these assessments come to: the mean of each figure, to a tenth."""
        names = ("time", "quantity", "quality", "papers")
        values = {
            f"points_{name}": float(mean(map(exact, self.mapped(f"points_{name}"))))
            for name in names
        }
        score = mean(map(exact, self.mapped("score")))
        return {
            **values,
            "deliveries": len(self),
            "score": float(score),
            "grade": grade(score),
        }


class Supplier(models.Model):
    """How a supplier has delivered lately (PU-29)."""

    _inherit = "ops.supplier"

    # FIELDS
    delivery_score = fields.Float(
        digits=(4, 1),
        compute="_compute_delivery_score",
        help="Mean of the last months with deliveries.",
    )
    delivery_grade = fields.Selection(
        [(name, name.upper()) for name, _least in GRADES],
        compute="_compute_delivery_score",
    )

    # COMPUTE
    @api.depends("partner_id", "company_id")
    def _compute_delivery_score(self):
        # who may read the file may read how its supplier delivers
        rows = (
            self.env["ops.supplier.score"]
            .sudo()
            .search(
                [
                    ("partner_id", "in", self.partner_id.ids),
                    ("company_id", "in", self.company_id.ids),
                ]
            )
        )
        groups = rows.grouped(lambda row: (row.partner_id, row.company_id))
        for file in self:
            lately = groups.get((file.partner_id, file.company_id), rows.browse())
            lately = lately[:ROLLING]
            value = mean(map(exact, lately.mapped("score")))
            file.delivery_score = float(value)
            file.delivery_grade = grade(value) if lately else False

    # BUSINESS
    def _quality_points(self):
        """Who has delivered is compared by it: good suppliers are preferred."""
        if self.delivery_grade:
            return self.delivery_score
        return super()._quality_points()

    # ACTION
    def action_open_scores(self):
        """The scores of this supplier, month by month."""
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "domain": [("partner_id", "in", self.partner_id.ids)],
            "res_model": "ops.supplier.score",
            "view_mode": "list,graph,form",
            "name": self.env._("Supplier scores"),
        }
