from odoo import fields, models


class NoticeKind(models.Model):
    """What a notice is about, and what the house demands of it."""

    _name = "ops.notice.kind"
    _description = "Kind of notice"
    _order = "sequence, name"

    # FIELDS
    name = fields.Char(required=True, translate=True)
    code = fields.Char(help="Business code finds the kind by it.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    attachment_required = fields.Boolean(
        "Attachment required",
        help="The changed drawing, the client's signature … must be attached.",
    )
    confirm_days = fields.Integer(
        "Days to confirm", default=1, help="Later confirmations are marked late."
    )

    _code_once = models.UniqueIndex(
        "(code) WHERE code IS NOT NULL", "There is already a kind with this code."
    )
