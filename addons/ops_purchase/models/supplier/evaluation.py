from odoo import api, fields, models
from odoo.addons.ops_base.flow import Flow, Step, gate
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from ..groups import BUYER
from .opinion import DEPARTMENTS

_lt = LazyTranslate(__name__)


class SupplierEvaluation(models.Model):
    """供应商评审表: technology, quality and finance each say whether a supplier may
    supply (PU-07). With the last of the three opinions it is decided."""

    _name = "ops.supplier.evaluation"
    _inherit = ["ops.flow.mixin", "ops.evidence.mixin", "ops.paper.mixin"]
    _description = "Supplier evaluation"
    _order = "id desc"

    _flow = Flow(
        Step(
            "submit",
            "draft",
            "judging",
            label=_lt("Ask for opinions"),
            group=BUYER,
            gates=("supplier_judgeable",),
        ),
        Step(
            "decide",
            "judging",
            "decided",
            label=_lt("Decide"),
            group=BUYER,
            gates=("opinions_given",),
        ),
        Step(
            "cancel",
            ("draft", "judging"),
            "cancelled",
            label=_lt("Cancel evaluation"),
            group=BUYER,
            reason=True,
        ),
        sequence="ops.supplier.evaluation",
        editable={"judging": ("reason", "attachment_ids")},
        protected=("user_id",),
        side=("cancelled",),
    )

    # FIELDS
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("judging", "Opinions asked"),
            ("decided", "Decided"),
            ("cancelled", "Cancelled"),
        ],
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
        domain="[('state', '!=', 'eliminated')]",
    )
    partner_id = fields.Many2one(related="supplier_id.partner_id", string="Supplier")
    category_ids = fields.Many2many(
        related="supplier_id.category_ids", string="Goods supplied"
    )
    certificate_ids = fields.One2many(
        related="supplier_id.certificate_ids", string="Certificates"
    )
    trial_ids = fields.One2many(related="supplier_id.trial_ids", string="Trials")
    user_id = fields.Many2one(
        "res.users",
        "Organised by",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env.user,
        index=True,
    )
    reason = fields.Text(
        "Occasion", help="Why this supplier, and who else was looked at"
    )
    opinion_ids = fields.One2many(
        "ops.supplier.opinion", "evaluation_id", "Opinions", copy=False, readonly=True
    )
    score = fields.Float(
        "Score", compute="_compute_result", store=True, aggregator="avg", digits=(5, 1)
    )
    result = fields.Selection(
        [("qualified", "Qualified"), ("refused", "Not qualified")],
        compute="_compute_result",
        store=True,
    )

    # COMPUTE
    @api.depends("opinion_ids.date", "opinion_ids.verdict", "opinion_ids.score")
    def _compute_result(self):
        for paper in self:
            given = paper.opinion_ids.filtered("date")
            paper.score = sum(given.mapped("score")) / len(given) if given else 0.0
            if not given or len(given) < len(paper.opinion_ids):
                paper.result = False
            else:
                yes = all(opinion.verdict == "yes" for opinion in given)
                paper.result = "qualified" if yes else "refused"

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """Each evaluation asks all three departments."""
        papers = super().create(vals_list)
        # opinions are made by the evaluation alone
        self.env["ops.supplier.opinion"].sudo().create(
            [
                {"evaluation_id": paper.id, "department": department}
                for paper in papers
                for department in DEPARTMENTS
            ]
        )
        return papers

    # ACTION
    def action_submit(self):
        return self._flow_take("submit")

    def action_decide(self):
        return self._flow_take("decide")

    def action_cancel(self, reason=None):
        return self._flow_take("cancel", reason)

    # BUSINESS
    @gate(_lt("Supplier to be judged"), who=BUYER)
    def _gate_supplier_judgeable(self):
        running = self.search(
            [("supplier_id", "in", self.supplier_id.ids), ("state", "=", "judging")]
        )
        for paper in self:
            file = paper.supplier_id
            other = running.filtered(lambda r, f=file: r.supplier_id == f) - paper
            if other:
                message = self.env._(
                    "%(evaluation)s already asks for the opinions.",
                    evaluation=other[0].display_name,
                )
                yield self._blocker(paper, message, fix=other[0])
            if file.state == "eliminated":
                message = self.env._("The supplier is eliminated.")
                yield self._blocker(paper, message, fix=file)
        asked = ("file_complete", "trials_passed", "only_file")
        for blocker in self.supplier_id._gates_ask(asked):
            for paper in self.filtered(lambda r, b=blocker: r.supplier_id == b.record):
                yield self._blocker(paper, blocker.message, fix=blocker.fix)

    @gate(_lt("All three opinions given"))
    def _gate_opinions_given(self):
        for paper in self:
            missing = paper._opinions_missing()
            if missing:
                yield self._blocker(
                    paper, missing._missing_words(missing), missing._who(), fix=paper
                )

    def _opinions_missing(self):
        self.ensure_one()
        return self.opinion_ids.filtered(lambda opinion: not opinion.date)

    def _after_submit(self):
        """A supplier not qualified yet is now under evaluation; who is qualified stays
        so until the opinions are in."""
        files = self.supplier_id.filtered(
            lambda r: r.state in ("potential", "suspended")
        )
        if files:
            files._flow_kernel_take("evaluate")

    def _after_decide(self):
        """PU-07: three times qualified, and the supplier may supply."""
        good = self.filtered(lambda r: r.result == "qualified").supplier_id
        bad = self.filtered(lambda r: r.result == "refused").supplier_id
        # the last of the opinions decides, whatever its writer may write himself
        for file in good.filtered(lambda r: r.state == "qualified").sudo():
            file._flow_write({"date_until": file._date_until()})
        good.filtered(lambda r: r.state == "evaluating")._flow_kernel_take("qualify")
        reason = self.env._("Judged not qualified")
        bad.filtered(lambda r: r.state == "evaluating")._flow_kernel_take(
            "turn_down", reason
        )
        bad.filtered(lambda r: r.state == "qualified")._flow_kernel_take(
            "suspend", reason
        )

    def _after_cancel(self):
        files = self.supplier_id.filtered(lambda r: r.state == "evaluating")
        files -= self.search(
            [("supplier_id", "in", files.ids), ("state", "=", "judging")]
        ).supplier_id
        files._flow_kernel_take("turn_down", self.env._("Evaluation cancelled"))

    def _flow_mine(self):
        """An evaluation waits for the departments that have not spoken."""
        mine = self.env["ops.supplier.opinion"]._departments_mine()
        asked = Domain("department", "in", mine) & Domain("date", "=", False)
        waits = Domain("state", "=", "judging") & Domain("opinion_ids", "any", asked)
        missing = Domain("opinion_ids", "any", [("date", "=", False)])
        return (super()._flow_mine() & ~(missing & Domain("state", "=", "judging"))) | (
            waits
        )
