"""缴费通知单: what a tenant is asked to pay, and why (LE-F16, LE-X1)."""

from odoo import models

from ..models.billing.trace import trace_period


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "ops.paper.mixin"]

    _paper_blocks = {
        "ops_leasing.report_lease_bill": [
            ("制单", None),
            ("财务", None, {"stamp": True}),
            ("商户签收", None),
        ],
    }

    # BUSINESS
    def _paper_url(self):
        """A tenant holds the bill: its code leads to his page, staff go on from there
        to the books (LE-F28)."""
        if self.lease_contract_id:
            return f"{self.get_base_url()}/my/lease/bills/{self.id}"
        return super()._paper_url()

    def _paper_bill_cells(self):
        self.ensure_one()
        lease = self.lease_contract_id
        return [
            (self.env._("Tenant"), self.partner_id.display_name),
            (self.env._("Lease"), lease.name or ""),
            (self.env._("Shops"), ", ".join(lease.unit_ids.mapped("number"))),
            (self.env._("Rent area"), f"{lease.area:,.2f} m²"),
            (self.env._("Bill date"), self._paper_day(self.invoice_date)),
            (self.env._("Pay until"), self._paper_day(self.invoice_date_due)),
            (self.env._("Pay to"), self._paper_bank()),
        ]

    def _paper_bank(self):
        """The account the tenant pays to."""
        self.ensure_one()
        # where to pay is no secret to who holds the bill
        bank = self.sudo().partner_bank_id or self.company_id.sudo().bank_ids[:1]
        return " ".join(filter(None, (bank.bank_id.name, bank.acc_number)))

    def _paper_bill_columns(self):
        return [
            (self.env._("Item"), "name"),
            (self.env._("Before tax"), "price_subtotal"),
            (self.env._("Taxes"), "tax_ids"),
            (self.env._("Total"), "price_total"),
        ]

    def _paper_trace(self):
        """The periods of this bill with the rows that make each amount."""
        self.ensure_one()
        return [
            trace_period(line.lease_charge_id, line.lease_trace)
            for line in self.invoice_line_ids
            if line.lease_trace and line.lease_charge_id
        ]
