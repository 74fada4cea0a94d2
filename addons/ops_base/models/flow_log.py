from odoo import fields, models


class FlowLog(models.Model):
    """Who moved which paper from where to where, when, why and on whose behalf.

    Written by the kernel alone: nobody has the right to create, change or delete a
    row, so the history of a paper is what happened.
    """

    _name = "ops.flow.log"
    _inherit = ["ops.stamp.mixin"]
    _description = "Flow history"
    _order = "id desc"
    _rec_name = "step"
    _stamps = ("date",)

    res_model = fields.Char("Paper type", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Paper", model_field="res_model", required=True, readonly=True
    )
    res_name = fields.Char("Number", readonly=True)
    step = fields.Char(required=True, readonly=True)
    state_from = fields.Char("From", readonly=True)
    state_to = fields.Char("To", readonly=True)
    user_id = fields.Many2one("res.users", "By", required=True, readonly=True)
    behalf_id = fields.Many2one("res.users", "On behalf of", readonly=True)
    reason = fields.Text(readonly=True)
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    company_id = fields.Many2one("res.company", readonly=True)

    _paper_idx = models.Index("(res_model, res_id, id)")
