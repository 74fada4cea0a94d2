"""An estimate and its reversal stay as they were booked (PU-X8, PU-F28)."""

from odoo import api, models
from odoo.addons.ops_base.flow import Guard, gate
from odoo.exceptions import AccessError, UserError
from odoo.tools import LazyTranslate

from ..groups import FINANCE_HEAD
from .payment_made import LEDGER

_lt = LazyTranslate(__name__)


class AccountMove(models.Model):
    _inherit = "account.move"

    _guards = (
        Guard("state", ("draft", "cancel"), _lt("Take back"), gates=("estimate_kept",)),
    )

    # CONSTRAINT
    # not in create: leases put in their bills together as long as no other addon has a
    # say there
    @api.constrains("purchase_accrued_until")
    def _check_estimate_born(self):
        """No entry is born an estimate: the closing marks what it has posted."""
        if any(r.purchase_accrued_until and r.state != "posted" for r in self):
            raise AccessError(
                self.env._("Goods are estimated by the closing of the month.")
            )

    @api.constrains("reversed_entry_id")
    def _check_estimate_reversed(self):
        """What is estimated is reversed once, on the next day."""
        # what was estimated is a fact, whoever reverses it
        self.reversed_entry_id.sudo()._check_estimate_kept()

    # CRUD
    def write(self, vals):
        """Which entries are estimates is the system's to say."""
        self._check_estimate_mark(vals)
        return super().write(vals)

    # BUSINESS
    @api.model
    def _check_estimate_mark(self, vals):
        # a client can forge any context but never superuser mode
        if "purchase_accrued_until" not in vals or self.env.su:
            return
        if vals["purchase_accrued_until"] or any(self.mapped("purchase_accrued_until")):
            raise AccessError(
                self.env._("Goods are estimated by the closing of the month.")
            )

    def _estimates_kept(self):
        """Posted estimates that are not this person's to undo."""
        if self.env.user.has_group(FINANCE_HEAD):
            return self.browse()
        return self.filtered(
            lambda r: (
                r.purchase_accrued_until
                and r.state == "posted"
                # whether a gate is on is no secret
                and r.company_id.sudo().purchase_gate_settlement
            )
        )

    def _check_estimate_kept(self):
        for move in self._estimates_kept():
            raise UserError(move._estimate_problem())

    def _estimate_problem(self):
        self.ensure_one()
        return self.env._(
            "%(entry)s estimates the goods until %(day)s and is reversed by itself: "
            "the head of finance alone changes it.",
            entry=self.display_name,
            day=self.purchase_accrued_until,
        )

    @gate(_lt("Estimate stays"), who=FINANCE_HEAD)
    def _gate_estimate_kept(self):
        for move in self._estimates_kept():
            yield self._blocker(move, move._estimate_problem())


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    # CRUD
    def write(self, vals):
        """Items of an estimate stay as they were booked."""
        if not set(LEDGER).isdisjoint(vals):
            moves = self.filtered(
                lambda line: any(
                    self.env["account.move"]._field_will_change(line, vals, name)
                    for name in LEDGER
                )
            ).move_id
            moves._check_estimate_kept()
        return super().write(vals)
