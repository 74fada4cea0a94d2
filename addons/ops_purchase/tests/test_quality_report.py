"""How much of what was inspected holds, by kind and cause (PU-33)."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_quality import QualityCase


@tagged("post_install", "-at_install")
class TestQualityReport(QualityCase):
    def figures(self, domain, by, post="inspector"):
        Report = self.by(post, self.env["ops.quality.report"])
        self.env.flush_all()
        return Report._read_group(
            domain, [by], ["decided_qty:sum", "returned_qty:sum", "pass_rate:avg"]
        )

    def test_pass_rate(self):
        """PU-33: the rate of a supplier is that of the quantities, not of the papers;
        what is in rework is not decided yet."""
        big = self.delivered((self.steel, 90))
        self.decide(big, "pass", 88)
        self.decide(big, "return", 2)
        small = self.delivered((self.steel, 20))
        self.decide(small, "return", 9, cause="size")
        self.decide(small, "pass", 1)
        self.decide(small, "rework", 10)
        domain = [("inspection_id", "in", (big + small).ids)]
        [(supplier, decided, returned, rate)] = self.figures(domain, "partner_id")
        self.assertEqual(supplier, self.supplier)
        self.assertEqual((decided, returned), (100, 11))
        self.assertAlmostEqual(rate, 89)
        causes = {c: q for c, _d, q, _r in self.figures(domain, "cause") if q}
        self.assertEqual(causes, {"damage": 2, "size": 9})

    def test_kinds(self):
        """PU-33: in-process goods, finished goods, goods of customers and samples are
        inspected like deliveries; each kind has its rate."""
        Inspection = self.by("inspector", self.env["qc.inspection"])
        for kind in ("process", "finished", "returned", "sample"):
            paper = Inspection.create(
                {"kind": kind, "product_id": self.bolt.id, "qty": 4}
            )
            paper.action_begin()
            self.decide(paper, "pass", 3)
            self.decide(paper, "return", 1)
            paper.action_conclude()
            domain = [("inspection_id", "=", paper.id)]
            [(found, decided, _returned, rate)] = self.figures(domain, "kind")
            self.assertEqual((found, decided, rate), (kind, 4, 75))

    def test_by_hand_without_goods(self):
        """PU-33: an inspection by hand names how much is inspected."""
        Inspection = self.by("inspector", self.env["qc.inspection"])
        paper = Inspection.create({"product_id": self.bolt.id, "qty": 0})
        with self.assertRaisesRegex(UserError, "quantity to inspect is missing"):
            paper.action_begin()

    def test_goods_of_customers(self):
        """PU-33: what a customer sends back is inspected before it is stocked."""
        customers = self.env.ref("stock.stock_location_customers")
        place = self.warehouse.wh_input_stock_loc_id
        move = self.env["stock.move"].create(
            {
                "product_id": self.bolt.id,
                "product_uom": self.bolt.uom_id.id,
                "product_uom_qty": 2,
                "company_id": self.company.id,
                "location_id": customers.id,
                "location_dest_id": place.id,
                "quantity": 2,
                "picked": True,
            }
        )
        self.by("keeper", move)._action_done()
        inspection = self.env["qc.inspection"].search([("move_id", "=", move.id)])
        self.assertEqual((inspection.kind, inspection.qty), ("returned", 2))

    def test_other_company(self):
        """PU-33: figures of another company are out of sight."""
        inspection = self.delivered((self.steel, 10))
        self.decide(inspection, "pass", 10)
        self.env.flush_all()
        other = self._create_company("Westbank Supply")
        inspector = self.people["inspector"]
        inspector.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        Report = self.env["ops.quality.report"].with_user(inspector)
        Report = Report.with_context(allowed_company_ids=other.ids)
        self.assertFalse(Report.search([("inspection_id", "=", inspection.id)]))
