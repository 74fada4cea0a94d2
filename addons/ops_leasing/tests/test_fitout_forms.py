import io

from odoo.fields import Command
from odoo.tests.common import tagged

from .common import LeasingCase

# report: (Chinese name, English name, post that prints it)
FORMS = {
    "report_fitout_review": ("装修图纸审核表", "Fit-out drawing review", "designer"),
    "report_fitout_permit": ("装修施工许可证", "Fit-out work permit", "keeper"),
    "report_fitout_refund": ("装修验收退款审批表", "refund approval", "finance"),
    "report_fitout_visit": ("装修监督记录", "supervision record", "keeper"),
    "report_licences": ("经营证照清单", "Business licences", "clerk"),
    "report_opening_batch": ("开业批次", "Opening batch", "clerk"),
}


@tagged("post_install", "-at_install")
class TestFitoutForms(LeasingCase):
    def text(self, report, paper, post, lang):
        """The words on the printed form, without spaces and line ends."""
        from pdfminer.high_level import extract_text

        reports = self.by(post, self.env["ir.actions.report"])
        reports = reports.with_context(lang=lang)
        content, kind = reports._render_qweb_pdf(f"ops_leasing.{report}", paper.ids)
        self.assertEqual(kind, "pdf")
        return "".join(extract_text(io.BytesIO(content)).split())

    def test_every_form(self):
        """C-05, C-28, LE-18 … LE-21: each form prints with its Chinese name and what
        it is about, in both languages, before and after its steps."""
        contract = self.lease(deposits=(("lease", 30000), ("fit_out", 8000)))
        paper = self.draft_fitout(contract)
        self.people["designer"].name = "Designer of the centre"
        self.people["manager"].name = "Manager of the mall"
        blank = self.text("report_fitout_permit", paper, "keeper", "en_US")
        self.assertIn("Notvalid", blank)
        self.walk_fitout(paper, "reviewing")
        self.by("designer", paper.drawing_ids[0]).opinion_design = "Door too narrow"
        self.approve(paper, ("designer",))
        half = self.text("report_fitout_review", paper, "designer", "en_US")
        # room to write on while a drawing is under review
        self.assertNotIn("—", half)
        self.assertIn("Doortoonarrow", half)
        self.assertIn("Designerofthecentre", half)
        self.assertNotIn("Managerofthemall", half)
        self.approve(paper, ("manager",))
        self.walk_fitout(paper, "working")
        visit = self.visit(paper, ["Wall moved"])
        self.correct(visit.finding_ids)
        self.walk_fitout(paper, "accepted")
        self.by("clerk", paper).deduction_ids = [
            Command.create({"name": "Corridor floor", "amount": 500})
        ]
        # the review's signatures are not the refund's
        early = self.text("report_fitout_refund", paper, "finance", "en_US")
        self.assertNotIn("Managerofthemall", early)
        self.approve_refund(paper)
        self.by("finance", paper).action_refund()
        self.obtain(contract)
        batch = self.opening(contract)
        self.by("clerk", batch).action_open()
        papers = {
            "report_fitout_visit": visit,
            "report_licences": contract,
            "report_opening_batch": batch,
        }
        words = {
            # reviewed without a word of one side
            "report_fitout_review": ("Layout", "Managerofthemall", "—"),
            "report_fitout_permit": (paper.permit_number, "Painter", "PL-1"),
            "report_fitout_refund": ("7,500.00", "柒仟伍佰元整", "Corridorfloor"),
            "report_fitout_visit": ("Wallmoved", "Correctit"),
            "report_licences": (contract.licence_ids.filtered("required").name,),
            "report_opening_batch": (contract.unit_ids.number, "√"),
        }
        for report, (name, english, post) in FORMS.items():
            for lang in ("zh_CN", "en_US"):
                with self.subTest(report=report, lang=lang):
                    text = self.text(report, papers.get(report, paper), post, lang)
                    self.assertIn(name, text)
                    if lang == "en_US":
                        self.assertIn("".join(english.split()), text)
                    self.assertIn(contract.partner_id.name.replace(" ", ""), text)
                    for word in words[report]:
                        self.assertIn(word.replace(" ", ""), text)
