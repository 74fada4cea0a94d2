"""Ways around the signatures of an order, below the screen (PU-10)."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_contract import ContractCase


class HardenCase(ContractCase):
    def refused(self, attack, words=""):
        """The attack is refused, and undone."""
        with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
            attack()

    def order(self, quantity=100, **values):
        return self.rfq(self.granted((self.steel, quantity)), **values)

    def confirmed(self, quantity=100, **values):
        order = self.signed(self.order(quantity, **values))
        self.by("buyer", order).button_confirm()
        return order

    def arrived(self, order, quantity):
        """Goods of a confirmed order, without what inspection asks for."""
        self.company.purchase_gate_inspection = False
        order.picking_ids.move_ids.write({"quantity": quantity, "picked": True})
        order.picking_ids.with_context(skip_backorder=True).button_validate()

    def line_values(self, order, **values):
        return {
            "order_id": order.id,
            "product_id": self.bolt.id,
            "product_qty": 50,
            "price_unit": 1000,
            **values,
        }


@tagged("post_install", "-at_install")
class TestHardenOrder(HardenCase):
    def test_all_at_once(self):
        """PU-10: an order is not changed in the same breath in which it is
        confirmed."""
        other = self._create_supplier("Westgate Steel")
        for values in (
            {"partner_id": other.id},
            {"currency_id": self.env.ref("base.USD").id},
        ):
            order = self.signed(self.order())
            self.refused(
                lambda o=order, v=values: self.by("buyer", o).write(
                    {"state": "purchase", **v}
                ),
                "not been submitted",
            )
        order = self.signed(self.order())
        update = Command.update(order.order_line.id, {"price_unit": 900})
        self.refused(
            lambda: self.by("buyer", order).write(
                {"state": "purchase", "order_line": [update]}
            )
        )
        self.by("buyer", order).write({"state": "purchase", "partner_ref": "A-1"})
        self.assertEqual((order.state, order.partner_ref), ("purchase", "A-1"))

    def test_line_moved_in(self):
        """PU-10: a line of another quotation does not join a confirmed order, nor
        does one leave it."""
        order, draft = self.confirmed(), self.order()
        self.refused(
            lambda: self.by("buyer", draft.order_line).write({"order_id": order.id}),
            "what was signed",
        )
        self.refused(
            lambda: self.by("buyer", order.order_line).write({"order_id": draft.id}),
            "what was signed",
        )
        signed = self.signed(self.order())
        self.by("buyer", draft.order_line).write({"order_id": signed.id})
        self.assertEqual(signed.signoff_state, "none")

    def test_goods_as_advance(self):
        """PU-10: goods are not smuggled in as an advance, neither before nor after
        the signatures; a real advance names none."""
        draft, order = self.order(), self.confirmed()
        Line = self.by("buyer", self.env["purchase.order.line"])
        for paper in (draft, order):
            self.refused(
                lambda o=paper: Line.create(self.line_values(o, is_downpayment=True)),
                "advance",
            )
            self.refused(
                lambda o=paper: self.by("buyer", o.order_line).write(
                    {"is_downpayment": True}
                ),
                "",
            )
            advance = Line.create(
                {
                    "order_id": paper.id,
                    "name": "Advance",
                    "is_downpayment": True,
                    "product_qty": 0,
                    "price_unit": 10,
                }
            )
            self.refused(
                lambda a=advance: a.write({"product_qty": -100, "price_unit": 19}), ""
            )
        self.assertEqual(order.state, "purchase")

    def test_lowered_amount(self):
        """PU-10: the amount that decides who signs is not lowered by a line, a
        discount or a tax that takes away."""
        tax = self.env["account.tax"].create(
            {
                "name": "Withheld",
                "amount": -90,
                "type_tax_use": "purchase",
                "company_id": self.company.id,
                "country_id": self.company.country_id.id,
            }
        )
        Line = self.by("buyer", self.env["purchase.order.line"])
        request = self.granted((self.steel, 1000))
        for values in ({"discount": 150}, {"discount": -20}):
            order = self.rfq(request)
            self.by("buyer", order.order_line).write(values)
            self.refused(lambda o=order: self.by("buyer", o).action_submit_signoff())
        order = self.rfq(request)
        Line.create(self.line_values(order, product_qty=1, price_unit=-19000))
        self.refused(lambda: self.by("buyer", order).action_submit_signoff())
        order = self.rfq(request)
        self.by("buyer", order.order_line).tax_ids = tax
        self.assertEqual(order.amount_total, 2000)
        self.by("buyer", order).action_submit_signoff()
        self.assertEqual(self.pending(order.signoff_ids).amount, 20000)

    def test_set_back(self):
        """PU-10: a confirmed order is cancelled, not quietly taken back; afterwards
        it is signed anew."""
        order = self.confirmed()
        for state in ("draft", "sent", "to approve", "cancel"):
            self.refused(
                lambda s=state: self.by("buyer", order).write({"state": s}),
                "still to arrive",
            )
        self.refused(self.by("buyer", order).button_draft, "still to arrive")
        self.by("buyer", order).button_cancel()
        self.by("buyer", order).button_draft()
        self.refused(self.by("buyer", order).button_confirm, "not been submitted")
        self.signed(order)
        self.by("buyer", order).button_confirm()
        self.assertEqual(order.state, "purchase")

    def test_cancelled_after_arrival(self):
        """PU-03, PU-10: an order that has brought goods stays, and with it what it
        took of its request."""
        order = self.confirmed()
        asked = order.order_line.purchase_request_lines
        self.arrived(order, 100)
        for attack in (
            lambda o: o.button_cancel(),
            lambda o: o.button_draft(),
            lambda o: o.write({"state": "cancel"}),
        ):
            self.refused(lambda a=attack: a(self.by("buyer", order)), "have arrived")
        self.assertEqual(asked.open_qty, 0)
        self.company.write(
            {
                f"purchase_gate_{name}": False
                for name in ("request", "approval", "contract")
            }
        )
        self.by("buyer", order).button_cancel()
        self.assertEqual(order.state, "cancel")

    def test_confirmed_head(self):
        """PU-10: supplier, currency, company, place and payment of a confirmed order
        are what was signed."""
        order = self.confirmed()
        usd = self.env.ref("base.USD")
        other = self._create_supplier("Westgate Steel")
        kind = order.picking_type_id.copy()
        company = self._create_company("Westbank Supply")
        self.people["buyer"].company_ids |= company
        self.supplier.company_id = False
        for values in (
            {"partner_id": other.id},
            {"currency_id": usd.id},
            {"picking_type_id": kind.id},
            {"payment_way": "advance", "advance_percent": 100},
            {"company_id": company.id},
        ):
            with self.subTest(values):
                self.refused(lambda v=values: self.by("buyer", order).write(v))
        for values in ({"product_uom_id": self.env.ref("uom.product_uom_dozen").id},):
            self.refused(
                lambda v=values: self.by("buyer", order.order_line).write(v),
                "what was signed",
            )

    def test_accountant(self):
        """PU-10: who may write orders for the bills changes no order either."""
        order = self.confirmed()
        for values in ({"price_unit": 30}, {"product_qty": 300}):
            self.refused(
                lambda v=values: self.by("finance", order.order_line).write(v),
                "what was signed",
            )
        draft = self.order()
        self.refused(lambda: self.by("finance", draft).write({"state": "purchase"}))

    def test_price_reason_signed(self):
        """PU-10, PU-30: the reason of a price is signed with it."""
        self.confirmed()
        order = self.order(price=30)
        self.by("buyer", order.order_line).price_reason = "Galvanised"
        self.signed(order)
        self.assertEqual(order.signoff_state, "approved")
        self.by("buyer", order.order_line).price_reason = "Whatever"
        self.refused(self.by("buyer", order).button_confirm, "not been submitted")
        self.signed(order)
        self.by("buyer", order.order_line).price_reason = "Whatever"
        self.by("buyer", order).button_confirm()
        self.assertEqual(order.state, "purchase")

    def test_requester_hidden(self):
        """PU-10: who asked for the goods does not sign the order, not even while its
        requests are taken off."""
        request = self.request(by="head")
        request._flow_write({"state": "approved"})
        order = self.rfq(request)
        asked = order.order_line.purchase_request_lines
        line = self.by("buyer", order.order_line)
        line.purchase_request_lines = [Command.clear()]
        self.by("buyer", order).action_submit_signoff()
        self.agree(order.signoff_ids, "head")
        line.purchase_request_lines = [Command.set(asked.ids)]
        self.refused(self.by("buyer", order).button_confirm, "submitted|changed")

    def test_other_companys_signatures(self):
        """PU-10: the signatures are those of the company that buys."""
        company = self._create_company("Westbank Supply")
        self.people["buyer"].company_ids |= company
        order = self.order()
        papers = self.env["ops.purchase.signoff"].with_user(self.people["buyer"])
        papers = papers.with_context(allowed_company_ids=(self.company | company).ids)
        self.refused(
            lambda: papers.create({"order_id": order.id, "company_id": company.id})
        )

    def test_signoff_written(self):
        """PU-10: nobody writes what was signed, nor takes a signed paper to another
        order."""
        order, other = self.signed(self.order()), self.order(price=500)
        paper = self.by("buyer", order.signoff_ids)
        for values in (
            {"signed": other._to_sign()},
            {"state": "draft"},
            {"order_id": other.id},
            {"company_id": self._create_company("Westbank Supply").id},
        ):
            with self.subTest(values):
                self.refused(lambda v=values: paper.write(v))
        self.refused(paper.unlink)
        self.refused(
            lambda: paper.create({"order_id": other.id, "signed": other._to_sign()})
        )
