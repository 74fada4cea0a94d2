from odoo import api, fields, models
from odoo.exceptions import UserError


class ApprovalAct(models.TransientModel):
    """The dialog for verbs that need an opinion, people or a step."""

    _name = "ops.approval.act"
    _description = "Act on approvals"

    # FIELDS
    verb = fields.Selection(
        [
            ("agree", "Agree"),
            ("send_back", "Send back"),
            ("refuse", "Refuse for good"),
            ("withdraw", "Take back"),
            ("add_signers", "Add signers"),
            ("drop_signer", "Take a signer off"),
            ("transfer", "Hand over"),
            ("copy_to", "Send a copy"),
            ("comment", "Comment"),
        ],
        required=True,
    )
    request_ids = fields.Many2many("ops.approval.request", string="Papers")
    request_count = fields.Integer(compute="_compute_request_count")
    opinion = fields.Text()
    opinion_needed = fields.Boolean(compute="_compute_request_count")
    place = fields.Selection(
        [
            ("initiator", "Whoever raised it"),
            ("previous", "The step before"),
            ("node", "A chosen step"),
        ],
        "Back to",
        default="initiator",
    )
    node_id = fields.Many2one(
        "ops.approval.node",
        "Step",
        domain="[('request_id', 'in', request_ids), "
        "('state', 'in', ('agreed', 'skipped'))]",
    )
    when = fields.Selection(
        [("before", "Before me"), ("after", "After me")], "Sign", default="before"
    )
    user_id = fields.Many2one(
        "res.users", "Colleague", domain="[('share', '=', False), ('id', '!=', uid)]"
    )
    user_ids = fields.Many2many(
        "res.users",
        string="Colleagues",
        domain="[('share', '=', False), ('id', '!=', uid)]",
    )
    from_user_id = fields.Many2one("res.users", "Instead of")
    attachment_ids = fields.Many2many("ir.attachment", string="Attachments")

    # COMPUTE
    @api.depends("request_ids", "verb")
    def _compute_request_count(self):
        for act in self:
            act.request_count = len(act.request_ids)
            act.opinion_needed = act.verb in ("send_back", "refuse", "comment")

    # ACTION
    def action_confirm(self):
        """Let the verb act on all papers of the dialog; it checks who calls."""
        self.ensure_one()
        requests = self.request_ids
        requests.check_access("read")
        opinion = self.opinion or ""
        if self.verb in ("agree", "refuse", "withdraw"):
            getattr(requests, self.verb)(opinion)
        elif self.verb == "send_back":
            node = self.node_id.id if self.place == "node" else False
            if self.place == "node" and not node:
                raise UserError(self.env._("Choose the step it goes back to."))
            to = "previous" if self.place == "previous" else "initiator"
            requests.send_back(opinion, node_id=node, to=to)
        elif self.verb == "add_signers":
            requests.add_signers(self.user_ids.ids, self.when, opinion)
        elif self.verb == "copy_to":
            requests.copy_to(self.user_ids.ids, opinion)
        elif self.verb == "comment":
            requests.comment(opinion, self.attachment_ids.ids)
        elif not self.user_id:
            raise UserError(self.env._("Say who it should be."))
        elif self.verb == "drop_signer":
            requests.drop_signer(self.user_id.id, opinion)
        else:
            requests.transfer(self.user_id.id, opinion, self.from_user_id.id)
        return {"type": "ir.actions.act_window_close"}
