from odoo import fields, models

KINDS = [
    ("start", "Raised"),
    ("resubmit", "Raised again"),
    ("agree", "Agreed"),
    ("skip", "Agreed just before"),
    ("send_back", "Sent back"),
    ("refuse", "Refused for good"),
    ("add_before", "Added signers before"),
    ("add_after", "Added signers after"),
    ("drop", "Took a signer off"),
    ("transfer", "Handed over"),
    ("deputy", "Deputy"),
    ("withdraw", "Withdrew"),
    ("take_back", "Took the agreement back"),
    ("urge", "Reminded"),
    ("comment", "Commented"),
    ("copy", "Sent a copy"),
    ("passed", "Approved"),
    ("returned", "Back with whoever raised it"),
    ("refused", "Refused for good"),
    ("supersede", "No longer valid"),
]


class ApprovalEvent(models.Model):
    """One line of the timeline of an approval: who, when, what, for whom (C-25).

    ``changes`` is what the line did to the state; all lines replayed give the state.
    Written by the approval engine only; nobody has rights to write it.
    """

    _name = "ops.approval.event"
    _description = "Approval timeline"
    _order = "id"
    _rec_name = "kind"

    # FIELDS
    request_id = fields.Many2one(
        "ops.approval.request",
        "Approval",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    act = fields.Integer(help="Lines of one act share its number")
    kind = fields.Selection(KINDS, "What", required=True)
    date = fields.Datetime("When", default=fields.Datetime.now, required=True)
    actor_id = fields.Many2one("res.users", "Who", ondelete="restrict")
    behalf_id = fields.Many2one("res.users", "On behalf of", ondelete="restrict")
    node_id = fields.Many2one("ops.approval.node", "Step", ondelete="cascade")
    task_key = fields.Integer()
    people_ids = fields.Many2many("res.users", string="Concerning")
    opinion = fields.Text()
    attachment_ids = fields.Many2many("ir.attachment", string="Attachments")
    changes = fields.Json()
