from odoo import fields, models
from odoo.addons.ops_base.flow import Flow, Step
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class TestPaper(models.Model):
    """A flow that is approved: submitted, sent back or refused, restarted on change."""

    _name = "test.ops.paper"
    _inherit = ["ops.flow.mixin"]
    _description = "Test paper"

    _flow = Flow(
        Step(
            "submit",
            "draft",
            "approving",
            label=_lt("Submit"),
            group="ops_base.group_user",
        ),
        Step(
            "approve",
            "approving",
            "approved",
            label=_lt("Approve"),
            route="test_paper",
            back="return",
            refuse="refuse",
            restart="restart",
        ),
        Step("return", "approving", "draft", reason=True, kernel=True),
        Step("refuse", "approving", "refused", reason=True, kernel=True),
        Step("restart", "approved", "approving", reason=True, kernel=True),
        Step(
            "cancel",
            ("draft", "approving"),
            "cancelled",
            label=_lt("Cancel"),
            group="ops_base.group_user",
            reason=True,
        ),
        sequence="test.ops.paper",
        key_fields=("amount", "partner_id", "line_ids"),
        editable={"approving": (), "approved": ("amount", "line_ids")},
        side=("refused", "cancelled"),
    )

    title = fields.Char()
    clause = fields.Char()
    amount = fields.Monetary()
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one("res.partner")
    line_ids = fields.One2many("test.ops.paper.line", "paper_id")
    user_id = fields.Many2one("res.users", default=lambda self: self.env.user)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("approving", "In approval"),
            ("approved", "Approved"),
            ("refused", "Refused"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
    )

    def action_submit(self):
        return self._flow_take("submit")

    def action_approve(self):
        return self._flow_take("approve")

    def action_cancel(self, reason=None):
        return self._flow_take("cancel", reason)

    def _approval_owners(self):
        return super()._approval_owners() | self.user_id

    def _approval_summary(self):
        self.ensure_one()
        return {**super()._approval_summary(), "fact": self.title}


class TestPaperLine(models.Model):
    """What is approved with the paper."""

    _name = "test.ops.paper.line"
    _inherit = ["ops.flow.line.mixin"]
    _description = "Test paper line"

    _flow_parent = ("paper_id", "line_ids")

    paper_id = fields.Many2one(
        "test.ops.paper", required=True, ondelete="cascade", index=True
    )
    quantity = fields.Float()
