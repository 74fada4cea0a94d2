"""Ways to order the same request twice, below the screen (PU-03)."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .test_harden_order import HardenCase


@tagged("post_install", "-at_install")
class TestHardenRequest(HardenCase):
    def test_links_cut(self):
        """PU-03: what a confirmed order took of a request it keeps, however the two
        are parted."""
        order = self.confirmed()
        line, asked = order.order_line, order.order_line.purchase_request_lines
        for attack in (
            lambda: self.by("buyer", line).write(
                {"purchase_request_lines": [Command.clear()]}
            ),
            lambda: self.by("buyer", asked).write(
                {"purchase_lines": [Command.clear()]}
            ),
            lambda: self.by("buyer", asked.request_id).write(
                {
                    "line_ids": [
                        Command.update(asked.id, {"purchase_lines": [Command.clear()]})
                    ]
                }
            ),
            lambda: self.by("buyer", asked).write({"ordered_qty": 0}),
            lambda: self.by("buyer", asked).unlink(),
            lambda: self.by("buyer", asked).write({"product_qty": 500}),
        ):
            self.refused(attack)
        # the rows that tell what has arrived do not open it either
        self.by("buyer", asked.purchase_request_allocation_ids).unlink()
        asked.sudo()._order_count()
        self.assertEqual((asked.ordered_qty, asked.open_qty), (100, 0))

    def test_links_cut_gate_alone(self):
        """PU-03: also where orders need no signatures."""
        self._only_gate("request")
        order = self.rfq(self.granted())
        self.by("buyer", order).button_confirm()
        line, asked = order.order_line, order.order_line.purchase_request_lines
        self.refused(
            lambda: self.by("buyer", line).write(
                {"purchase_request_lines": [Command.clear()]}
            ),
            "nobody asked",
        )
        self.refused(
            lambda: self.by("buyer", line).write({"product_qty": 101}), "1.0 Units more"
        )
        self.refused(
            lambda: self.by("buyer", order).write(
                {"order_line": [Command.create(self.line_values(order))]}
            ),
            "nobody asked",
        )
        self.by("buyer", line).write({"product_qty": 60})
        self.assertEqual(asked.open_qty, 40)
        self.by("buyer", line).write({"product_qty": 100})
        self.assertEqual(asked.open_qty, 0)

    def test_lowered_below_arrived(self):
        """PU-03: what has arrived is used up, whatever the order says afterwards."""
        self._only_gate("request")
        order = self.rfq(self.granted())
        self.by("buyer", order).button_confirm()
        self.arrived(order, 100)
        asked = order.order_line.purchase_request_lines
        self.by("buyer", order.order_line).write({"product_qty": 10})
        self.assertEqual(asked.open_qty, 0)

    def test_born_confirmed(self):
        """PU-03: an order that is entered as confirmed is counted too."""
        self._only_gate("request")
        request = self.granted()
        values = {
            "partner_id": self.supplier.id,
            "state": "purchase",
            "order_line": [
                Command.create(
                    {
                        "product_id": self.steel.id,
                        "product_qty": 100,
                        "price_unit": 20,
                        "purchase_request_lines": [Command.set(request.line_ids.ids)],
                    }
                )
            ],
        }
        Order = self.by("buyer", self.env["purchase.order"])
        Order.create(values)
        self.assertEqual(request.line_ids.open_qty, 0)
        self.refused(lambda: Order.create(values), "100.0 Units more")

    def test_negative_line(self):
        """PU-03: a line that gives back makes no room for one that takes more."""
        self._only_gate("request")
        request = self.granted()
        order = self.rfq(request, quantity=150)
        self.by("buyer", self.env["purchase.order.line"]).create(
            {
                "order_id": order.id,
                "product_id": self.steel.id,
                "product_qty": -50,
                "price_unit": 20,
                "purchase_request_lines": [Command.set(request.line_ids.ids)],
            }
        )
        self.refused(self.by("buyer", order).button_confirm, "quantity")

    def test_without_unit(self):
        """PU-03: a request says in which unit it asks; ten are not ten dozens."""
        request = self.request((self.steel, 10, {"product_uom_id": False}))
        self.refused(self.by("staff", request).action_submit, "unit is missing")

    def test_foreign_request(self):
        """PU-03: a request of another company, of other goods or one that was
        rejected is none."""
        self._only_gate("request")
        company = self._create_company("Westbank Supply")
        order = self.rfq(self.granted())
        theirs = self.env["purchase.request"].create(
            {
                "company_id": company.id,
                "description": "Theirs",
                "picking_type_id": self.env["stock.warehouse"]
                .search([("company_id", "=", company.id)], limit=1)
                .in_type_id.id,
                "line_ids": [
                    Command.create({"product_id": self.steel.id, "product_qty": 100})
                ],
            }
        )
        theirs._flow_write({"state": "approved"})
        bolts = self.granted((self.bolt, 100))
        rejected = self.granted()
        rejected._flow_write({"state": "rejected"})
        for request, words in (
            (theirs, "Westbank Supply"),
            (bolts, "asks for"),
            (rejected, "Rejected"),
        ):
            order.order_line.purchase_request_lines = [
                Command.set(request.line_ids.ids)
            ]
            self.refused(self.by("buyer", order).button_confirm, words)

    def test_allocations(self):
        """PU-03: what arrived for a request is not rewritten by its requester."""
        order = self.confirmed()
        rows = order.order_line.purchase_request_allocation_ids
        for post in ("staff", "inspector"):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self.by(post, rows).write({"allocated_product_qty": 100})
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self.by(post, rows).create(
                    {
                        "purchase_request_line_id": rows[0].purchase_request_line_id.id,
                        "allocated_product_qty": 100,
                    }
                )

    def test_hidden_from_counting(self):
        """PU-03: an order is counted whoever confirms it, also who does not see the
        request."""
        self._only_gate("request")
        order = self.rfq(self.granted())
        blind = self.people["colleague"]
        blind.group_ids |= self.env.ref("purchase.group_purchase_user")
        asked = order.order_line.purchase_request_lines
        self.env.invalidate_all()
        self.by("colleague", order).button_confirm()
        self.assertEqual(asked.open_qty, 0)
