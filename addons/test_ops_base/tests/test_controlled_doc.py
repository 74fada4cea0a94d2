"""Controlled documents: approved before anybody works by them, one in force."""

from datetime import timedelta

import psycopg2
from odoo import fields
from odoo.addons.ops_base.models.flow_mixin import FlowRefused
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from .common import FlowCase
from .paper_common import PaperReader

CODE = "CP-CY-91"


@tagged("post_install", "-at_install")
class TestControlledDoc(PaperReader, FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keeper = new_test_user(
            cls.env, "doc_keeper", groups="ops_base.group_document"
        )
        cls.reader = new_test_user(cls.env, "doc_reader", groups="ops_base.group_user")
        cls.store = cls.env["hr.department"].create({"name": "Warehouse"})
        cls.env["hr.employee"].create(
            {
                "name": "reader",
                "user_id": cls.reader.id,
                "department_id": cls.store.id,
            }
        )
        # other keepers and directors of the database leave the signing to these two
        cls.env["ops.approval.route"].search([("code", "=", "controlled_doc")]).write(
            {"active": False}
        )
        cls.env["ops.approval.route"].create(
            {
                "name": "Document",
                "code": "controlled_doc",
                "model_id": cls.env["ir.model"]._get_id("ops.controlled.doc"),
                "step_ids": [
                    (0, 0, {"name": name, "user_ids": [(6, 0, user.ids)]})
                    for name, user in (("Review", cls.keeper), ("Sign", cls.director))
                ],
            }
        )

    def doc(self, user=None, **values):
        docs = self.env["ops.controlled.doc"].with_user(user or self.clerk)
        return docs.create(
            {
                "title": "Storage of chemicals",
                "code": CODE,
                "content": "<p>Dry and cool.</p>",
                **values,
            }
        )

    def sign(self, doc):
        doc.action_submit()
        requests = self.env["ops.approval.request"]
        request = requests.search(
            [("res_model", "=", doc._name), ("res_id", "=", doc.id)], limit=1
        )
        for user in (self.keeper, self.director):
            request.with_user(user).agree()

    def in_force(self, **values):
        doc = self.doc(**values)
        self.sign(doc)
        return doc

    def revise(self, doc, user=None, **values):
        action = doc.with_user(user or self.clerk).action_revise()
        revised = doc.with_user(user or self.clerk).browse(action["res_id"])
        revised.write({"change_note": "Gloves are worn", **values})
        return revised

    def test_prepared_reviewed_approved(self):
        """HR-36: a document is in force only once reviewed and approved, from the day
        it is approved, and its text stands from then on."""
        doc = self.doc()
        self.assertFalse(doc._in_force(CODE))
        doc.action_submit()
        self.assertFalse(doc._in_force(CODE))
        with self.assertRaises(UserError):
            doc.content = "<p>Anything</p>"
        request = self.env["ops.approval.request"].search(
            [("res_model", "=", doc._name), ("res_id", "=", doc.id)]
        )
        request.with_user(self.keeper).agree()
        self.assertEqual(doc.state, "approving")
        request.with_user(self.director).agree()
        self.assertEqual((doc.state, doc.name), ("in_force", f"{CODE}/1"))
        self.assertEqual(doc.date_from, self.env.company._ops_today())
        self.assertEqual(doc._in_force(CODE), doc)
        for vals in ({"content": "<p>Anything</p>"}, {"title": "Other"}):
            with self.assertRaises(UserError):
                doc.write(vals)
        with self.assertRaises(AccessError):
            doc.write({"date_from": "2020-01-01"})

    def test_empty_is_not_handed_in(self):
        """HR-36: neither text nor file is nothing to approve; a file will do."""
        doc = self.doc(content=False)
        with self.assertRaisesRegex(FlowRefused, "Neither a text nor a file"):
            doc.action_submit()
        doc.attachment_ids = [(0, 0, {"name": "text.pdf", "raw": b"text"})]
        doc.action_submit()
        self.assertEqual(doc.state, "approving")

    def test_numbered_by_kind(self):
        """HR-36: a document without code takes the next one of its kind."""
        first, second = self.doc(code="", kind="policy"), self.doc(code=" ".strip())
        (first + second).action_submit()
        self.assertTrue(first.code.startswith("ZD-"))
        self.assertTrue(second.code.startswith("CX-"))
        self.assertEqual(second.name, f"{second.code}/1")
        with self.assertRaisesRegex(ValidationError, "no blanks"):
            self.doc(code="CP 1")

    def test_next_revision_retires_the_former(self):
        """HR-36: the next revision says what has changed, retires the one before by
        itself, and that one stays readable."""
        with freeze_time("2026-03-02 04:00:00"):
            old = self.in_force()
        with freeze_time("2026-03-20 04:00:00"):
            new = self.revise(old, change_note=False)
            self.assertEqual((new.revision, new.code), (2, CODE))
            self.assertEqual(new.content, old.content)
            with self.assertRaisesRegex(FlowRefused, "since revision 1"):
                new.action_submit()
            new.change_note = "Gloves are worn"
            self.assertEqual(old.state, "in_force")
            self.sign(new)
        self.assertEqual((old.state, new.state), ("superseded", "in_force"))
        self.assertEqual(str(old.date_to), "2026-03-19")
        self.assertIn("Dry", old.with_user(self.reader).content)
        self.assertEqual(new.with_user(self.reader).history_ids, new + old)
        for day, found in (
            ("2026-03-01", old.browse()),
            ("2026-03-02", old),
            ("2026-03-19", old),
            ("2026-03-20", new),
        ):
            day = fields.Date.to_date(day)
            self.assertEqual(old._in_force(CODE, day), found, day)
            self.assertEqual(old._in_force([("code", "=", CODE)], day), found, day)

    def test_twice_on_one_day(self):
        """HR-36: replaced on the day it came into force, it counts for no day."""
        old = self.in_force()
        new = self.revise(old)
        self.sign(new)
        self.assertEqual(new._in_force(CODE), new)

    def test_one_under_way_one_in_force(self):
        """HR-36: the database holds one revision under way and one in force for each
        company and code."""
        old = self.in_force()
        self.revise(old)
        with self.assertRaisesRegex(UserError, "already working"):
            old.with_user(self.reader).action_revise()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.UniqueViolation),
            self.cr.savepoint(),
        ):
            self.doc(user=self.reader)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.UniqueViolation),
            self.cr.savepoint(),
        ):
            self.cr.execute(
                "UPDATE ops_controlled_doc SET state = 'in_force' WHERE code = %s",
                [CODE],
            )
        other = self.env["res.company"].create({"name": "Second store"})
        self.clerk.company_ids += other
        twin = self.doc(company_id=other.id)
        self.assertEqual(twin.revision, 1)

    def test_planned_day(self):
        """HR-36: approved ahead of its day it waits, and the former one holds on."""
        today = self.env.company._ops_today()
        old = self.in_force()
        new = self.revise(old, date_planned=today + timedelta(days=10))
        self.sign(new)
        self.assertEqual((old.state, new.state), ("in_force", "approved"))
        docs = self.env["ops.controlled.doc"]
        docs._cron_enforce()
        self.assertEqual(new.state, "approved")
        with freeze_time(fields.Datetime.now() + timedelta(days=12)):
            docs._cron_enforce()
            docs._cron_enforce()
            self.assertEqual((old.state, new.state), ("superseded", "in_force"))
            self.assertEqual(new._in_force(CODE), new)

    def test_withdrawn(self):
        """HR-36: document control withdraws it with a reason; the author does not."""
        doc = self.in_force()
        with self.assertRaises(UserError):
            doc.action_withdraw("obsolete")
        with self.assertRaises(FlowRefused):
            doc.with_user(self.keeper).action_withdraw()
        doc.with_user(self.keeper).action_withdraw("obsolete")
        self.assertFalse(doc._in_force(CODE))
        again = self.revise(doc)
        self.assertEqual(again.revision, 2)
        self.sign(again)
        again.with_user(self.keeper).action_withdraw("obsolete")
        with self.assertRaisesRegex(UserError, "from the one in force"):
            doc.action_revise()

    def test_code_stays(self):
        """HR-36: what was submitted keeps its code, also when it comes back; a draft
        given up makes room for another."""
        doc = self.doc()
        doc.action_submit()
        request = self.env["ops.approval.request"].search(
            [("res_model", "=", doc._name), ("res_id", "=", doc.id)]
        )
        request.with_user(self.keeper).send_back("Name the gloves")
        self.assertEqual(doc.state, "draft")
        with self.assertRaisesRegex(ValidationError, "keeps its code"):
            doc.code = "CP-CY-92"
        doc.action_discard("Another text")
        self.assertEqual(self.doc().revision, 1)

    def test_draft_is_its_authors(self):
        """Rule 10: nobody takes a draft for a document: it is its author's."""
        doc = self.doc()
        with self.assertRaises(AccessError):
            doc.with_user(self.reader).read(["title"])
        self.assertEqual(doc.with_user(self.keeper).title, doc.title)
        self.sign(doc)
        self.assertEqual(doc.with_user(self.reader).title, doc.title)
        self.assertFalse(doc.with_user(self.reader).has_access("write"))
        with self.assertRaises(AccessError):
            doc.with_user(self.outsider).read(["title"])

    def test_readers_are_told(self):
        """HR-36: people of the executing departments get a notice in the author's name
        and confirm; without readers it waits with the author."""
        doc = self.in_force(department_ids=[(6, 0, self.store.ids)])
        notice = self.env["ops.notice"].search(
            [("res_model", "=", doc._name), ("res_id", "=", doc.id)]
        )
        self.assertEqual((notice.state, notice.user_id), ("published", self.clerk))
        self.assertEqual((doc.notice_count, doc.read_count), (1, 0))
        notice.with_user(self.reader).action_confirm()
        doc.invalidate_recordset()
        self.assertEqual(doc.read_count, 1)
        self.assertEqual(doc.action_open_notices()["domain"][1][2], doc.id)
        self.sign(self.revise(doc))
        doc.invalidate_recordset()
        self.assertEqual((notice.state, doc.read_count), ("revoked", 1))
        empty = self.env["hr.department"].create({"name": "Nobody"})
        other = self.in_force(code="CP-CY-93", department_ids=[(6, 0, empty.ids)])
        self.assertEqual(other.state, "in_force")
        waiting = self.env["ops.notice"].search([("res_id", "=", other.id)])
        self.assertEqual(waiting.state, "draft")

    def test_feedback(self):
        """HR-36: a reader says what is wrong; the author answers, once; nobody speaks
        for somebody else."""
        feedback = self.env["ops.controlled.feedback"].with_user(self.reader)
        doc = self.doc()
        self.sign(doc)
        said = feedback.create({"doc_id": doc.id, "text": "Which gloves?"})
        self.assertEqual(said.user_id, self.reader)
        for vals in ({"user_id": self.clerk.id}, {"state": "answered"}):
            with self.assertRaises(AccessError):
                said.write(vals)
        with self.assertRaises(AccessError):
            feedback.create({"doc_id": doc.id, "text": "x", "answer": "y"})
        with self.assertRaises(AccessError):
            said.answer = "None"
        with self.assertRaises(AccessError):
            said.with_user(self.clerk).text = "All fine"
        self.assertEqual(doc.feedback_open, 1)
        said.with_user(self.clerk).answer = "Those of the second shelf"
        self.assertEqual((said.state, said.answer_user_id), ("answered", self.clerk))
        self.assertEqual(doc.feedback_open, 0)
        for user in (self.clerk, self.reader):
            with self.assertRaises(UserError):
                said.with_user(user).write({"text": "other"})
            with self.assertRaises(UserError):
                said.with_user(user).unlink()
        draft = self.doc(code="CP-CY-94", user=self.reader)
        with self.assertRaisesRegex(UserError, "in force"):
            feedback.create({"doc_id": draft.id, "text": "x"})

    def test_printed(self):
        """HR-36, C-06: the form carries code, revision record and the three
        signatures."""
        old = self.in_force()
        new = self.revise(old)
        self.sign(new)
        text = "".join(self.pages(self.pdf(new, "ops_base.report_controlled_doc")))
        for words in ("受控文件", f"{CODE}/2", "Gloves", "Dryandcool"):
            self.assertIn(words, text)
        for user in (self.clerk, self.keeper, self.director):
            self.assertIn(user.name.split()[0], text)
