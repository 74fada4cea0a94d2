import io
from datetime import timedelta

from odoo import fields
from odoo.addons.ops_base.models.guard_mixin import FlowRefused
from odoo.exceptions import AccessError, UserError
from odoo.tests.common import tagged
from odoo.tools import mute_logger
from openpyxl import load_workbook
from psycopg2.errors import CheckViolation

from .common_money import MoneyCase


@tagged("post_install", "-at_install")
class TestCollection(MoneyCase):
    """Arrears by age, reminders, promises to pay (LE-F26)."""

    def setUp(self):
        super().setUp()
        self.contract._flow_write({"late_rate": 5, "late_grace": 0, "late_cap": 0})

    def ageing(self, post="finance"):
        self.env.flush_all()
        rows = self.by(post, self.env["ops.lease.ageing"])._read_group(
            [("company_id", "=", self.company.id)], ["bucket"], ["amount:sum"]
        )
        return dict(rows)

    # --- arrears by age

    def test_buckets(self):
        """LE-F26: open items by days overdue, as the receivables of the ledger say."""
        for amount, days in (
            (1, -5),
            (2, 0),
            (4, 1),
            (8, 30),
            (16, 31),
            (32, 90),
            (64, 91),
        ):
            self.bill(amount, days=days)
        part = self.bill(1000, days=40)
        self.pay_on(part, 600, days=2)
        self.assertEqual(
            self.ageing(),
            {"current": 3, "d30": 12, "d60": 416, "d90": 32, "over": 64},
        )
        self.env.cr.execute(
            "SELECT SUM(amount_residual) FROM account_move_line item"
            " JOIN account_account account ON account.id = item.account_id"
            " WHERE account_type = 'asset_receivable' AND parent_state = 'posted'"
            " AND company_id = %s",
            [self.company.id],
        )
        self.assertEqual(float(self.env.cr.fetchone()[0]), sum(self.ageing().values()))

    def test_unmatched_receipt(self):
        """LE-F26: money that is not matched yet lowers what is owed."""
        self.bill(1000, days=40)
        payment = self.by("finance", self.env["account.payment"]).create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.contract.partner_id.id,
                "amount": 300,
                "journal_id": self.bank.id,
            }
        )
        payment.action_post()
        if payment.move_id:
            self.assertEqual(self.ageing(), {"d60": 1000, "credit": -300})

    def test_who_sees_arrears(self):
        """Rule 12: people of the lease see it, others do not; own projects only."""
        self.bill(5, days=3)
        for post in ("clerk", "keeper", "finance", "gm", "counsel"):
            self.assertEqual(self.ageing(post), {"d30": 5}, post)
        for post in ("outsider", "designer"):
            with self.assertRaises(AccessError):
                self.ageing(post)
        self.mall.member_ids = self.people["gm"]
        self.assertFalse(self.ageing("clerk"))
        self.assertEqual(self.ageing("manager"), {"d30": 5})

    def test_excel(self):
        """LE-F26, C-41: the Excel file has a row for each tenant and lease."""
        self.bill(100, days=3)
        self.bill(50, days=100)
        self.env.flush_all()
        report = self.env.ref("ops_leasing.action_report_ageing")
        content, kind = self.by("finance", report)._render_xlsx(
            report.report_name, self.mall.ids, {}
        )
        self.assertEqual(kind, "xlsx")
        sheet = load_workbook(io.BytesIO(content)).active
        cells = [cell.value for cell in sheet[4]]
        self.assertEqual(cells[0], self.contract.partner_id.name)
        self.assertEqual(cells[3], 100)
        self.assertEqual((cells[6], cells[9], cells[10]), (100, 50, 150))

    # --- reminders

    def test_proposed_and_sent(self):
        """LE-F26: the suite proposes by the days overdue, a person sends it."""
        self.bill(1000, days=6)
        self.assertFalse(self.propose())
        bill = self.bill(2000, days=10)
        paper = self.propose()
        self.assertEqual(
            (paper.contract_id, paper.level, paper.state, paper.amount, paper.days),
            (self.contract, "1", "draft", 3000, 10),
        )
        self.assertEqual(paper.late_fee, 3 + 10)
        self.assertFalse(self.propose())
        self.pay_on(bill, 500, days=0)
        for post in ("outsider", "gm"):
            with self.subTest(post), self.assertRaises(UserError):
                self.by(post, paper).action_send()
        self.by("keeper", paper).action_send()
        self.assertEqual((paper.state, paper.amount), ("sent", 2500))
        self.assertEqual(paper.sent_user_id, self.people["keeper"])
        self.assertTrue(paper.name)
        with self.assertRaises(UserError):
            self.by("keeper", paper).level = "3"
        self.assertFalse(self.propose())
        older = self.bill(10, days=31)
        second = self.propose()
        self.assertEqual(second.level, "2")
        self.assertEqual(len(second.line_ids), 3)
        for open_bill in (bill, older, *second.line_ids.move_id):
            if open_bill.amount_residual:
                self.pay_on(open_bill, open_bill.amount_residual, days=0)
        with self.assertRaisesRegex(FlowRefused, "Nothing of this lease"):
            self.by("keeper", second).action_send()
        self.propose()
        self.assertEqual(paper.state, "closed")

    def test_lines_are_the_books(self):
        """LE-F26: nobody writes what a reminder says is open."""
        self.bill(1000, days=10)
        paper = self.propose()
        for attack in (
            lambda: self.by("finance", paper.line_ids).write({"amount": 1}),
            lambda: self.by("finance", paper.line_ids).unlink(),
            lambda: self.by("finance", paper).write({"amount": 1}),
            lambda: self.by("finance", paper).write({"date_sent": "2026-01-01"}),
        ):
            with self.assertRaises(AccessError):
                attack()

    def test_mail(self):
        """LE-F26: the letter goes by mail with the printed form, by who may."""
        self.bill(1000, days=10)
        self.contract.partner_id.email = "tenant@example.com"
        paper = self.propose()
        self.by("clerk", paper).action_send()
        action = self.by("clerk", paper).action_mail()
        composer = (
            self.by("clerk", self.env["mail.compose.message"])
            .with_context(**action["context"])
            .create({})
        )
        self.assertEqual(composer.partner_ids, self.contract.partner_id)
        self.assertTrue(composer.attachment_ids)
        composer.action_send_mail()
        self.assertIn(self.contract.partner_id, paper.message_ids.mapped("partner_ids"))
        with self.assertRaises(AccessError):
            self.by("gm", paper).action_mail()

    def test_mail_to_many(self):
        """LE-F26: several letters are issued and mailed from their list, each with its
        own form; what is not issued is not mailed."""
        leases = self.leases(2)
        for number, lease in enumerate(leases):
            self.bill(1000, days=10, lease=lease)
            lease.partner_id.email = f"tenant{number}@example.com"
        papers = self.by("clerk", self.propose())
        with self.assertRaisesRegex(UserError, "once they are issued"):
            papers.action_mail()
        papers.action_send()
        action = papers.action_mail()
        composer = (
            self.by("clerk", self.env["mail.compose.message"])
            .with_context(**action["context"])
            .create({})
        )
        composer.action_send_mail()
        for paper in papers.with_env(self.env):
            message = paper.message_ids.filtered("mail_ids")
            self.assertEqual(message.mail_ids.recipient_ids, paper.partner_id)
            self.assertEqual(len(message.attachment_ids), 1)

    def test_queries_flat(self):
        """Law 3: proposals for 12 leases cost what one costs."""
        leases = self.leases(13)
        for lease in leases:
            self.bill(1000, days=10, lease=lease)

        def cost(records):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.assertEqual(set(records.mapped("overdue")), {1000.0})
            return self.cr.sql_log_count - before

        cost(leases)
        self.assertEqual(cost(leases[0]), cost(leases[1:]))
        self.assertEqual(len(self.propose()), 13)

    # --- promises

    def promise(self, amount, days, made=0, post="clerk", **values):
        today = fields.Date.today()
        return self.by(post, self.env["ops.lease.promise"]).create(
            {
                "contract_id": self.contract.id,
                "amount": amount,
                "date_made": today - timedelta(days=made),
                "date": today + timedelta(days=days),
                **values,
            }
        )

    def test_kept_and_broken(self):
        """LE-F26: payments say whether a promise was kept, each counted once."""
        bill = self.bill(1000, days=40)
        kept = self.promise(300, -10, made=20)
        late = self.promise(200, -5, made=20)
        coming = self.promise(100, 3, made=4)
        self.pay_on(bill, 300, days=12)
        self.pay_on(bill, 150, days=6)
        promises = kept + late + coming
        promises.invalidate_recordset()
        self.assertEqual(promises.mapped("paid"), [300, 150, 0])
        self.assertEqual(promises.mapped("state"), ["kept", "broken", "open"])
        self.pay_on(bill, 100, days=1)
        promises.invalidate_recordset()
        self.assertEqual(promises.mapped("state"), ["kept", "broken", "kept"])
        model = self.by("clerk", self.env["ops.lease.promise"])
        self.assertEqual(model.search([("state", "=", "broken")]), late)

    def test_promise_stays(self):
        """LE-F26: a promise is not bent afterwards; another one is recorded."""
        promise = self.promise(100, 3)
        for values in (
            {"amount": 50},
            {"date": fields.Date.today() + timedelta(days=30)},
        ):
            with self.subTest(values), self.assertRaises(UserError):
                promise.write(values)
        promise.write({"note": "by phone", "amount": 100})
        for attack in (promise.unlink, lambda: self.promise(1, 1, post="outsider")):
            with self.assertRaises(AccessError):
                attack()

    @mute_logger("odoo.sql_db")
    def test_promise_makes_sense(self):
        """LE-F26: an amount above zero, a day to come."""
        for amount, days in ((0, 3), (-1, 3), (10, -1)):
            with (
                self.subTest(days=days, amount=amount),
                self.assertRaises(CheckViolation),
                self.cr.savepoint(),
            ):
                self.promise(amount, days)
