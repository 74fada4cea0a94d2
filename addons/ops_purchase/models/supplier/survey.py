from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.addons.ops_base.flow import Flow, Step, gate
from odoo.tools import LazyTranslate

from ..groups import BUYER

_lt = LazyTranslate(__name__)


class SupplierSurvey(models.Model):
    """市场调查记录: what a buyer found out about a supplier and his market, and when
    he looks again (PU-05)."""

    _name = "ops.supplier.survey"
    _inherit = ["ops.flow.mixin", "ops.evidence.mixin", "ops.paper.mixin"]
    _description = "Market survey"
    _order = "date desc, id desc"

    _flow = Flow(
        Step(
            "submit",
            "draft",
            "done",
            label=_lt("File survey"),
            group=BUYER,
            gates=("found_out", "next_planned"),
        ),
        sequence="ops.supplier.survey",
    )

    # FIELDS
    state = fields.Selection(
        [("draft", "Draft"), ("done", "Filed")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    supplier_id = fields.Many2one(
        "ops.supplier",
        "Supplier file",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    partner_id = fields.Many2one(related="supplier_id.partner_id", string="Supplier")
    user_id = fields.Many2one(
        "res.users",
        "Surveyed by",
        required=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
    )
    date = fields.Date(
        "Surveyed on", required=True, default=fields.Date.context_today, index=True
    )
    date_next = fields.Date(
        "Next survey",
        compute="_compute_date_next",
        store=True,
        readonly=False,
        help="Half a year later, unless said otherwise",
    )
    prices = fields.Text("Prices found")
    quality = fields.Text("Quality found")
    delivery = fields.Text("Delivery and service")
    reputation = fields.Text("Reputation heard of")

    # COMPUTE
    @api.depends("date")
    def _compute_date_next(self):
        for survey in self:
            survey.date_next = survey.date and survey.date + relativedelta(months=6)

    # ACTION
    def action_submit(self):
        return self._flow_take("submit")

    # BUSINESS
    @gate(_lt("Findings written down"), who=BUYER)
    def _gate_found_out(self):
        names = ("prices", "quality", "delivery", "reputation")
        for survey in self:
            if not any((survey[name] or "").strip() for name in names):
                message = self.env._("Write down what was found out.")
                yield self._blocker(survey, message, fix=survey)

    @gate(_lt("Next survey planned"), who=BUYER)
    def _gate_next_planned(self):
        for survey in self:
            if not survey.date_next or survey.date_next <= survey.date:
                message = self.env._("Say when the supplier is surveyed next.")
                yield self._blocker(survey, message, fix=survey)
