from datetime import timedelta

from odoo import fields
from odoo.addons.ops_base.models.guard_mixin import FlowRefused
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests.common import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import PEOPLE, LeasingCase


@tagged("post_install", "-at_install")
class TestFitoutWorks(LeasingCase):
    """LE-19: permit, works, supervision and acceptance."""

    def refused(self, post, records, step, message="", *args):
        with self.assertRaisesRegex(UserError, message):
            getattr(self.by(post, records), f"action_{step}")(*args)

    def test_permit_in_time(self):
        """C-30: the permit is due so many working days after the drawings are
        approved, holidays left out; lateness is shown on the paper and in the panel
        and refuses nothing."""
        self.company.lease_permit_days = 5
        friday = fields.Date.to_date("2026-11-20")
        self.assertEqual(
            self.company._lease_permit_due(friday), fields.Date.to_date("2026-11-27")
        )
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "company_id": self.company.id,
                "calendar_id": self.company.resource_calendar_id.id,
                "date_from": "2026-11-23 00:00:00",
                "date_to": "2026-11-23 23:59:59",
            }
        )
        self.assertEqual(
            self.company._lease_permit_due(friday), fields.Date.to_date("2026-11-30")
        )
        for days in (0, 31):
            with (
                self.subTest(days=days),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                self.company.lease_permit_days = days
                self.env.flush_all()
        self.env.invalidate_all()
        paper = self.walk_fitout(self.draft_fitout(), "approved")
        today = fields.Date.today()
        self.assertEqual(paper.permit_due, self.company._lease_permit_due(today))
        self.assertEqual(paper.state_due.date(), paper.permit_due + timedelta(days=1))
        self.assertFalse(paper.permit_days_late or paper.flow_is_late)
        with self.assertRaises(AccessError):
            self.by("keeper", paper).permit_due = today
        late = today - timedelta(days=3)
        paper._flow_write({"permit_due": late, "state_due": late})
        self.assertEqual(paper.permit_days_late, 3)
        self.assertTrue(paper.flow_is_late)
        self.walk_fitout(paper, "permitted")
        self.assertEqual(paper.permit_days_late, 3)
        # a new drawing is approved anew, and the time runs anew
        self.by("clerk", paper).drawing_ids = [
            Command.create(self.drawing("Shopfront", "shopfront"))
        ]
        self.assertEqual((paper.state, paper.permit_due), ("draft", False))

    def test_deposit_by_area(self):
        """C-30: where the company asks for a fit-out deposit per m², a permit waits for
        it; the manager of the commercial company lets a tenant off, with a reason."""
        self.company.write(
            {"lease_fitout_deposit_rate": 100, "lease_fitout_deposit_due": True}
        )
        full = self.lease(deposits=(("lease", 30000), ("fit_out", 8000)))
        small = self.lease(deposits=(("lease", 30000), ("fit_out", 7999.99)))
        papers = self.walk_fitout(self.draft_fitout(full | small), "approved")
        self.fill_permit(papers)
        paper = papers.filtered(lambda p: p.contract_id == small)
        self.assertEqual(paper.deposit_by_area, 8000)
        self.by("keeper", papers - paper).action_permit()
        self.refused("keeper", paper, "permit", "8,000.00 is due")
        for post in ("clerk", "keeper", "finance", "gm"):
            with self.subTest(post=post), self.assertRaises(UserError):
                self.by(post, paper).deposit_waiver = "A good tenant"
        self.by("manager", paper).deposit_waiver = "A good tenant"
        self.by("keeper", paper).action_permit()
        self.assertEqual(paper.state, "permitted")

    def test_permit(self):
        """C-28, C-30, LE-F21: annexes, workers, insurance, dates and the fit-out
        deposit before the work permit; the property company alone issues it."""
        contract = self.lease(
            deposits=(("lease", 30000), ("fit_out", 8000)), received=False
        )
        paper = self.walk_fitout(self.draft_fitout(contract), "approved")
        with self.assertRaises(FlowRefused) as refusal:
            self.by("keeper", paper).action_permit()
        self.assertEqual(
            {b.gate for b in refusal.exception.blockers},
            {
                "deposit_received",
                "fees_paid",
                "annexes_complete",
                "workers_named",
                "insured",
                "permit_dated",
            },
        )
        fit_out = contract.deposit_ids.filtered(lambda d: d.kind == "fit_out")
        self.receive(contract.deposit_ids - fit_out)
        self.fill_permit(paper)
        self.refused("keeper", paper, "permit", "8,000.00 not received")
        self.receive(fit_out)
        self.by("clerk", paper).insurance_until = fields.Date.today()
        self.refused("keeper", paper, "permit", "before the permit")
        self.by("clerk", paper).insurance_until = paper.permit_until
        self.by("keeper", paper).permit_until = fields.Date.today() - timedelta(1)
        self.refused("keeper", paper, "permit", "would have ended")
        self.by("keeper", paper).permit_until = fields.Date.today()
        for post in PEOPLE:
            if post != "keeper":
                with self.subTest(post=post):
                    self.refused(post, paper, "permit")
        with self.assertRaises(AccessError):
            self.by("keeper", paper).permit_number = "SG-1"
        self.by("keeper", paper).action_permit()
        self.assertTrue(paper.permit_number.startswith("SG-"))
        self.assertEqual(paper.permit_user_id, self.people["keeper"])
        self.assertTrue(paper.worker_ids.pass_number.startswith("CR-"))

    def test_passes(self):
        """C-28: who comes later gets his pass of the property company alone."""
        paper = self.walk_fitout(self.draft_fitout(), "permitted")
        late = self.by("clerk", self.env["ops.lease.fitout.worker"]).create(
            {"fitout_id": paper.id, "name": "Second", "trade": "Electrician"}
        )
        with self.assertRaises(AccessError):
            late.action_issue_pass()
        with self.assertRaises(AccessError):
            self.by("keeper", late).pass_number = "CR-1"
        self.by("keeper", late).action_issue_pass()
        self.assertTrue(late.pass_number)

    def test_start(self):
        """LE-15, LE-18: works start in a shop that was handed over; no other way
        makes it “fitting out”."""
        paper = self.walk_fitout(self.draft_fitout(), "permitted")
        unit = paper.unit_ids
        self.refused("keeper", paper, "start", "not handed over")
        self.hand_over_shops(paper.contract_id)
        paper._flow_write({"permit_until": fields.Date.today() - timedelta(1)})
        self.refused("keeper", paper, "start", "permit ended")
        paper._flow_write({"permit_until": fields.Date.today()})
        self.refused("clerk", paper, "start")
        self.by("keeper", paper).action_start()
        self.assertEqual(unit.state, "fitting_out")
        self.assertFalse(hasattr(unit, "action_fit_out"))
        with self.assertRaises(UserError):
            self.by("keeper", unit).state = "open"

    def test_supervision(self):
        """LE-19: a finding gets a deadline, is corrected, and is checked again by
        somebody else before the fit-out is accepted."""
        paper = self.walk_fitout(self.draft_fitout(), "working")
        self.refused("clerk", paper, "finish", "never been inspected")
        with self.assertRaises(AccessError):
            self.by("clerk", self.env["ops.lease.fitout.visit"]).create(
                {"fitout_id": paper.id}
            )
        visit = self.by("keeper", self.env["ops.lease.fitout.visit"]).create(
            {
                "fitout_id": paper.id,
                "finding_ids": [
                    Command.create(
                        {
                            "kind": "deviation",
                            "name": "Wall moved",
                            "drawing_id": paper.drawing_ids[0].id,
                        }
                    )
                ],
            }
        )
        self.refused("keeper", visit, "issue", "correction or deadline")
        visit.finding_ids.write(
            {"measure": "Move it back", "date_due": fields.Date.today()}
        )
        self.refused("clerk", visit, "issue")
        visit.action_issue()
        self.assertEqual(visit.state, "issued")
        with self.assertRaises(UserError):
            visit.finding_ids.name = "Nothing"
        with self.assertRaises(UserError):
            visit.finding_ids.unlink()
        action = visit.finding_ids.improvement_id
        self.assertEqual(action.state, "doing")
        self.assertEqual(action.owner_id, self.people["clerk"])
        self.by("clerk", paper).action_finish()
        self.refused("keeper", paper, "accept", "Wall moved")
        # not the owner, not without saying what was done
        self.refused("keeper", action, "report")
        self.by("clerk", action).done_text = "Moved"
        self.by("clerk", action).action_report()
        self.refused("clerk", action, "close")
        self.by("keeper", action).write({"check_result": "effective", "effect": "OK"})
        self.by("keeper", action).action_close()
        self.assertEqual(visit.state, "closed")
        self._accept_works(paper)
        self.assertEqual(paper.state, "accepted")

    def test_other_person(self):
        """LE-19: who handles the fit-out does not inspect it."""
        paper = self.walk_fitout(self.draft_fitout(), "working")
        self.people["clerk"].group_ids |= self.env.ref("ops_leasing.group_property")
        visit = self.by("clerk", self.env["ops.lease.fitout.visit"]).create(
            {
                "fitout_id": paper.id,
                "finding_ids": [
                    Command.create(
                        {
                            "name": "Hole",
                            "measure": "Close it",
                            "date_due": fields.Date.today(),
                        }
                    )
                ],
            }
        )
        self.refused("clerk", visit, "issue", "cannot check it as well")
        self.by("keeper", visit).user_id = self.people["keeper"]
        self.by("keeper", visit).action_issue()

    def test_stop_work(self):
        """LE-19: a record may stop the works; they go on when it is corrected."""
        paper = self.walk_fitout(self.draft_fitout(), "working")
        visit = self.visit(paper, ["Open fire"], stop_work=True)
        self.assertEqual(paper.state, "stopped")
        self.refused("clerk", paper, "finish")
        self.refused("keeper", paper, "resume", "Open fire")
        self.correct(visit.finding_ids)
        self.assertEqual(visit.state, "closed")
        self.refused("clerk", paper, "resume")
        self.by("keeper", paper).action_resume()
        self.assertEqual(paper.state, "working")
        self.refused("keeper", paper, "stop", "reason")
        self.by("keeper", paper).action_stop("Noise")
        self.by("keeper", paper).action_resume()

    def test_acceptance(self):
        """LE-19, LE-X4: fire, engineering and operations accept, three people; after
        rework all look again."""
        paper = self.walk_fitout(self.draft_fitout(), "acceptance")
        code = "lease_fitout_acceptance"
        self.tick(paper, code, ("keeper", "clerk"))
        self.refused("keeper", paper, "accept", "Engineering")
        lines = paper.sudo().checklist_ids.filtered(lambda c: c.code == code).line_ids
        with self.assertRaises(AccessError):
            self.by("clerk", lines.filtered(lambda p: p.state == "open")).action_done()
        self.people["keeper"].group_ids |= self.env.ref("ops_leasing.group_project")
        self.tick(paper, code, ("keeper",))
        self.refused("keeper", paper, "accept", "more than one department")
        self.refused("keeper", paper, "rework", "reason")
        self.by("keeper", paper).action_rework("Sprinkler")
        self.assertEqual(set(lines.mapped("state")), {"open"})
        self.people["keeper"].group_ids -= self.env.ref("ops_leasing.group_project")
        self.by("clerk", paper).action_finish()
        self.refused("clerk", paper, "accept")
        self._accept_works(paper)
        self.assertEqual(paper.state, "accepted")
        self.assertEqual(paper.date_accepted, fields.Date.today())

    def test_one_file(self):
        """LE-X4: one file under way for each lease."""
        paper = self.walk_fitout(self.draft_fitout(), "reviewing")
        second = self.draft_fitout(paper.contract_id)
        self.refused("clerk", second, "submit", f"{paper.name} is under way")
        self.by("clerk", paper).action_recall("Wrong lease")
        self.by("clerk", paper).action_cancel("Wrong lease")
        self.by("clerk", second).action_submit()

    def test_fees(self):
        """LE-16: an unpaid mandatory fee keeps the permit back."""
        paper = self.walk_fitout(self.draft_fitout(), "approved")
        self.fill_permit(paper)
        contracts = type(self.env["ops.lease.contract"])
        self.patch(
            contracts,
            "_entry_fees_open",
            lambda records: {record: ["Fee 1 is open."] for record in records},
        )
        self.refused("keeper", paper, "permit", "Fee 1 is open")
