from odoo import fields, models
from odoo.tools import format_date

from .trace import trace_row


class LeaseCharge(models.Model):
    _inherit = "ops.lease.charge"

    # FIELDS
    tax_ids = fields.Many2many(
        "account.tax",
        "ops_lease_charge_tax_rel",
        "charge_id",
        "tax_id",
        string="Taxes",
        domain=[("type_tax_use", "=", "sale")],
        check_company=True,
        help="Empty: as the company says for this kind.",
    )

    # BUSINESS
    def _prepare_bill_line(self, line, sign):
        """Values of the invoice line of an open period.

        :param line: :class:`.open_line.OpenLine`
        :param sign: -1 on a credit note, whose lines are positive
        """
        self.ensure_one()
        account, taxes = self.company_id._lease_billing_target(self.kind)
        language = (self.payer_id or self.contract_id.partner_id).lang
        translated = self.with_context(lang=language)
        return {
            "name": translated._bill_line_name(line),
            "account_id": account.id,
            "quantity": 1,
            "price_unit": float(line.amount * sign),
            "tax_ids": [fields.Command.set((self.tax_ids or taxes).ids)],
            "lease_charge_id": self.id,
            "lease_period_from": line.date_from,
            "lease_period_to": line.date_to,
            "lease_trace": line.to_json(),
        }

    def _trace_row(self, part):
        """One row of what makes an amount, as people read it."""
        return trace_row(self, part)

    def _bill_line_name(self, line):
        label = self._kind_label()
        days = (
            format_date(self.env, line.date_from),
            format_date(self.env, line.date_to),
        )
        if line.corrects:
            return self.env._(
                "%(kind)s %(start)s – %(end)s, correction",
                kind=label,
                start=days[0],
                end=days[1],
            )
        return self.env._(
            "%(kind)s %(start)s – %(end)s", kind=label, start=days[0], end=days[1]
        )
