"""What the forms say of a lease and of a deposit that is paid back."""

from odoo import models


class LeaseRefundPaper(models.AbstractModel):
    _name = "ops.lease.refund.mixin"
    _inherit = ["ops.lease.refund.mixin", "ops.paper.mixin"]

    # TOOLING: cells
    def _paper_shop(self):
        """Project, numbers and rent area of the shops of the lease."""
        self.ensure_one()
        lease = self.sudo().contract_id
        return self.env._(
            "%(project)s %(units)s, rent area %(area)s m²",
            project=lease.property_id.name or "",
            units=self._paper_value(lease, "line_ids.unit_id.number")
            if len(lease.line_ids) == 1
            else ", ".join(lease.line_ids.unit_id.mapped("number")),
            area=self._paper_value(lease, "area"),
        )

    def _paper_term(self):
        self.ensure_one()
        lease = self.sudo().contract_id
        return self.env._(
            "%(start)s to %(end)s",
            start=self._paper_day(lease.date_start),
            end=self._paper_day(lease.date_end),
        )

    def _paper_points(self, code):
        """Points of a checklist as they are printed: name, department, who, when."""
        self.ensure_one()
        # the points belong to the form; whose they are is no secret
        lists = self.sudo().checklist_ids.filtered(lambda c: c.code == code)
        return [
            {
                "name": line.name,
                "post": line.group_id.name or line.user_id.name or "",
                "user": line.done_user_id.name or "",
                "day": self._paper_day(line.done_date),
                "done": line.state == "done",
            }
            for line in lists.line_ids
        ]

    def _paper_sums_cells(self):
        """Received, deducted, kept; what is paid back follows in capitals."""
        self.ensure_one()
        money = {
            name: self._paper_money(self[name], self.currency_id)
            for name in ("deposit_received", "amount_deducted", "amount_retained")
        }
        return [
            (self.env._("Received deposit"), money["deposit_received"]),
            (self.env._("Deducted in total"), money["amount_deducted"]),
            (self.env._("Deposit kept"), money["amount_retained"]),
        ]

    def _paper_payment_cells(self):
        """Where the money goes and with which documents it went."""
        self.ensure_one()
        # the form names the documents of the refund, whoever may open them
        paper = self.sudo()
        bank = paper.partner_id.commercial_partner_id.bank_ids[:1]
        documents = paper.refund_move_id | paper.retain_move_id
        payment = paper.refund_payment_id
        numbers = [*documents.mapped("name"), *payment.mapped("name")]
        account = " ".join(filter(None, (bank.bank_id.name, bank.acc_number)))
        return [
            (self.env._("Payee"), paper.partner_id.name or ""),
            (
                self.env._("Paid on"),
                self._paper_day(paper.refund_date) if documents else "",
            ),
            (self.env._("Bank account"), account, "wide"),
            (self.env._("Vouchers"), ", ".join(filter(None, numbers)), "wide"),
        ]

    def _paper_refund_label(self):
        return self.env._("Deposit paid back")

    def _paper_deposit_columns(self):
        return [(self.env._("Deposit"), "kind"), "amount", "received"]

    def _paper_deduction_columns(self):
        return [(self.env._("Deducted for"), "name"), "amount"]

    def _paper_file(self, form):
        """Name of the printed file."""
        self.ensure_one()
        return f"{form} {self.name or ''}".strip()
