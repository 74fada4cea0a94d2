from odoo import fields, models


class ApprovalCopy(models.Model):
    """A paper sent to somebody for information, and whether he has read it (C-21).

    Written by the approval engine only; nobody has rights to write it.
    """

    _name = "ops.approval.copy"
    _inherit = ["ops.stamp.mixin"]
    _description = "Approval copy"
    _rec_name = "user_id"
    _stamps = ("date", "read_date")

    # FIELDS
    request_id = fields.Many2one(
        "ops.approval.request",
        "Approval",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    user_id = fields.Many2one(
        "res.users", "Copy to", required=True, index=True, ondelete="cascade"
    )
    sender_id = fields.Many2one("res.users", "Sent by", ondelete="set null")
    date = fields.Datetime("Sent on", default=fields.Datetime.now)
    read_date = fields.Datetime("Read on")

    _once = models.UniqueIndex("(request_id, user_id)")
