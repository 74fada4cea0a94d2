"""How a fapiao comes to its values: as typed, for a bill, for its red one."""

import unicodedata

from odoo import api, fields, models

from ..groups import FINANCE
from .fapiao import FACE, PROOF

PLAIN = ("code", "number", "buyer_uscc", "seller_uscc", "goods_code")


class FapiaoValues(models.Model):
    _inherit = "ops.fapiao"

    # BUSINESS
    @api.model
    def _plain(self, vals):
        """``vals`` with numbers and codes as they are printed."""
        plain = {
            name: "".join(unicodedata.normalize("NFKC", vals[name]).split()).upper()
            or False
            for name in PLAIN
            if isinstance(vals.get(name), str)
        }
        return {**vals, **plain}

    def _check_proof(self, vals):
        """Whether a fapiao is genuine is found out by finance."""
        new = vals.get("proof", "none") != "none" or vals.get("proof_date")
        asked = any(name in vals for name in PROOF) if self else new
        # a client can forge any context but never superuser mode
        if asked and not self.env.su:
            self._check_group(FINANCE)

    @api.model
    def _prepare_for(self, moves):
        """Values of one draft for these bills of one partner: what is left of each.

        :param moves: posted customer documents of one company, read as the system
        """
        left = moves._fapiao_left()
        lease = moves.lease_contract_id[:1]
        untaxed, total = 0.0, 0.0
        for move in moves:
            share = left[move] / move.amount_total_signed
            untaxed += share * move.amount_untaxed_signed
            total += left[move]
        currency = moves.company_id.currency_id
        untaxed, total = currency.round(untaxed), currency.round(total)
        values = {
            "direction": "issued",
            "company_id": moves.company_id.id,
            "partner_id": moves.commercial_partner_id.id,
            "contract_id": lease.id,
            "amount_untaxed": untaxed,
            "amount_tax": currency.round(total - untaxed),
            "line_ids": [
                fields.Command.create({"move_id": move.id, "amount": left[move]})
                for move in moves
            ],
        }
        partner = moves.commercial_partner_id
        bank = partner.bank_ids[:1]
        address = partner._display_address(without_company=True)
        values["buyer_address"] = " ".join([*address.split(), partner.phone or ""])
        values["buyer_bank"] = " ".join(
            filter(None, (bank.bank_id.name, bank.acc_number))
        )
        return values | self._prepare_rental(lease)

    @api.model
    def _prepare_rental(self, lease):
        """The block 不动产经营租赁 as the lease says (C-35)."""
        if not lease:
            return {}
        project = lease.property_id
        shops = ", ".join(lease.line_ids.unit_id.mapped("number"))
        place = " ".join(filter(None, (project.city, project.address, project.name)))
        return {
            "rental_address": f"{place} {shops}".strip(),
            "rental_from": lease.date_start,
            "rental_to": lease.date_end,
            "rental_area": lease.area,
            "rental_unit": "m2",
        }

    def _prepare_red(self):
        """Values of the red fapiao that takes back what is left of this one."""
        self.ensure_one()
        share = self.amount_left / self.amount_total if self.amount_total else 0.0
        untaxed = self.currency_id.round(self.amount_untaxed * share)
        face = {
            name: self[name]
            for name in FACE
            if name not in ("code", "number", "date", "amount_total")
        }
        left = self._bills_left()
        return {
            **face,
            "direction": self.direction,
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "contract_id": self.contract_id.id,
            "blue_id": self.id,
            "amount_untaxed": -untaxed,
            "amount_tax": self.currency_id.round(untaxed - self.amount_left),
            "line_ids": [
                fields.Command.create({"move_id": move.id, "amount": -amount})
                for move, amount in left.items()
                if amount
            ],
        }

    def _bills_left(self):
        """``{bill: amount}`` of a blue fapiao that no red one has taken back."""
        self.ensure_one()
        left = {}
        for paper in self + self.red_ids.filtered(lambda red: red.state == "issued"):
            for line in paper.line_ids:
                bill = line.sudo().move_id._fapiao_bill()
                left[bill] = self.currency_id.round(left.get(bill, 0.0) + line.amount)
        return left
