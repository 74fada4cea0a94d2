"""What was inspected is billed and settled, nothing else (PU-32, PU-X5)."""

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from odoo.tests import tagged

from .common_money import MoneyCase
from .common_quality import QualityCase

#: What may happen to an order, each time with some quantity.
HAPPENINGS = ("receive", "pass", "return", "rework", "stock_in", "send_back", "bill")


@tagged("post_install", "-at_install")
class TestMoneyGoods(MoneyCase, QualityCase):
    """An order of 100 sheets in a company that inspects what arrives."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.purchase_gate_inspection = True

    def inspected(self, accepted=95, returned=5):
        """An order of which that much was decided on."""
        order = self.ordered((self.steel, 100))
        inspection = self.received(order.picking_ids, accepted + returned)
        self.by("inspector", inspection).action_begin()
        if accepted:
            self.decide(inspection, "pass", accepted)
        if returned:
            self.decide(inspection, "return", returned)
        return order

    def test_bill_as_inspected(self):
        """PU-32: 95 of 100 pass their inspection: a bill for 100 is refused, one for 95
        is posted; before the inspection nothing is billed."""
        order = self.ordered((self.steel, 100))
        inspection = self.received(order.picking_ids)
        bill = self.bill(order, 1)
        with self.refused("0.0 Units are accepted, 1.0"):
            bill.action_post()
        self.by("inspector", inspection).action_begin()
        self.decide(inspection, "pass", 95)
        self.decide(inspection, "return", 5)
        bill.invoice_line_ids.quantity = 100
        with self.refused("95.0 Units are accepted, 100.0"):
            bill.action_post()
        bill.invoice_line_ids.quantity = 95
        bill.action_post()
        self.assertEqual(bill.state, "posted")

    def test_settled_as_inspected(self):
        """PU-32 PU-X5: what waits for its inspection is not settled; what was rejected
        is settled as returned, sent off or not."""
        order = self.ordered((self.steel, 100))
        inspection = self.received(order.picking_ids)
        self.by("inspector", inspection).action_begin()
        self.decide(inspection, "pass", 60)
        self.decide(inspection, "return", 5)
        line = self.sheet().line_ids
        self.assertEqual((line.received_qty, line.returned_qty), (65, 5))
        line.received_qty = 70
        with self.refused("60.0 Units are accepted"):
            line.settlement_id.action_submit()
        self.send_back(inspection)
        self.assertEqual(order.order_line._goods(), (100, 60, 5, 35))

    def test_accepted_goes_back(self):
        """PU-32: goods that were accepted and go back all the same are not paid."""
        order = self.inspected(100, 0)
        inspection = order.picking_ids.inspection_ids
        stocked = self.stock_in(inspection)
        self.go_back(stocked, 10)
        self.assertEqual(order.order_line._goods(), (100, 90, 10, 0))
        with self.refused("90.0 Units are accepted"):
            self.bill(order, 91).action_post()

    def test_inspected_later(self):
        """PU-32: what arrived before the company inspected counts as accepted; where
        the gate is off, receipts count."""
        self.company.purchase_gate_inspection = False
        order = self.ordered((self.steel, 100))
        self.receive(order.picking_ids, 40)
        self.company.purchase_gate_inspection = True
        rest = order.picking_ids.filtered(lambda r: r.state == "assigned")
        rest = rest.filtered(lambda r: r.picking_type_code == "incoming")
        self.received(rest, 60)
        self.assertEqual(order.order_line._goods(), (100, 40, 0, 60))
        self.company.purchase_gate_inspection = False
        self.assertEqual(order.order_line._goods(), (100, 100, 0, 0))

    def test_assessed_as_inspected(self):
        """PU-28 PU-X4: an assessment waits for the inspection and links to it."""
        order = self.ordered((self.steel, 100))
        inspection = self.received(order.picking_ids)
        paper = self.env["ops.delivery.assessment"].browse(
            self.by("buyer", order).action_assess()["res_id"]
        )
        mine = self.by("buyer", paper)
        with self.refused("wait for their inspection"):
            mine.action_confirm()
        self.by("inspector", inspection).action_begin()
        self.decide(inspection, "pass", 95)
        self.decide(inspection, "return", 5)
        mine.action_confirm()
        self.assertEqual((paper.points_quality, paper.score), (95, 98))
        loss = paper.fact_ids.filtered(lambda r: r.kind == "loss")
        self.assertEqual((loss.inspection_id, loss.quantity), (inspection, 5))

    @settings(
        max_examples=12,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        # an example takes seconds: what fails is not made smaller
        phases=[Phase.generate],
    )
    @given(
        st.lists(
            st.tuples(st.sampled_from(HAPPENINGS), st.integers(1, 60)),
            min_size=3,
            max_size=8,
        )
    )
    def test_at_every_moment(self, happenings):
        """PU-32 PU-X5: accepted + returned + waiting = received at every moment,
        whatever happens; no more is billed than accepted; in the end settlement and
        bills come to the same."""
        with self.env.cr.savepoint() as point:
            self.happen(
                [
                    ("receive", 50),
                    ("pass", 20),
                    ("stock_in", 20),
                    *happenings,
                    ("send_back", 5),
                ]
            )
            point.rollback()

    def happen(self, happenings):
        order = self.ordered((self.steel, 100))
        line = order.order_line
        # what has been done, written down beside what the documents say
        self.done = {"pass": 0, "return": 0, "rework": 0, "back": 0}
        for what, quantity in happenings:
            getattr(self, f"happen_{what}")(order, quantity)
            goods = line._goods()
            self.assertEqual(
                goods.arrived, goods.accepted + goods.returned + goods.waiting
            )
            self.assertEqual(goods.accepted, self.done["pass"] - self.done["back"])
            self.assertEqual(goods.returned, self.done["return"] + self.done["back"])
            self.assertEqual(goods.arrived, line._arrivals()._line_qty(self.unit))
            self.assertEqual(
                goods.waiting,
                sum(self.papers(order).mapped(lambda r: r.waiting_qty + r.rework_qty)),
            )
        self.level(order)
        sheet = self.sheet()
        bills = line.invoice_lines.move_id
        self.assertEqual(
            sheet.amount_payable, -sum(bills.mapped("amount_total_signed"))
        )

    def level(self, order):
        """Bill what is accepted, or credit what is billed above it."""
        line = order.order_line
        left = line._goods().accepted - line._billed_qty(self.env["account.move"])
        if left > 0:
            self.bill(order, left).action_post()
            with self.refused("are accepted"):
                self.bill(order, 1).action_post()
        elif left < 0:
            self.bill(order, -left, move_type="in_refund").action_post()

    @property
    def unit(self):
        return self.steel.uom_id

    def papers(self, order):
        return order.order_line.move_ids.arrival_inspection_ids

    def happen_receive(self, order, quantity):
        picking = order.picking_ids.filtered(
            lambda r: r.state == "assigned" and r.picking_type_code == "incoming"
        )
        if picking:
            expected = picking.move_ids.product_uom_qty
            self.received(picking, min(quantity, expected))
            self.by("inspector", self.papers(order)).filtered(
                lambda r: r.state == "draft"
            ).action_begin()

    def decided(self, order, disposition, quantity):
        for paper in self.papers(order):
            if taken := min(quantity, paper.waiting_qty):
                self.decide(paper, disposition, taken)
                self.done[disposition] += taken
                return

    def happen_pass(self, order, quantity):
        self.decided(order, "pass", quantity)

    def happen_return(self, order, quantity):
        self.decided(order, "return", quantity)

    def happen_rework(self, order, quantity):
        self.decided(order, "rework", quantity)

    def happen_stock_in(self, order, quantity):
        for paper in self.papers(order):
            if taken := min(quantity, paper.stockable_qty):
                self.stock_in(paper, taken)
                return

    def happen_send_back(self, order, quantity):
        """What was rejected, else what stands in stock."""
        for paper in self.papers(order):
            if paper._left_in_return_area() > 0:
                self.send_back(paper)
                return
        stocked = order.order_line.move_ids.move_dest_ids.filtered(
            lambda r: r.state == "done" and r.location_dest_id.usage == "internal"
        )
        for move in stocked:
            free = move.quantity - sum(
                move.returned_move_ids.filtered(lambda r: r.state == "done").mapped(
                    "quantity"
                )
            )
            if free > 0:
                self.go_back(move.picking_id, min(free, quantity))
                self.done["back"] += min(free, quantity)
                return

    def happen_bill(self, order, quantity):
        line = order.order_line
        left = line._goods().accepted - line._billed_qty(self.env["account.move"])
        if left > 0:
            self.bill(order, min(quantity, left)).action_post()

    def send_back(self, inspection):
        """The keeper sends off what was rejected."""
        action = self.by("keeper", inspection).action_return_to_supplier()
        picking = self.env["stock.picking"].browse(action["res_id"])
        self.receive(picking, picking.move_ids.product_uom_qty)

    def go_back(self, picking, quantity):
        """Goods that were stocked in go back to the supplier."""
        line = picking.move_ids.move_orig_ids.purchase_line_id
        wizard = (
            self.env["stock.return.picking"]
            .with_context(
                active_id=picking.id,
                active_ids=picking.ids,
                active_model="stock.picking",
            )
            .create({})
        )
        wizard.product_return_moves.write({"quantity": quantity, "to_refund": True})
        back = self.env["stock.picking"].browse(
            wizard.action_create_returns()["res_id"]
        )
        supplier = self.supplier.property_stock_supplier
        back.write({"location_dest_id": supplier.id})
        back.move_ids.write(
            {"location_dest_id": supplier.id, "purchase_line_id": line.id}
        )
        back.move_ids.move_line_ids.write({"location_dest_id": supplier.id})
        back.write({"return_cause": "damage", "return_reason": "Rust"})
        self.receive(back, quantity)
