from odoo import api, fields, models

TASK_STATES = [
    ("waiting", "Still to come"),
    ("open", "Thinking it over"),
    ("agreed", "Agreed"),
    ("skipped", "Agreed just before"),
    ("returned", "Sent back"),
    ("refused", "Refused for good"),
    ("transferred", "Handed over"),
    ("dropped", "Taken off"),
    ("closed", "Not needed any more"),
]


class ApprovalTask(models.Model):
    """One person who signs, or has signed, one turn of a step.

    Written by the approval engine only; nobody has rights to write it.
    """

    _name = "ops.approval.task"
    _description = "Approval task"
    _order = "request_id, node_id, turn, sequence, key"
    _rec_name = "user_id"

    # FIELDS
    request_id = fields.Many2one(
        "ops.approval.request",
        "Approval",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    node_id = fields.Many2one(
        "ops.approval.node", "Step", required=True, index=True, ondelete="cascade"
    )
    key = fields.Integer("No.", required=True, help="Number within the request")
    user_id = fields.Many2one(
        "res.users", "Signer", required=True, index=True, ondelete="restrict"
    )
    deputy_id = fields.Many2one(
        "res.users", "Deputy", index="btree_not_null", ondelete="restrict"
    )
    actor_id = fields.Many2one(
        "res.users", "Signed by", index="btree_not_null", ondelete="restrict"
    )
    added_by_id = fields.Many2one("res.users", "Added by", ondelete="restrict")
    kind = fields.Selection(
        [
            ("seat", "By the route"),
            ("before", "Added before"),
            ("after", "Added after"),
        ],
        "Role",
        default="seat",
        required=True,
    )
    parent_key = fields.Integer(help="Number of the signer this one was added to")
    sequence = fields.Integer("Order")
    turn = fields.Integer(default=1)
    round = fields.Integer(default=1)
    state = fields.Selection(TASK_STATES, default="waiting", required=True)
    target = fields.Integer(help="Place it was sent back to, -1: whoever raised it")
    has_target = fields.Boolean()
    opinion = fields.Text()
    opened = fields.Datetime("Waiting since")
    done = fields.Datetime("Signed on")
    is_current = fields.Boolean(compute="_compute_is_current")

    _key_unique = models.UniqueIndex("(request_id, key)")
    _pending = models.Index("(user_id, state) WHERE state = 'open'")

    # COMPUTE
    @api.depends("turn", "node_id.turn")
    def _compute_is_current(self):
        for task in self:
            task.is_current = task.turn == task.node_id.turn
