from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    lease_deposit_account_id = fields.Many2one(
        related="company_id.lease_deposit_account_id",
        readonly=False,
        domain=[("lease_deposit", "=", True)],
    )
    lease_retained_account_id = fields.Many2one(
        related="company_id.lease_retained_account_id", readonly=False
    )
    lease_utility_account_id = fields.Many2one(
        related="company_id.lease_utility_account_id", readonly=False
    )
    lease_refund_journal_id = fields.Many2one(
        related="company_id.lease_refund_journal_id",
        readonly=False,
        domain=[("type", "in", ("bank", "cash"))],
    )
    lease_notice_tenant = fields.Integer(
        related="company_id.lease_notice_tenant", readonly=False
    )
    lease_notice_landlord = fields.Integer(
        related="company_id.lease_notice_landlord", readonly=False
    )
