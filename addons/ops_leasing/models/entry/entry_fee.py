from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.misc import clean_context

from ..groups import PROPERTY, PROPERTY_MANAGER
from .fee_item import BASES, KINDS

BILL = ("move_id", "billed")
BILLED = (
    "name",
    "kind",
    "basis",
    "rate",
    "months",
    "quantity",
    "tax_ids",
    "mandatory",
    "amount",
)
# What the price list asks for; only the property manager lets a tenant off.
DEMANDS = {"mandatory", "basis", "rate", "months", "quantity", "tax_ids", "fee_item_id"}


class LeaseEntryFee(models.Model):
    """A line of the fee collection form 费用收缴单 (LE-16)."""

    _name = "ops.lease.entry.fee"
    _inherit = ["ops.flow.line.mixin"]
    _description = "Entry fee"
    _order = "entry_id, sequence, id"
    _flow_parent = ("entry_id", "fee_ids")
    _stamps = (*BILL, "fee_item_id", "charge_id")
    _check_company_auto = True

    # FIELDS
    entry_id = fields.Many2one(
        "ops.lease.entry", "Entry", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="entry_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="entry_id.currency_id")
    sequence = fields.Integer(default=10)
    fee_item_id = fields.Many2one(
        "ops.lease.fee.item", "Price list", readonly=True, ondelete="set null"
    )
    charge_id = fields.Many2one(
        "ops.lease.charge",
        "Rent or fee",
        readonly=True,
        copy=False,
        ondelete="set null",
        help="What is paid here in advance is not billed again for its first months.",
    )
    name = fields.Char("Fee", required=True)
    kind = fields.Selection(KINDS, required=True, default="other")
    basis = fields.Selection(BASES, required=True, default="fixed")
    rate = fields.Monetary()
    months = fields.Integer(default=1)
    quantity = fields.Float(
        compute="_compute_quantity",
        store=True,
        readonly=False,
        precompute=True,
        digits=(12, 2),
    )
    tax_ids = fields.Many2many(
        "account.tax",
        string="Taxes",
        domain=[("type_tax_use", "=", "sale")],
        check_company=True,
    )
    mandatory = fields.Boolean(
        default=True, help="The shop is not handed over before it is paid."
    )
    amount = fields.Monetary(compute="_compute_amount", store=True)
    move_id = fields.Many2one(
        "account.move", "Bill", readonly=True, copy=False, index="btree_not_null"
    )
    billed = fields.Monetary("Billed with taxes", readonly=True, copy=False)
    bill_number = fields.Char(
        related="move_id.name", string="Bill number", compute_sudo=True
    )
    bill_state = fields.Selection(
        [
            ("none", "Not billed"),
            ("open", "Unpaid"),
            ("paid", "Paid"),
            ("back", "Bill taken back"),
        ],
        "Payment status",
        compute="_compute_bill_state",
        compute_sudo=True,
    )

    _not_negative = models.Constraint(
        "CHECK(rate >= 0 AND quantity >= 0 AND months > 0)",
        "Rate and quantity cannot be negative, and months are above zero.",
    )

    # COMPUTE
    @api.depends("basis", "months", "entry_id.contract_id")
    def _compute_quantity(self):
        for fee in self:
            area = fee.entry_id.contract_id.area
            fee.quantity = {
                "area_month": area * fee.months,
                "month": fee.months,
                "area": area,
            }.get(fee.basis, fee.quantity or 1.0)

    @api.depends("quantity", "rate")
    def _compute_amount(self):
        """What the bill will say before taxes that are added on top."""
        for fee in self:
            currency = fee.currency_id or self.env.company.currency_id
            fee.amount = currency.round(fee.quantity * fee.rate)

    @api.depends("move_id.state", "move_id.payment_state", "move_id.amount_residual")
    def _compute_bill_state(self):
        for fee in self:
            if not fee.move_id:
                fee.bill_state = "none"
            elif not fee._is_billed():
                fee.bill_state = "back"
            elif fee.move_id.currency_id.is_zero(fee.move_id._lease_entry_due()):
                fee.bill_state = "paid"
            else:
                fee.bill_state = "open"

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """Fees are the property company's; the bill is made by the system."""
        for vals in vals_list:
            self._check_own(vals)
        return super().create(vals_list)

    def write(self, vals):
        """A billed fee stays as it was billed; the price list stands."""
        self._check_own(vals)
        if not set(BILLED).isdisjoint(vals):
            self._check_not_billed()
        if not DEMANDS.isdisjoint(vals):
            self._check_demanded()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_not_demanded(self):
        self._check_own({})
        self._check_not_billed()
        self._check_demanded()

    # BUSINESS
    def _check_own(self, vals):
        # a client can forge any context but never superuser mode
        if self.env.su:
            return
        # emptying a stamp is entering it too; a new line may leave it empty
        asked = {name for name in self._stamps if name in vals and (self or vals[name])}
        if asked.intersection(BILL):
            raise AccessError(self.env._("The bill is recorded by itself."))
        if asked:
            raise AccessError(
                self.env._("The fees of the price list are entered by themselves.")
            )
        if not self.env.user.has_group(PROPERTY):
            raise AccessError(
                self.env._("The property company collects the entry fees.")
            )

    def _check_not_billed(self):
        # whether it is billed is a fact, also for who may not read bills
        billed = self.sudo().filtered(lambda fee: fee._is_billed())
        if billed:
            raise UserError(
                self.env._(
                    "%(fee)s stands on bill %(bill)s: correct it by a credit note or a "
                    "further line.",
                    fee=billed[0].name,
                    bill=billed[0].move_id.name,
                )
            )

    def _check_demanded(self):
        """A mandatory fee of the price list is softened by the manager alone."""
        if self.env.su or self.env.user.has_group(PROPERTY_MANAGER):
            return
        demanded = self.filtered(lambda fee: fee.fee_item_id and fee.mandatory)
        if demanded:
            raise AccessError(
                self.env._(
                    "“%(fee)s” is mandatory by the price list; only %(who)s changes "
                    "it.",
                    fee=demanded[0].name,
                    who=self.env["ops.guard.mixin"]._guard_who((PROPERTY_MANAGER,)),
                )
            )

    def _is_billed(self):
        """Whether it stands on a bill that counts: posted, and not credited whole."""
        self.ensure_one()
        bill = self.move_id
        return bill.state == "posted" and bill.payment_state != "reversed"

    @api.model
    def _create_for(self, entries):
        """The fees of the price list for each entry that does not hold them yet."""
        return self._create_listed(
            values
            for entry, items in self._items_of(entries).items()
            for item in items - entry.fee_ids.fee_item_id
            for values in item._prepare_fees(entry)
        )

    @api.model
    def _create_listed(self, values):
        # a caller's default_quantity is not what the price list says
        return self.with_context(clean_context(self.env.context)).create(list(values))

    @api.model
    def _items_of(self, entries):
        """``{entry: items of the price list of its company}``, one query."""
        items = self.env["ops.lease.fee.item"].search(
            [("company_id", "in", (*entries.company_id.ids, False))]
        )
        return {
            entry: items.filtered(
                lambda item, entry=entry: (
                    not item.company_id or item.company_id == entry.company_id
                )
            )
            for entry in entries
        }

    @api.model
    def _follow_lease(self, entries):
        """Bring the fees "as the lease says" to what it says now (LE-16). What is
        billed stays; months and what is mandatory are the property manager's."""
        stale, values = self.browse(), []
        for entry, items in self._items_of(entries).items():
            # a bill taken back may be posted again
            fees = entry.fee_ids.filtered(
                lambda fee: not fee._is_billed() and fee.move_id.state != "draft"
            )
            for item in items.filtered(lambda item: item.source == "lease"):
                listed = entry.fee_ids.filtered(
                    lambda fee, item=item: fee.fee_item_id == item
                )
                wanted = item._prepare_fees(entry)
                if listed <= fees and self._terms(entry, listed) != self._terms(
                    entry, wanted
                ):
                    stale += listed
                    values += wanted
        stale.unlink()
        self._create_listed(values)
        fees = entries.fee_ids.filtered(
            lambda fee: fee.basis != "fixed" and not fee._is_billed()
        )
        # areas are the lease's; nobody enters them
        self.env.add_to_compute(self._fields["quantity"], fees)

    @api.model
    def _terms(self, entry, fees):
        currency = entry.currency_id
        return sorted((fee["basis"], currency.round(fee["rate"])) for fee in fees)

    def _prepare_bill_line(self, account):
        self.ensure_one()
        return {
            "name": self.name,
            "account_id": account.id,
            "quantity": self.quantity,
            "price_unit": self.rate,
            "tax_ids": [fields.Command.set(self.tax_ids.ids)],
            "sequence": self.sequence,
            "lease_charge_id": self.charge_id.id,
        }

    def _create_bills(self):
        """One posted invoice for each entry."""
        moves = self.env["account.move"]
        for company, fees in self.grouped("company_id").items():
            account = company._lease_fee_account()
            by_entry = fees.grouped("entry_id")
            bills = moves.with_company(company).create(
                [
                    {
                        "move_type": "out_invoice",
                        "company_id": company.id,
                        "partner_id": entry.partner_id.id,
                        "currency_id": company.currency_id.id,
                        "invoice_date": fields.Date.context_today(self),
                        "invoice_origin": entry.name,
                        "lease_entry_id": entry.id,
                        "lease_contract_id": entry.contract_id.id,
                        "invoice_line_ids": [
                            fields.Command.create(fee._prepare_bill_line(account))
                            for fee in lines
                        ],
                    }
                    for entry, lines in by_entry.items()
                ]
            )
            for lines, bill in zip(by_entry.values(), bills, strict=True):
                # the lines of the bill stand in the order they were made in
                for fee, line in zip(
                    lines, bill.invoice_line_ids.sorted("id"), strict=True
                ):
                    fee.write({"move_id": bill.id, "billed": line.price_total})
            bills.action_post()
            moves += bills
        return moves

    # TOOLING
    @api.model
    def _flow_line_open(self, state):
        # what was never billed is billed late; clients write no stamp anyway
        return BILL if state == "done" else ()
