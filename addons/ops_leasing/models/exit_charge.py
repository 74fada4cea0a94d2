from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import float_compare

from ..rent import consumption
from .groups import PROPERTY, PROPERTY_MANAGER

BILL = ("move_id", "reading_id", "previous_value", "previous_date")
BILLED = (
    "name",
    "kind",
    "meter_id",
    "final_value",
    "reading_date",
    "quantity",
    "price",
    "tax_ids",
    "amount",
)


class LeaseExitCharge(models.Model):
    """A line of the utility settlement 水电费结算单 (LE-25)."""

    _name = "ops.lease.exit.charge"
    _inherit = ["ops.flow.line.mixin"]
    _description = "Utility settlement line"
    _order = "exit_id, kind desc, id"
    _flow_parent = ("exit_id", "charge_ids")
    _stamps = BILL
    _check_company_auto = True

    # FIELDS
    exit_id = fields.Many2one(
        "ops.lease.exit", "Exit", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="exit_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="exit_id.currency_id")
    kind = fields.Selection(
        [("meter", "By meter"), ("fee", "Other fee")], required=True, default="fee"
    )
    name = fields.Char("What for")
    meter_id = fields.Many2one("ops.lease.meter", "Meter", ondelete="restrict")
    previous_date = fields.Date("Last read on", readonly=True)
    previous_value = fields.Float("Last reading", digits=(16, 3), readonly=True)
    final_value = fields.Float("Final reading", digits=(16, 3))
    reading_date = fields.Date("Finally read on")
    reading_id = fields.Many2one("ops.lease.reading", readonly=True, copy=False)
    quantity = fields.Float(
        compute="_compute_quantity",
        store=True,
        readonly=False,
        digits=(16, 3),
    )
    price = fields.Float(
        "Unit price",
        compute="_compute_price",
        store=True,
        readonly=False,
        digits=(12, 4),
    )
    tax_ids = fields.Many2many(
        "account.tax",
        string="Taxes",
        compute="_compute_price",
        store=True,
        readonly=False,
        check_company=True,
    )
    amount = fields.Monetary(compute="_compute_amount", store=True)
    move_id = fields.Many2one(
        "account.move", "Bill", readonly=True, copy=False, index="btree_not_null"
    )
    bill_number = fields.Char(related="move_id.name", string="Bill number")
    bill_open = fields.Monetary(
        related="move_id.amount_residual", string="Open on the bill"
    )

    _meter_uniq = models.UniqueIndex(
        "(exit_id, meter_id) WHERE meter_id IS NOT NULL",
        "This meter stands in the settlement already.",
    )
    _meter_named = models.Constraint(
        "CHECK(kind != 'meter' OR meter_id IS NOT NULL)", "The meter is missing."
    )
    _not_negative = models.Constraint(
        "CHECK(price >= 0 AND quantity >= 0)",
        "Quantity and price cannot be negative.",
    )

    # COMPUTE
    @api.depends("name", "meter_id.display_name")
    def _compute_display_name(self):
        for charge in self:
            charge.display_name = charge.name or charge.meter_id.display_name or ""

    @api.depends("kind", "meter_id", "previous_value", "final_value", "reading_date")
    def _compute_quantity(self):
        for charge in self:
            if charge.kind == "fee":
                charge.quantity = charge.quantity or 1.0
            else:
                charge.quantity = charge._counted()

    @api.depends("meter_id")
    def _compute_price(self):
        for charge in self:
            if charge.meter_id:
                charge.price = charge.meter_id.price
                charge.tax_ids = charge.meter_id.tax_ids
            else:
                charge.price = charge.price
                charge.tax_ids = charge.tax_ids

    @api.depends("quantity", "price")
    def _compute_amount(self):
        """What the bill will say before taxes that are added on top."""
        for charge in self:
            currency = charge.currency_id or self.env.company.currency_id
            charge.amount = currency.round(charge.quantity * charge.price)

    # CONSTRAINT
    @api.constrains("final_value", "previous_value", "reading_date")
    def _check_not_backwards(self):
        # a counter whose digits are known may have begun again
        for charge in self.filtered("reading_date"):
            if charge.meter_id.digits:
                continue
            if float_compare(charge.final_value, charge.previous_value, 3) < 0:
                raise ValidationError(
                    self.env._(
                        "%(meter)s: final reading %(value)s is below the last one, "
                        "%(last)s.",
                        meter=charge.meter_id.display_name,
                        value=charge.final_value,
                        last=charge.previous_value,
                    )
                )

    @api.constrains("meter_id", "exit_id")
    def _check_meter_of_shop(self):
        for charge in self.filtered("meter_id"):
            if charge.meter_id.unit_id not in charge.exit_id.sudo().unit_ids:
                raise ValidationError(
                    self.env._(
                        "%(meter)s is not in the shop of this exit.",
                        meter=charge.meter_id.display_name,
                    )
                )

    @api.constrains("quantity", "final_value", "previous_value", "meter_id")
    def _check_quantity_read(self):
        """What a meter counted is read from it, not entered."""
        for charge in self.filtered("meter_id"):
            counted = charge._counted()
            if float_compare(charge.quantity, counted, 3):
                raise ValidationError(
                    self.env._(
                        "%(meter)s has counted %(quantity)s between its readings.",
                        meter=charge.meter_id.display_name,
                        quantity=counted,
                    )
                )

    @api.constrains("price", "meter_id")
    def _check_price(self):
        """What a count costs stands on the meter; the property manager may differ."""
        if self.env.user.has_group(PROPERTY_MANAGER):
            return
        for charge in self.filtered("meter_id"):
            if float_compare(charge.price, charge.meter_id.price, 4):
                raise ValidationError(
                    self.env._(
                        "%(meter)s costs %(price)s a unit; another price is up to the "
                        "property manager.",
                        meter=charge.meter_id.display_name,
                        price=charge.meter_id.price,
                    )
                )

    # ONCHANGE
    @api.onchange("final_value")
    def _onchange_final_value(self):
        if self.final_value and not self.reading_date:
            self.reading_date = fields.Date.context_today(self)

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """What the meter showed last and the bill are recorded by the system."""
        for vals in vals_list:
            self._check_own({name: value for name, value in vals.items() if value})
        charges = super().create(vals_list)
        charges._set_previous()
        return charges

    def write(self, vals):
        """A billed line stays as it was billed."""
        self._check_own(vals)
        if not set(BILLED).isdisjoint(vals):
            self._check_not_billed()
        self._check_meter_kept(vals)
        result = super().write(vals)
        if "meter_id" in vals:
            self._set_previous()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_if_not_billed(self):
        self._check_not_billed()
        self._check_meter_kept({"meter_id": False})

    # BUSINESS
    def _counted(self):
        """What the meter counted between its readings; 0 before the final one."""
        self.ensure_one()
        if not self.reading_date:
            return 0.0
        counted = consumption(
            self.previous_value, self.final_value, self.meter_id.multiplier
        )
        return max(counted, 0.0)

    def _check_meter_kept(self, vals):
        """Every meter of the shop is settled: its line neither goes nor changes."""
        for charge in self.filtered("meter_id") if not self.env.su else ():
            same = vals.get("meter_id", charge.meter_id.id) == charge.meter_id.id
            if not same or vals.get("kind", "meter") != "meter":
                raise UserError(
                    self.env._(
                        "%(meter)s is settled with the shop; its line stays.",
                        meter=charge.meter_id.display_name,
                    )
                )

    def _check_own(self, vals):
        # a client can forge any context but never superuser mode
        if not set(BILL).isdisjoint(vals) and not self.env.su:
            raise AccessError(
                self.env._("The last reading and the bill are recorded by themselves.")
            )
        if not (self.env.su or self.env.user.has_group(PROPERTY)):
            raise AccessError(self.env._("The property company settles the utilities."))

    def _check_not_billed(self):
        # whether it is billed is a fact, also for who may not read bills
        billed = self.sudo().filtered(lambda c: c._is_billed())
        if billed:
            raise UserError(
                self.env._(
                    "%(charge)s stands on bill %(bill)s: correct it by a credit note "
                    "or a further line.",
                    charge=billed[0].display_name,
                    bill=billed[0].move_id.name,
                )
            )

    def _is_billed(self):
        self.ensure_one()
        bill = self.move_id
        return bill.state == "posted" and bill.payment_state != "reversed"

    def _set_previous(self):
        """Stamp what the meters showed last."""
        charges = self.filtered("meter_id").sudo()
        last = self.env["ops.lease.reading"].sudo()._last(charges.meter_id)
        for charge in charges:
            reading = last.get(charge.meter_id.id)
            charge.write(
                {
                    "kind": "meter",
                    "previous_date": reading.date if reading else False,
                    "previous_value": reading.value if reading else 0.0,
                }
            )

    @api.model
    def _create_for_meters(self, papers):
        """A line for every meter of the shops that has none yet."""
        return self.create(
            [
                {"exit_id": paper.id, "meter_id": meter.id, "kind": "meter"}
                for paper in papers
                for meter in paper.unit_ids.meter_ids - paper.charge_ids.meter_id
            ]
        )

    def _prepare_bill_line(self, account):
        self.ensure_one()
        name = self.display_name
        if self.meter_id:
            name = self.env._(
                "%(meter)s: %(previous)s – %(final)s",
                meter=name,
                previous=self.previous_value,
                final=self.final_value,
            )
        # the price of a bill has two decimals: keep the amount exact to the cent
        exact = self.currency_id.compare_amounts(
            self.currency_id.round(self.price) * self.quantity, self.amount
        )
        return {
            "name": name,
            "account_id": account.id,
            "quantity": 1 if exact else self.quantity,
            "price_unit": self.amount if exact else self.price,
            "tax_ids": [fields.Command.set(self.tax_ids.ids)],
        }

    def _take_readings(self):
        """Record the final readings of meters not recorded yet, in one go."""
        charges = self.filtered(lambda c: c.meter_id and not c.reading_id)
        readings = self.env["ops.lease.reading"].create(
            [
                {
                    "meter_id": charge.meter_id.id,
                    "date": charge.reading_date,
                    "value": charge.final_value,
                    "kind": "final",
                    "exit_id": charge.exit_id.id,
                    "user_id": self.env.uid,
                }
                for charge in charges
            ]
        )
        for charge, reading in zip(charges, readings, strict=True):
            charge.reading_id = reading

    def _create_bills(self):
        """One posted invoice for each exit."""
        moves = self.env["account.move"]
        for company, charges in self.grouped("company_id").items():
            account = company._lease_accounts()[2]
            by_exit = charges.grouped("exit_id")
            bills = moves.with_company(company).create(
                [
                    {
                        "move_type": "out_invoice",
                        "company_id": company.id,
                        "partner_id": paper.partner_id.id,
                        "currency_id": company.currency_id.id,
                        "invoice_date": fields.Date.context_today(self),
                        "invoice_origin": paper.name,
                        "lease_exit_id": paper.id,
                        "lease_contract_id": paper.contract_id.id,
                        "invoice_line_ids": [
                            fields.Command.create(charge._prepare_bill_line(account))
                            for charge in lines
                        ],
                    }
                    for paper, lines in by_exit.items()
                ]
            )
            for lines, bill in zip(by_exit.values(), bills, strict=True):
                lines.move_id = bill
            bills.action_post()
            moves += bills
        return moves
