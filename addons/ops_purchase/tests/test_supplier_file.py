"""What is known of a supplier, and until when (PU-05)."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .test_supplier_gate import SupplierCase


@tagged("post_install", "-at_install")
class TestSupplierFile(SupplierCase):
    def test_complete(self):
        """PU-05: goods and a certificate with its copy come before the opinions."""
        file = self._create_file(self.newcomer, category_ids=[], certificate_ids=[])
        with self.assertRaises(UserError) as caught:
            self.by("buyer", file).action_evaluate()
        self.assertIn("which goods", str(caught.exception))
        self.assertIn("No certificate", str(caught.exception))
        with self.assertRaisesRegex(ValidationError, "attach a copy"):
            self.by("buyer", self.env["ops.supplier.certificate"]).create(
                {"supplier_id": file.id, "name": "L-1"}
            )
        self.by("buyer", file).write(
            {
                "category_ids": [Command.link(self.category.id)],
                "certificate_ids": [Command.create(self._certificate("buyer"))],
            }
        )
        self.by("buyer", file).action_evaluate()
        self.assertTrue(file.name.startswith("GYS-"))

    def test_contact(self):
        """PU-05: the file is the company's, not that of its sales desk."""
        contact = self.env["res.partner"].create(
            {"name": "Sales desk", "parent_id": self.newcomer.id}
        )
        with self.assertRaisesRegex(ValidationError, "open the file for"):
            self._create_file(contact)

    def test_certificate_stays(self):
        """PU-05: nobody prolongs a certificate with the pen; a renewed one is filed
        beside it, mistakes are corrected by the head of purchasing."""
        file = self.evaluated(self.newcomer)
        paper = file.certificate_ids
        for values in ({"date_end": "2100-01-01"}, {"needed": False}, {"name": "X"}):
            with self.assertRaises(AccessError):
                self.by("buyer", paper).write(values)
        with self.assertRaises(UserError):
            self.by("head", paper).unlink()
        with self.assertRaises(AccessError):
            self.by("technology", paper).write({"user_id": self.people["gm"].id})
        self.by("buyer", paper).write({"user_id": self.people["second_buyer"].id})
        self.by("head", paper).write({"date_end": "2100-01-01"})

    def test_needed_only(self):
        """PU-05: what is not needed to supply may expire; of each kind the one that
        lasts longest counts."""
        file = self.evaluated(self.newcomer)
        past = self.today - timedelta(days=5)
        add = self.env["ops.supplier.certificate"]
        old = add.create(self._certificate(supplier_id=file.id, date_end=past))
        add.create(
            self._certificate(
                supplier_id=file.id, kind="agent", needed=False, date_end=past
            )
        )
        self.assertFalse(file.certificate_expired)
        other = add.create(
            self._certificate(supplier_id=file.id, kind="product", date_end=past)
        )
        self.assertTrue(file.certificate_expired)
        self.assertEqual(file.certificate_ids._expired(self.today), other)
        self.assertEqual(old.state, "expired")

    def test_reminded(self):
        """PU-05: who sees to it is told once that a certificate ends, and the buyer
        in charge that a survey is due."""
        file = self.evaluated(self.newcomer)
        self.give(file, "technology", "quality", "finance")
        soon = self.today + timedelta(days=10)
        paper = self.env["ops.supplier.certificate"].create(
            self._certificate(
                supplier_id=file.id,
                kind="product",
                date_end=soon,
                user_id=self.people["second_buyer"].id,
            )
        )
        survey = self.by("buyer", self.env["ops.supplier.survey"]).create(
            {
                "supplier_id": file.id,
                "date": self.today - timedelta(days=200),
                "prices": "Steel 19.50",
            }
        )
        survey.action_submit()
        for _run in range(2):
            self.env["ops.supplier"]._cron_remind()
        self.assertEqual(paper.activity_ids.user_id, self.people["second_buyer"])
        self.assertEqual(len(paper.activity_ids), 1)
        self.assertEqual(file.activity_ids.user_id, self.people["buyer"])
        self.assertEqual(len(file.activity_ids), 1)
        self.assertFalse(
            file.certificate_ids.filtered(lambda r: r.date_end > soon).activity_ids
        )

    def test_survey(self):
        """PU-05: a survey says something and when the next one is; the file shows when
        that is due, and what is filed stays."""
        file = self._create_file(self.newcomer)
        survey = self.by("buyer", self.env["ops.supplier.survey"]).create(
            {"supplier_id": file.id, "date_next": self.today}
        )
        with self.assertRaises(UserError) as caught:
            survey.action_submit()
        self.assertIn("what was found out", str(caught.exception))
        self.assertIn("surveyed next", str(caught.exception))
        later = self.today + timedelta(days=90)
        survey.write({"quality": "Good", "date_next": later})
        with self.assertRaises(AccessError):
            self.by("technology", survey).action_submit()
        survey.action_submit()
        self.assertEqual(file.date_survey, later)
        with self.assertRaises(UserError):
            survey.write({"quality": "Bad"})

    def test_readers(self):
        """PU-05: staff do not read supplier files; those who give opinions do and do
        not write them."""
        file = self._create_file(self.newcomer)
        with self.assertRaises(AccessError):
            self.by("staff", file).read(["reputation"])
        for post in ("technology", "inspector", "finance", "gm"):
            self.by(post, file).read(["reputation"])
            with self.assertRaises(AccessError):
                self.by(post, file).write({"reputation": "Fine"})

    def test_waiting(self):
        """PU-07: an evaluation waits for the departments that have not spoken."""
        file = self.evaluated(self.newcomer)
        mine = [("flow_is_mine", "=", True), ("supplier_id", "=", file.id)]
        papers = self.env["ops.supplier.evaluation"]
        for post in ("technology", "quality_head", "finance_head"):
            self.assertTrue(self.by(post, papers).search(mine))
        self.assertFalse(self.by("buyer", papers).search(mine))
        self.give(file, "technology")
        self.assertFalse(self.by("technology", papers).search(mine))
        self.assertTrue(self.by("quality_head", papers).search(mine))

    def test_cancelled(self):
        """PU-07: a cancelled evaluation leaves a supplier nobody has judged."""
        file = self.evaluated(self.newcomer)
        paper = file.evaluation_ids
        with self.assertRaises(UserError):
            self.by("buyer", paper).action_decide()
        self.by("buyer", paper).action_cancel("Goods no longer needed")
        self.assertEqual(file.state, "potential")
        with self.assertRaises(UserError):
            self.by("technology", paper.opinion_ids[0]).write({"verdict": "yes"})
        self.assertEqual(fields.Date.to_date(file.date_until), None)
