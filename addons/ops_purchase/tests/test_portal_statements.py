from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_portal import PortalCase

NUMBER = "25312000000012345678"


@tagged("post_install", "-at_install")
class TestPortalStatements(PortalCase):
    """PU-F29 PU-X5: a supplier agrees to his statement, or disputes it."""

    def setUp(self):
        super().setUp()
        self.delivered(100)
        self.sheet_ = self.approved(150)
        self.url = f"/my/statements/{self.sheet_.id}"
        self.log_in("own")

    def fapiao(self, **values):
        return {
            "number": NUMBER,
            "date": str(self.today),
            "total": "1850",
            "amount": "1850",
            **values,
        }

    def test_seen(self):
        """PU-32: lines, fines and payable stand on the page, and it is printed."""
        page = self.get(self.url).text
        for words in (self.sheet_.name, "Steel sheet", "1,850.00", "Late"):
            self.assertIn(words, page)
        answer = self.get(f"{self.url}/pdf")
        self.assertTrue(answer.content.startswith(b"%PDF"))

    def test_agreed(self):
        """PU-32 PU-X5: the supplier's word signs the sheet, what he was shown is filed
        with it, and the step follows by its gates."""
        self.accepted(f"{self.url}/agree")
        sheet, user = self.sheet_, self.users["own"]
        self.assertEqual(sheet.state, "agreed")
        self.assertEqual(sheet.supplier_signer, user.partner_id.display_name)
        self.assertEqual(sheet.supplier_signed_on, self.today)
        self.assertTrue(sheet.attachment_ids.raw.startswith(b"%PDF"))
        self.assertEqual(sheet.message_ids.author_id & user.partner_id, user.partner_id)
        log = self.env["ops.flow.log"].search(
            [("res_model", "=", sheet._name), ("res_id", "=", sheet.id)],
            order="id desc",
            limit=1,
        )
        self.assertEqual((log.step, log.user_id), ("agree", user))
        self.declined("does not wait for you", f"{self.url}/agree")
        self.declined(
            "does not wait", f"{self.url}/dispute", {"subject": "0", "text": "x"}
        )

    def test_disputed(self):
        """PU-32: while a dispute is open nobody agrees, neither the supplier nor a
        buyer with a signed copy; it ends by our answer or his withdrawal."""
        sheet = self.sheet_
        fine = f"fine-{sheet.deduction_ids.id}"
        act = f"{self.url}/dispute"
        self.declined("is missing", act, {"subject": fine, "text": " "})
        self.declined("Choose", act, {"subject": "line-0", "text": "Wrong"})
        self.accepted(act, {"subject": fine, "text": "The lorry came in time"})
        self.declined("disputed already", act, {"subject": fine, "text": "Again"})
        dispute = sheet.dispute_ids
        self.assertEqual((dispute.state, dispute.subject), ("open", "Late"))
        self.assertIn("in time", sheet.message_ids.sorted("id")[-1:].body)
        self.assertIn(self.people["buyer"], sheet.activity_ids.user_id)
        self.declined("A dispute is open", f"{self.url}/agree")
        with self.refused("disputes Late"):
            self.countersigned(sheet)
        mine = self.by("buyer", dispute)
        with self.refused("what do we answer"):
            mine.action_answer()
        for attack in (
            lambda: mine.write({"state": "answered"}),
            lambda: mine.write({"text": "All is well"}),
            lambda: mine.unlink(),
            lambda: self.by("staff", dispute).action_answer(),
            lambda: self.by("finance", mine).create(
                {"settlement_id": sheet.id, "subject": "x", "text": "x"}
            ),
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                attack()
        mine.answer = "The gate noted 18:40"
        mine.action_answer()
        self.assertEqual(dispute.answered_by, self.people["buyer"])
        with self.assertRaises(AccessError):
            mine.answer = "Otherwise"
        self.assertIn("18:40", self.get(self.url).text)
        self.accepted(act, {"subject": "0", "text": "Too little"})
        second = sheet.dispute_ids - dispute
        self.declined("not open", f"{self.url}/withdraw", {"dispute": str(dispute.id)})
        self.accepted(f"{self.url}/withdraw", {"dispute": str(second.id)})
        self.accepted(f"{self.url}/agree")
        self.assertEqual(sheet.state, "agreed")

    def test_fapiao(self):
        """PU-F27 PU-X5: the supplier's fapiao is held to the same checks, and counts
        once accounts payable have checked it."""
        sheet, act = self.sheet_, f"{self.url}/fapiao"
        own = self.paper("fapiao.ofd", b"PK\x03\x04")
        for words, data, files in (
            ("is no number of a fapiao", self.fapiao(number="12"), own),
            ("not issued yet", self.fapiao(date=str(self.day(9))), own),
            ("no more than its total", self.fapiao(total="10"), own),
            ("no more than its total", self.fapiao(amount="0"), own),
            ("is missing", self.fapiao(), None),
            ("cannot be taken", self.fapiao(), self.paper("fapiao.png")),
        ):
            with self.subTest(words):
                self.declined(words, act, data, files)
        self.assertFalse(sheet.fapiao_ids)
        self.accepted(act, self.fapiao(), own)
        self.declined("stands here already", act, self.fapiao(), own)
        row = sheet.fapiao_ids
        self.assertTrue(row.unchecked)
        self.assertEqual((sheet.amount_fapiao, sheet.fapiao_complete), (0, False))
        with self.assertRaises(AccessError):
            self.by("finance", row).write({"unchecked": False})
        self.assertTrue(row.unchecked)
        with self.assertRaises(AccessError):
            self.by("buyer", row).action_check()
        self.by("finance", row).action_check()
        self.assertEqual((sheet.amount_fapiao, sheet.fapiao_complete), (1850, True))

    def test_fapiao_of_another(self):
        """PU-F27: a number another supplier has given is refused without telling whose
        it is."""
        self.accepted(
            f"{self.url}/fapiao", self.fapiao(), self.paper("f.xml", b"<fp/>")
        )
        self.delivered(100, supplier=self.rival)
        theirs = self.approved(partner_id=self.rival.id)
        self.log_in("rival")
        url = f"/my/statements/{theirs.id}/fapiao"
        answer = self.send(url, self.fapiao(), self.paper())
        self.assertIn("known here from elsewhere", self.errors(answer))
        self.assertNotIn(self.sheet_.name, answer.text)

    def test_gates_off(self):
        """PU-F29: with all gates of the company off it works alike."""
        self._only_gate("nothing")
        self.accepted(f"{self.url}/dispute", {"subject": "0", "text": "Too little"})
        self.declined("A dispute is open", f"{self.url}/agree")
        dispute = self.sheet_.dispute_ids
        self.accepted(f"{self.url}/withdraw", {"dispute": str(dispute.id)})
        self.accepted(f"{self.url}/agree")
        self.assertEqual(self.sheet_.state, "agreed")
        rfq, order = self.asked(), self.ordered()
        self.accepted(f"/my/purchase/{rfq.id}/quote", self.offer(rfq))
        self.accepted(f"/my/purchase/{order.id}/confirm", self.days(order, 5))
        self.accepted(f"/my/purchase/{order.id}/ship", self.shipment(order, 5))
