"""Notices: they reach everybody concerned, and each confirms for himself."""

from odoo import fields
from odoo.addons.ops_base.models.flow_mixin import FlowRefused
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, new_test_user, tagged

from .common import FlowCase


@tagged("post_install", "-at_install")
class TestNotice(FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        departments = cls.env["hr.department"]
        cls.production = departments.create({"name": "Production"})
        cls.line_one = departments.create(
            {"name": "Line 1", "parent_id": cls.production.id}
        )
        cls.sales = departments.create({"name": "Sales"})
        cls.planner = cls.member("planner", cls.production)
        cls.foreman = cls.member("foreman", cls.line_one)
        cls.seller = cls.member("seller", cls.sales)
        cls.exception = cls.env.ref("ops_base.notice_kind_exception")
        cls.change = cls.env.ref("ops_base.notice_kind_change")

    @classmethod
    def member(cls, login, department):
        user = new_test_user(cls.env, login, groups="ops_base.group_user")
        cls.env["hr.employee"].create(
            {"name": login, "user_id": user.id, "department_id": department.id}
        )
        return user

    def notice(self, user=None, **values):
        notices = self.env["ops.notice"].with_user(user or self.clerk)
        return notices.create(
            {
                "subject": "Motors arrive three days late",
                "kind_id": self.exception.id,
                "body": "<p>Supplier told us this morning.</p>",
                "department_ids": [(6, 0, self.production.ids)],
                **values,
            }
        )

    def published(self, **values):
        notice = self.notice(**values)
        notice.action_publish()
        return notice

    def test_reaches_the_departments(self):
        """PU-14: everybody of the departments named and of those below gets it, once,
        besides the people named; it is numbered when published."""
        notice = self.notice(user_ids=[(6, 0, (self.director | self.planner).ids)])
        self.assertFalse(notice.name)
        notice.action_publish()
        self.assertTrue(notice.name.startswith("TZ"))
        self.assertEqual(
            notice.receipt_ids.user_id, self.planner | self.foreman | self.director
        )
        self.assertEqual(len(notice.receipt_ids), 3)
        self.assertEqual(notice.receipt_count, 3)
        self.assertTrue(notice.date_publish and notice.date_confirm)

    def test_each_confirms_for_himself(self):
        """PU-14: a recipient confirms his own receipt; nobody does it for him, and who
        is not addressed does not see the notice."""
        notice = self.published()
        self.assertTrue(notice.with_user(self.planner).to_confirm)
        notice.with_user(self.planner).action_confirm("Plan moved")
        mine, other = notice.receipt_ids.sorted(lambda r: r.user_id != self.planner)
        self.assertEqual((bool(mine.date_confirm), mine.comment), (True, "Plan moved"))
        self.assertFalse(other.date_confirm)
        with self.assertRaises(AccessError):
            other.with_user(self.clerk).action_confirm()
        with self.assertRaisesRegex(AccessError, "not addressed"):
            notice.with_user(self.clerk).action_confirm()
        with self.assertRaises(AccessError):
            notice.with_user(self.seller).read(["subject"])
        first = mine.date_confirm
        notice.with_user(self.planner).action_confirm("again")
        self.assertEqual((mine.date_confirm, mine.comment), (first, "Plan moved"))

    def test_unread_list(self):
        """HR-37: the list of what waits for me, from which I open and confirm."""
        notice = self.published()
        receipts = self.env["ops.notice.receipt"].with_user(self.foreman)
        waiting = receipts.search([("date_confirm", "=", False)])
        self.assertEqual(waiting.notice_id, notice)
        action = waiting.action_open_notice()
        self.assertEqual(action["res_id"], notice.id)
        self.assertTrue(waiting.date_read)
        waiting.action_confirm()
        self.assertFalse(receipts.search([("date_confirm", "=", False)]))
        self.assertEqual(notice.confirmed_count, 1)

    def test_publish_is_gated(self):
        """Rule 3: no notice without text, without readers, or – a change – without
        its paper; everything missing is said at once."""
        notice = self.notice(
            body="<p><br></p>", department_ids=False, kind_id=self.change.id
        )
        with self.assertRaises(FlowRefused) as refused:
            notice.action_publish()
        text = str(refused.exception)
        for words in ("text is missing", "No department", "paper attached"):
            self.assertIn(words, text)
        files = self.env["ir.attachment"].with_user(self.clerk)
        notice.write(
            {
                "body": "<p>New drawing</p>",
                "department_ids": [(6, 0, self.sales.ids)],
                "attachment_ids": files.create({"name": "a.pdf", "raw": b"1"}).ids,
            }
        )
        notice.action_publish()
        self.assertEqual(notice.state, "published")
        self.assertTrue(notice.attachment_ids.with_user(self.seller).raw)

    def test_department_without_a_login(self):
        """PU-14: a department nobody of which could read it is named."""
        empty = self.env["hr.department"].create({"name": "Night shift"})
        notice = self.notice(department_ids=[(6, 0, (empty | self.sales).ids)])
        with self.assertRaisesRegex(FlowRefused, "Nobody in Night shift"):
            notice.action_publish()

    def test_closed_when_all_confirmed(self):
        """PU-14: it closes only when all have confirmed; who has not is named."""
        notice = self.published()
        notice.with_user(self.planner).action_confirm()
        with self.assertRaisesRegex(FlowRefused, "foreman.*has not confirmed"):
            notice.action_close()
        notice.with_user(self.foreman).action_confirm()
        notice.action_close()
        self.assertEqual(notice.state, "closed")

    def test_published_text_stands(self):
        """Rule 3: what was published cannot be changed, deleted or its issuer forged;
        it is revoked with a reason."""
        notice = self.published()
        for attack, error in (
            (lambda: notice.write({"subject": "x"}), UserError),
            (lambda: notice.write({"user_id": self.director.id}), AccessError),
            (lambda: notice.write({"state": "closed"}), AccessError),
            (lambda: notice.unlink(), UserError),
            (lambda: notice.receipt_ids.unlink(), AccessError),
            (lambda: notice.receipt_ids.write({"comment": "x"}), AccessError),
            (lambda: self.notice(user_id=self.director.id), AccessError),
        ):
            with self.assertRaises(error):
                attack()
        with self.assertRaises(FlowRefused):
            notice.action_revoke()
        notice.action_revoke("Supplier was faster")
        self.assertEqual(notice.state, "revoked")
        self.assertFalse(notice.with_user(self.planner).to_confirm)

    def test_only_the_issuer_moves_it(self):
        """Rule 3: a recipient or a colleague neither publishes nor revokes it."""
        draft = self.notice()
        with self.assertRaises(AccessError):
            draft.with_user(self.planner).action_publish()
        notice = self.published()
        with self.assertRaises(AccessError):
            notice.with_user(self.planner).action_revoke("x")

    def test_raised_by_a_document(self):
        """PU-14: business code raises it with its source; the text is escaped."""
        notice = (
            self.env["ops.notice"]
            .with_user(self.clerk)
            ._issue(
                self.jobs(),
                "exception",
                "Short delivery",
                "12 <b>pieces</b>\nmissing",
                departments=self.production,
            )
        )
        self.assertIn("&lt;b&gt;", notice.body)
        self.assertEqual(notice.action_open_document()["res_model"], "test.ops.job")
        with self.assertRaises(ValueError):
            notice._issue(self.jobs(), "none", "a", "b")

    def test_late(self):
        """PU-14: a confirmation after the period is late."""
        with freeze_time("2026-03-02 08:00:00"):
            notice = self.published()
        receipt = notice.receipt_ids[0]
        self.assertEqual(
            receipt.date_due, fields.Datetime.to_datetime("2026-03-03 08:00:00")
        )
        with freeze_time("2026-03-02 12:00:00"):
            receipt.invalidate_recordset()
            self.assertFalse(receipt.is_late)
        with freeze_time("2026-03-04 12:00:00"):
            receipt.invalidate_recordset()
            self.assertTrue(receipt.is_late)

    def test_same_queries(self):
        """Law 3: publishing and confirming cost the same for 1 and for 50 notices."""
        counts = []
        for count in (1, 1, 50):
            notices = self.env["ops.notice"].with_user(self.clerk)
            with freeze_time("2026-03-02 08:00:00"):  # not the second of the step
                notices = notices.concat(*[self.notice() for _i in range(count)])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            # each act in a minute of its own: what is written twice is written once
            # where both fall into the same second
            with freeze_time("2026-03-02 08:01:00"):
                notices.action_publish()
                self.env.flush_all()
            with freeze_time("2026-03-02 08:02:00"):
                notices.with_user(self.planner).action_confirm()
                self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
