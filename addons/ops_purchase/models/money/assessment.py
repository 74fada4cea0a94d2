from odoo import api, fields, models
from odoo.addons.ops_base.flow import Flow, Step, gate
from odoo.fields import Command
from odoo.tools import LazyTranslate

from ...settle.amounts import exact
from ...settle.score import GRADES, Line, grade, points, score
from ..groups import BUYER, BUYER_HEAD, QUALITY

_lt = LazyTranslate(__name__)


class DeliveryAssessment(models.Model):
    """交付考核表: how an order was delivered (PU-28, PU-X4).

    Points come from receipts and returns, each of them linked; papers alone are judged.
    The buyer confirms, the supplier may appeal, the head of purchasing decides.
    """

    _name = "ops.delivery.assessment"
    _inherit = ["ops.flow.mixin", "ops.paper.mixin"]
    _description = "Delivery assessment"
    _order = "id desc"

    _flow = Flow(
        Step(
            "confirm",
            "draft",
            "confirmed",
            label=_lt("Confirm assessment"),
            group=BUYER,
            gates=("delivered", "inspected", "only_one", "papers_said"),
        ),
        Step(
            "appeal",
            "confirmed",
            "appealed",
            label=_lt("Appeal of the supplier"),
            group=BUYER,
            gates=("month_open",),
            reason=True,
        ),
        Step(
            "uphold",
            "appealed",
            "confirmed",
            label=_lt("Uphold assessment"),
            group=BUYER_HEAD,
            gates=("another_decides",),
            reason=True,
        ),
        Step(
            "reassess",
            "appealed",
            "draft",
            label=_lt("Assess again"),
            group=BUYER_HEAD,
            gates=("another_decides",),
            reason=True,
        ),
        sequence="ops.delivery.assessment",
        protected=("date_confirmed", "score_id"),
        side=("appealed",),
    )

    # FIELDS
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("confirmed", "Confirmed"),
            ("appealed", "Appealed against"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    order_id = fields.Many2one(
        "purchase.order",
        "Order",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        domain="[('state', '=', 'purchase')]",
    )
    partner_id = fields.Many2one(
        related="order_id.partner_id", string="Supplier", store=True, index=True
    )
    user_id = fields.Many2one(related="order_id.user_id", string="Buyer")
    fact_ids = fields.One2many(
        "ops.delivery.assessment.fact", "assessment_id", "Evidence", readonly=True
    )
    points_time = fields.Float(
        "On time", digits=(4, 1), compute="_compute_score", store=True
    )
    points_quantity = fields.Float(
        "Quantity", digits=(4, 1), compute="_compute_score", store=True
    )
    points_quality = fields.Float(
        "Quality", digits=(4, 1), compute="_compute_score", store=True
    )
    points_papers = fields.Float("Papers", digits=(4, 1), default=100.0)
    papers_note = fields.Char("What was wrong with the papers")
    score = fields.Float(digits=(4, 1), compute="_compute_score", store=True)
    grade = fields.Selection(
        [(name, name.upper()) for name, _least in GRADES],
        compute="_compute_score",
        store=True,
    )
    date_confirmed = fields.Date("Confirmed on", readonly=True, copy=False, index=True)
    score_id = fields.Many2one(
        "ops.supplier.score",
        "Counted in",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    _points = models.Constraint(
        "CHECK (points_papers BETWEEN 0 AND 100)", "Points go from 0 to 100."
    )

    # COMPUTE
    @api.depends(
        "fact_ids.kind", "fact_ids.quantity", "fact_ids.in_time", "points_papers"
    )
    def _compute_score(self):
        for paper in self:
            given = points(paper._score_lines())
            given["papers"] = exact(paper.points_papers)
            total = score(given)
            paper.points_time = float(given["time"])
            paper.points_quantity = float(given["quantity"])
            paper.points_quality = float(given["quality"])
            paper.score = float(total)
            paper.grade = grade(total)

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """A new assessment is proposed from receipts and returns."""
        papers = super().create(vals_list)
        papers._take_facts()
        return papers

    # ACTION
    def action_confirm(self):
        """Confirmed is what receipts and inspections say today.

        :raise AccessError: for others than buyers
        """
        self._check_group(BUYER)
        self.check_access("write")
        self.filtered(lambda r: r.state == "draft")._take_facts()
        return self._flow_take("confirm")

    def action_appeal(self, reason=None):
        return self._flow_take("appeal", reason)

    def action_uphold(self, reason=None):
        return self._flow_take("uphold", reason)

    def action_reassess(self, reason=None):
        return self._flow_take("reassess", reason)

    def action_take_facts(self):
        """Take receipts and returns over anew.

        :raise AccessError: for others than buyers
        """
        self._check_group(BUYER)
        self.check_access("write")
        self.filtered(lambda r: r.state == "draft")._take_facts()
        return True

    # BUSINESS
    def _prepare_confirm_values(self):
        return {"date_confirmed": fields.Date.context_today(self)}

    def _prepare_uphold_values(self):
        return {"date_confirmed": fields.Date.context_today(self)}

    def _take_facts(self):
        for paper in self:
            values = [
                vals
                for line in paper.order_id._bought_lines()
                for vals in line._delivery_facts()
            ]
            # evidence is the system's: nobody enters or removes a receipt
            paper.sudo().write(
                {"fact_ids": [Command.clear(), *map(Command.create, values)]}
            )

    def _score_lines(self):
        self.ensure_one()
        result = []
        for line, facts in self.fact_ids.grouped("order_line_id").items():
            arrived = facts.filtered(lambda r: r.kind == "arrival")
            lost = facts.filtered(lambda r: r.kind == "loss")
            came = exact(sum(arrived.mapped("quantity")))
            result.append(
                Line(
                    ordered=exact(line.product_qty),
                    arrived=came,
                    in_time=exact(sum(arrived.filtered("in_time").mapped("quantity"))),
                    accepted=came - exact(sum(lost.mapped("quantity"))),
                    value=exact(line.price_subtotal),
                )
            )
        return result

    @gate(_lt("Something delivered"), who=BUYER)
    def _gate_delivered(self):
        for paper in self:
            if not any(fact.kind == "arrival" for fact in paper.fact_ids):
                message = self.env._(
                    "Nothing of %(order)s has arrived yet.",
                    order=paper.order_id.display_name,
                )
                yield self._blocker(paper, message, fix=paper.order_id)

    @gate(_lt("All of it inspected"), who=QUALITY)
    def _gate_inspected(self):
        for line in self.order_id._bought_lines():
            waiting, unit = line._goods().waiting, line.product_uom_id
            if unit.compare(waiting, 0) > 0:
                message = self.env._(
                    "%(order)s, %(product)s: %(waiting)s %(unit)s wait for their "
                    "inspection.",
                    order=line.order_id.name,
                    product=line.product_id.display_name,
                    waiting=waiting,
                    unit=unit.name,
                )
                for paper in self.filtered(lambda r, x=line: r.order_id == x.order_id):
                    yield self._blocker(paper, message, fix=line.order_id)

    @gate(_lt("One assessment per order"), who=BUYER)
    def _gate_only_one(self):
        others = self.search(
            [("order_id", "in", self.order_id.ids), ("state", "!=", "draft")]
        )
        for paper in self:
            same = (others - paper).filtered(
                lambda r, p=paper: r.order_id == p.order_id
            )
            if same or (self - paper).order_id & paper.order_id:
                message = self.env._(
                    "%(order)s has an assessment already.",
                    order=paper.order_id.display_name,
                )
                yield self._blocker(paper, message, fix=same[:1] or paper)

    @gate(_lt("Month not closed"), who=BUYER)
    def _gate_month_open(self):
        for paper in self.filtered("score_id"):
            message = self.env._(
                "%(score)s is closed; an appeal was possible until then.",
                score=paper.score_id.display_name,
            )
            yield self._blocker(paper, message, fix=paper.score_id)

    @gate(_lt("Papers judged"), who=BUYER)
    def _gate_papers_said(self):
        for paper in self:
            if paper.points_papers < 100 and not paper.papers_note:
                message = self.env._("Say what was wrong with the papers.")
                yield self._blocker(paper, message, fix=paper)
