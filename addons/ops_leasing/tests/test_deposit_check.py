import io

from odoo.exceptions import AccessError
from odoo.tests.common import tagged

from .common import LeasingCase


@tagged("post_install", "-at_install")
class TestDepositCheck(LeasingCase):
    """Deposits by kind against the ledger; receipt and statement (LE-X7)."""

    def rows(self, post="finance"):
        self.env.flush_all()
        return self.by(post, self.env["ops.lease.deposit.check"]).search([])

    def text(self, report, deposit, post="finance"):
        """The words on the printed form, without blanks."""
        from pdfminer.high_level import extract_text

        record = self.by(post, self.env.ref(f"ops_leasing.{report}"))
        content, kind = record.with_context(lang="zh_CN")._render_qweb_pdf(
            record.report_name, deposit.ids
        )
        self.assertEqual(kind, "pdf")
        return "".join(extract_text(io.BytesIO(content)).split())

    def test_equal(self):
        """LE-X7, Law 5: each kind, their sum and the account say the same after
        receipt and refund."""
        lease = self.lease(deposits=(("lease", 30000), ("utility", 500)))
        row = self.rows()
        self.assertEqual((row.lease, row.utility, row.fit_out), (30000, 500, 0))
        self.assertEqual(
            (row.sub_ledger, row.ledger, row.difference), (30500, 30500, 0)
        )
        self.assertEqual(row.ledger, self.ledger())
        self.walk(self.draft_exit(lease), "refunded")
        row.invalidate_recordset()
        self.assertEqual((row.sub_ledger, row.ledger, row.difference), (0, 0, 0))

    def test_difference_is_shown(self):
        """LE-X7: an item that names no deposit shows as a difference."""
        lease = self.lease()
        self.env.flush_all()
        # no screen and no client can do this; a repair by hand could
        self.env.cr.execute(
            "UPDATE account_move_line SET lease_deposit_id = NULL"
            " WHERE lease_deposit_id = %s",
            lease.deposit_ids.ids,
        )
        self.env.invalidate_all()
        row = self.rows()
        self.assertEqual(
            (row.sub_ledger, row.ledger, row.difference), (0, 30000, 30000)
        )

    def test_who_sees(self):
        """LE-X7, rule 12: finance and those who sign; neither clerk nor stranger."""
        self.lease()
        for post in ("finance", "gm", "counsel"):
            self.assertTrue(self.rows(post), post)
        for post in ("clerk", "keeper", "outsider"):
            with self.subTest(post), self.assertRaises(AccessError):
                self.rows(post)

    def test_receipt(self):
        """LE-11, C-07: the receipt says what was received, in capitals, with its
        voucher; before that it is worth nothing."""
        lease = self.lease(received=False)
        deposit = lease.deposit_ids
        text = self.text("action_report_deposit_receipt", deposit)
        self.assertIn("押金收据", text)
        self.assertNotIn("壹万贰仟", text)
        self.receive(deposit, 12000)
        deposit.invalidate_recordset()
        text = self.text("action_report_deposit_receipt", deposit)
        for word in ("人民币壹万贰仟元整", lease.partner_id.name, lease.name):
            self.assertIn("".join(word.split()), text)
        payment = deposit.move_line_ids.move_id.matched_payment_ids
        self.assertIn("".join(payment.name.split()), text)
        self.assertTrue(self.text("action_report_deposit_receipt", deposit, "clerk"))

    def test_statement(self):
        """LE-X7: the statement lists every movement and what is held."""
        lease = self.lease()
        paper = self.walk(
            self.draft_exit(lease),
            "refunded",
        )
        deposit = lease.deposit_ids
        deposit.invalidate_recordset()
        text = self.text("action_report_deposit_statement", deposit)
        self.assertIn("保证金对账单", text)
        for move in deposit.move_line_ids.move_id:
            self.assertIn(move.name, text)
        self.assertIn(paper.refund_move_id.name, text)
        self.assertIn("零元整", text)
