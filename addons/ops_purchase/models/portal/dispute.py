from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..groups import BUYER, FINANCE


class SettlementDispute(models.Model):
    """异议: what a supplier does not agree to on a settlement sheet (PU-32, PU-F29).

    He says it on his pages, a colleague answers it or corrects the sheet; nobody takes
    it away.
    """

    _name = "ops.purchase.settlement.dispute"
    _description = "Dispute of a settlement sheet"
    _order = "settlement_id, id"
    _rec_name = "subject"

    # FIELDS
    settlement_id = fields.Many2one(
        "ops.purchase.settlement",
        "Settlement sheet",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="settlement_id.company_id", store=True)
    subject = fields.Char("Disputed item", required=True)
    text = fields.Text("What the supplier says", required=True)
    speaker = fields.Char("Said by", required=True)
    date = fields.Datetime("At", required=True)
    state = fields.Selection(
        [
            ("open", "Waiting for an answer"),
            ("answered", "Answered"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="open",
    )
    answer = fields.Text("Our answer")
    answered_by = fields.Many2one("res.users", "Answered by")
    answered_on = fields.Datetime("Answered on")

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """Disputes are raised by suppliers on their pages.

        :raise AccessError: for others
        """
        self._check_own_way()
        return super().create(vals_list)

    def write(self, vals):
        """What was said stands; who answers it only adds his answer.

        :raise AccessError: for all but the answer of an open dispute
        """
        if set(vals) - {"answer"} or any(r.state != "open" for r in self):
            self._check_own_way()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self._check_own_way()

    # ACTION
    def action_open(self):
        """One dispute, to answer it."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Dispute"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_answer(self):
        """Close disputes with the answer that was entered.

        :raise AccessError: for others than buyers and finance
        :raise UserError: without an answer
        """
        self.env["ops.purchase.settlement"]._check_group(BUYER, FINANCE)
        self.check_access("write")
        disputes = self.filtered(lambda r: r.state == "open")
        for dispute in disputes:
            if not (dispute.answer or "").strip():
                raise UserError(
                    self.env._(
                        "%(subject)s: what do we answer?", subject=dispute.subject
                    )
                )
        # who answered and when is the system's own stamp
        disputes.sudo().write(
            {
                "state": "answered",
                "answered_by": self.env.uid,
                "answered_on": fields.Datetime.now(),
            }
        )
        for dispute in disputes:
            dispute.settlement_id._message_log(
                body=self.env._(
                    "Answer to the dispute about %(subject)s: %(answer)s",
                    subject=dispute.subject,
                    answer=dispute.answer,
                )
            )
        return {"type": "ir.actions.act_window_close"}

    # BUSINESS
    def _check_own_way(self):
        if not self.env.su:
            raise AccessError(
                self.env._("A dispute stands as the supplier has raised it.")
            )
