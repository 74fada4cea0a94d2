import re
import unicodedata

from odoo import api, fields, models
from odoo.addons.ops_base.turns import take_turns
from odoo.exceptions import ValidationError

#: Old fapiao have 8 digits, with their code 18 or 20; digital ones 20.
NUMBER = re.compile(r"[0-9]{8}|[0-9]{18}|[0-9]{20}")
#: What of a number with its code is the number.
SHORT = 8


class PurchaseSettlementFapiao(models.Model):
    """A fapiao of the supplier, and what of it belongs to a settlement sheet (PU-F27,
    PU-X5).

    One fapiao serves several sheets, a sheet has several fapiao; never more is taken
    of one than it says.
    """

    _name = "ops.purchase.settlement.fapiao"
    _inherit = ["ops.flow.line.mixin"]
    _description = "Fapiao of a settlement sheet"
    _order = "settlement_id, date, id"
    _rec_name = "number"

    _flow_parent = ("settlement_id", "fapiao_ids")

    # FIELDS
    settlement_id = fields.Many2one(
        "ops.purchase.settlement", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="settlement_id.company_id", store=True)
    currency_id = fields.Many2one(related="settlement_id.currency_id")
    number = fields.Char("Fapiao number", required=True, index=True)
    date = fields.Date("Issued on", required=True)
    total = fields.Monetary("Total of the fapiao", help="Taxes included.")
    amount = fields.Monetary("For this sheet")

    _once = models.UniqueIndex(
        "(settlement_id, number)", "A fapiao stands on a sheet once."
    )
    _part = models.Constraint(
        "CHECK (amount > 0 AND amount <= total)",
        "What a sheet takes of a fapiao is above zero and no more than its total.",
    )

    # CONSTRAINT
    @api.constrains("number", "date", "total", "amount", "settlement_id")
    def _check_fapiao(self):
        """A number is one fapiao: of one supplier, with one total, used up once."""
        for row in self.filtered(lambda r: not NUMBER.fullmatch(r.number)):
            raise ValidationError(
                self.env._(
                    "“%(number)s” is no number of a fapiao: 8 digits, 18 or 20 with "
                    "its code.",
                    number=row.number,
                )
            )
        # one fapiao is not used up twice by two people at once
        take_turns(self.settlement_id.partner_id.commercial_partner_id)
        today = fields.Date.context_today(self)
        for row in self.filtered(lambda r: r.date > today):
            raise ValidationError(
                self.env._(
                    "Fapiao %(number)s is not issued yet: it is of %(day)s.",
                    number=row.number,
                    day=row.date,
                )
            )
        for same in self._same():
            money, row = same.currency_id[:1], same[:1]
            if len(same.company_id) > 1:
                raise ValidationError(
                    self.env._(
                        "Fapiao %(number)s is made out to another company: it stands "
                        "on a sheet there.",
                        number=row.number,
                    )
                )
            suppliers = same.settlement_id.partner_id.commercial_partner_id
            if len(suppliers) > 1 or len(set(same.mapped("total"))) > 1:
                raise ValidationError(
                    self.env._(
                        "Fapiao %(number)s stands on %(sheets)s with another supplier "
                        "or another total.",
                        number=row.number,
                        sheets=", ".join(same.settlement_id.mapped("display_name")),
                    )
                )
            taken = sum(same.mapped("amount"))
            if money.compare_amounts(taken, row.total) > 0:
                raise ValidationError(
                    self.env._(
                        "Fapiao %(number)s: %(sheets)s take %(taken)s of %(total)s.",
                        number=row.number,
                        sheets=", ".join(same.settlement_id.mapped("display_name")),
                        taken=money.format(taken),
                        total=money.format(row.total),
                    )
                )

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """A number is kept as it is printed, however it is typed."""
        return super().create([self._plain(vals) for vals in vals_list])

    def write(self, vals):
        """Refused where a payment rests on the fapiao as it was."""
        result = super().write(self._plain(vals))
        self.settlement_id._check_payments()
        return result

    def unlink(self):
        """Refused where a payment rests on the fapiao."""
        sheets = self.settlement_id
        result = super().unlink()
        sheets._check_payments()
        return result

    # TOOLING
    @api.model
    def _plain(self, vals):
        """Values with the number in plain digits, without blanks."""
        if not vals.get("number"):
            return vals
        number = unicodedata.normalize("NFKC", vals["number"])
        return {**vals, "number": "".join(number.split())}

    def _same(self):
        """Rows of one fapiao, a set for each: of all companies, with its code or
        without."""
        # all sheets count, whoever may read them
        rows = self.sudo().search(
            [
                ("settlement_id.state", "!=", "cancelled"),
                "|",
                ("number", "in", self.mapped("number")),
                "&",
                ("date", "in", self.mapped("date")),
                ("total", "in", self.mapped("total")),
            ]
        )
        for row in self.sudo():
            yield rows.filtered(
                lambda r, row=row: (
                    r.number == row.number
                    or (
                        (r.date, r.total) == (row.date, row.total)
                        and SHORT in (len(r.number), len(row.number))
                        and r.number[-SHORT:] == row.number[-SHORT:]
                        and r.settlement_id.partner_id.commercial_partner_id
                        == row.settlement_id.partner_id.commercial_partner_id
                    )
                )
            )


class PurchaseSettlement(models.Model):
    _inherit = "ops.purchase.settlement"

    # FIELDS
    fapiao_ids = fields.One2many(
        "ops.purchase.settlement.fapiao", "settlement_id", "Fapiao"
    )
    amount_fapiao = fields.Monetary(
        "On fapiao", compute="_compute_amount_fapiao", store=True
    )
    fapiao_complete = fields.Boolean(
        "Fapiao complete", compute="_compute_amount_fapiao", store=True
    )

    # COMPUTE
    @api.depends("fapiao_ids.amount", "amount_payable", "amount_retention")
    def _compute_amount_fapiao(self):
        """What is paid now and later has to stand on fapiao."""
        for sheet in self:
            sheet.amount_fapiao = sum(sheet.fapiao_ids.mapped("amount"))
            due = sheet.amount_payable + sheet.amount_retention
            sheet.fapiao_complete = (
                sheet.currency_id.compare_amounts(sheet.amount_fapiao, due) >= 0
                if sheet.currency_id
                else False
            )

    # BUSINESS
    def _check_payments(self):
        # what is settled is a fact, also for who may not read all bills
        self.sudo().bill_ids.bill_id._check_paid_as_settled()

    def _lacks_fapiao(self):
        """Sheets that release nothing as long as their fapiao have not come."""
        # whether a gate is on is no secret
        return self.filtered(
            lambda r: not r.fapiao_complete and r.company_id.sudo().purchase_gate_fapiao
        )
