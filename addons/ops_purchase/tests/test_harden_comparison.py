"""Ways around an award, below the screen (PU-06)."""

from functools import partial

from odoo.fields import Command
from odoo.tests import tagged

from .test_harden_order import HardenCase


@tagged("post_install", "-at_install")
class TestHardenComparison(HardenCase):
    def setUp(self):
        super().setUp()
        self._only_gate("comparison")
        self.other = self._create_supplier("Westgate Steel")
        self.asked = self.granted((self.steel, 100))
        self.dear = self.rfq(self.asked, supplier=self.supplier, price=24)
        self.cheap = self.rfq(self.asked, supplier=self.other, price=20)
        action = self.by("buyer", self.dear | self.cheap).action_compare()
        self.paper = self.env["ops.purchase.comparison"].browse(action["res_id"])

    def award(self, order):
        line = self.paper.line_ids.filtered(lambda r: r.line_id.order_id == order)
        self.by("buyer", line).awarded = True
        self.by("buyer", self.paper).action_submit()
        self.agree(self.paper, "head")
        self.assertEqual(self.paper.state, "awarded")

    def confirm(self, order):
        return self.by("buyer", order).button_confirm()

    def test_taken_out(self):
        """PU-06: a quotation does not leave its comparison from the side of the
        order, nor by an emptied group of alternatives."""
        self.award(self.cheap)
        for values in (
            {"comparison_ids": [Command.clear()]},
            {"comparison_ids": [Command.unlink(self.paper.id)]},
        ):
            self.refused(
                lambda v=values: self.by("buyer", self.dear).write(v), "handed in"
            )
        self.by("buyer", self.dear).purchase_group_id = False
        self.refused(lambda: self.confirm(self.dear), "another supplier")
        self.confirm(self.cheap)
        self.assertEqual(self.cheap.state, "purchase")

    def test_copied(self):
        """PU-06: what lost is not ordered by a copy, nor by a new quotation for the
        same request; once the award is ordered, what is left of the request is free."""
        self.award(self.cheap)
        copy = self.by("buyer", self.dear).copy()
        copy.order_line.purchase_request_lines = [Command.set(self.asked.line_ids.ids)]
        self.refused(lambda: self.confirm(copy), "was compared in")
        fresh = self.rfq(self.asked, supplier=self.supplier, price=24, quantity=5)
        self.refused(lambda: self.confirm(fresh), "was compared in")
        self.confirm(self.cheap)
        self.confirm(fresh)
        self.assertEqual(fresh.state, "purchase")

    def test_copied_before_award(self):
        """PU-06: nor before it is decided, nor with the requests taken off the
        quotations that were compared."""
        copy = self.by("buyer", self.dear).copy()
        copy.order_line.purchase_request_lines = [Command.set(self.asked.line_ids.ids)]
        self.by("buyer", self.cheap.order_line).purchase_request_lines = [
            Command.clear()
        ]
        self.by("buyer", self.dear.order_line).purchase_request_lines = [
            Command.clear()
        ]
        self.refused(lambda: self.confirm(copy), "was compared in")
        self.by("buyer", self.paper).action_fetch()
        self.refused(lambda: self.confirm(copy), "was compared in")

    def test_other_supplier(self):
        """PU-06: what was awarded is not ordered from somebody else, in another
        currency or for other goods."""
        third = self._create_supplier("Eastgate Steel")
        self.award(self.cheap)
        for values in (
            {"partner_id": third.id},
            {"currency_id": self.env.ref("base.USD").id},
        ):

            def attack(changes):
                self.by("buyer", self.cheap).write(changes)
                self.by("buyer", self.cheap.order_line).price_unit = 20
                self.confirm(self.cheap)

            self.refused(partial(attack, values), "compare again")

        def exchange():
            line = self.by("buyer", self.cheap.order_line)
            line.write({"product_id": self.bolt.id, "price_unit": 20})
            self.confirm(self.cheap)

        self.refused(exchange, "compare again")
        self.confirm(self.cheap)

    def test_changed_after_fetch(self):
        """PU-06: another supplier or currency is taken anew before it is signed."""
        line = self.paper.line_ids.filtered(lambda r: r.line_id.order_id == self.cheap)
        self.by("buyer", line).awarded = True
        third = self._create_supplier("Eastgate Steel")

        def attack():
            self.by("buyer", self.cheap).partner_id = third
            self.by("buyer", self.cheap.order_line).price_unit = 20
            self.by("buyer", self.paper).action_submit()

        self.refused(attack, "take the offers")

    def test_reopened(self):
        """PU-06: a buyer does not end an award by reopening it first."""
        self.award(self.cheap)
        self.refused(
            lambda: self.by("buyer", self.paper).write(
                {"request_line_ids": [Command.clear()]}
            )
        )
        self.by("head", self.paper)._flow_kernel_take("reopen", "again")
        self.assertEqual(self.paper.state, "draft")
        self.refused(
            lambda: self.by("buyer", self.paper).action_cancel("Rather not"),
            "awarded before",
        )
        self.by("head", self.paper).action_cancel("Rather not")
        self.confirm(self.dear)
        self.assertEqual(self.dear.state, "purchase")

    def test_confirmed_price(self):
        """PU-06: the price awarded holds after the order as well."""
        self.award(self.cheap)
        self.confirm(self.cheap)
        self.refused(
            lambda: self.by("buyer", self.cheap.order_line).write({"price_unit": 23}),
            "above the price",
        )
