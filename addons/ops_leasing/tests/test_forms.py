import io

from odoo import SUPERUSER_ID
from odoo.addons.ops_leasing.demo.world import LeasingWorld, Story
from odoo.tests.common import TransactionCase, tagged

# report: (Chinese name, English name, post that prints it)
FORMS = {
    "report_exit": ("退场申请单", "Exit application", "leasing"),
    "report_exit_items": ("撤场清单（放行条）", "release slip", "property"),
    "report_exit_utilities": ("水电费结算单", "Utility settlement", "property"),
    "report_exit_refund": ("租赁保证金退还单", "Refund of the lease", "finance"),
}


@tagged("post_install", "-at_install")
class TestForms(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.world = LeasingWorld(
            cls.env,
            seed=9,
            prefix="f_",
            floors=1,
            units_per_floor=6,
            leases=3,
            pending=(),
            stories=[
                Story("closed", 3, "tenant", "damages"),
                Story("draft", 2),
                Story("refunded", 3, "tenant", "breach"),
            ],
        ).build()
        cls.closed, cls.draft, cls.kept = cls.world.exit_ids

    def text(self, report, paper, post="leasing", lang="zh_CN"):
        """The words on the printed form, without spaces and line ends."""
        from pdfminer.high_level import extract_text

        env = self.env(
            user=self.world.people[post].id,
            context={"lang": lang, "allowed_company_ids": self.world.company.ids},
        )
        content, kind = env["ir.actions.report"]._render_qweb_pdf(
            f"ops_leasing.{report}", paper.ids
        )
        self.assertEqual(kind, "pdf")
        return "".join(extract_text(io.BytesIO(content)).split())

    def assertWords(self, text, *words):
        for word in words:
            self.assertIn("".join(str(word).split()), text)

    def test_every_form_in_both_languages(self):
        """C-05 LE-F32 LE-22 LE-24 LE-25 LE-27: each form prints with its Chinese name,
        tenant, shop and lease, in Chinese and English."""
        paper = self.closed
        for report, (name, english, post) in FORMS.items():
            for lang in ("zh_CN", "en_US"):
                with self.subTest(report=report, lang=lang):
                    text = self.text(report, paper, post, lang)
                    self.assertWords(
                        text,
                        name,
                        paper.partner_id.name,
                        paper.contract_id.name,
                        paper.unit_ids[0].number,
                        self.world.company.name,
                    )
                    if lang == "en_US":
                        self.assertWords(text, english)

    def test_application_signed_from_approval(self):
        """C-06 LE-22 LE-23: the application names the reason and bears the opinions
        of the four posts; before approval it bears none."""
        text = self.text("report_exit", self.closed)
        approval = self.env["ops.approval.request"].search(
            [("res_model", "=", self.closed._name), ("res_id", "=", self.closed.id)]
        )
        signed = approval.task_ids.filtered("opinion")
        self.assertEqual(len(signed), 4)
        for task in signed:
            self.assertWords(text, task.user_id.name, task.opinion)
        self.assertWords(text, self.closed.name, self.closed.reason)
        blank = self.text("report_exit", self.draft)
        for task in signed:
            self.assertNotIn("".join(task.opinion.split()), blank)

    def test_release_slip(self):
        """LE-24 LE-F23: the slip bears its own number, what is let out and what is
        left, and the hand of who issued it; before that it is marked not valid."""
        text = self.text("report_exit_items", self.closed, "property", "en_US")
        self.assertWords(
            text,
            self.closed.slip_number,
            *self.closed.item_ids.mapped("name"),
            "Released",
            "Left behind",
            self.world.people["property"].name,
        )
        self.assertNotIn("Notvalid", text)
        blank = self.text("report_exit_items", self.draft, "property", "en_US")
        self.assertIn("Notvalid", blank)

    def test_utility_settlement(self):
        """LE-25: readings, quantities and the amount of the bill in capitals."""
        text = self.text("report_exit_utilities", self.closed, "property")
        bill = self.closed.sudo().charge_ids.move_id
        words = self.closed._paper_capitals(bill.amount_total, bill.currency_id)
        self.assertWords(text, bill.name, words, f"{bill.amount_total:,.2f}")
        for charge in self.closed.charge_ids.filtered("meter_id"):
            self.assertWords(text, charge.meter_id.serial, f"{charge.amount:,.2f}")

    def test_refund_with_deductions(self):
        """LE-27 C-07: the refund form lists deductions, says the amount in figures
        and in capitals, and names finance and the vouchers."""
        paper = self.closed
        text = self.text("report_exit_refund", paper, "finance")
        self.assertWords(
            text,
            paper._paper_capitals(paper.amount_refund, paper.currency_id),
            f"{paper.amount_refund:,.2f}",
            paper.refund_move_id.name,
            self.world.people["finance"].name,
            self.world.people["leasing_manager"].name,
        )
        self.assertTrue(paper.deduction_ids)
        for line in paper.deduction_ids:
            self.assertWords(text, line.name, f"{line.amount:,.2f}")

    def test_no_refund(self):
        """LE-27: a deposit that is kept prints nil in capitals, and the reason."""
        text = self.text("report_exit_refund", self.kept, "finance")
        self.assertWords(text, "人民币零元整", self.kept.decision_reason)
        self.assertWords(text, self.kept.retain_move_id.name)

    def test_inspection_form(self):
        """LE-26: items, conditions, damages and result, signed by the property
        company; readable by every post of the exit."""
        form = self.closed.inspection_ids
        for post in ("property", "leasing", "finance", "gm"):
            text = self.text("report_inspection", form, post)
            self.assertWords(
                text, "退租验房单", form.name, *form.line_ids.mapped("name")
            )
        self.assertWords(
            text,
            form._paper_capitals(form.amount, form.currency_id),
            self.world.people["property"].name,
        )

    def test_contract_sheet(self):
        """LE-10: the sheet of the lease says term, shops, rent and deposit, with
        counsel and the approvals."""
        lease = self.closed.contract_id
        text = self.text("report_contract", lease)
        self.assertWords(
            text,
            "商铺租赁合同审批表",
            lease.name,
            lease._paper_capitals(lease.deposit_amount, lease.currency_id),
            self.world.people["legal"].name,
            self.world.people["gm"].name,
        )

    def test_queries_flat(self):
        """Law 3: a form costs the same number of queries for one paper and for many,
        apart from the documents each one prints."""
        report = self.env["ir.actions.report"].with_user(SUPERUSER_ID)
        costs = []
        for papers in (self.closed, self.closed, self.closed + self.kept):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            report._get_rendering_context(
                report._get_report("ops_leasing.report_exit"), papers.ids, {}
            )
            costs.append(self.env.cr.sql_log_count - before)
        # the first one also fills the caches
        self.assertEqual(costs[1], costs[2])
