"""Amounts in capitals: the official examples, and every amount there and back."""

import doctest
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from odoo.addons.ops_base.paper import capitals as module
from odoo.addons.ops_base.paper.capitals import capitals, parse
from odoo.tests import BaseCase, tagged

# 《支付结算办法》 annex, and what follows from its rules
EXAMPLES = {
    "1409.50": "人民币壹仟肆佰零玖元伍角",
    "6007.14": "人民币陆仟零柒元壹角肆分",
    "1680.32": "人民币壹仟陆佰捌拾元零叁角贰分",
    "107000.53": "人民币壹拾万柒仟元零伍角叁分",
    "16409.02": "人民币壹万陆仟肆佰零玖元零贰分",
    "325.04": "人民币叁佰贰拾伍元零肆分",
    "12345.67": "人民币壹万贰仟叁佰肆拾伍元陆角柒分",
    "0": "人民币零元整",
    "0.05": "人民币伍分",
    "0.50": "人民币伍角",
    "0.53": "人民币伍角叁分",
    "10": "人民币壹拾元整",
    "10.50": "人民币壹拾元零伍角",
    "100": "人民币壹佰元整",
    "10001": "人民币壹万零壹元整",
    "100000": "人民币壹拾万元整",
    "1000001": "人民币壹佰万零壹元整",
    "100000000": "人民币壹亿元整",
    "100000001.01": "人民币壹亿零壹元零壹分",
    "100010000": "人民币壹亿零壹万元整",
    "1000000000000": "人民币壹万亿元整",
    "1234567890123.45": (
        "人民币壹万贰仟叁佰肆拾伍亿陆仟柒佰捌拾玖万零壹佰贰拾叁元肆角伍分"
    ),
    "10000000000000000": "人民币壹亿亿元整",
    "-12.30": "人民币负壹拾贰元叁角",
}
AMOUNTS = st.one_of(
    st.integers(-(10**9), 10**9),
    st.integers(-(10**22), 10**22),
    # zeros in the middle are what goes wrong
    st.lists(st.sampled_from("000123456789"), min_size=1, max_size=18).map(
        lambda figures: int("".join(figures))
    ),
).map(lambda cents: Decimal(cents).scaleb(-2))


@tagged("post_install", "-at_install")
class TestCapitals(BaseCase):
    def test_official_examples(self):
        """C-07: the examples of the official rules, and the cases around them."""
        for figures, words in EXAMPLES.items():
            with self.subTest(figures):
                self.assertEqual(capitals(figures), words)
                self.assertEqual(parse(words), Decimal(figures))

    def test_every_amount_reads_back(self):
        """C-07: capitals read back give the same amount, to 10^20 and more."""

        @settings(max_examples=1500, deadline=None, database=None)
        @given(AMOUNTS)
        def check(amount):
            words = capitals(amount)
            self.assertEqual(parse(words), amount)
            self.assertNotIn("零零", words)
            if amount:
                self.assertNotIn("零元", words)
            # 整 stands up to 元, never after 角 or 分
            self.assertEqual(words.endswith("整"), amount == amount.to_integral_value())

        check()

    def test_agrees_with_the_common_library(self):
        """C-07: apart from the 零 that the rule leaves open, the same words as the
        library others use."""
        from cn2an import an2cn

        @settings(max_examples=500, deadline=None, database=None)
        @given(st.integers(1, 10**11))
        def check(cents):
            figures = f"{Decimal(cents).scaleb(-2):f}"
            ours = capitals(figures, currency="")
            self.assertEqual(
                ours.replace("零", ""), an2cn(figures, "rmb").replace("零", "")
            )

        check()

    def test_rounding_and_other_currencies(self):
        """C-07: half up as on a bill; the currency is named; a float is refused."""
        self.assertEqual(capitals("1.005"), "人民币壹元零壹分")
        self.assertEqual(capitals("1.004999"), "人民币壹元整")
        self.assertEqual(capitals("-0.001"), "人民币零元整")
        self.assertEqual(capitals("99.5", "日元", digits=0), "日元壹佰元整")
        self.assertEqual(capitals(Decimal("1E+3"), "美元"), "美元壹仟元整")
        for wrong, error in ((1.1, TypeError), ("NaN", ValueError)):
            with self.assertRaises(error):
                capitals(wrong)
        with self.assertRaises(ValueError):
            capitals(1, digits=3)
        for text in ("人民币", "人民币壹仟", "壹元伍角伍"):
            with self.assertRaises(ValueError):
                parse(text)

    def test_the_examples_in_the_text(self):
        """C-07: what the documentation shows is what comes out."""
        self.assertEqual(doctest.testmod(module).failed, 0)
