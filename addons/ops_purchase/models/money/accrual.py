from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.ops_base.turns import take_turns
from odoo.exceptions import UserError

from ..groups import FINANCE
from ..order.order import BINDING


class AccountMove(models.Model):
    _inherit = "account.move"

    # FIELDS
    purchase_accrued_until = fields.Date(
        "Goods estimated until", readonly=True, copy=False, index="btree_not_null"
    )


class ResCompany(models.Model):
    """暂估入库: goods that arrived without their bill, at the end of each month
    (PU-X8, PU-F28)."""

    _inherit = "res.company"

    # FIELDS
    purchase_accrual_account_id = fields.Many2one(
        "account.account",
        "Account of estimated goods",
        check_company=True,
        domain="[('account_type', '=', 'liability_current')]",
        help="PU-X8: goods received and not billed at the end of a month are credited "
        "here and reversed on the next day.",
    )

    # ACTION
    @api.model
    def action_purchase_accrue(self):
        """Estimate the goods of last month for the present company.

        :raise AccessError: for others than finance
        :raise UserError: without an account for it, or with nothing to estimate
        """
        self.env["account.move"]._check_group(FINANCE)
        company = self.env.company
        if not company.sudo().purchase_accrual_account_id:
            raise UserError(
                self.env._(
                    "%(company)s has no account of estimated goods; the administrator "
                    "enters it in the settings.",
                    company=company.name,
                )
            )
        day = fields.Date.context_today(self).replace(day=1) - timedelta(days=1)
        moves = company._purchase_accrue(day)
        if not moves:
            raise UserError(
                self.env._(
                    "Nothing to estimate until %(day)s: all goods are billed, or the "
                    "month is estimated already.",
                    day=day,
                )
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Estimated goods"),
            "res_model": "account.move",
            "view_mode": "list,form",
            "domain": [("id", "in", moves.ids)],
        }

    # BUSINESS
    @api.model
    def _cron_purchase_accrue(self):
        """At the beginning of a month, the goods of the last one; once."""
        day = fields.Date.context_today(self).replace(day=1) - timedelta(days=1)
        for company in self.search([("purchase_accrual_account_id", "!=", False)]):
            company.with_company(company)._purchase_accrue(day)

    def _purchase_accrue(self, day):
        """Entries for goods received and not billed until ``day``, and their reversal
        on the next day, by core's own wizard; one entry per currency.

        :return: the entries, none when the month is estimated already
        """
        self.ensure_one()
        take_turns(self)
        Moves = self.env["account.move"]
        # whether the month is estimated is a fact, whoever asks
        if Moves.sudo().search_count(
            [
                ("company_id", "=", self.id),
                ("purchase_accrued_until", "=", day),
                ("state", "=", "posted"),
            ],
            limit=1,
        ):
            return Moves
        found = Moves
        for orders in self._purchase_unbilled(day).grouped("currency_id").values():
            # core's wizard reads products and orders of the whole company
            wizard = (
                self.env["account.accrued.orders.wizard"]
                .sudo()
                .with_context(active_model="purchase.order", active_ids=orders.ids)
                .create(
                    {
                        "company_id": self.id,
                        "date": day,
                        "account_id": self.sudo().purchase_accrual_account_id.id,
                    }
                )
            )
            action = wizard.create_entries()
            found |= Moves.search(action["domain"])
        found.sudo().purchase_accrued_until = day
        return found

    def _purchase_unbilled(self, day):
        """Orders that had brought more until ``day`` than was billed."""
        lines = self.env["purchase.order.line"].sudo()
        lines = lines.with_context(accrual_entry_date=day).search(
            [
                ("company_id", "=", self.id),
                ("order_id.state", "in", BINDING),
                ("qty_received", ">", 0),
                ("display_type", "=", False),
            ]
        )
        return lines.filtered(
            lambda r: (
                not r.is_downpayment
                and r.currency_id.compare_amounts(r.amount_to_invoice_at_date, 0) > 0
            )
        ).order_id


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    purchase_accrual_account_id = fields.Many2one(
        related="company_id.purchase_accrual_account_id", readonly=False
    )
