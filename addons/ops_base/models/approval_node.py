from odoo import fields, models

MODES = [
    ("in_order", "One after another"),
    ("all", "Everybody"),
    ("any", "Any one"),
    ("unanimous", "Unanimous vote"),
    ("votes", "Number of votes"),
]
ON_REJECT = [
    ("stop", "Stop at once"),
    ("wait", "Wait until all have spoken"),
]


class ApprovalNode(models.Model):
    """One step of a running approval: a snapshot of the route's step (C-16, C-17).

    Written by the approval engine only; nobody has rights to write it.
    """

    _name = "ops.approval.node"
    _description = "Approval step"
    _order = "request_id, sequence"

    # FIELDS
    request_id = fields.Many2one(
        "ops.approval.request",
        "Approval",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    route_step_id = fields.Many2one("ops.approval.route.step", ondelete="set null")
    sequence = fields.Integer("No.", required=True, help="Place in the route, from 0")
    name = fields.Char("Step", required=True)
    mode = fields.Selection(MODES, required=True)
    min_votes = fields.Integer("Votes needed")
    on_reject = fields.Selection(ON_REJECT, default="stop")
    seats = fields.Json("Demanded signers", help="Users in the order of the route")
    state = fields.Selection(
        [
            ("waiting", "Still to come"),
            ("open", "Under way"),
            ("agreed", "Agreed"),
            ("skipped", "Agreed just before"),
            ("returned", "Sent back"),
            ("refused", "Refused for good"),
        ],
        default="waiting",
        required=True,
    )
    turn = fields.Integer(default=1, help="How often the step has been asked")
    opened = fields.Datetime("Open since")
    days = fields.Float("Days allowed")
    editable_fields = fields.Char(help="Fields the signers may change, by comma")
    task_ids = fields.One2many("ops.approval.task", "node_id", "Signers")
