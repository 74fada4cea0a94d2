from odoo import api, fields, models
from odoo.addons.ops_base.flow import Flow, Step, gate
from odoo.exceptions import UserError, ValidationError
from odoo.tools import LazyTranslate, date_utils, format_date

from ..groups import FINANCE, LEASING, LEASING_MANAGER

_lt = LazyTranslate(__name__)
OPEN = ("line_ids", "note", "attachment_ids")


class LeaseSales(models.Model):
    """销售上报: what a tenant sold in a month, by category (LE-F09).

    The calendar asks for it; one person reports, another checks. What was reported is
    corrected for a reason, and what it said before is kept.
    """

    _name = "ops.lease.sales"
    _inherit = ["ops.lease.paper.mixin", "ops.evidence.mixin"]
    _description = "Sales report"
    _order = "month desc, id desc"

    _flow = Flow(
        Step(
            "report",
            ("open", "correcting"),
            "reported",
            label=_lt("Report sales"),
            group=LEASING,
            gates=("month_over", "sales_entered"),
        ),
        Step(
            "check",
            "reported",
            "checked",
            label=_lt("Confirm sales"),
            group=(LEASING, FINANCE),
            gates=("other_person",),
        ),
        Step(
            "settle",
            "checked",
            "settled",
            label=_lt("Sales settled"),
            group=FINANCE,
            gates=("sales_billed",),
        ),
        Step(
            "correct",
            ("reported", "checked", "settled"),
            "correcting",
            label=_lt("Correct report"),
            group=LEASING,
            reason=True,
        ),
        Step(
            "void",
            "open",
            "void",
            label=_lt("Nothing to report"),
            group=LEASING_MANAGER,
            reason=True,
        ),
        sequence="ops.lease.sales",
        editable={"correcting": OPEN},
        protected=(
            "date_due",
            "reported_user_id",
            "reported_date",
            "checked_user_id",
            "checked_date",
            "version",
            "version_ids",
            "reminded_date",
            "reminded_count",
        ),
        side=("correcting", "void"),
    )

    # FIELDS
    state = fields.Selection(
        [
            ("open", "To be reported"),
            ("reported", "Sales reported"),
            ("checked", "Sales checked"),
            ("settled", "Rent from sales settled"),
            ("correcting", "Sales being corrected"),
            ("void", "Nothing to report"),
        ],
        default="open",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    contract_id = fields.Many2one(
        domain=[("state", "=", "signed"), ("turnover_method", "!=", False)]
    )
    month = fields.Date(required=True, index=True, tracking=True)
    period = fields.Char("Sales of", compute="_compute_period")
    date_due = fields.Date("Report until", readonly=True, copy=False)
    line_ids = fields.One2many(
        "ops.lease.sales.line", "sales_id", "Sales by category", copy=True
    )
    amount_net = fields.Monetary(
        "Sales before tax", compute="_compute_amounts", store=True
    )
    amount_tax = fields.Monetary("Tax on sales", compute="_compute_amounts", store=True)
    amount_gross = fields.Monetary(
        "Sales with tax", compute="_compute_amounts", store=True
    )
    receipts = fields.Integer(
        "Number of receipts", compute="_compute_amounts", store=True
    )
    note = fields.Text("Remark on sales", help="Why there were no sales, and the like.")
    reported_user_id = fields.Many2one(
        "res.users", "Sales reported by", readonly=True, copy=False
    )
    reported_date = fields.Datetime("Sales reported on", readonly=True, copy=False)
    reported_late = fields.Boolean(
        "Reported late", compute="_compute_reported_late", store=True
    )
    checked_user_id = fields.Many2one(
        "res.users", "Sales checked by", readonly=True, copy=False
    )
    checked_date = fields.Datetime("Sales checked on", readonly=True, copy=False)
    version = fields.Integer(
        "Version of the report", default=1, readonly=True, copy=False
    )
    version_ids = fields.One2many(
        "ops.lease.sales.version", "sales_id", "Earlier versions", readonly=True
    )
    reminded_date = fields.Date("Last reminded on", readonly=True, copy=False)
    reminded_count = fields.Integer("Times reminded", readonly=True, copy=False)
    audit_ids = fields.One2many("ops.lease.sales.audit", "sales_id", "Samples")

    _month_once = models.UniqueIndex(
        "(contract_id, month)", "The sales of this lease and month are there already."
    )
    _month_first = models.Constraint(
        "CHECK(EXTRACT(DAY FROM month) = 1)",
        "A month of sales is entered by its first day.",
    )

    # COMPUTE
    @api.depends("month")
    def _compute_period(self):
        for paper in self:
            paper.period = format_date(self.env, paper.month, date_format="yyyy-MM")

    @api.depends("contract_id.name", "month")
    def _compute_display_name(self):
        for paper in self:
            lease = paper.contract_id.display_name or self._flow_title()
            paper.display_name = f"{lease} {paper.period}".strip()

    @api.depends("line_ids.net", "line_ids.tax", "line_ids.receipts")
    def _compute_amounts(self):
        for paper in self:
            paper.amount_net = sum(paper.line_ids.mapped("net"))
            paper.amount_tax = sum(paper.line_ids.mapped("tax"))
            paper.amount_gross = paper.amount_net + paper.amount_tax
            paper.receipts = sum(paper.line_ids.mapped("receipts"))

    @api.depends("reported_date", "date_due")
    def _compute_reported_late(self):
        for paper in self:
            day = paper.reported_date and paper.reported_date.date()
            paper.reported_late = bool(day and paper.date_due and day > paper.date_due)

    # CONSTRAINT
    @api.constrains("contract_id")
    def _check_turnover(self):
        for paper in self.filtered(lambda p: not p.contract_id.turnover_method):
            raise ValidationError(
                self.env._(
                    "%(lease)s knows no rent from sales: its tenant reports none.",
                    lease=paper.contract_id.display_name,
                )
            )

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """A new report lists the categories of its lease and says until when."""
        for vals in vals_list:
            if vals.get("month"):
                vals["month"] = fields.Date.to_date(vals["month"]).replace(day=1)
        papers = super().create(vals_list)
        papers._sales_list()
        for (month, company), group in papers.grouped(
            lambda p: (p.month, p.company_id)
        ).items():
            end = date_utils.end_of(month, "month")
            due = fields.Date.add(end, days=company.lease_sales_days)
            # late from the day after
            moment = fields.Datetime.to_datetime(fields.Date.add(due, days=1))
            group._flow_write({"date_due": due, "state_due": moment})
        return papers

    def write(self, vals):
        """A report stays with its lease and month."""
        if "month" in vals and not self._flow_passes(vals):
            month = fields.Date.to_date(vals["month"])
            if any(paper.month != month for paper in self):
                raise UserError(
                    self.env._("A sales report stays with its month: make another one.")
                )
        return super().write(vals)

    def copy_data(self, default=None):
        """A copy is of the month after the last one reported."""
        last = dict(
            self._read_group(
                [("contract_id", "in", self.contract_id.ids)],
                ["contract_id"],
                ["month:max"],
            )
        )
        return [
            {**vals, "month": fields.Date.add(last[paper.contract_id], months=1)}
            for paper, vals in zip(self, super().copy_data(default), strict=True)
        ]

    # ACTION
    def action_report(self):
        return self._flow_take("report")

    def action_check(self):
        return self._flow_take("check")

    def action_settle(self):
        return self._flow_take("settle")

    def action_correct(self, reason=None):
        """Open reported sales again; what they said is kept (LE-F09)."""
        done = self._flow_take("correct", reason)
        self._sales_keep_version(reason)
        return done

    def action_void(self, reason=None):
        return self._flow_take("void", reason)

    # BUSINESS
    @gate(_lt("Month over"), who=LEASING)
    def _gate_month_over(self):
        today = fields.Date.context_today(self)
        for paper in self:
            lease = paper.contract_id
            first, last = lease.date_start, lease._last_charged_day()
            end = date_utils.end_of(paper.month, "month")
            if not first or end < first or paper.month > last:
                message = self.env._(
                    "%(lease)s does not run in this month.", lease=lease.display_name
                )
                yield self._blocker(paper, message, fix=lease)
            elif min(end, last) >= today:
                message = self.env._("The month is not over yet.")
                yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Sales entered"), who=LEASING)
    def _gate_sales_entered(self):
        for paper in self:
            missing = (
                paper.contract_id._turnover_categories(paper.month)
                - paper.line_ids.category_id
            )
            if missing:
                message = self.env._(
                    "Sales are missing for: %(categories)s (0 where there were none).",
                    categories=", ".join(missing.mapped("name")),
                )
                yield self._blocker(paper, message, fix=paper)
            elif not paper.amount_net and not (paper.note or "").strip():
                message = self.env._("No sales at all: say why in the remark.")
                yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Checked by another person"), who=(LEASING, FINANCE))
    def _gate_other_person(self):
        for paper in self.filtered(lambda p: p.reported_user_id == self.env.user):
            message = self.env._(
                "You reported these sales; another person checks them."
            )
            yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Rent from sales billed"), who=FINANCE)
    def _gate_sales_billed(self):
        """Settled is what was settled by checked sales and is even with the books."""
        waiting = self.contract_id._turnover_waiting(self)
        for paper in self & waiting:
            message = self.env._(
                "The settlement of these days is not in the books yet: it follows from "
                "the billing run once all months of it are checked."
            )
            yield self._blocker(paper, message, fix=paper.contract_id)

    def _prepare_report_values(self):
        return {
            "reported_user_id": self.env.uid,
            "reported_date": fields.Datetime.now(),
            "checked_user_id": False,
            "checked_date": False,
        }

    def _prepare_check_values(self):
        return {
            "checked_user_id": self.env.uid,
            "checked_date": fields.Datetime.now(),
        }

    def _lease_fixed(self):
        """It is of one lease from the first moment."""
        return True

    def _sales_list(self):
        """One line for each category the lease knows."""
        self.env["ops.lease.sales.line"].create(
            [
                {"sales_id": paper.id, "category_id": category.id}
                for paper in self
                for category in paper.contract_id._turnover_categories(paper.month)
                - paper.line_ids.category_id
            ]
        )

    def _sales_keep_version(self, reason):
        """Write down what reports said before they are corrected."""
        # history is nobody's to write; the correction was the right
        self.env["ops.lease.sales.version"].sudo().create(
            [
                {
                    "sales_id": paper.id,
                    "version": paper.version,
                    "user_id": paper.reported_user_id.id,
                    "date": paper.reported_date,
                    "reason": reason,
                    "amount_net": paper.amount_net,
                    "amount_tax": paper.amount_tax,
                    "receipts": paper.receipts,
                    "detail": "\n".join(
                        f"{line.category_id.name}: {line.net:,.2f} + {line.tax:,.2f}"
                        for line in paper.line_ids
                    ),
                }
                for paper in self
            ]
        )
        for version, papers in self.grouped("version").items():
            papers._flow_write({"version": version + 1})

    def _approval_summary(self):
        self.ensure_one()
        return {
            **super()._approval_summary(),
            "amount": self.amount_net,
            "currency": self.currency_id,
        }
