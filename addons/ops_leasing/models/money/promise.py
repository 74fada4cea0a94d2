from collections import defaultdict

from odoo import api, fields, models
from odoo.addons.ops_base.public import harmless
from odoo.exceptions import UserError

KEPT = ("contract_id", "date", "amount", "date_made")


class LeasePromise(models.Model):
    """承诺付款: what a tenant has promised to pay and by when (LE-F26).

    Whether it was kept is read from the payments matched with his bills; nobody enters
    it. A promise stays as it was given; another one is recorded beside it.
    """

    _name = "ops.lease.promise"
    _inherit = ["mail.thread"]
    _description = "Promise to pay"
    _order = "date desc, id desc"
    _rec_name = "contract_id"

    # FIELDS
    active = fields.Boolean(default=True, tracking=True)
    contract_id = fields.Many2one(
        "ops.lease.contract", "Lease", required=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(
        related="contract_id.partner_id", string="Tenant", store=True, index=True
    )
    property_id = fields.Many2one(
        related="contract_id.property_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="contract_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_made = fields.Date(
        "Promised on", required=True, default=fields.Date.context_today
    )
    date = fields.Date("Pays until", required=True)
    amount = fields.Monetary("Promised", required=True)
    person = fields.Char("Promised by", help="Who spoke for the tenant.")
    user_id = fields.Many2one(
        "res.users",
        "Recorded by",
        default=lambda self: self.env.user,
        readonly=True,
    )
    note = fields.Text("Remarks")
    paid = fields.Monetary("Paid of it", compute="_compute_paid", compute_sudo=True)
    state = fields.Selection(
        [("open", "Open promise"), ("kept", "Kept"), ("broken", "Broken")],
        compute="_compute_paid",
        search="_search_state",
        compute_sudo=True,
    )

    _amount_positive = models.Constraint(
        "CHECK(amount > 0)", "A promise is about an amount above zero."
    )
    _dates_in_order = models.Constraint(
        "CHECK(date >= date_made)", "A promise is about a day to come."
    )

    # COMPUTE
    @api.depends("amount", "date", "date_made", "contract_id")
    def _compute_paid(self):
        """Payments count for the earliest promise they come in time for."""
        today = fields.Date.context_today(self)
        paid = self._paid_by_promise()
        for promise in self:
            promise.paid = paid.get(promise.id, 0.0)
            currency = promise.currency_id or self.env.company.currency_id
            if currency.compare_amounts(promise.paid, promise.amount) >= 0:
                promise.state = "kept" if promise.amount else "open"
            else:
                broken = promise.date and promise.date < today
                promise.state = "broken" if broken else "open"

    @api.model
    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        promises = self.with_context(active_test=False).search([])
        found = promises.filtered(lambda promise: promise.state in value)
        return [("id", "in", found.ids)]

    # CRUD
    def write(self, vals):
        """A promise stays as it was given."""
        for name in KEPT:
            if name in vals and any(
                self.env["account.move"]._field_will_change(promise, vals, name)
                for promise in self
            ):
                raise UserError(
                    self.env._(
                        "A promise stays as it was given: archive it and record the "
                        "new one."
                    )
                )
        return super().write(vals)

    # ACTION
    @harmless("opens a form; record rules decide what it shows")
    def action_open_lease(self):
        """The lease; read under the reader's own rights."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "ops.lease.contract",
            "res_id": self.contract_id.id,
            "view_mode": "form",
        }

    # BUSINESS
    def _paid_by_promise(self):
        """``{promise id: amount}``, two queries for any number of promises."""
        if not self.ids:
            return {}
        every = self.sudo().search(
            [("contract_id", "in", self.contract_id.ids)], order="date, id"
        )
        if not every:
            return {}
        parts = (
            self.env["account.partial.reconcile"]
            .sudo()
            .search_fetch(
                [
                    (
                        "debit_move_id.move_id.lease_contract_id",
                        "in",
                        every.contract_id.ids,
                    ),
                    ("credit_move_id.move_id.move_type", "!=", "out_refund"),
                    ("max_date", ">=", min(every.mapped("date_made"))),
                ],
                ["amount", "max_date", "debit_move_id"],
                order="max_date, id",
            )
        )
        left = {promise.id: promise.amount for promise in every}
        by_lease = every.grouped("contract_id")
        paid = defaultdict(float)
        for part in parts:
            rest = part.amount
            for promise in by_lease[part.debit_move_id.move_id.lease_contract_id]:
                if rest and promise.date_made <= part.max_date <= promise.date:
                    taken = min(rest, left[promise.id])
                    left[promise.id] -= taken
                    paid[promise.id] += taken
                    rest -= taken
        return {
            promise.id: promise.currency_id.round(paid[promise.id]) for promise in every
        }
