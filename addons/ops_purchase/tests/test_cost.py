"""Prices against the last ones, contracts and budgets; freight; and what creeps up or
is split (PU-30, PU-X7)."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_contract import ContractCase


@tagged("post_install", "-at_install")
class TestCost(ContractCase):
    def bought(self, price, reason=None, confirm=True, supplier=None, quantity=10):
        """An order of steel at a price; the request estimates 20."""
        order = self.rfq(
            self.granted((self.steel, quantity)), price=price, supplier=supplier
        )
        if reason:
            self.by("buyer", order.order_line).price_reason = reason
        if confirm:
            self.signed(order)
            self.by("buyer", order).button_confirm()
        return order

    def row(self, order, by="buyer"):
        rows = self.by(by, self.env["ops.purchase.cost.report"])
        rows.invalidate_model()
        return rows.search([("order_id", "=", order.id)])

    def test_reason_above_limit(self):
        """PU-30: dearer than last time by more than 5 % is not handed in without a
        reason; at the limit it is."""
        self.bought(20)
        dear = self.bought(21.5, confirm=False)
        row = self.row(dear)
        self.assertEqual((row.last_price, row.last_variance), (20, 7.5))
        self.assertTrue(row.above)
        with self.assertRaisesRegex(UserError, "7.5 % above last time"):
            self.by("buyer", dear).action_submit_signoff()
        self.by("buyer", dear.order_line).price_reason = "Steel index rose"
        self.signed(dear)
        self.by("buyer", dear).button_confirm()
        self.assertEqual(dear.state, "purchase")
        self.assertEqual(self.row(dear).price_reason, "Steel index rose")
        with self.assertRaisesRegex(UserError, "reason given for its price stands"):
            self.by("buyer", dear.order_line).price_reason = "Another one"
        row = self.row(self.bought(21))
        self.assertEqual((row.budget_variance, row.above), (5, False))

    def test_not_confirmed_unexplained(self):
        """PU-30: nor is it confirmed where orders need no signatures."""
        self.company.purchase_gate_approval = False
        self.bought(20)
        dear = self.bought(21.5, confirm=False)
        with (
            self.assertRaisesRegex(UserError, "the limit is 5.0 %"),
            self.env.cr.savepoint(),
        ):
            self.by("buyer", dear).button_confirm()
        self.company.purchase_price_limit = 10
        self.by("buyer", dear).button_confirm()
        self.assertEqual(dear.state, "purchase")

    def test_budget(self):
        """PU-30: above what its request estimated; a company may switch the gate
        off."""
        dear = self.bought(30, confirm=False)
        row = self.row(dear)
        self.assertEqual((row.budget_price, row.budget_variance), (20, 50))
        self.assertFalse(row.last_price)
        with self.assertRaisesRegex(UserError, "above the budget"):
            self.by("buyer", dear).action_submit_signoff()
        self.company.purchase_gate_price = False
        self.by("buyer", dear).action_submit_signoff()
        self.assertEqual(dear.signoff_ids.state, "approving")

    def test_contract_price(self):
        """PU-30: the price of the contract stands beside the price; what keeps to a
        signed contract needs no further reason."""
        self.bought(20)
        contract = self.in_force((self.steel, 100, 24))
        order = self.called_off(contract)
        self.by("buyer", order).button_confirm()
        row = self.row(order)
        self.assertEqual((row.contract_price, row.contract_variance), (24, 0))
        self.assertEqual(row.last_variance, 20)

    def test_last_of_supplier(self):
        """PU-30: the last price is the supplier's own, or else anybody's; in the unit
        of the product, less discount, in the company's currency."""
        self.bought(20)
        other = self._create_supplier("Westgate Steel")
        first = self.bought(19, supplier=other)
        self.assertEqual(self.row(first).last_price, 20)
        again = self.bought(20.5, confirm=False)
        self.assertEqual(self.row(again).last_price, 20)
        line = self.by("buyer", again.order_line)
        dozen = self.env.ref("uom.product_uom_dozen")
        line.write({"product_uom_id": dozen.id, "product_qty": 1, "price_unit": 300})
        line.discount = 20
        row = self.row(again)
        self.assertEqual((row.quantity, row.price, row.last_variance), (12, 20, 0))
        self.assertEqual(line.price_variance, 0)
        rate = {"name": "2000-01-01", "rate": 0.5, "company_id": self.company.id}
        currency = self.env["res.currency"].create(
            {"name": "XTS", "symbol": "X", "rate_ids": [Command.create(rate)]}
        )
        self.by("buyer", again).currency_id = currency
        line.write({"price_unit": 150})
        self.assertEqual(self.row(again).price, 20)

    def test_creep(self):
        """PU-X7: three buys, each dearer within the limit, together above it; a buy
        that was cheaper in between breaks the row."""
        orders = [self.bought(price) for price in (18, 18.5, 19.2, 20)]
        self.assertEqual([self.row(o).creeping for o in orders], [False] * 3 + [True])
        row = self.row(orders[-1])
        self.assertEqual((row.third_price, row.crept), (18, 11.1111))
        self.assertFalse(row.above)
        self.assertFalse(self.row(self.bought(19.9)).creeping)
        self.assertFalse(self.row(self.bought(20.8)).creeping)

    def test_freight(self):
        """PU-30: freight posted on the receipt, per order and per unit received."""
        self.company.purchase_gate_inspection = False
        self.warehouse.reception_steps = "one_step"
        self.category.property_cost_method = "average"
        order = self.bought(20)
        picking = order.picking_ids
        picking.delivery_note = "SH-1"
        picking.move_ids.write({"quantity": 10, "picked": True})
        picking.button_validate()
        self.assertFalse(self.row(order).freight)
        lorry = self._create_product(
            "Lorry", 0, type="service", is_storable=False, landed_cost_ok=True
        )
        accounts = lorry.product_tmpl_id.get_product_accounts()
        cost = self.env["stock.landed.cost"].create(
            {
                "picking_ids": [Command.set(picking.ids)],
                "cost_lines": [
                    Command.create(
                        {
                            "product_id": lorry.id,
                            "price_unit": 35,
                            "split_method": "by_quantity",
                            "account_id": accounts["expense"].id,
                        }
                    )
                ],
            }
        )
        cost.compute_landed_cost()
        self.assertFalse(self.row(order).freight, "not posted yet")
        cost.button_validate()
        row = self.row(order)
        self.assertEqual((row.freight, row.freight_unit), (35, 3.5))

    def test_who(self):
        """PU-30, PU-X7: buyers and finance see prices, staff does not; what looks split
        is for those who sign above the limit."""
        order = self.bought(20)
        for post in ("buyer", "finance", "gm", "board"):
            self.assertTrue(self.row(order, by=post))
        with self.assertRaises(AccessError):
            self.row(order, by="staff")
        with self.assertRaises(AccessError):
            self.by("buyer", self.env["ops.purchase.split.report"]).search([])
        elsewhere = self._create_company("Westbank Supply")
        rows = self.env["ops.purchase.cost.report"].with_user(self.people["buyer"])
        self.assertFalse(rows.search([("company_id", "=", elsewhere.id)]))


