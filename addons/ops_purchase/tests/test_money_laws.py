"""Arithmetic of settlements, tried on everything (PU-32, PU-F24, PU-X5)."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from odoo.addons.ops_purchase.settle.amounts import (
    ZERO,
    Item,
    SettleError,
    fill,
    settle,
    share,
)
from odoo.tests.common import BaseCase, tagged

money = st.decimals(0, 10**9, places=2)
signed = st.decimals(-(10**6), 10**6, places=2)
quantity = st.decimals(0, 10**6, places=3)
items = st.lists(st.builds(Item, money, money, signed), max_size=8)
fines = st.lists(money, max_size=5)
rates = st.decimals(0, 1, places=4)


@tagged("post_install", "-at_install")
class TestMoneyLaws(BaseCase):
    @settings(deadline=None)
    @given(items, fines, rates)
    def test_adds_up(self, lines, fined, rate):
        """PU-32 PU-X5: receipts − returns − fines + price differences − retention =
        payable, to the cent."""
        sums = settle(lines, fined, rate)
        self.assertEqual(
            sums.received
            - sums.returned
            - sums.fines
            + sums.difference
            - sums.retention,
            sums.payable,
        )
        self.assertEqual(sums.payable, sums.payable.quantize(Decimal("0.01")))
        self.assertEqual(sums.fines, sum(fined, ZERO))

    @settings(deadline=None)
    @given(items, fines, rates)
    def test_retention(self, lines, fined, rate):
        """PU-F24: what is kept back lies between nothing and the goods, and is paid
        with the rest when it is released."""
        sums = settle(lines, fined, rate)
        goods = sums.received - sums.returned + sums.difference
        self.assertTrue(0 <= sums.retention <= max(goods, ZERO))
        free = settle(lines, fined)
        self.assertEqual(sums.payable + sums.retention, free.payable)

    @settings(deadline=None)
    @given(items, fines, rates, money)
    def test_fine_lowers(self, lines, fined, rate, fine):
        """PU-32: a further fine lowers the payable by just its amount."""
        before = settle(lines, fined, rate)
        after = settle(lines, [*fined, fine], rate)
        self.assertEqual(before.payable - after.payable, fine)

    @settings(deadline=None)
    @given(money, quantity.filter(bool), quantity, quantity)
    def test_share(self, total, ordered, first, second):
        """PU-32: the whole quantity costs the whole line; more never costs less; two
        parts cost what they cost together, but for a cent."""
        self.assertEqual(share(total, ordered, ordered), total)
        self.assertEqual(share(total, ordered, ZERO), ZERO)
        one, two = share(total, ordered, first), share(total, ordered, second)
        both = share(total, ordered, first + second)
        self.assertLessEqual(max(one, two), both)
        self.assertLessEqual(abs(one + two - both), Decimal("0.01"))

    @settings(deadline=None)
    @given(signed, st.lists(signed, max_size=8))
    def test_fill(self, amount, rooms):
        """PU-32: no bill gets more than its room, and all is spread that has room."""
        parts = fill(amount, rooms)
        self.assertEqual(len(parts), len(rooms))
        for part, room in zip(parts, rooms, strict=True):
            self.assertTrue(0 <= part <= max(room, ZERO))
        room = sum((max(r, ZERO) for r in rooms), ZERO)
        self.assertEqual(sum(parts, ZERO), min(max(amount, ZERO), room))

    def test_refused(self):
        """PU-32: a negative fine, a share above all, an order of nothing."""
        for key, call in (
            ("fine_negative", lambda: settle([], [Decimal(-1)])),
            ("retention_rate", lambda: settle([], [], Decimal("1.01"))),
            ("ordered_zero", lambda: share(Decimal(1), ZERO, Decimal(1))),
        ):
            with self.assertRaises(SettleError) as caught:
                call()
            self.assertEqual(caught.exception.key, key)
