from odoo import api, fields, models
from odoo.fields import Command

from ...pareto import pareto


class QualityPareto(models.TransientModel):
    """Pareto by cause: which causes make most of the quality issues of a time
    (PU-34)."""

    _name = "ops.quality.pareto"
    _description = "Quality issues by cause"

    # FIELDS
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    date_from = fields.Date(
        "From",
        required=True,
        default=lambda self: fields.Date.subtract(
            fields.Date.context_today(self), years=1
        ),
    )
    date_to = fields.Date("Until", required=True, default=fields.Date.context_today)
    source = fields.Selection(
        selection=lambda self: (
            self.env["ops.quality.issue"]
            ._fields["source"]
            ._description_selection(self.env)
        ),
        string="Found at",
    )
    line_ids = fields.One2many(
        "ops.quality.pareto.line",
        "pareto_id",
        "Causes",
        compute="_compute_line_ids",
        store=True,
        readonly=True,
    )

    # COMPUTE
    @api.depends("company_id", "date_from", "date_to", "source")
    def _compute_line_ids(self):
        for report in self:
            report.line_ids = [
                Command.clear(),
                *(
                    Command.create(
                        {
                            "cause_id": cause.id,
                            "number": number,
                            "share": share,
                            "cumulated": cumulated,
                            "grade": grade,
                        }
                    )
                    for cause, number, share, cumulated, grade in report._rows()
                ),
            ]

    # BUSINESS
    def _rows(self):
        """Rows of :func:`pareto` over the issues of the time that have a cause."""
        domain = [
            ("company_id", "=", self.company_id.id),
            ("date", ">=", self.date_from),
            ("date", "<=", self.date_to),
            ("cause_id", "!=", False),
            ("state", "not in", ("draft", "dismissed")),
        ]
        if self.source:
            domain.append(("source", "=", self.source))
        groups = self.env["ops.quality.issue"]._read_group(
            domain, ["cause_id"], ["__count"]
        )
        return pareto(dict(groups))


class QualityParetoLine(models.TransientModel):
    """One cause, its share and the share of all down to it."""

    _name = "ops.quality.pareto.line"
    _description = "Cause in the count"
    _order = "number desc, id"

    # FIELDS
    pareto_id = fields.Many2one(
        "ops.quality.pareto", required=True, index=True, ondelete="cascade"
    )
    cause_id = fields.Many2one("ops.quality.cause", "Cause")
    number = fields.Integer("Issues")
    share = fields.Float("Share (%)", digits=(5, 1))
    cumulated = fields.Float("Share so far (%)", digits=(5, 1))
    grade = fields.Selection([("A", "A"), ("B", "B"), ("C", "C")], "Class")
