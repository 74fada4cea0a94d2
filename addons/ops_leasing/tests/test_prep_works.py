from odoo.addons.ops_base.models.guard_mixin import FlowRefused
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests.common import tagged

from .prep_common import PrepCase


@tagged("post_install", "-at_install")
class TestWorks(PrepCase):
    """LE-06 … LE-09: redesign, costs, tender, works."""

    def refused(self, post, records, step, message=""):
        with self.assertRaisesRegex(UserError, message):
            getattr(self.by(post, records), f"action_{step}")()

    def test_redesign(self):
        """LE-06: the design centre releases versions with files, the new one takes
        the old one's place, the commercial company confirms."""
        paper = self.redesign(until="draft")
        paper.scope = False
        self.refused("clerk", paper, "submit", "not said")
        paper.scope = "A second feeder"
        self.by("clerk", paper).action_submit()
        self.refused("designer", paper, "release", "no new version")
        with self.assertRaises(AccessError):
            self.by("clerk", self.env["ops.lease.redesign.version"]).create(
                {"redesign_id": paper.id, "name": "Mine"}
            )
        version = self.draw(paper, file=False)
        self.refused("designer", paper, "release", "no file")
        version.attachment_ids = [Command.create({"name": "a.pdf", "raw": b"a"})]
        self.refused("clerk", paper, "release")
        with self.assertRaises(AccessError):
            self.by("designer", version).status = "released"
        self.by("designer", paper).action_release()
        self.assertEqual((version.number, version.status), (1, "released"))
        self.assertEqual(version.release_user_id, self.people["designer"])
        with self.assertRaises(UserError):
            self.by("designer", version).name = "Redrawn"
        with self.assertRaises(UserError):
            self.by("designer", version).unlink()
        self.by("clerk", paper).action_revise("The fan stands in the way")
        self.refused("designer", paper, "release", "no new version")
        second = self.draw(paper)
        self.by("designer", paper).action_release()
        self.assertEqual((second.number, version.status), (2, "superseded"))
        self.refused("designer", paper, "confirm")
        self.by("clerk", paper).action_confirm()
        self.assertEqual((paper.version_id, second.status), (second, "confirmed"))
        self.assertEqual(second.confirm_user_id, self.people["clerk"])

    def test_cost_after_design(self):
        """LE-07: no cost before a design is released; then by item, by the cost
        centre alone."""
        costs = self.env["ops.lease.redesign.cost"]
        for state in ("draft", "designing"):
            paper = self.redesign(until=state)
            with self.assertRaises(FlowRefused) as refusal:
                self.by("costing", costs).create(
                    {"redesign_id": paper.id, "name": "Cable", "price": 10}
                )
            self.assertIn("No version of the design", str(refusal.exception))
            with self.assertRaises(UserError):
                self.by("costing", paper).cost_ids = [
                    Command.create({"name": "Cable", "price": 10})
                ]
            self.refused("costing", paper, "cost")
        self.release(paper)
        with self.assertRaises(UserError):
            self.by("costing", costs).create(
                {"redesign_id": paper.id, "name": "Cable", "price": 10}
            )
        self.by("clerk", paper).action_confirm()
        self.refused("costing", paper, "cost", "no item")
        with self.assertRaises(AccessError):
            self.by("designer", costs).create(
                {"redesign_id": paper.id, "name": "Cable", "price": 10}
            )
        line = self.by("costing", costs).create(
            {"redesign_id": paper.id, "name": "Cable", "quantity": 3, "price": 33.335}
        )
        with self.assertRaises(AccessError):
            line.amount = 5
        self.refused("clerk", paper, "cost")
        self.by("costing", paper).action_cost()
        self.assertEqual(paper.total, line.amount)
        with self.assertRaises(UserError):
            line.price = 1

    def test_tender_after_costs(self):
        """LE-08: created only when costs are calculated, by the purchasing centre."""
        tenders = self.env["ops.lease.tender"]
        for state in ("draft", "released", "costing"):
            paper = self.redesign(until=state)
            with self.assertRaises(FlowRefused) as refusal:
                self.by("buyer", tenders).create({"redesign_id": paper.id})
            self.assertIn("costs are not calculated", str(refusal.exception))
        paper = self.redesign()
        with self.assertRaises(AccessError):
            self.by("clerk", tenders).create({"redesign_id": paper.id})
        tender = self.by("buyer", tenders).create({"redesign_id": paper.id})
        self.assertEqual((tender.budget, tender.subject), (100000, "More power"))

    def test_bids(self):
        """LE-08: bids over the cost are flagged; not the lowest needs a reason; the
        award is approved."""
        tender = self.tender(North=94000, South=97000, East=108000)
        over = tender.bid_ids.filtered("is_over")
        self.assertEqual((over.partner_id.name, over.over), ("East", 8000))
        self.refused("buyer", tender, "propose", "No bid is chosen")
        self.by("buyer", tender).winner_id = tender.bid_ids[1]
        self.refused("buyer", tender, "propose", "not the lowest")
        self.by("buyer", tender).winner_id = tender.bid_ids[0]
        tender.bid_ids[0].attachment_ids = False
        self.refused("buyer", tender, "propose", "no file")
        self.by("buyer", tender).write(
            {"winner_id": tender.bid_ids[1].id, "award_reason": "Known for its work"}
        )
        self.refused("clerk", tender, "propose")
        self.by("buyer", tender).action_propose()
        with self.assertRaises(UserError):
            self.by("buyer", tender).award_reason = "Other"
        with self.assertRaises(UserError):
            self.by("buyer", tender.bid_ids[0]).amount = 1
        self.approve(tender, ("costing", "gm"))
        self.assertEqual((tender.state, tender.amount), ("awarded", 97000))
        self.assertEqual(tender.winner_partner_id.name, "South")
        with self.assertRaises(AccessError):
            self.by("clerk", tender).action_order()

    def test_bid_above_cost(self):
        """LE-08: even the lowest bid above the cost is explained."""
        tender = self.tender(North=120000)
        self.by("buyer", tender).winner_id = tender.bid_ids
        self.refused("buyer", tender, "propose", "above the calculated")
        other = self.tender(West=5)
        with self.assertRaises(UserError):
            self.by("buyer", tender).winner_id = other.bid_ids

    def test_works(self):
        """LE-09: progress line by line, done only after the tick of every line, by
        the project department with evidence."""
        sheet = self.agree(self.sheet(self.lead(), power=320, exhaust=900))
        works = self.works(sheet)
        self.assertEqual(len(works.line_ids), 2)
        self.refused("clerk", works, "start")
        first, second = works.line_ids
        with self.assertRaises(UserError):
            self.by("project", first).action_tick()
        self.by("project", works).action_start()
        self.by("project", first).progress = 40
        self.assertEqual(works.progress, 20)
        with self.assertRaisesRegex(UserError, "evidence"):
            self.by("project", first).action_tick()
        self.by("project", first).evidence = "GC-01"
        for post in ("clerk", "keeper", "designer"):
            with self.assertRaises(AccessError):
                self.by(post, first).action_tick()
        with self.assertRaises(AccessError):
            self.by("project", first).done = True
        self.by("project", first).action_tick()
        self.assertEqual((works.progress, first.done), (50, True))
        self.assertEqual(first.done_user_id, self.people["project"])
        with self.assertRaises(AccessError):
            self.by("project", first).evidence = "Other"
        with self.assertRaises(AccessError):
            self.by("project", first).unlink()
        self.refused("project", works, "finish", "is not done")
        self.refused("clerk", sheet, "close", "not built")
        self.by("project", second).evidence = "GC-02"
        self.by("project", second).action_tick()
        self.refused("clerk", works, "finish")
        self.by("project", works).action_finish()
        supplies = {
            row.condition_id.code: row.value for row in sheet.unit_ids.condition_ids
        }
        self.assertEqual(supplies, {"power": 320, "exhaust": 900})

    def test_works_after_agreement(self):
        """LE-09: nothing is built before it is agreed, nothing the tenant pays."""
        sheet = self.sheet(self.lead())
        works = self.works(sheet)
        self.refused("project", works, "start", "Matching")
        self.agree(sheet, payer="tenant")
        works = self.works(sheet)
        self.refused("project", works, "start", "nothing to build")
