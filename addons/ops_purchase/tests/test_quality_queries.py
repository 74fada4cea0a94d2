"""Gates before stock ask for all papers at once (law 3)."""

from odoo.tests import tagged

from .common_flat import FlatGates
from .common_quality import QualityCase


@tagged("post_install", "-at_install")
class TestQualityQueries(FlatGates, QualityCase):
    def test_gates_flat(self):
        """PU-15, PU-27: each gate of requests, orders, arrivals, inspections and
        stock-ins asks the database as often for many papers as for few."""
        arrivals = self.env["stock.picking"]
        inspections = self.env["qc.inspection"]
        for _number in range(5):
            arrival = self.arriving((self.steel, 100))
            inspection = self.received(arrival, 60)
            self.by("inspector", inspection).action_begin()
            self.decide(inspection, "pass", 40)
            self.decide(inspection, "return", 20)
            arrivals |= arrival
            inspections |= inspection
        orders = arrivals.move_ids.purchase_line_id.order_id
        asked = self.check_gates_flat(
            orders.order_line.purchase_request_lines.request_id,
            orders,
            orders.signoff_ids,
            arrivals,
            arrivals.move_ids,
            inspections,
            inspections.tranche_ids,
            inspections.move_id.move_dest_ids,
            inspections.move_id.move_dest_ids.picking_id,
            post="keeper",
        )
        self.assertGreater(asked, 30)
