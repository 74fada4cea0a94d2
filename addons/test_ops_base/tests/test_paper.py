"""What a printed form looks like: read back from the PDF, not from the template."""

import io

from odoo.addons.ops_base.paper import pdf as engine
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools.misc import mute_logger

from .common import FlowCase
from .paper_common import SHEET, PaperReader

PLAIN = "test_ops_base.report_plain"
LONG = "情况属实。" * 60


@tagged("post_install", "-at_install")
class TestPaper(PaperReader, FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env["ir.module.module"].search(
            [("name", "in", ("ops_base", "test_ops_base"))]
        )._update_translations(["zh_CN"])
        company = cls.env["res.company"].create(
            {"name": "华东样张商业管理公司", "currency_id": cls.env.ref("base.CNY").id}
        )
        people = cls.clerk | cls.director
        people.write(
            {
                "lang": "zh_CN",
                "company_ids": [(6, 0, company.ids)],
                "company_id": company.id,
            }
        )
        cls.partner = cls.env["res.partner"].create({"name": "锦绣餐饮有限公司"})
        cls.reports = cls.env["ir.actions.report"]

    def sheets(self, count=1, lines=3, user=None, **values):
        values = {
            "partner_id": self.partner.id,
            "unit": "2F-207",
            "date_exit": "2026-12-31",
            "amount": 160800.32,
            "company_id": self.clerk.company_id.id,
            "reason": "租约到期,不再续租。\n押金按合同退还。",
            "line_ids": [
                (0, 0, {"name": f"货架第{i}批", "quantity": i, "amount": i * 100.5})
                for i in range(1, lines + 1)
            ],
            **values,
        }
        sheets = self.env["test.ops.sheet"].with_user(user or self.clerk)
        return sheets.create([dict(values) for _i in range(count)])

    # --- C-05, C-08

    def test_head_body_and_page_count(self):
        """C-05: company, form name, number, date and page x of y, and the body."""
        sheet = self.sheets()
        sheet.action_submit()
        (page,) = self.pages(self.pdf(sheet))
        for text in (
            "华东样张商业管理公司",
            "退场申请单",
            sheet.name,
            "第1页共1页",
            "锦绣餐饮有限公司",
            "2026年12月31日",
            "货架第3批",
            "603.00",
            "人民币壹拾陆万零捌佰元零叁角贰分",
            "¥160,800.32",
            "一式三份",
        ):
            self.assertIn(text, page)

    def test_long_table_repeats_its_head(self):
        """C-05: over several pages the head is repeated and pages are counted; the
        signatures never stand alone on a page."""
        pages = self.pages(self.pdf(self.sheets(lines=95)))
        self.assertEqual(len(pages), 4)
        for number, page in enumerate(pages, 1):
            self.assertIn(f"第{number}页共4页", page)
        for page in pages[:3]:
            self.assertIn("Quantity", page)
        for page in pages[1:]:
            self.assertIn("退场申请单", page)
        self.assertIn("大写", pages[-1])
        self.assertIn("经办", pages[-1])

    def test_several_records_count_their_own_pages(self):
        """C-05: each paper of a batch counts its own pages."""
        pages = self.pages(self.pdf(self.sheets(count=3)))
        self.assertEqual(len(pages), 3)
        for page in pages:
            self.assertIn("第1页共1页", page)

    def test_no_character_is_lost(self):
        """C-08: no .notdef glyph, fonts are embedded, rare names print or are said."""
        sheet = self.sheets(reason="闫門垚喆 € ¥ ½ № ① 镕")
        content = self.pdf(sheet)
        self.assertIn("闫門垚喆", self.pages(content)[0])
        for font in self.fonts(content):
            self.assertIn("CJK", font["/BaseFont"])
            (face,) = font["/DescendantFonts"]
            descriptor = face.get_object()["/FontDescriptor"].get_object()
            self.assertTrue({"/FontFile2", "/FontFile3"} & set(descriptor))
        _pdf, missing = engine.render(engine.shell("<p>中文\ue123</p>"))
        self.assertEqual(missing, {"\ue123"})

    def test_missing_parts_are_named(self):
        """C-08: without a Chinese font or Pango the message says what to install."""
        sheet = self.sheets()
        for part, words in (("font", "a Chinese font"), ("pango", "Pango")):

            def fail(*_args, part=part):
                raise engine.PaperError(part)

            self.patch(engine, "render", fail)
            with self.assertRaisesRegex(UserError, f"{words}.*fonts-noto-cjk"):
                self.pdf(sheet, lang="en_US")

    def test_same_paper_same_bytes(self):
        """C-05: printing twice gives the same file."""
        sheet = self.sheets()
        self.assertEqual(self.pdf(sheet), self.pdf(sheet))

    def test_english_reader(self):
        """C-01, C-05: the Chinese form name stays, the rest is in English."""
        (page,) = self.pages(self.pdf(self.sheets(), lang="en_US"))
        for text in (
            "退场申请单",
            "Exitapplication",
            "Page1of1",
            "Tenant",
            "Signature",
        ):
            self.assertIn(text, page)

    def test_plain_form(self):
        """C-05: no signature, no copies, a long name, A5."""
        from pdfminer.high_level import extract_pages

        content = self.pdf(self.sheets(), PLAIN)
        (page,) = self.pages(content)
        self.assertIn("商户二次装修图纸审核及工程变更确认单", page)
        self.assertNotIn("签字\uff1a", page)
        self.assertNotIn("一式", page)
        (layout,) = extract_pages(io.BytesIO(content))
        self.assertEqual((round(layout.width), round(layout.height)), (595, 420))

    def test_red_ink(self):
        """C-09: a reversal says so and its amount is negative in figures and words."""
        (page,) = self.pages(self.pdf(self.sheets(amount=-500.05)))
        self.assertIn("红字", page)
        self.assertIn("-¥500.05", page)
        self.assertIn("人民币负伍佰元零伍分", page)

    def test_attachments_are_counted(self):
        """C-09: 附件 N 张 counts the files people added, in one query for all."""
        sheets = self.sheets(count=2)
        self.env["ir.attachment"].create(
            [
                {"name": f"照片{i}", "res_model": sheets._name, "res_id": sheets[0].id}
                for i in range(3)
            ]
        )
        pages = self.pages(self.pdf(sheets))
        self.assertIn("附件3张", pages[0])
        self.assertNotIn("附件", pages[1])

    # --- C-06

    def test_signatures_come_from_the_flow(self):
        """C-06: signed blocks show name, date and opinion; the others a line."""
        sheet = self.sheets()
        (draft,) = self.pages(self.pdf(sheet))
        self.assertNotIn("ops_base.group_user", draft)
        sheet.action_submit()
        sheet.with_user(self.director).action_check("同意,押金照退")
        (page,) = self.pages(self.pdf(sheet))
        for text in (
            "ops_base.group_user",
            "ops_base.group_gm",
            "同意,押金照退",
            "盖章",
        ):
            self.assertIn(text, page)
        self.assertEqual(page.count("签字\uff1a"), 2)

    def test_a_returned_paper_loses_its_signatures(self):
        """C-06: what was signed before the paper came back no longer counts."""
        sheet = self.sheets()
        sheet.action_submit()
        sheet.with_user(self.director).action_back("缺少清单")
        (page,) = self.pages(self.pdf(sheet))
        self.assertNotIn("ops_base.group_user", page)
        self.assertNotIn("缺少清单", page)

    def test_long_opinion(self):
        """C-06: a long opinion gets a row of its own and stays whole."""
        sheet = self.sheets()
        sheet.action_submit()
        sheet.with_user(self.director).action_check(LONG)
        self.assertIn(LONG, "".join(self.pages(self.pdf(sheet))))

    # --- rights, network, load

    def test_only_readers_print(self):
        """Rule 12: who may not read a paper cannot print it."""
        stranger = new_test_user(self.env, "stranger", groups="base.group_user")
        with self.assertRaises(AccessError):
            self.pdf(self.sheets(), user=stranger)

    def test_nothing_is_fetched(self):
        """C-05: a paper loads its own pictures and nothing else."""
        fetch = self.reports.with_user(self.clerk)._paper_fetch
        self.assertTrue(fetch("/web/static/img/logo.png"))
        for path in (
            "/etc/passwd",
            "/web/static/../../../etc/passwd",
            "/base/static/none.png",
            "/web/login",
            "http://localhost/x.png",
        ):
            self.assertIsNone(fetch(path), path)
        secret = self.env["ir.attachment"].create({"name": "s", "raw": b"secret"})
        self.assertIsNone(fetch(f"/web/content/{secret.id}"))
        with mute_logger("weasyprint"):
            content, _missing = engine.render(
                engine.shell(
                    '<img src="http://127.0.0.1:9/a.png"/>'
                    '<img src="file:///etc/hostname"/><p>ok</p>'
                ),
                fetch,
            )
        self.assertIn("ok", self.pages(content)[0])

    def test_html_is_escaped(self):
        """Law 2: what people type is text on the paper, not markup."""
        sheet = self.sheets(unit="<script>alert(1)</script><b>2F</b>")
        self.assertIn("<script>alert(1)</script>", self.pages(self.pdf(sheet))[0])

    def test_screen_preview(self):
        """C-05: the same sheet as a web page."""
        html, kind = self.reports.with_user(self.clerk)._render_qweb_html(
            SHEET, self.sheets().ids
        )
        self.assertEqual(kind, "html")
        self.assertIn("ops-paper", html.decode())

    def test_nothing_to_print(self):
        """C-05: no record, a plain message."""
        with self.assertRaises(UserError):
            self.reports._render_qweb_pdf(SHEET, [])

    def test_kept_copy(self):
        """C-05: a form kept as attachment is printed once and stays as it was."""
        report = self.reports._get_report(SHEET)
        report.write({"attachment": "'sheet.pdf'", "attachment_use": True})
        sheet = self.sheets()
        first = self.pdf(sheet)
        sheet.unit = "3F-301"
        self.assertEqual(self.pdf(sheet), first)

    def test_same_queries_for_one_and_many(self):
        """Law 3: printing asks the database as often for 1 paper as for 30."""
        many = self.sheets(count=30)
        many.action_submit()
        report = self.reports._get_report(SHEET)
        counts = []
        for records in (many[:1], many[:1], many):
            self.env.invalidate_all()
            records = records.with_user(self.clerk).with_context(lang="zh_CN")
            before = self.cr.sql_log_count
            reports = self.reports.with_user(self.clerk).with_context(lang="zh_CN")
            context = reports._get_rendering_context(report, records.ids, {})
            reports._render_template(report.report_name, context)
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
