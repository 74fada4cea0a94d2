from odoo import api, fields, models
from odoo.exceptions import AccessError


class NoticeReceipt(models.Model):
    """That one person got one notice: when he opened it, when he confirmed it."""

    _name = "ops.notice.receipt"
    _inherit = ["ops.stamp.mixin"]
    _description = "Receipt of a notice"
    _order = "id desc"
    _rec_name = "notice_id"
    _stamps = ("date_read", "date_confirm", "comment")

    # FIELDS
    notice_id = fields.Many2one(
        "ops.notice", required=True, readonly=True, index=True, ondelete="cascade"
    )
    subject = fields.Char(related="notice_id.subject")
    kind_id = fields.Many2one(related="notice_id.kind_id")
    issuer_id = fields.Many2one(related="notice_id.user_id", string="Issued by")
    date_publish = fields.Datetime(related="notice_id.date_publish", store=True)
    date_due = fields.Datetime(related="notice_id.date_confirm", store=True)
    notice_state = fields.Selection(related="notice_id.state", store=True)
    user_id = fields.Many2one("res.users", "Recipient", required=True, readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True)
    date_read = fields.Datetime("Opened at", readonly=True)
    date_confirm = fields.Datetime("Confirmed at", readonly=True)
    comment = fields.Char(readonly=True)
    is_late = fields.Boolean("Late", compute="_compute_is_late")

    _person_once = models.UniqueIndex("(notice_id, user_id)")
    _waiting_idx = models.Index("(user_id) WHERE date_confirm IS NULL")

    # COMPUTE
    @api.depends("date_due", "date_confirm")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for receipt in self:
            due = receipt.date_due
            receipt.is_late = bool(due and (receipt.date_confirm or now) > due)

    # ACTION
    def action_open_notice(self):
        """Read the notice; the first time is kept."""
        self.ensure_one()
        self.check_access("read")
        if self.user_id == self.env.user and not self.date_read:
            # receipts are written by the kernel alone
            self.sudo().date_read = fields.Datetime.now()
        return {
            "type": "ir.actions.act_window",
            "res_model": "ops.notice",
            "res_id": self.notice_id.id,
            "views": [(False, "form")],
            "target": "current",
        }

    def action_confirm(self, comment=None):
        """Confirm from the list; nobody confirms for somebody else."""
        self.check_access("read")
        if self.user_id - self.env.user:
            raise AccessError(self.env._("Each person confirms for himself."))
        return self.notice_id.action_confirm(comment)

    # BUSINESS
    def _confirm(self, comment=None):
        """Stamp once; confirming again changes nothing."""
        now = fields.Datetime.now()
        waiting = self.filtered(
            lambda r: not r.date_confirm and r.notice_state != "revoked"
        )
        waiting.filtered(lambda r: not r.date_read).date_read = now
        waiting.write({"date_confirm": now, "comment": comment})
