"""Contracts whose price falls with the quantity (PU-F12, PU-X6)."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from odoo.addons.ops_purchase.settle.tiers import Tier, by_order, by_total, reached
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tests.common import BaseCase

from .common_contract import ContractCase

amounts = st.decimals(0, 10**6, places=3)


@st.composite
def ladders(draw):
    """Tiers by rising quantity, from 0 on, at falling prices."""
    starts = draw(st.lists(st.decimals("0.001", 10**6, places=3), unique=True))
    count = len(starts) + 1
    price = st.decimals("0.01", 10**4, places=4)
    prices = draw(st.lists(price, min_size=count, max_size=count, unique=True))
    return [
        Tier(start, price)
        for start, price in zip(
            [Decimal(0), *sorted(starts)], sorted(prices, reverse=True), strict=True
        )
    ]


@tagged("post_install", "-at_install")
class TestTierLaws(BaseCase):
    @settings(deadline=None)
    @given(ladders(), amounts, st.lists(amounts, max_size=6))
    def test_parts_add_up(self, tiers, before, parts):
        """PU-F12: what is called off over the contract costs the same in one order as
        in many."""
        value, at = Decimal(0), before
        for part in parts:
            value += by_total(tiers, at, part)
            at += part
        self.assertEqual(value, by_total(tiers, before, at - before))

    @settings(deadline=None)
    @given(ladders(), amounts, amounts)
    def test_between_the_prices(self, tiers, before, quantity):
        """PU-F12: a unit never costs more than the first tier, nor less than the one
        that is reached."""
        last = reached(tiers, before + quantity).price
        value = by_total(tiers, before, quantity)
        self.assertLessEqual(quantity * last, value)
        self.assertLessEqual(value, quantity * tiers[0].price)
        self.assertLessEqual(by_order(tiers, quantity), quantity * tiers[0].price)

    @settings(deadline=None)
    @given(st.decimals("0.01", 10**4, places=4), amounts, amounts)
    def test_one_tier(self, price, before, quantity):
        """PU-F12: without tiers both ways are quantity times price."""
        tiers = [Tier(Decimal(0), price)]
        self.assertEqual(by_total(tiers, before, quantity), quantity * price)
        self.assertEqual(by_order(tiers, quantity), quantity * price)


@tagged("post_install", "-at_install")
class TestContractTiers(ContractCase):
    def tiered(self, tier_by, *tiers, quantity=100):
        """Values of a contract with steel at 20 and then at what the tiers say."""
        return {
            "tier_by": tier_by,
            "tier_ids": [
                Command.create(
                    {
                        "product_id": self.steel.id,
                        "min_qty": start,
                        "price_unit": price,
                    }
                )
                for start, price in tiers
            ],
        }

    def confirm(self, order):
        self.by("buyer", order).button_confirm()
        self.assertEqual(order.state, "purchase")

    def test_by_order(self):
        """PU-F12: an order that reaches a tier has its price, a smaller one not; what
        was asked above it needs a reason and signatures."""
        contract = self.in_force(**self.tiered("order", (40, 18)))
        self.assertEqual(contract.amount_total, 2000)
        small = self.called_off(contract, 30)
        self.assertEqual(small.order_line.price_unit, 20)
        self.confirm(small)
        large = self.called_off(contract, 40)
        self.assertEqual(large.order_line.price_unit, 18)
        self.by("buyer", large.order_line).price_unit = 20
        with self.assertRaisesRegex(UserError, "the contract says .*18"):
            self.by("buyer", large).button_confirm()
        self.by("buyer", large.order_line).price_unit = 18
        self.confirm(large)
        line = contract.line_ids
        self.assertEqual((line.ordered_qty, line.left_amount), (70, 600))

    def test_by_total(self):
        """PU-F12, PU-X6: the tier goes on with what is called off; an order across the
        border pays each side of it, and the burn-down shows where it stands."""
        contract = self.in_force(**self.tiered("total", (40, 18), (80, 15)))
        line = contract.line_ids
        self.assertEqual(contract.amount_total, 40 * 20 + 40 * 18 + 20 * 15)
        self.assertEqual((line.tier_price, line.left_amount), (20, 1820))
        first = self.called_off(contract, 30)
        self.assertEqual(first.order_line.price_unit, 20)
        self.confirm(first)
        self.assertEqual(line.tier_price, 20)
        second = self.called_off(contract, 20)
        self.assertEqual(second.order_line.price_unit, 19)
        self.confirm(second)
        self.assertEqual((line.tier_price, line.left_amount), (18, 30 * 18 + 300))
        third = self.called_off(contract, 50)
        self.by("buyer", third.order_line).price_unit = 18
        with self.assertRaisesRegex(UserError, "the contract says .*16.8"):
            self.by("buyer", third).button_confirm()
        self.by("buyer", third.order_line).price_unit = 16.8
        self.confirm(third)
        self.assertEqual((line.left_qty, line.left_amount), (0, 0))
        # what came later does not make an earlier order dear
        for order in first + second + third:
            self.assertFalse(order.order_line._above_contract())

    def test_two_lines_of_one_order(self):
        """PU-F12: the lines of an order reach a tier together."""
        contract = self.in_force(**self.tiered("order", (40, 18)))
        request = self.granted((self.steel, 20), (self.steel, 20))
        order = self.rfq(request)
        self.by("buyer", order).contract_id = contract
        self.assertEqual(set(order.order_line.mapped("price_unit")), {18})

    def test_incomplete(self):
        """PU-F12: tiers that rise, that nobody reaches or of other goods are refused at
        the submission."""
        for tiers, problem in (
            (((40, 21),), "must cost less"),
            (((40, 18), (60, 19)), "must cost less"),
            (((400, 18),), "is never reached"),
        ):
            contract = self.contract(**self.tiered("total", *tiers))
            self.by("buyer", contract).action_intent()
            with (
                self.subTest(problem=problem),
                self.assertRaisesRegex(UserError, problem),
                self.env.cr.savepoint(),
            ):
                self.by("buyer", contract).action_submit()
            self.assertEqual(contract.state, "draft")
        contract = self.contract((self.bolt, 10, 2), **self.tiered("total", (4, 18)))
        self.by("buyer", contract).action_intent()
        with self.assertRaisesRegex(UserError, "is not in the contract"):
            self.by("buyer", contract).action_submit()

    def test_closed_once_signed(self):
        """PU-10, PU-F12: another tier starts the approval anew; a signed contract keeps
        its tiers, whoever writes them."""
        contract = self.approved(**self.tiered("order", (40, 18)))
        self.by("buyer", contract.tier_ids).price_unit = 19
        self.assertEqual(contract.state, "draft")
        signed = self.in_force(**self.tiered("order", (40, 18)))
        Tiers = self.by("buyer", self.env["ops.purchase.contract.tier"])
        for number, change in enumerate(
            (
                lambda: self.by("buyer", signed.tier_ids).write({"price_unit": 30}),
                lambda: self.by("buyer", signed.tier_ids).unlink(),
                lambda: self.by("buyer", signed).write({"tier_by": "total"}),
                lambda: Tiers.create(
                    {
                        "contract_id": signed.id,
                        "product_id": self.steel.id,
                        "min_qty": 10,
                        "price_unit": 30,
                    }
                ),
            )
        ):
            with (
                self.subTest(change=number),
                self.assertRaisesRegex(UserError, "no longer be changed"),
                self.env.cr.savepoint(),
            ):
                change()
        with self.assertRaises(AccessError):
            self.by("staff", signed.tier_ids).price_unit = 1

    def test_print(self):
        """PU-09, PU-F12: the tiers stand on the printed contract."""
        contract = self.in_force(**self.tiered("order", (40, 18)))
        report = self.env.ref("ops_purchase.action_report_contract")
        html = report._render_qweb_html(report.report_name, contract.ids)[0].decode()
        self.assertIn("Price tiers", html)
        self.assertIn("The quantity of one order", html)
