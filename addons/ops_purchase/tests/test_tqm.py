"""Quality issues, 5S audits and the register of the management system (PU-34, PU-35,
PU-36)."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from odoo import fields
from odoo.addons.ops_purchase.pareto import pareto
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tests.common import BaseCase

from .common import PurchaseCase


@tagged("post_install", "-at_install")
class TestPareto(BaseCase):
    @settings(max_examples=100, deadline=None)
    @given(st.dictionaries(st.integers(), st.integers(0, 1000), max_size=12))
    def test_pareto(self, counts):
        """PU-34: causes fall, shares add up to the whole, the most frequent is A."""
        rows = pareto(counts)
        if not sum(counts.values()):
            self.assertEqual(rows, [])
            return
        numbers = [row[1] for row in rows]
        self.assertEqual(numbers, sorted(counts.values(), reverse=True))
        self.assertAlmostEqual(sum(row[2] for row in rows), 100)
        self.assertAlmostEqual(rows[-1][3], 100)
        self.assertEqual(rows[0][4], "A")
        self.assertEqual([r[4] for r in rows], sorted(r[4] for r in rows))

    def test_classes(self):
        """PU-34: 70, 15, 10 and 5 of a hundred are A, A, B and C."""
        rows = pareto({"a": 70, "b": 15, "c": 10, "d": 5})
        self.assertEqual("".join(row[4] for row in rows), "AABC")
        self.assertEqual([row[3] for row in rows], [70, 85, 95, 100])


class TqmCase(PurchaseCase):
    def setUp(self):
        super().setUp()
        self.today = fields.Date.context_today(self.company)
        self.cause = self.env["ops.quality.cause"].create({"name": "Loose fixture"})

    def photo(self, post):
        files = self.by(post, self.env["ir.attachment"])
        return files.create({"name": "photo.png", "raw": b"x"})

    def finish(self, action, owner="keeper", checker="inspector"):
        """The owner of a measure reports it, somebody else finds it effective."""
        checked = self.by(checker, action)
        if not action.measure:
            checked.measure = "Trained anew"
        checked.action_start()
        mine = self.by(owner, action)
        mine.done_text = "Done"
        mine.action_report()
        checked.write({"check_result": "effective", "effect": "No more of it"})
        checked.action_close()


@tagged("post_install", "-at_install")
class TestQualityIssue(TqmCase):
    def issue(self, by="staff", **values):
        return self.by(by, self.env["ops.quality.issue"]).create(
            {"description": "Edges chipped", "source": "store", **values}
        )

    def planned(self, issue):
        self.by("inspector", issue).write(
            {
                "cause_id": self.cause.id,
                "cause": "The fixture was loose",
                "measure": "Check it each morning",
                "owner_id": self.people["keeper"].id,
                "date_due": self.today + timedelta(days=7),
            }
        )

    def test_whole_way(self):
        """PU-34: anybody reports, quality finds the cause, the measure joins the list
        of improvements and the issue is closed when it was checked."""
        issue = self.issue()
        issue.action_submit()
        with self.assertRaises(UserError) as caught:
            self.by("inspector", issue).action_act()
        self.assertIn("which cause", str(caught.exception))
        self.assertIn("Corrective measure", str(caught.exception))
        self.planned(issue)
        with self.assertRaisesRegex(UserError, "Quality inspector"):
            self.by("staff", issue).action_act()
        self.by("inspector", issue).action_act()
        action = issue.improvement_ids
        self.assertEqual((action.res_model, action.res_id), (issue._name, issue.id))
        self.assertEqual(action.owner_id, self.people["keeper"])
        quality = self.by("inspector", issue)
        quality.effect = "Not seen again in a month"
        with self.assertRaisesRegex(UserError, "Raised"):
            quality.action_close()
        self.finish(action)
        quality.action_close()
        self.assertEqual(issue.state, "closed")
        with self.assertRaises(UserError):
            self.planned(issue)

    def test_dropped_measure(self):
        """PU-34: an issue is not closed by dropping its measure, nor without saying
        whether it helped."""
        issue = self.issue()
        issue.action_submit()
        self.planned(issue)
        quality = self.by("inspector", issue)
        quality.action_act()
        # as if the process administrator had dropped it
        issue.sudo().improvement_ids._flow_write({"state": "dropped"})
        with self.assertRaises(UserError) as caught:
            quality.action_close()
        self.assertIn("No measure has been carried out", str(caught.exception))
        self.assertIn("whether it helped", str(caught.exception))
        quality.action_more("Measure dropped")
        self.assertEqual(issue.state, "open")

    def test_who(self):
        """PU-34: reporters see their own, quality sees all; the head dismisses."""
        issue = self.issue()
        with self.assertRaisesRegex(UserError, "not described"):
            self.issue(description="").action_submit()
        issue.action_submit()
        with self.assertRaises(AccessError):
            self.by("colleague", issue).read(["description"])
        self.by("inspector", issue).read(["description"])
        with self.assertRaises(UserError):
            self.by("inspector", issue).action_dismiss("Nothing")
        self.by("quality_head", issue).action_dismiss("Not ours")
        self.assertEqual(issue.state, "dismissed")

    def test_by_cause(self):
        """PU-34: Pareto by cause counts issues of the time, not drafts nor what was
        dismissed."""
        other = self.cause.create({"name": "Wet timber"})
        for number, cause in enumerate([self.cause] * 3 + [other]):
            issue = self.issue(source="store" if number else "customer")
            issue.action_submit()
            self.by("inspector", issue).cause_id = cause
        draft = self.issue()
        draft.sudo().cause_id = other
        old = self.issue(date=self.today - timedelta(days=800))
        old.action_submit()
        self.by("inspector", old).cause_id = other
        report = self.by("inspector", self.env["ops.quality.pareto"]).create({})
        self.assertEqual(
            [(r.cause_id, r.number, r.share, r.cumulated) for r in report.line_ids],
            [(self.cause, 3, 75, 75), (other, 1, 25, 100)],
        )
        report.source = "store"
        self.assertEqual(report.line_ids.mapped("number"), [2, 1])
        with self.assertRaises(AccessError):
            self.by("staff", self.env["ops.quality.pareto"]).create({})


@tagged("post_install", "-at_install")
class TestFives(TqmCase):
    def setUp(self):
        super().setUp()
        template = self.env["ops.checklist.template"].create(
            {
                "name": "Store",
                "kind": "5S",
                "line_ids": self.lines("Sorted", "In order", "Clean"),
            }
        )
        self.area = self.env["ops.fives.area"].create(
            {
                "name": "Paint store",
                "user_id": self.people["keeper"].id,
                "template_id": template.id,
            }
        )

    def lines(self, *names):
        return [Command.create({"name": name}) for name in names]

    def audit(self, *scores, days=0):
        audit = self.by("inspector", self.env["ops.fives.audit"]).create(
            {"area_id": self.area.id, "date": self.today - timedelta(days=days)}
        )
        for point, score in zip(audit.point_ids, scores, strict=False):
            point.score = score
        return audit

    def test_defect(self):
        """PU-35: a defect needs a photo, a person and a day; the audit is closed when
        its person has mended it, with a photo."""
        audit = self.audit("5", "2")
        with self.assertRaises(UserError) as caught:
            audit.action_submit()
        self.assertIn("1 points have no score", str(caught.exception))
        self.assertIn("In order got 2 of 5 points", str(caught.exception))
        audit.point_ids[2].score = "4"
        audit.point_ids[1].write(
            {
                "remark": "Tins on the stairs",
                "user_id": self.people["keeper"].id,
                "date_due": self.today + timedelta(days=3),
                "attachment_ids": [Command.link(self.photo("inspector").id)],
            }
        )
        audit.action_submit()
        self.assertAlmostEqual(audit.score, 100 * 11 / 15, 1)
        self.assertEqual(audit.defect_count, 1)
        with self.assertRaises(UserError):
            audit.point_ids[0].score = "1"
        with self.assertRaises(AccessError):
            audit.point_ids[0].mended_id = audit.point_ids[1].mended_id
        with self.assertRaisesRegex(UserError, "Tins on the stairs: not mended"):
            audit.action_close()
        point = self.by("keeper", audit.point_ids[1].mended_id)
        with self.assertRaisesRegex(UserError, "Evidence is missing"):
            point.action_done()
        point.attachment_ids = [Command.link(self.photo("keeper").id)]
        point.action_done()
        audit.action_close()
        self.assertEqual(audit.state, "closed")

    def test_defect_stays(self):
        """PU-35: a defect is not got rid of by deleting what is to be mended."""
        audit = self.audit("1", "5", "5")
        audit.point_ids[0].write(
            {
                "remark": "Rubbish",
                "user_id": self.people["keeper"].id,
                "date_due": self.today,
                "attachment_ids": [Command.link(self.photo("inspector").id)],
            }
        )
        audit.action_submit()
        audit.point_ids.mended_id.sudo().unlink()
        with self.assertRaisesRegex(UserError, "not mended"):
            audit.action_close()

    def test_trend(self):
        """PU-35: an area shows its last score, whether it got better, and when it is
        looked at next; drafts do not count."""
        self.audit("3", "3", "3", days=40).action_submit()
        self.audit("4", "4", "5", days=10).action_submit()
        self.audit("5", "5", "5")
        self.assertEqual(self.area.score_before, 60)
        self.assertAlmostEqual(self.area.score, 100 * 13 / 15, 1)
        self.assertEqual(self.area.trend, "up")
        self.assertEqual(self.area.date_next, self.today + timedelta(days=20))
        self.audit("3", "3", "4").action_submit()
        self.assertEqual(self.area.trend, "down")
        with self.assertRaises(AccessError):
            self.by("staff", self.env["ops.fives.audit"]).create(
                {"area_id": self.area.id}
            )


@tagged("post_install", "-at_install")
class TestStandards(TqmCase):
    def setUp(self):
        super().setUp()
        self.standard = self.by("quality_head", self.env["ops.standard"]).create(
            {
                "name": "ISO 9001:2015",
                "stage": "used",
                "clause_ids": [
                    Command.create({"number": "8.4", "name": "External providers"}),
                    Command.create({"number": "8.7", "name": "Nonconforming outputs"}),
                ],
            }
        )

    def audit(self):
        audit = self.by("quality_head", self.env["ops.internal.audit"]).create(
            {
                "standard_id": self.standard.id,
                "auditor_ids": [Command.link(self.people["inspector"].id)],
            }
        )
        with self.assertRaisesRegex(UserError, "No clause is listed"):
            audit.action_start()
        audit.action_take_clauses()
        audit.action_take_clauses()
        self.assertEqual(len(audit.finding_ids), 2)
        audit.action_start()
        return self.by("inspector", audit)

    def test_audit(self):
        """PU-36: each clause gets a finding, a nonconformity a person and a day; nobody
        audits his own work; closed once the measure was checked."""
        audit = self.audit()
        first, second = audit.finding_ids
        first.kind = "conform"
        second.write({"kind": "minor", "text": "Two lots without a label"})
        with self.assertRaisesRegex(UserError, "8.7.*Answers for the measure"):
            audit.action_report()
        second.write({"owner_id": self.people["inspector"].id, "date_due": self.today})
        with self.assertRaisesRegex(UserError, "audits and answers"):
            audit.action_report()
        second.owner_id = self.people["keeper"]
        audit.action_report()
        self.assertEqual(audit.nonconformity_count, 1)
        action = audit.improvement_ids
        self.assertIn("Two lots without a label", action.problem)
        head = self.by("quality_head", audit)
        with self.assertRaisesRegex(UserError, "Raised"):
            head.action_close()
        self.finish(action)
        with self.assertRaises(UserError):
            audit.action_close()
        head.action_close()
        self.assertEqual(audit.state, "closed")

    def test_no_nonconformity(self):
        """PU-36: an audit that found everything in order is closed without measures."""
        audit = self.audit()
        audit.finding_ids.kind = "conform"
        audit.action_report()
        self.by("quality_head", audit).action_close()
        self.assertEqual(audit.state, "closed")

    def test_covered(self):
        """PU-36: a clause is covered while one of its documents is in force."""
        clause = self.standard.clause_ids[0]
        doc = self.env["ops.controlled.doc"].create(
            {"title": "Purchasing", "code": "CP-CG-01", "content": "<p>x</p>"}
        )
        doc._flow_write({"state": "approved"})
        clause.doc_ids = [Command.link(doc.id)]
        self.assertEqual(self.standard.uncovered_count, 2)
        doc._flow_write({"state": "in_force"})
        self.standard.clause_ids.invalidate_recordset()
        self.standard.invalidate_recordset()
        self.assertTrue(clause.is_covered)
        self.assertEqual(self.standard.uncovered_count, 1)
        with self.assertRaises(AccessError):
            self.by("inspector", clause).write({"doc_ids": [Command.clear()]})

    def test_certificate(self):
        """PU-36: a certificate has its copy and is reminded of once before it ends."""
        certificates = self.by("quality_head", self.env["ops.standard.certificate"])
        values = {
            "standard_id": self.standard.id,
            "name": "Q-1",
            "body": "Certification body",
            "date_start": self.today - timedelta(days=1000),
            "date_end": self.today + timedelta(days=30),
        }
        with self.assertRaisesRegex(ValidationError, "attach a copy"):
            certificates.create(values)
        copy = Command.link(self.photo("quality_head").id)
        paper = certificates.create({**values, "attachment_ids": [copy]})
        self.assertEqual(paper.validity, "expiring")
        for _run in range(2):
            paper.sudo()._cron_remind()
        self.assertEqual(len(paper.activity_ids), 1)
        self.assertEqual(paper.activity_ids.user_id, self.people["quality_head"])
