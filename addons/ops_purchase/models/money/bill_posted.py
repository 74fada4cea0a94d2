"""A posted bill of goods stays what it was posted as (PU-32)."""

from odoo import api, models
from odoo.exceptions import AccessError, UserError

#: What a document is, and whose.
IDENTITY = (
    "move_type",
    "partner_id",
    "commercial_partner_id",
    "currency_id",
    "company_id",
)
#: What of a line decides whether its goods were accepted.
GOODS = (
    "product_id",
    "quantity",
    "product_uom_id",
    "purchase_line_id",
    "display_type",
    "move_id",
)


class AccountMove(models.Model):
    _inherit = "account.move"

    # CRUD
    def write(self, vals):
        """A posted bill of goods or credit note keeps what it is and whose; who does
        no accounts posts none, nor takes it back, by a written state either."""
        if "state" in vals:
            self._check_accounts(vals["state"])
        asked = [name for name in IDENTITY if name in vals]
        for move in self._posted_goods() if asked else ():
            if any(move._field_will_change(move, vals, name) for name in asked):
                move._refuse_posted()
        return super().write(vals)

    # BUSINESS
    def _check_accounts(self, state):
        """:raise AccessError: for others than accounting, as core's button says"""
        if self.env.su or self.env.user.has_group("account.group_account_invoice"):
            return
        moving = self.filtered(
            lambda r: r.state != state and "posted" in (r.state, state)
        )
        for move in moving:
            # whether a gate is on is no secret
            if (
                move.is_purchase_document(include_receipts=True)
                and move.company_id.sudo().purchase_gate_settlement
            ):
                raise AccessError(
                    self.env._(
                        "%(bill)s is posted and taken back by accounting.",
                        bill=move.display_name,
                    )
                )

    def _posted_goods(self):
        """Posted bills of goods, and credit notes for goods of orders."""
        posted = self.filtered(lambda r: r.state == "posted")
        credits = posted.filtered(
            lambda r: (
                r.move_type == "in_refund"
                # whether a gate is on is no secret
                and r.company_id.sudo().purchase_gate_settlement
                and r.invoice_line_ids.purchase_line_id
            )
        )
        return posted._goods_bills() | credits

    def _refuse_posted(self):
        raise UserError(
            self.env._(
                "%(bill)s is posted: its lines stay with their orders, and it stays "
                "what it is and whose. Reset it to draft first.",
                bill=self[:1].display_name,
            )
        )

    def _check_posted_goods(self, orders):
        """Ask posted bills again; credit notes have to leave no more billed than
        accepted.

        :param orders: lines of orders that a credit note may have left
        """
        bills = self.filtered(lambda r: r.state == "posted")
        for guard in bills._guards_all() if bills else ():
            if "goods_accepted" in guard.gates:
                bills._guard_check(guard)
        # what was accepted is a fact, whoever asks
        for line in orders.sudo().filtered(lambda r: not r.is_downpayment):
            problem = line._billed_problem(self.browse())
            if problem:
                raise UserError(problem)


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    # CONSTRAINT
    # not in create: leases put in the lines of their bills together as long as no
    # other addon has a say there
    @api.constrains("move_id")
    def _check_line_of_posted_goods(self):
        """A further line of goods on a posted bill is within what was accepted."""
        posted = self.filtered(
            lambda r: (
                r.parent_state == "posted"
                and r.display_type == "product"
                and r.move_id.is_purchase_document(include_receipts=True)
            )
        )
        if posted:
            posted.move_id._check_posted_goods(self.env["purchase.order.line"])

    # CRUD
    def write(self, vals):
        """A posted line does not change its order, by which it was accepted, nor is it
        raised above what was accepted."""
        asked = [name for name in GOODS if name in vals]
        if not asked:
            return super().write(vals)
        posted = self._of_posted_goods()
        for line in posted if "purchase_line_id" in vals or "move_id" in vals else ():
            if line.purchase_line_id and any(
                line.move_id._field_will_change(line, vals, name)
                for name in ("purchase_line_id", "move_id")
            ):
                line.move_id._refuse_posted()
        credited = posted.filtered(lambda r: r.move_id.move_type == "in_refund")
        result = super().write(vals)
        moves = self.move_id.filtered(
            lambda r: (
                r.state == "posted" and r.is_purchase_document(include_receipts=True)
            )
        )
        if moves:
            moves._check_posted_goods(credited.purchase_line_id)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_posted_goods(self):
        """Neither with a context of one's own."""
        lines = self._of_posted_goods().filtered(lambda r: r._is_goods())
        if lines:
            lines.move_id._refuse_posted()

    # BUSINESS
    def _of_posted_goods(self):
        """Lines of goods on posted bills and credit notes."""
        lines = self.filtered(
            lambda r: r.parent_state == "posted" and r.display_type == "product"
        )
        goods = lines.move_id._posted_goods()
        return lines.filtered(lambda r: r.move_id in goods)
