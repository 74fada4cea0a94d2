"""强制收铺: the shop is taken back from a tenant who is gone or in breach (C-33). A
case of the exit: other proof of the same steps, and the tenant's debts set off against
the deposit."""

from odoo import fields, models
from odoo.addons.ops_base.flow import gate
from odoo.tools import LazyTranslate

from .groups import LEASING, LEASING_MANAGER, PROPERTY

_lt = LazyTranslate(__name__)


class LeaseExitForced(models.Model):
    _inherit = "ops.lease.exit"

    _own_files = ("agreement_ids", "clearance_ids", "inventory_ids")

    # FIELDS
    breach = fields.Selection(
        [
            ("gone", "Tenant gone, shop abandoned"),
            ("arrears", "Rent or fees in arrears"),
            ("breach", "Other serious breach of the lease"),
            ("held_over", "Lease over, shop not given back"),
        ],
        "Ground",
        copy=False,
        tracking=True,
    )
    letter_ids = fields.One2many("ops.lease.exit.letter", "exit_id", "Letters served")
    inventory_date = fields.Date("Taken back and listed on", copy=False)
    witness_first = fields.Char("First witness", copy=False)
    witness_second = fields.Char("Second witness", copy=False)
    inventory_ids = fields.Many2many(
        "ir.attachment",
        "ops_lease_exit_inventory_rel",
        string="Inventory signed by the witnesses",
        copy=False,
        bypass_search_access=True,
    )

    # BUSINESS
    def _forced(self):
        """Those of these exits that are forced take-backs."""
        return self.filtered(lambda paper: paper.kind == "forced")

    def _arrears_deducted(self):
        """What of the deductions pays open bills of the tenant."""
        self.ensure_one()
        if self.decision not in ("part", "none"):
            return 0.0
        lines = self.deduction_ids.filtered(lambda line: line.kind == "arrears")
        return self.currency_id.round(sum(lines.mapped("amount")))

    def _retain_set_off(self, kept):
        """Arrears that are deducted pay the open bills, the oldest first, as far as
        the deposit kept goes."""
        result = super()._retain_set_off(kept)
        papers = self.filtered(lambda paper: paper._arrears_deducted())
        amounts = {p: min(p._arrears_deducted(), kept[p]) for p in papers}
        result.update(papers._arrears_covered(amounts))
        return result

    # --- application
    @gate(_lt("Forced take-back started by the manager"), who=LEASING_MANAGER)
    def _gate_forced_right(self):
        manager = self.env.user.has_group(LEASING_MANAGER)
        for paper in self._forced():
            if not manager:
                message = self.env._(
                    "A forced take-back is started by the manager of the commercial "
                    "company."
                )
                yield self._blocker(paper, message)
            if not paper.breach:
                message = self.env._("The ground of the forced take-back is missing.")
                yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Demand served, its time over"), who=LEASING)
    def _gate_demand_served(self):
        today = fields.Date.context_today(self)
        for paper in self._forced():
            demands = paper.letter_ids.filtered(lambda x: x.kind == "demand")._served()
            message = ""
            if not demands:
                message = self.env._(
                    "No demand to the tenant with its proof of service is listed."
                )
            elif not any(x.deadline and x.deadline < today for x in demands):
                message = self.env._(
                    "The time given to the tenant by the demand is not over, or not "
                    "entered."
                )
            if message:
                yield self._blocker(paper, message, fix=paper)

    # --- taking back
    @gate(_lt("Termination and taking back served"), who=LEASING)
    def _gate_termination_served(self):
        kinds = self.env["ops.lease.exit.letter"]._fields["kind"]
        labels = dict(kinds._description_selection(self.env))
        for paper in self._forced():
            served = set(paper.letter_ids._served().mapped("kind"))
            for kind in ("termination", "taking"):
                if kind not in served:
                    message = self.env._(
                        "“%(letter)s” with its proof of service is missing.",
                        letter=labels[kind],
                    )
                    yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Inventory signed by two witnesses"), who=PROPERTY)
    def _gate_inventory_witnessed(self):
        today = fields.Date.context_today(self)
        for paper in self._forced():
            names = [
                (name or "").strip().casefold()
                for name in (paper.witness_first, paper.witness_second)
            ]
            # who made the list does not bear witness to it
            hands = paper.sudo().item_ids.release_user_id | paper.sudo().user_id
            own = {name.strip().casefold() for name in hands.mapped("name")}
            messages = []
            if not all(names):
                messages.append(
                    self.env._("Two witnesses of the inventory have to be named.")
                )
            elif names[0] == names[1]:
                messages.append(self.env._("The two witnesses are two people."))
            elif own.intersection(names):
                messages.append(
                    self.env._("Who made the inventory is no witness of it.")
                )
            if not paper.inventory_date or paper.inventory_date > today:
                messages.append(
                    self.env._("The day of the inventory is missing or still to come.")
                )
            if not paper.inventory_ids:
                messages.append(
                    self.env._("The inventory signed by the witnesses is not attached.")
                )
            for message in messages:
                yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Said what becomes of the things left"), who=PROPERTY)
    def _gate_left_handled(self):
        for paper in self._forced():
            for item in paper.item_ids.filtered(lambda i: i.disposition == "left"):
                message = ""
                if not item.handling:
                    message = self.env._(
                        "%(item)s: it is not said what becomes of it.", item=item.name
                    )
                elif item.handling == "stored" and not (item.place or "").strip():
                    message = self.env._(
                        "%(item)s: it is not said where it is stored.", item=item.name
                    )
                if message:
                    yield self._blocker(paper, message, fix=paper)

    # --- money
    @gate(_lt("Arrears deducted are owed"), who=LEASING_MANAGER)
    def _gate_arrears_owed(self):
        """No more is set off than is open, and a forced take-back pays nothing back
        while the tenant owes."""
        asked = self.filtered(
            lambda p: p._arrears_deducted() or (p.kind == "forced" and p.amount_refund)
        )
        for paper, lines in asked._arrears_lines().items():
            currency = paper.currency_id
            owed = currency.round(sum(lines.mapped("amount_residual")))
            deducted = paper._arrears_deducted()
            message = ""
            if currency.compare_amounts(deducted, owed) > 0:
                message = self.env._(
                    "%(deducted)s of arrears is deducted, the tenant owes %(owed)s.",
                    deducted=currency.format(deducted),
                    owed=currency.format(owed),
                )
            elif (
                paper.kind == "forced"
                and paper.amount_refund
                and currency.compare_amounts(owed, deducted) > 0
            ):
                message = self.env._(
                    "The tenant owes %(owed)s, %(deducted)s of it is set off: nothing "
                    "is paid back before all of it is.",
                    owed=currency.format(owed),
                    deducted=currency.format(deducted),
                )
            if message:
                yield self._blocker(paper, message, fix=paper)
