from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.addons.ops_base.flow import Flow, Step
from odoo.exceptions import ValidationError
from odoo.tools import LazyTranslate

from ..groups import BUYER, BUYER_HEAD

_lt = LazyTranslate(__name__)

#: What is kept up to date about a supplier as long as he is one.
KEPT = ("user_id", "category_ids", "certificate_ids", "reputation", "quality_note")


class Supplier(models.Model):
    """供应商档案: what a company knows of a supplier, and whether it may buy from him
    (PU-05, PU-07).

    Each company of the group keeps its own file of a partner. Opinions qualify
    (``ops.supplier.evaluation``); nobody writes the status.
    """

    _name = "ops.supplier"
    _inherit = ["ops.flow.mixin", "ops.paper.mixin"]
    _description = "Supplier file"
    _order = "partner_id, id"
    _rec_names_search = ["name", "partner_id"]

    _flow = Flow(
        Step(
            "evaluate",
            ("potential", "suspended"),
            "evaluating",
            label=_lt("Have evaluated"),
            group=BUYER,
            gates=("file_complete", "trials_passed", "only_file"),
        ),
        Step("qualify", "evaluating", "qualified", label=_lt("Qualified"), kernel=True),
        Step(
            "turn_down",
            "evaluating",
            "potential",
            label=_lt("Not qualified"),
            kernel=True,
        ),
        Step(
            "suspend",
            "qualified",
            "suspended",
            label=_lt("Suspend"),
            group=BUYER_HEAD,
            reason=True,
        ),
        Step(
            "resume",
            "suspended",
            "qualified",
            label=_lt("Lift suspension"),
            group=BUYER_HEAD,
            gates=("still_qualified",),
            reason=True,
        ),
        Step(
            "eliminate",
            ("potential", "qualified", "suspended"),
            "eliminated",
            label=_lt("Eliminate"),
            group=BUYER_HEAD,
            gates=("only_file",),
            reason=True,
        ),
        sequence="ops.supplier",
        protected=("date_until",),
        side=("suspended", "eliminated"),
        editable={"evaluating": KEPT, "qualified": KEPT, "suspended": KEPT},
    )

    # FIELDS
    state = fields.Selection(
        [
            ("potential", "Potential"),
            ("evaluating", "Under evaluation"),
            ("qualified", "Qualified"),
            ("suspended", "Suspended"),
            ("eliminated", "Eliminated"),
        ],
        default="potential",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Supplier",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        domain="[('is_company', '=', True)]",
    )
    user_id = fields.Many2one(
        "res.users",
        "Buyer in charge",
        required=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        index=True,
    )
    category_ids = fields.Many2many("product.category", string="Goods supplied")
    reputation = fields.Text("Reputation", help="Market standing, references")
    quality_note = fields.Text("Quality of goods")
    date_until = fields.Date("Qualified until", readonly=True, copy=False, index=True)
    certificate_ids = fields.One2many(
        "ops.supplier.certificate", "supplier_id", "Certificates"
    )
    evaluation_ids = fields.One2many(
        "ops.supplier.evaluation", "supplier_id", "Evaluations", readonly=True
    )
    survey_ids = fields.One2many(
        "ops.supplier.survey", "supplier_id", "Market surveys", readonly=True
    )
    trial_ids = fields.One2many(
        "ops.supplier.trial", "supplier_id", "Trials", readonly=True
    )
    date_survey = fields.Date(
        "Next survey due", compute="_compute_date_survey", store=True, index=True
    )
    certificate_expired = fields.Boolean(
        compute="_compute_certificate_expired", help="PU-05: no new orders"
    )

    # COMPUTE
    @api.depends("partner_id", "name")
    def _compute_display_name(self):
        for file in self:
            words = (file.name, file.partner_id.name)
            file.display_name = " ".join(filter(None, words))

    @api.depends("survey_ids.state", "survey_ids.date_next", "survey_ids.date")
    def _compute_date_survey(self):
        for file in self:
            done = file.survey_ids.filtered(lambda r: r.state == "done")
            file.date_survey = done.sorted(lambda r: (r.date, r.id))[-1:].date_next

    @api.depends(
        "certificate_ids.date_end", "certificate_ids.kind", "certificate_ids.needed"
    )
    def _compute_certificate_expired(self):
        today = fields.Date.context_today(self)
        for file in self:
            file.certificate_expired = bool(file.certificate_ids._expired(today))

    # CONSTRAINT
    _one_file = models.UniqueIndex(
        "(partner_id, company_id) WHERE state != 'potential'",
        "The supplier has a file already.",
    )

    @api.constrains("partner_id")
    def _check_partner(self):
        for file in self:
            company = file.partner_id.commercial_partner_id
            if company != file.partner_id:
                raise ValidationError(
                    self.env._(
                        "%(contact)s is a contact of %(company)s: open the file for "
                        "%(company)s.",
                        contact=file.partner_id.name,
                        company=company.name,
                    )
                )

    # ACTION
    def action_evaluate(self):
        return self._flow_take("evaluate")

    def action_suspend(self, reason=None):
        return self._flow_take("suspend", reason)

    def action_resume(self, reason=None):
        return self._flow_take("resume", reason)

    def action_eliminate(self, reason=None):
        return self._flow_take("eliminate", reason)

    # BUSINESS
    def _after_evaluate(self):
        """PU-07: technology, quality and finance are asked at once."""
        Evaluation = self.env["ops.supplier.evaluation"]
        running = Evaluation.search(
            [("supplier_id", "in", self.ids), ("state", "=", "judging")]
        )
        asked = Evaluation.create(
            [
                {"supplier_id": file.id, "company_id": file.company_id.id}
                for file in self - running.supplier_id
            ]
        )
        if asked:
            asked.action_submit()

    def _prepare_qualify_values(self):
        return {"date_until": self._date_until()}

    def _date_until(self):
        """Last day of a qualification that is given today."""
        months = self.company_id.sudo().supplier_months
        return fields.Date.context_today(self) + relativedelta(months=months)

    @api.model
    def _cron_remind(self):
        """PU-05: the buyer in charge learns in time that a certificate ends, that a
        qualification ends and that a survey is due; once for each day due."""
        self.env["ops.supplier.certificate"]._remind()
        today = fields.Date.context_today(self)
        for name, summary in (
            ("date_survey", self.env._("Survey the supplier")),
            ("date_until", self.env._("Have the supplier evaluated again")),
        ):
            due = self.search([("state", "=", "qualified"), (name, "<=", today)])
            told = due.activity_ids.filtered(lambda r, s=summary: r.summary == s)
            due -= self.browse(told.mapped("res_id"))
            for user, files in due.grouped("user_id").items():
                files.activity_schedule(
                    "mail.mail_activity_data_todo",
                    date_deadline=today,
                    summary=summary,
                    user_id=user.id,
                )
