from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

#: Days ahead of its end that a certificate is reminded of.
AHEAD = 90


class StandardCertificate(models.Model):
    """A certificate of the company's own management system, and until when it counts
    (PU-36)."""

    _name = "ops.standard.certificate"
    _inherit = ["ops.evidence.mixin", "mail.thread", "mail.activity.mixin"]
    _description = "Certificate of the management system"
    _order = "date_end desc, id desc"

    # FIELDS
    standard_id = fields.Many2one(
        "ops.standard", "Standard", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="standard_id.company_id", store=True, index=True
    )
    name = fields.Char("Certificate number", required=True, tracking=True)
    body = fields.Char("Issued by", required=True)
    date_start = fields.Date("Valid from", required=True)
    date_end = fields.Date("Valid until", required=True, index=True, tracking=True)
    user_id = fields.Many2one(
        "res.users",
        "Sees to renewal",
        required=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
    )
    validity = fields.Selection(
        [("valid", "Valid"), ("expiring", "Expires soon"), ("expired", "Expired")],
        compute="_compute_validity",
    )
    reminded_for = fields.Date("Reminded of", readonly=True, copy=False)

    # CONSTRAINT
    _dates = models.Constraint(
        "CHECK(date_end >= date_start)", "A certificate does not end before it begins."
    )

    @api.constrains("attachment_ids", "name")
    def _check_copy_filed(self):
        for paper in self.filtered(lambda r: not r.attachment_ids):
            raise ValidationError(
                self.env._(
                    "%(certificate)s: attach a copy of it.", certificate=paper.name
                )
            )

    # COMPUTE
    @api.depends("date_end")
    def _compute_validity(self):
        today = fields.Date.context_today(self)
        for paper in self:
            end = paper.date_end
            if not end or end > today + timedelta(days=AHEAD):
                paper.validity = "valid"
            else:
                paper.validity = "expired" if end < today else "expiring"

    # BUSINESS
    @api.model
    def _cron_remind(self):
        """Tell who sees to it that a certificate ends; once for each end."""
        soon = fields.Date.context_today(self) + timedelta(days=AHEAD)
        due = self.search(
            [("date_end", "<=", soon), ("standard_id.stage", "=", "used")]
        )
        due = due.filtered(
            lambda r: (
                r.reminded_for != r.date_end
                and r == r.standard_id.certificate_ids.sorted("date_end")[-1]
            )
        )
        for (user, day), papers in due.grouped(
            lambda r: (r.user_id, r.date_end)
        ).items():
            papers.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=day,
                summary=self.env._("Certificate ends"),
                user_id=user.id,
            )
            papers.reminded_for = day
