from odoo.addons.ops_leasing.demo.world import LeasingWorld, Story
from odoo.tests.common import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestWorld(TransactionCase):
    def test_same_seed_same_mall(self):
        """LE-01: a seed and sizes make the same mall, shop by shop and exit by exit."""
        sizes = {
            "floors": 1,
            "units_per_floor": 6,
            "leases": 3,
            "stories": [Story("approving", 1), Story("inspecting", 2, "tenant")],
        }
        first, again, other = (
            LeasingWorld(self.env, seed=seed, prefix=f"w{number}_", light=True, **sizes)
            .build()
            .describe()
            for number, seed in enumerate((5, 5, 6))
        )
        self.assertEqual(first, again)
        self.assertNotEqual(first, other)

    def test_demonstration_mall(self):
        """LE-01 LE-11 LE-22 LE-25 LE-27 LE-28 LE-F19: shops and exits in every state,
        the deposits equal to the ledger, everything in the past and in order."""
        world = LeasingWorld(self.env, seed=2026, prefix="w_").build()
        with self.subTest("every state"):
            units, exits = world.units, world.exit_ids
            self.assertEqual(set(units.mapped("state")), set(units._flow.states))
            self.assertEqual(set(exits.mapped("state")), set(exits._flow.states))
            self.assertTrue(exits.filtered("flow_is_late"))
            self.assertIn("none", exits.mapped("decision"))
        with self.subTest("missing final reading"):
            step = exits._flow.step("settle")
            released = exits.filtered(lambda e: e.state == "released")
            blockers = released._flow_blockers(step, kernel=True)
            meters = exits.unit_ids.meter_ids.filtered(lambda m: m.kind == "power")
            self.assertTrue(
                any(m.display_name in b.message for b in blockers for m in meters)
            )
        with self.subTest("renewals on their way"):
            states = ["negotiation", "legal", "approving"]
            self.assertEqual(world.renewals.mapped("state"), states)
            self.assertEqual(len(world.requests(world.renewals)), 1)
        with self.subTest("sub-ledger and general ledger"):
            deposits = world.contracts.deposit_ids
            account = world.company.lease_deposit_account_id
            lines = self.env["account.move.line"].search(
                [("account_id", "=", account.id), ("parent_state", "=", "posted")]
            )
            self.assertTrue(lines)
            self.assertEqual(
                round(sum(deposits.mapped("balance")), 2),
                round(-sum(lines.mapped("balance")), 2),
            )
        with self.subTest("history"):
            logs = self.env["ops.flow.log"].search(
                [("res_model", "=", exits._name), ("res_id", "in", exits.ids)],
                order="id",
            )
            for paper in exits:
                own = logs.filtered(lambda log, paper=paper: log.res_id == paper.id)
                dates = own.mapped("date")
                self.assertEqual(dates, sorted(dates))
                self.assertLess(paper.state_since, world.past.since)
                if own:
                    self.assertEqual(paper.state_since, dates[-1])
        with self.subTest("approvals tell the same story"):
            requests = self.env["ops.approval.request"].search(
                [("res_model", "=", exits._name), ("res_id", "in", exits.ids)]
            )
            for event in requests.event_ids:
                self.assertLess(event.date, world.past.since)
                self.assertNotIn(str(world.past.since.date()), str(event.changes))

    def test_demo_is_built_once(self):
        """LE-01: updating the addon builds no second mall."""
        known = self.env.ref("ops_leasing.demo_company", raise_if_not_found=False)
        if not known:
            self.env["ir.model.data"]._update_xmlids(
                [
                    {
                        "xml_id": "ops_leasing.demo_company",
                        "record": self.env.company,
                        "noupdate": True,
                    }
                ]
            )
        before = self.env["res.company"].search_count([])
        self.env["ops.lease.property"]._load_demo()
        self.assertEqual(self.env["res.company"].search_count([]), before)
