"""Whatever is decided in whatever order: nothing gets lost (PU-16, PU-18)."""

from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odoo.addons.ops_purchase.models.quality.balance import Balance, TooMuch
from odoo.tests.common import BaseCase

KINDS = ("pass", "concession", "rework", "return")
amounts = st.integers(1, 20000).map(lambda cents: Decimal(cents) / 100)
decisions = st.lists(
    st.tuples(st.sampled_from(KINDS), amounts, st.booleans()), max_size=12
)
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


class TestQualityBalance(BaseCase):
    @patient
    @given(amounts, decisions)
    def test_nothing_lost(self, received, wanted):
        """PU-16: accepted + returned + waiting + in rework = received; a decision
        about more than there is changes nothing."""
        balance = Balance.of(received, ())
        for disposition, quantity, reworked in wanted:
            left = balance.rework if reworked else balance.waiting
            if quantity > left:
                with self.assertRaises(TooMuch) as refused:
                    balance.decide(disposition, quantity, reworked)
                self.assertEqual(refused.exception.left, left)
                continue
            balance = balance.decide(disposition, quantity, reworked)
            parts = (
                balance.waiting,
                balance.rework,
                balance.accepted,
                balance.returned,
            )
            self.assertEqual(sum(parts), received)
            self.assertGreaterEqual(min(parts), 0)

    def test_example(self):
        """PU-16, PU-X3: of 100, 90 pass, 6 are reworked (5 pass then), 4 go back."""
        balance = Balance.of(
            100,
            [
                ("pass", 90, False),
                ("rework", 6, False),
                ("return", 4, False),
                ("pass", 5, True),
            ],
        )
        self.assertEqual(
            balance,
            Balance(Decimal(100), Decimal(0), Decimal(1), Decimal(95), Decimal(4)),
        )

    def test_too_much(self):
        """PU-16: reworked goods are not those that wait."""
        with self.assertRaises(TooMuch):
            Balance.of(10, [("pass", 8, False), ("pass", 3, False)])
        with self.assertRaises(TooMuch):
            Balance.of(10, [("rework", 2, False), ("pass", 3, True)])
