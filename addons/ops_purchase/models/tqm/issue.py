from odoo import fields, models
from odoo.addons.ops_base.flow import Flow, Step, gate
from odoo.tools import LazyTranslate

from ..groups import QUALITY, QUALITY_HEAD, STAFF

_lt = LazyTranslate(__name__)

PLAN = ("cause_id", "cause", "measure", "owner_id", "date_due", "attachment_ids")


class QualityIssue(models.Model):
    """质量问题单: what went wrong at any step, why, what is done about it, and whether
    it helped (PU-34). Anybody reports; quality finds the cause and agrees the measure,
    which goes into the suite's list of improvements."""

    _name = "ops.quality.issue"
    _inherit = [
        "ops.improving.mixin",
        "ops.flow.mixin",
        "ops.evidence.mixin",
        "ops.paper.mixin",
    ]
    _description = "Quality issue"
    _order = "date desc, id desc"

    _flow = Flow(
        Step(
            "submit",
            "draft",
            "open",
            label=_lt("Report issue"),
            group=STAFF,
            gates=("issue_described",),
        ),
        Step(
            "act",
            "open",
            "acting",
            label=_lt("Agree measure"),
            group=QUALITY,
            gates=("cause_found", "measure_agreed"),
        ),
        Step(
            "close",
            "acting",
            "closed",
            label=_lt("Verify and close"),
            group=QUALITY,
            gates=("measures_checked", "effect_said"),
        ),
        Step(
            "more",
            "acting",
            "open",
            label=_lt("Another measure"),
            group=QUALITY,
            reason=True,
        ),
        Step(
            "dismiss",
            "open",
            "dismissed",
            label=_lt("Dismiss"),
            group=QUALITY_HEAD,
            reason=True,
        ),
        sequence="ops.quality.issue",
        editable={"open": PLAN, "acting": ("effect", "attachment_ids")},
        protected=("user_id",),
        side=("dismissed",),
    )

    # FIELDS
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("open", "Reported"),
            ("acting", "Measures under way"),
            ("closed", "Closed"),
            ("dismissed", "Dismissed"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    user_id = fields.Many2one(
        "res.users",
        "Reported by",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env.user,
        index=True,
    )
    date = fields.Date("Found on", required=True, default=fields.Date.context_today)
    source = fields.Selection(
        [
            ("supplier", "Supplier"),
            ("incoming", "Incoming inspection"),
            ("production", "Production"),
            ("warehouse", "Warehouse and transport"),
            ("store", "Store"),
            ("customer", "Customer"),
        ],
        "Found at",
        required=True,
        default="production",
        index=True,
    )
    severity = fields.Selection(
        [("minor", "Minor"), ("major", "Major"), ("critical", "Critical")],
        required=True,
        default="minor",
    )
    partner_id = fields.Many2one(
        "res.partner", "Supplier or customer", check_company=True, index=True
    )
    product_id = fields.Many2one("product.product", "Product", check_company=True)
    quantity = fields.Float("Quantity concerned", digits="Product Unit")
    description = fields.Text("What went wrong")
    inspection_id = fields.Many2one(
        "qc.inspection", "Inspection", readonly=True, check_company=True, index=True
    )
    cause_id = fields.Many2one("ops.quality.cause", "Counted as", index=True)
    cause = fields.Text("Cause found")
    measure = fields.Text("Corrective measure")
    owner_id = fields.Many2one(
        "res.users", "Carried out by", domain="[('share', '=', False)]", index=True
    )
    date_due = fields.Date("To be done by")
    effect = fields.Text("Effect", copy=False)

    # ACTION
    def action_submit(self):
        return self._flow_take("submit")

    def action_act(self):
        return self._flow_take("act")

    def action_close(self):
        return self._flow_take("close")

    def action_more(self, reason=None):
        return self._flow_take("more", reason)

    def action_dismiss(self, reason=None):
        return self._flow_take("dismiss", reason)

    # BUSINESS
    @gate(_lt("Issue described"))
    def _gate_issue_described(self):
        for issue in self.filtered(lambda r: not (r.description or "").strip()):
            message = self.env._("What went wrong is not described.")
            yield self._blocker(issue, message, issue.user_id.name, fix=issue)

    @gate(_lt("Cause found"), who=QUALITY)
    def _gate_cause_found(self):
        for issue in self:
            if not issue.cause_id:
                message = self.env._("Say which cause it counts as.")
                yield self._blocker(issue, message, fix=issue)
            if not (issue.cause or "").strip():
                message = self.env._("The cause found is not written down.")
                yield self._blocker(issue, message, fix=issue)

    @gate(_lt("Measure, person and day agreed"), who=QUALITY)
    def _gate_measure_agreed(self):
        for issue in self:
            missing = [
                name for name in ("measure", "owner_id", "date_due") if not issue[name]
            ]
            if missing:
                message = self.env._(
                    "Missing: %(fields)s.", fields=self._flow_field_labels(missing)
                )
                yield self._blocker(issue, message, fix=issue)

    @gate(_lt("Effect said"), who=QUALITY)
    def _gate_effect_said(self):
        for issue in self.filtered(lambda r: not (r.effect or "").strip()):
            message = self.env._("Say whether it helped.")
            yield self._blocker(issue, message, fix=issue)

    def _after_act(self):
        """The measure joins the list of improvements, where its owner reports it and
        somebody else checks it."""
        user = self.env.user
        for issue in self:
            self.env["ops.improvement"]._raise(
                issue,
                issue.description,
                cause=issue.cause,
                measure=issue.measure,
                owner_id=issue.owner_id.id,
                checker_id=user.id if user != issue.owner_id else False,
                date_due=issue.date_due,
                company_id=issue.company_id.id,
            )


class QcInspection(models.Model):
    _inherit = "qc.inspection"

    # ACTION
    def action_quality_issue(self):
        """A quality issue about what was inspected, to be written.

        :raise AccessError: for whoever may not read the inspection
        """
        self.ensure_one()
        self.check_access("read")
        rejected = self.tranche_ids.filtered(lambda r: r.disposition != "pass")
        return {
            "type": "ir.actions.act_window",
            "res_model": "ops.quality.issue",
            "view_mode": "form",
            "context": {
                "default_source": "incoming",
                "default_inspection_id": self.id,
                "default_product_id": self.product_id.id,
                "default_partner_id": self.partner_id.id,
                "default_quantity": sum(rejected.mapped("quantity")),
                "default_description": "\n".join(
                    filter(None, rejected.mapped("reason"))
                ),
            },
        }
