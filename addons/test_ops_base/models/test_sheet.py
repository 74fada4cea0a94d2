from odoo import fields, models
from odoo.addons.ops_base.flow import Flow, Step
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class TestSheet(models.Model):
    """A paper that prints: grid, table, amount in capitals, signatures."""

    _name = "test.ops.sheet"
    _inherit = ["ops.flow.mixin", "ops.paper.mixin"]
    _description = "Test sheet"

    _flow = Flow(
        Step(
            "submit",
            "draft",
            "checking",
            label=_lt("Submit"),
            group="ops_base.group_user",
        ),
        Step(
            "check", "checking", "done", label=_lt("Check"), group="ops_base.group_gm"
        ),
        Step(
            "back",
            "checking",
            "draft",
            label=_lt("Send back"),
            group="ops_base.group_gm",
            reason=True,
        ),
        sequence="test.ops.job",
    )
    _paper_blocks = {
        "test_ops_base.report_sheet": [
            ("经办", "step:submit"),
            ("总经理", "step:check"),
            ("物业公司", None, {"stamp": True}),
            ("商户", None),
        ],
    }

    state = fields.Selection(
        [("draft", "Draft"), ("checking", "Checking"), ("done", "Done")],
        default="draft",
        required=True,
    )
    partner_id = fields.Many2one("res.partner", "Tenant")
    unit = fields.Char("Unit")
    date_exit = fields.Date("Exit date")
    reason = fields.Text("Reason")
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary("Deposit")
    line_ids = fields.One2many("test.ops.sheet.line", "sheet_id", "Goods")

    def action_submit(self):
        return self._flow_take("submit")

    def action_check(self, reason=None):
        return self._flow_take("check", reason)

    def action_back(self, reason=None):
        return self._flow_take("back", reason)


class TestSheetLine(models.Model):
    """A row of the printed table."""

    _name = "test.ops.sheet.line"
    _inherit = ["ops.flow.line.mixin"]
    _description = "Test sheet line"

    _flow_parent = ("sheet_id", "line_ids")

    sheet_id = fields.Many2one(
        "test.ops.sheet", required=True, ondelete="cascade", index=True
    )
    name = fields.Char("Item")
    quantity = fields.Float()
    date = fields.Date()
    released = fields.Boolean()
    currency_id = fields.Many2one(related="sheet_id.currency_id")
    amount = fields.Monetary()
