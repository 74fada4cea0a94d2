"""Goods that miss the standard are accepted by the head of quality (PU-16)."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_quality import QualityCase


@tagged("post_install", "-at_install")
class TestQualityConcession(QualityCase):
    def concession(self, inspection, quantity=4, **values):
        return (
            self.by("inspector", self.env["ops.quality.concession"])
            .create(
                {
                    "inspection_id": inspection.id,
                    "quantity": quantity,
                    "deviation": "0.2 mm too thin",
                    **values,
                }
            )
            .with_env(self.env)
        )

    def test_approved(self):
        """PU-16, PU-F22: an approved concession accepts its quantity, and no sooner."""
        inspection = self.delivered((self.steel, 10))
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.decide(inspection, "concession", 4)
        paper = self.concession(inspection)
        self.by("inspector", paper).action_submit()
        self.assertEqual(inspection.accepted_qty, 0)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.by("inspector", paper).action_approve()
        self.agree(paper, "quality_head")
        self.assertEqual(paper.state, "approved")
        self.assertEqual(inspection.accepted_qty, 4)
        tranche = inspection.tranche_ids
        self.assertEqual(tranche.disposition, "concession")
        self.assertEqual(tranche.user_id, self.people["quality_head"])
        self.assertEqual(tranche.concession_id, paper)

    def test_refused(self):
        """PU-16: what the head of quality refuses stays undecided."""
        inspection = self.delivered((self.steel, 10))
        paper = self.concession(inspection)
        self.by("inspector", paper).action_submit()
        self.by("quality_head", self.pending(paper)).refuse("Not for this use")
        self.assertEqual(paper.state, "rejected")
        self.assertEqual(inspection.waiting_qty, 10)

    def test_gates(self):
        """PU-16: no concession without deviation, nor for more than waits."""
        inspection = self.delivered((self.steel, 10))
        for values, message in (
            ({"deviation": " "}, "not said"),
            ({"quantity": 11}, "Only 10"),
            ({"quantity": 0}, "quantity is missing"),
            ({"reworked": True}, "Only 0"),
        ):
            paper = self.concession(inspection, **values)
            with (
                self.subTest(values),
                self.assertRaisesRegex(UserError, message),
                self.env.cr.savepoint(),
            ):
                self.by("inspector", paper).action_submit()
        with self.assertRaises(AccessError):
            self.by("keeper", self.env["ops.quality.concession"]).create(
                {"inspection_id": inspection.id, "quantity": 1}
            )
