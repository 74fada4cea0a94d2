"""Signatures and opinions of an approval on paper."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .approval_common import ApprovalCase
from .paper_common import PaperReader

PAPER = "test_ops_base.report_paper"
RECORD = "ops_base.report_approval"


@tagged("post_install", "-at_install")
class TestPaperApproval(PaperReader, ApprovalCase):
    def text(self, records, report=PAPER, **values):
        return "".join(self.pages(self.pdf(records, report, lang="en_US", **values)))

    def test_blocks_of_the_route(self):
        """C-06: without a declaration: who handed it in, and a block for every node,
        signed as far as the approval has come."""
        self.route(self.step(self.ann), self.step(self.bob, self.cid, mode="all"))
        paper = self.papers()
        self.assertEqual(self.text(paper).count("Signature:"), 2)
        self.request(paper, self.ann).agree("按合同办")
        text = self.text(paper)
        self.assertEqual(text.count("Signature:"), 1)
        for words in ("Preparedby", "按合同办", "ann"):
            self.assertIn(words, text)
        self.request(paper, self.bob).agree("属实")
        self.request(paper, self.cid).agree("无异议")
        text = self.text(paper)
        for words in ("bob", "属实", "cid", "无异议"):
            self.assertIn(words, text)
        self.assertNotIn("Signature:", text)

    def test_deputy_signs_on_behalf(self):
        """C-14, C-06: a deputy's signature says for whom."""
        self.env["ops.approval.deputy"].create(
            {
                "user_id": self.ann.id,
                "deputy_id": self.dan.id,
                "date_to": "2999-12-31 00:00:00",
            }
        )
        self.route(self.step(self.ann))
        paper = self.papers()
        self.request(paper, self.dan).agree("代签")
        self.assertIn("onbehalfofanndan", self.text(paper).replace("\n", ""))

    def test_returned_approval_signs_nothing(self):
        """C-11, C-06: after a return no signature of that round is left on the form;
        the approval record still shows what was said."""
        self.route(self.step(self.ann), self.step(self.bob))
        paper = self.papers()
        self.request(paper, self.ann).agree("同意办理")
        self.request(paper, self.bob).send_back("缺附件")
        text = self.text(paper)
        self.assertNotIn("同意办理", text)
        self.assertNotIn("缺附件", text)
        record = self.text(self.request(paper, self.clerk), RECORD)
        for words in ("审批意见表", "同意办理", "缺附件", "Sentback", paper.name):
            self.assertIn(words, record)

    def test_opinion_list(self):
        """C-25: the opinions of all nodes, comments included, in order, with date and
        person; readable by who may read the approval, by nobody else."""
        self.route(self.step(self.ann), self.step(self.bob))
        paper = self.papers()
        self.request(paper, self.ann).comment("请补充平面图")
        self.request(paper, self.ann).agree("已补充,同意")
        self.request(paper, self.bob).agree("同意")
        request = self.request(paper, self.clerk)
        text = self.text(request, RECORD)
        first, second = text.index("请补充平面图"), text.index("已补充,同意")
        self.assertLess(first, second)
        self.assertIn("Approved", text)
        with self.assertRaises(AccessError):
            self.text(request, RECORD, user=self.outsider)

    def test_same_queries(self):
        """Law 3: the forms of 1 and of 20 papers with their approvals cost the same."""
        self.route(self.step(self.ann), self.step(self.bob))
        papers = self.papers(20)
        self.request(papers, self.ann).agree("ok")
        reports = self.env["ir.actions.report"].with_user(self.clerk)
        for name, records in (
            (PAPER, papers),
            (RECORD, self.request(papers, self.clerk)),
        ):
            report, counts = reports._get_report(name), []
            for group in (records[:1], records[:1], records):
                self.env.invalidate_all()
                before = self.cr.sql_log_count
                context = reports._get_rendering_context(report, group.ids, {})
                reports._render_template(name, context)
                counts.append(self.cr.sql_log_count - before)
            with self.subTest(name):
                self.assertEqual(counts[1], counts[2])
