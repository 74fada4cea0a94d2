"""发票: a supplier enters the fapiao of a sheet himself (PU-F27, PU-F29).

What he enters releases no payment before accounts payable have checked it.
"""

from odoo import api, fields, models
from odoo.addons.ops_base.turns import take_turns
from odoo.exceptions import AccessError, UserError

from ..groups import FINANCE

#: Sheets that take further fapiao.
OPEN = ("approved", "agreed")


class PurchaseSettlementFapiao(models.Model):
    _inherit = "ops.purchase.settlement.fapiao"
    _stamps = ("unchecked",)

    # FIELDS
    unchecked = fields.Boolean(
        "To be checked",
        readonly=True,
        copy=False,
        help="Entered by the supplier; it counts once accounts payable have checked "
        "it.",
    )

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """What finance enters is checked."""
        if not self.env.su:
            vals_list = [{**vals, "unchecked": False} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        """A fapiao is checked by its button.

        :raise AccessError: for whoever writes it
        """
        if "unchecked" in vals and not self.env.su:
            raise AccessError(
                self.env._("What a supplier has entered is checked by its button.")
            )
        return super().write(vals)

    # ACTION
    def action_check(self):
        """The fapiao are as the supplier says.

        :raise AccessError: for others than finance
        """
        self.env["ops.purchase.settlement"]._check_group(FINANCE)
        self.check_access("write")
        self._flow_line_guard()
        # that it was checked is the system's own stamp
        waiting = self.sudo().filtered("unchecked")
        waiting.write({"unchecked": False})
        for row in waiting:
            row.settlement_id._message_log(
                body=self.env._("Fapiao %(number)s is checked.", number=row.number)
            )
        return True


class PurchaseSettlement(models.Model):
    _inherit = "ops.purchase.settlement"

    # COMPUTE
    @api.depends("fapiao_ids.unchecked")
    def _compute_amount_fapiao(self):
        """What nobody has checked does not count."""
        super()._compute_amount_fapiao()
        for sheet in self:
            waiting = sum(sheet.fapiao_ids.filtered("unchecked").mapped("amount"))
            if waiting and sheet.currency_id:
                sheet.amount_fapiao -= waiting
                due = sheet.amount_payable + sheet.amount_retention
                sheet.fapiao_complete = (
                    sheet.currency_id.compare_amounts(sheet.amount_fapiao, due) >= 0
                )

    # BUSINESS
    def _portal_fapiao(self, vals, files):
        """Enter a fapiao of the supplier.

        For his pages alone, which have asked before whose sheet it is.

        :param vals: number, day, total and what of it is for this sheet
        :param files: ``[(name, content)]``
        :raise UserError: with what is wrong
        """
        self.ensure_one()
        take_turns(self)
        Fapiao = self.env["ops.purchase.settlement.fapiao"]
        vals = Fapiao._plain({**vals, "settlement_id": self.id, "unchecked": True})
        words = {"number": vals["number"]}
        if not self._portal_takes_fapiao():
            raise UserError(self.env._("This sheet takes no further fapiao."))
        if vals["number"] in self.fapiao_ids.mapped("number"):
            raise UserError(
                self.env._("Fapiao %(number)s stands here already.", **words)
            )
        if self.currency_id.compare_amounts(vals["amount"], 0) <= 0 or (
            self.currency_id.compare_amounts(vals["amount"], vals["total"]) > 0
        ):
            raise UserError(
                self.env._(
                    "What a sheet takes of a fapiao is above zero and no more than its "
                    "total."
                )
            )
        supplier = self.partner_id.commercial_partner_id
        others = Fapiao.search(
            [
                ("number", "=", vals["number"]),
                ("settlement_id.state", "!=", "cancelled"),
                ("settlement_id.partner_id.commercial_partner_id", "!=", supplier.id),
            ],
            limit=1,
        )
        if others:
            # whose it is there is no business of who asks here
            raise UserError(
                self.env._(
                    "Fapiao %(number)s is known here from elsewhere: talk to our "
                    "accounts.",
                    **words,
                )
            )
        Fapiao.create(vals)
        ours = self._portal_for_us()
        ours._portal_say(
            ours.env._(
                "Fapiao %(number)s of %(day)s over %(total)s entered by %(who)s, "
                "%(amount)s of it for this sheet",
                day=vals["date"],
                total=self.currency_id.format(vals["total"]),
                amount=self.currency_id.format(vals["amount"]),
                who=self._portal_speaker(),
                **words,
            ),
            files=files,
        )

    def _portal_takes_fapiao(self):
        """Whether the supplier may enter fapiao."""
        return self.state in OPEN
