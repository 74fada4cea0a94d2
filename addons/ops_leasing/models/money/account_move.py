from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..groups import FINANCE

STATUS = [
    ("none", "No fapiao"),
    ("requested", "Fapiao asked for"),
    ("part", "Partly on fapiao"),
    ("issued", "Fapiao issued"),
    ("red", "Fapiao taken back"),
]


class AccountMove(models.Model):
    """Whose lease a bill belongs to, and which fapiao stand for it (LE-F30)."""

    _inherit = "account.move"

    # FIELDS
    lease_contract_id = fields.Many2one(
        "ops.lease.contract",
        "Lease",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    fapiao_line_ids = fields.One2many(
        "ops.fapiao.line", "move_id", "Fapiao", readonly=True
    )
    fapiao_status = fields.Selection(
        STATUS,
        "Fapiao status",
        compute="_compute_fapiao",
        search="_search_fapiao_status",
        compute_sudo=True,
    )
    fapiao_amount = fields.Monetary(
        "On fapiao",
        compute="_compute_fapiao",
        compute_sudo=True,
        currency_field="company_currency_id",
    )
    fapiao_numbers = fields.Char(compute="_compute_fapiao", compute_sudo=True)

    # COMPUTE
    @api.depends(
        "state",
        "amount_total_signed",
        "fapiao_line_ids.amount",
        "fapiao_line_ids.state",
    )
    def _compute_fapiao(self):
        lines = self.fapiao_line_ids
        lines.fapiao_id.fetch(["number", "code", "blue_id"])
        for move in self:
            own = move.fapiao_line_ids
            valid = own.filtered(lambda line: line.state in ("issued", "red"))
            amount = sum(valid.mapped("amount"))
            move.fapiao_amount = amount
            move.fapiao_numbers = ", ".join(
                line.fapiao_id.display_name for line in valid
            )
            move.fapiao_status = move._fapiao_status_of(own, valid, amount)

    def _search_fapiao_status(self, operator, value):
        if operator != "in":
            return NotImplemented
        lines = self.env["ops.fapiao.line"].sudo()
        counted = lines._search([("state", "in", ("requested", "issued", "red"))])
        asked = self.browse(
            {row["move_id"][0] for row in lines.browse(counted).read(["move_id"])}
        ).sudo()
        by_status = asked.grouped("fapiao_status")
        found = [move.id for status in value for move in by_status.get(status, ())]
        domain = Domain("id", "in", found)
        if "none" in value:
            domain |= Domain("id", "not in", asked.ids)
        return domain

    # CONSTRAINT
    @api.constrains("lease_contract_id", "partner_id")
    def _check_lease_partner(self):
        """A bill of a lease goes to its tenant, or to who pays a charge for him."""
        # who pays is a fact of the lease, whoever may read it
        for move in self.sudo().filtered("lease_contract_id"):
            lease = move.lease_contract_id
            payers = lease.partner_id | lease.charge_ids.payer_id
            if move.commercial_partner_id - payers.commercial_partner_id:
                raise ValidationError(
                    self.env._(
                        "%(partner)s is neither the tenant of %(lease)s nor pays for "
                        "him.",
                        partner=move.partner_id.display_name,
                        lease=lease.display_name,
                    )
                )

    # CRUD
    def write(self, vals):
        """A posted bill stays with its lease."""
        if "lease_contract_id" in vals and not self.env.su:
            asked = vals["lease_contract_id"] or False
            for move in self.filtered(lambda m: m.state == "posted"):
                if move.lease_contract_id and move.lease_contract_id.id != asked:
                    raise UserError(
                        self.env._(
                            "%(bill)s is posted for %(lease)s and stays there.",
                            bill=move.name,
                            lease=move.lease_contract_id.display_name,
                        )
                    )
        return super().write(vals)

    # ACTION
    def action_request_fapiao(self):
        """Draft a fapiao for what is left of these bills, one for each partner.

        :raise AccessError: for who may not read them or is not finance
        :raise UserError: when nothing is left
        """
        self.env["ops.guard.mixin"]._check_group(FINANCE)
        self.check_access("read")
        return self._fapiao_draft()._fapiao_open()

    # BUSINESS
    def _fapiao_draft(self):
        """New drafts for what is left of these bills, one for each partner and lease.
        A deposit is no revenue: it gets a receipt, no fapiao.

        :raise UserError: when nothing is left
        """
        # what is left is a fact; the drafts are made under the person's own rights
        moves = self.sudo().filtered(
            lambda m: (
                m.state == "posted"
                and m.move_type == "out_invoice"
                and not m.line_ids.lease_deposit_id
            )
        )
        left = moves._fapiao_left()
        moves = moves.filtered(
            lambda m: m.company_currency_id.compare_amounts(left[m], 0) > 0
        )
        if not moves:
            raise UserError(
                self.env._("There is no posted bill left that has no fapiao yet.")
            )
        papers = self.env["ops.fapiao"]
        values = [
            papers.sudo()._prepare_for(group)
            for company in moves.grouped("company_id").values()
            for partner in company.grouped("commercial_partner_id").values()
            for group in partner.grouped("lease_contract_id").values()
        ]
        return papers.create(values)

    def _fapiao_bill(self):
        """The bill this document belongs to: a credit note corrects its invoice."""
        self.ensure_one()
        return self.reversed_entry_id or self

    def _fapiao_family(self):
        """These bills with their credit notes."""
        bills = self.reversed_entry_id | self.filtered(
            lambda m: not m.reversed_entry_id
        )
        return bills | bills.reversal_move_ids

    def _fapiao_limit(self):
        """What a fapiao can stand for: the bill without its posted credit notes, in
        the company's currency."""
        self.ensure_one()
        credits = self.reversal_move_ids.filtered(lambda m: m.state == "posted")
        sign = -1 if self.move_type in ("in_invoice", "out_refund") else 1
        total = self.amount_total_signed + sum(credits.mapped("amount_total_signed"))
        return self.company_currency_id.round(sign * total)

    def _fapiao_left(self):
        """``{bill: amount}`` that no fapiao stands for or is asked for."""
        result = {}
        for move in self:
            lines = move._fapiao_family().fapiao_line_ids.filtered(
                lambda line: line.state in ("requested", "issued", "red")
            )
            result[move] = move.company_currency_id.round(
                move._fapiao_limit() - sum(lines.mapped("amount"))
            )
        return result

    def _fapiao_status_of(self, own, valid, amount):
        currency = self.company_currency_id
        if currency.is_zero(amount):
            if any(line.state == "requested" for line in own):
                return "requested"
            return "red" if valid else "none"
        whole = self._fapiao_limit()
        return "issued" if currency.compare_amounts(amount, whole) >= 0 else "part"

    def _fapiao_show(self):
        """Keep the short field of the Chinese localisation in step, where it is
        installed: it holds one number of 8 digits (C-36)."""
        if "fapiao" not in self._fields:
            return
        for move in self:
            short = move.fapiao_line_ids.filtered(
                lambda line: (
                    line.state == "issued"
                    and len(line.fapiao_id.number) == 8
                    and not line.fapiao_id.blue_id
                )
            )
            number = short[-1:].fapiao_id.number
            if (move.fapiao or False) != number:
                move.fapiao = number
