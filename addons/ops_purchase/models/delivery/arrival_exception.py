from markupsafe import Markup
from odoo import api, fields, models
from odoo.addons.ops_base.flow import Flow, Step, gate
from odoo.tools import LazyTranslate

from ..groups import BUYER
from ..order.order import BINDING

_lt = LazyTranslate(__name__)

#: Who sees first that something did not arrive as ordered.
REPORTERS = (BUYER, "stock.group_stock_user")


class ArrivalException(models.Model):
    """到货异常: what came late, short, wrong or damaged, in writing to the departments
    concerned, who confirm having read it and adjust their plans (PU-14)."""

    _name = "ops.arrival.exception"
    _inherit = ["ops.flow.mixin", "ops.evidence.mixin", "ops.paper.mixin"]
    _description = "Arrival exception"
    _order = "id desc"
    _check_company_auto = True

    _flow = Flow(
        Step(
            "issue",
            "draft",
            "issued",
            label=_lt("Notify departments"),
            group=REPORTERS,
            gates=("order_placed", "said", "departments_named"),
        ),
        Step(
            "close",
            "issued",
            "closed",
            label=_lt("Close exception"),
            group=REPORTERS,
            gates=("all_read", "measure_said"),
        ),
        Step(
            "void",
            ("draft", "issued"),
            "void",
            label=_lt("Void exception"),
            group=REPORTERS,
            reason=True,
        ),
        sequence="ops.arrival.exception",
        side=("void",),
        editable={"issued": ("measure", "attachment_ids")},
    )

    # FIELDS
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("issued", "Departments notified"),
            ("closed", "Closed"),
            ("void", "Void"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    kind = fields.Selection(
        [
            ("late", "Late arrival"),
            ("short", "Short"),
            ("wrong", "Wrong goods"),
            ("damaged", "Damaged"),
        ],
        "Kind of exception",
        required=True,
        default="late",
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
    partner_id = fields.Many2one(related="order_id.partner_id", string="Supplier")
    product_id = fields.Many2one("product.product", "Product", check_company=True)
    quantity = fields.Float("Quantity concerned", digits="Product Unit")
    date_found = fields.Date("Found on", default=fields.Date.context_today)
    date_expected = fields.Date("Now expected on")
    description = fields.Text("What happened")
    effect = fields.Text("What has to be adjusted")
    measure = fields.Text("What was done")
    department_ids = fields.Many2many(
        "hr.department",
        string="Departments concerned",
        compute="_compute_department_ids",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        help="Those that asked for the goods, and others that have to adjust.",
    )
    request_ids = fields.Many2many(
        "purchase.request", string="Requests affected", compute="_compute_request_ids"
    )
    notice_ids = fields.One2many("ops.notice", "res_id", "Notices", readonly=True)

    # COMPUTE
    @api.depends("order_id")
    def _compute_department_ids(self):
        for paper in self:
            # who asked for the goods is told, whoever may read the request
            asked = paper.sudo().order_id.order_line.purchase_request_lines.request_id
            paper.department_ids = asked.department_id

    @api.depends("order_id")
    def _compute_request_ids(self):
        for paper in self:
            # which requests wait for the goods is what the notice is about
            lines = paper.sudo().order_id.order_line
            paper.request_ids = lines.purchase_request_lines.request_id

    # ACTION
    def action_issue(self):
        """Notify the departments concerned, at once and in writing (PU-14)."""
        return self._flow_take("issue")

    def action_close(self):
        return self._flow_take("close")

    def action_void(self, reason=None):
        return self._flow_take("void", reason)

    # BUSINESS
    def _after_issue(self):
        """One notice each, published at once; its receipts are the proof."""
        kind = self.env.ref("ops_purchase.notice_kind_arrival")
        notices = self.env["ops.notice"].create(
            [
                {
                    "kind_id": kind.id,
                    "subject": paper._notice_subject(),
                    "body": paper._notice_body(),
                    "department_ids": [(6, 0, paper.department_ids.ids)],
                    "res_model": paper._name,
                    "res_id": paper.id,
                    "company_id": paper.company_id.id,
                }
                for paper in self
            ]
        )
        notices.action_publish()

    def _notice_subject(self):
        self.ensure_one()
        return self.env._(
            "Arrival exception %(order)s: %(kind)s",
            order=self.sudo().order_id.name,
            kind=self._kind_label(),
        )

    def _problem_words(self):
        """One line for those whose plans are affected."""
        self.ensure_one()
        said = [self.name, self._kind_label(), self.product_id.display_name or ""]
        if self.date_expected:
            said.append(self.env._("now expected on %(date)s", date=self.date_expected))
        return " · ".join(filter(None, said))

    def _notice_body(self):
        self.ensure_one()
        # the notice is read by people who may not read the order
        known = self.sudo()
        said = [
            (self.env._("Supplier"), known.partner_id.display_name),
            (self.env._("Product"), known.product_id.display_name),
            (self.env._("Now expected on"), known.date_expected),
            (self.env._("What happened"), known.description),
            (self.env._("What has to be adjusted"), known.effect),
            (
                self.env._("Requests affected"),
                ", ".join(known.request_ids.mapped("display_name")),
            ),
        ]
        return Markup().join(
            Markup("<p>%s: %s</p>") % (label, text) for label, text in said if text
        )

    def _kind_label(self):
        self.ensure_one()
        return dict(self._fields["kind"]._description_selection(self.env))[self.kind]

    @gate(_lt("Order placed"), who=BUYER)
    def _gate_order_placed(self):
        for paper in self.filtered(lambda r: r.order_id.state not in BINDING):
            message = self.env._(
                "%(order)s is not a confirmed order.",
                order=paper.order_id.display_name,
            )
            yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Written down"))
    def _gate_said(self):
        for paper in self.filtered(lambda r: not (r.description or "").strip()):
            message = self.env._("Say what happened.")
            yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Departments named"))
    def _gate_departments_named(self):
        for paper in self.filtered(lambda r: not r.department_ids):
            message = self.env._("Name the departments that have to adjust.")
            yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Read by all"))
    def _gate_all_read(self):
        for paper in self:
            for receipt in paper.notice_ids.receipt_ids.filtered(
                lambda r: not r.date_confirm
            ):
                message = self.env._(
                    "%(user)s has not confirmed reading it.", user=receipt.user_id.name
                )
                yield self._blocker(paper, message, receipt.user_id.name)

    @gate(_lt("Measure written down"), who=BUYER)
    def _gate_measure_said(self):
        for paper in self.filtered(lambda r: not (r.measure or "").strip()):
            message = self.env._("Say what was done about it.")
            yield self._blocker(paper, message, fix=paper)
