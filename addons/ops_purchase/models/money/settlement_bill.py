from odoo import api, fields, models
from odoo.addons.ops_base.turns import take_turns
from odoo.exceptions import ValidationError


class PurchaseSettlementBill(models.Model):
    """What a settlement sheet releases of a bill (PU-32).

    A sheet names several bills, a bill stands on several sheets; never more is
    released than the sheet says or the bill comes to.
    """

    _name = "ops.purchase.settlement.bill"
    _inherit = ["ops.flow.line.mixin"]
    _description = "Bill of a settlement sheet"
    _order = "settlement_id, id"

    _flow_parent = ("settlement_id", "bill_ids")

    # FIELDS
    settlement_id = fields.Many2one(
        "ops.purchase.settlement", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="settlement_id.company_id", store=True)
    currency_id = fields.Many2one(related="settlement_id.currency_id")
    bill_id = fields.Many2one(
        "account.move",
        "Bill",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        domain="[('move_type', '=', 'in_invoice'), ('state', '!=', 'cancel')]",
    )
    bill_total = fields.Monetary(related="bill_id.amount_total", string="Bill total")
    bill_residual = fields.Monetary(related="bill_id.amount_residual", string="Open")
    amount = fields.Monetary("To pay")
    retained = fields.Monetary("Kept back", help="Paid when the sheet is closed.")

    _once = models.UniqueIndex(
        "(settlement_id, bill_id)", "A bill stands on a sheet once."
    )
    _not_negative = models.Constraint(
        "CHECK (amount >= 0 AND retained >= 0)", "Amounts are not negative."
    )

    # CONSTRAINT
    @api.constrains("settlement_id", "bill_id", "amount", "retained")
    def _check_released(self):
        """Neither the sheet nor the bill is exceeded."""
        # what two people spread over one bill at once is no more than the bill
        take_turns(self.bill_id)
        for sheet in self.settlement_id:
            money = sheet.currency_id
            rows = sheet.bill_ids
            if (
                money.compare_amounts(
                    sum(rows.mapped("amount")), max(0, sheet.amount_payable)
                )
                > 0
                or money.compare_amounts(
                    sum(rows.mapped("retained")), sheet.amount_retention
                )
                > 0
            ):
                raise ValidationError(
                    self.env._(
                        "%(sheet)s: its bills release more than the %(payable)s "
                        "payable and %(retention)s kept back.",
                        sheet=sheet.display_name,
                        payable=money.format(sheet.amount_payable),
                        retention=money.format(sheet.amount_retention),
                    )
                )
        for row in self:
            row._check_bill()

    # CRUD
    def write(self, vals):
        """What was paid by a sheet stays released by it."""
        bills = self.bill_id
        result = super().write(vals)
        # what is settled is a fact, also for who may not read all bills
        (bills | self.bill_id).sudo()._check_paid_as_settled()
        return result

    def unlink(self):
        """What was paid by a sheet stays released by it."""
        bills = self.bill_id
        result = super().unlink()
        # what is settled is a fact, also for who may not read all bills
        bills.sudo()._check_paid_as_settled()
        return result

    # BUSINESS
    def _is_of_sheet(self):
        """Whether the bill is one of the sheet's supplier, company and currency."""
        self.ensure_one()
        bill, sheet = self.bill_id, self.settlement_id
        return (
            bill.move_type == "in_invoice"
            and bill.currency_id == sheet.currency_id
            and bill.company_id == sheet.company_id
            and bill.commercial_partner_id == sheet.partner_id.commercial_partner_id
        )

    def _check_bill(self):
        """:raise ValidationError: for a bill that is no bill of the sheet"""
        self.ensure_one()
        bill, sheet = self.bill_id, self.settlement_id
        if not self._is_of_sheet():
            raise ValidationError(
                self.env._(
                    "%(bill)s is no bill of %(supplier)s in %(currency)s.",
                    bill=bill.display_name,
                    supplier=sheet.partner_id.display_name,
                    currency=sheet.currency_id.name,
                )
            )
        room = bill._settlement_room(sheet)
        if sheet.currency_id.compare_amounts(self.amount + self.retained, room) > 0:
            raise ValidationError(
                self.env._(
                    "%(bill)s: %(room)s of it is left to settle.",
                    bill=bill.display_name,
                    room=sheet.currency_id.format(room),
                )
            )
