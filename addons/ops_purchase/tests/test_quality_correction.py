"""Suppliers name cause and measure for what was rejected (PU-F23)."""

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_quality import QualityCase

ANSWER = {
    "containment": "Stock sorted",
    "cause": "Worn die",
    "measure": "Die replaced",
    "date_measure": "2026-01-05",
}
PROOF = {"prevention": "Die checked weekly", "verification": "Next three deliveries"}


@tagged("post_install", "-at_install")
class TestQualityCorrection(QualityCase):
    def asked(self, **values):
        """A draft for a delivery of which a part was rejected."""
        inspection = self.delivered((self.steel, 100))
        self.decide(inspection, "return", 10)
        Correction = self.by("inspector", self.env["ops.supplier.correction"])
        paper = Correction.create({"inspection_id": inspection.id, **values})
        return paper.with_env(self.env)

    def test_story(self):
        """PU-F23: quality asks, the supplier answers, a weak answer is asked for
        again, the head of quality verifies."""
        paper = self.asked()
        self.assertEqual(paper.partner_id, self.supplier)
        mine = self.by("inspector", paper)
        with (
            self.assertRaisesRegex(UserError, "Missing: .*D2"),
            self.env.cr.savepoint(),
        ):
            mine.action_send()
        mine.write({"problem": "Dented", "date_due": fields.Date.today()})
        mine.action_send()
        buyer = self.by("buyer", paper)
        with (
            self.assertRaisesRegex(UserError, "Missing: .*D4"),
            self.env.cr.savepoint(),
        ):
            buyer.action_answer()
        buyer.write(ANSWER)
        buyer.action_answer()
        mine.action_ask_again("No cause of the worn die")
        self.assertEqual(paper.state, "sent")
        buyer.action_answer()
        head = self.by("quality_head", paper)
        with (
            self.assertRaisesRegex(UserError, "Missing: .*D7"),
            self.env.cr.savepoint(),
        ):
            head.action_verify()
        head.write(PROOF)
        head.action_verify()
        self.assertEqual(paper.state, "verified")

    def test_who(self):
        """PU-F23: who answers for the supplier does not verify; what was asked stays
        as it was asked."""
        paper = self.asked(problem="Dented", date_due=fields.Date.today())
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.by("buyer", paper).action_send()
        self.by("inspector", paper).action_send()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.by("inspector", paper).problem = "Nothing"
        self.by("buyer", paper).write(ANSWER)
        self.by("buyer", paper).action_answer()
        self.by("quality_head", paper).write(PROOF)
        for post in ("buyer", "inspector"):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self.by(post, paper).action_verify()

    def test_printed(self):
        """PU-F23: the form carries all eight steps and who asked."""
        paper = self.asked(problem="Dented", date_due=fields.Date.today())
        self.by("inspector", paper).action_send()
        report = self.env.ref("ops_purchase.action_report_correction")
        html = report._render_qweb_html(report.report_name, paper.ids)[0].decode()
        for text in ("8D", "Dented", self.people["inspector"].name):
            self.assertIn(text, html)
