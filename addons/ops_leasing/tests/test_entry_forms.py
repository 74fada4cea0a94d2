import io

from odoo.fields import Command
from odoo.tests.common import tagged

from .common import LeasingCase

# report: (Chinese name, English name, post that prints it)
FORMS = {
    "report_entry_notice": ("进场通知", "Entry notice", "clerk"),
    "report_entry_fees": ("进场手续/费用收缴单", "Entry formalities", "keeper"),
    "report_entry_transfer": ("商户资料移交清单", "Tenant file", "clerk"),
    "report_handover": ("收铺单", "Shop handover record", "keeper"),
    "report_completion": ("工程竣工验收资料清单", "Completion acceptance", "keeper"),
}


@tagged("post_install", "-at_install")
class TestEntryForms(LeasingCase):
    def pages(self, report, paper, post="keeper", lang="zh_CN"):
        """The words of each page, without spaces and line ends."""
        from pdfminer.high_level import extract_pages, extract_text

        reports = self.by(post, self.env["ir.actions.report"])
        reports = reports.with_context(lang=lang)
        content, kind = reports._render_qweb_pdf(f"ops_leasing.{report}", paper.ids)
        self.assertEqual(kind, "pdf")
        count = sum(1 for _page in extract_pages(io.BytesIO(content)))
        return [
            "".join(extract_text(io.BytesIO(content), page_numbers=[page]).split())
            for page in range(count)
        ]

    def test_every_form(self):
        """C-05, C-28, C-29, LE-13 … LE-17: each form prints with its Chinese name and
        the tenant or shop, in both languages."""
        entry = self.enter(self.lease(), "done")
        papers = {
            "report_handover": entry.handover_ids,
            "report_completion": entry.unit_ids.completion_ids,
        }
        for report, (name, english, post) in FORMS.items():
            for lang in ("zh_CN", "en_US"):
                with self.subTest(report=report, lang=lang):
                    pages = self.pages(report, papers.get(report, entry), post, lang)
                    text = "".join(pages)
                    self.assertIn(name, text)
                    if lang == "en_US":
                        self.assertIn("".join(english.split()), text)
                    self.assertIn(entry.unit_ids.number.replace(" ", ""), text)

    def test_fees_stay_with_their_total(self):
        """LE-16, C-06, C-07: the usual fee form is one page; on a longer one the fees
        are not parted from their total in words and the signatures."""
        entry = self.walk_entry(self.draft_entry(), "formalities")
        (page,) = self.pages("report_entry_fees", entry)
        self.assertIn("元", page)
        self.assertIn("签字", page)
        entry = self.draft_entry()
        self.by("clerk", entry).item_ids = [
            Command.create({"name": f"Paper {i}"}) for i in range(12)
        ]
        self.walk_entry(entry, "formalities")
        first, last = self.pages("report_entry_fees", entry)
        fee = entry.fee_ids[0].name.replace(" ", "")
        self.assertNotIn(fee, first)
        for word in (fee, entry.fee_ids[-1].name.replace(" ", ""), "元", "签字"):
            self.assertIn(word, last)