@tagged("post_install", "-at_install")
class TestSplit(ContractCase):
    def listed(self, by="head"):
        rows = self.by(by, self.env["ops.purchase.split.report"])
        rows.invalidate_model()
        return rows.search([("company_id", "=", self.company.id)])

    def asked(self, amount, days=0, department=None):
        """A submitted request of that amount, raised some days ago."""
        request = self.request((self.steel, 1, {"estimated_cost": amount}))
        request.write(
            {
                "date_start": request.date_start.__class__.fromordinal(
                    request.date_start.toordinal() - days
                ),
                **({"department_id": department.id} if department else {}),
            }
        )
        self.by("staff", request).action_submit()
        return request

    def test_requests(self):
        """PU-X7: two requests of a department just below the limit of 20,000 within
        30 days are listed together, with the sum and the reason."""
        first = self.asked(19000)
        self.assertFalse(self.listed())
        second = self.asked(18500, days=20)
        rows = self.listed()
        self.assertEqual(set(rows.mapped("res_id")), {first.id, second.id})
        self.assertEqual(set(rows.mapped("amount_limit")), {20000})
        self.assertEqual(set(rows.mapped("amount_together")), {37500})
        self.assertIn("2 papers of Workshop within 30 days", rows[0].explanation)
        self.assertIn(first.name, rows[0].explanation)
        action = rows[0].action_open()
        self.assertEqual(action["res_model"], "purchase.request")

    def test_not_split(self):
        """PU-X7: not those of another department, of long ago, well below the limit,
        above it, or not handed in."""
        sales = self.env["hr.department"].create(
            {"name": "Sales", "company_id": self.company.id}
        )
        self.asked(19000)
        self.asked(19000, department=sales)
        self.asked(19000, days=31)
        self.asked(15900)
        self.asked(20000)
        self.request((self.steel, 1, {"estimated_cost": 19000}))
        self.assertFalse(self.listed())
        self.company.purchase_split_days = 31
        self.assertEqual(len(self.listed()), 2)
        self.company.purchase_split_days = 30
        self.company.purchase_split_near = 21
        self.assertEqual(len(self.listed()), 2)

    def test_orders(self):
        """PU-X7: two orders to a supplier just below 10,000 are listed, one to another
        supplier is not."""
        other = self._create_supplier("Westgate Steel")
        orders = self.env["purchase.order"]
        for supplier in (self.supplier, self.supplier, other):
            order = self.rfq(self.granted((self.steel, 410)), supplier=supplier)
            self.by("buyer", order).action_submit_signoff()
            orders |= order
        rows = self.listed()
        self.assertEqual(set(rows.mapped("res_id")), set(orders[:2].ids))
        self.assertEqual(set(rows.mapped("paper_count")), {2})
        self.assertEqual(rows.partner_id, self.supplier)
