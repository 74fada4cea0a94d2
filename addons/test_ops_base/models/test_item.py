from odoo import api, fields, models
from odoo.exceptions import UserError


class TestItem(models.Model):
    """Records a batch run works on, and the handler of that run."""

    _name = "test.ops.item"
    _inherit = ["ops.checklist.mixin"]
    _description = "Test item"

    name = fields.Char(required=True)
    times = fields.Integer("Processed")
    broken = fields.Selection([("said", "Says why"), ("crash", "Crashes")])

    @api.model
    def _run_preview(self, run):
        items = self.search([("id", "in", run.params["ids"])])
        return [(item, f"note {item.name}") for item in items]

    @api.model
    def _run_process(self, run, records):
        for item in records:
            item.times += 1
            if item.broken == "said":
                raise UserError(
                    self.env._("%(item)s has no meter reading.", item=item.name)
                )
            if item.broken == "crash":
                raise ZeroDivisionError
        return {item.id: f"done {item.name}" for item in records}
