from odoo.addons.ops_purchase.demo.world import SupplyWorld
from odoo.tests.common import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestSupplyWorld(TransactionCase):
    def test_built(self):
        """The demonstration is made of real steps: what was received is accounted for,
        nothing lies in the future, and each stage has a paper."""
        world = SupplyWorld(self.env, seed=3, prefix="w_", months=1).build()
        mine = [("company_id", "=", world.company.id)]
        inspections = self.env["qc.inspection"].search([*mine, ("state", "=", "done")])
        self.assertGreater(len(inspections), 10)
        for inspection in inspections:
            self.assertAlmostEqual(
                inspection.accepted_qty + inspection.returned_qty, inspection.qty
            )
        logs = self.env["ops.flow.log"].search(
            [("res_model", "=", "qc.inspection"), ("res_id", "in", inspections.ids)]
        )
        self.assertTrue(logs)
        self.assertLess(max(logs.mapped("date")), world.past.since)
        for model, states in (
            ("purchase.request", {"draft", "to_approve", "approved", "in_progress"}),
            ("ops.purchase.signoff", {"approving", "approved"}),
            ("qc.inspection", {"draft", "inspecting", "done"}),
            ("ops.supplier", {"potential", "qualified"}),
            ("ops.quality.concession", {"approving", "approved"}),
            ("ops.delivery.assessment", {"draft", "confirmed", "appealed"}),
            ("ops.purchase.settlement", {"draft", "approving", "approved"}),
        ):
            found = set(self.env[model].search(mine).mapped("state"))
            self.assertLessEqual(states, found, model)
