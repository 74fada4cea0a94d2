from datetime import timedelta

from odoo import fields
from odoo.tests.common import tagged
from odoo.tools import mute_logger

from .common_portal import PortalCase, picture


@tagged("post_install", "-at_install")
class TestPortalForms(PortalCase):
    """LE-F28: what a tenant sends from his telephone."""

    def setUp(self):
        super().setUp()
        self.lease = self.shop_of("tenant_a")

    def test_lease_and_bill(self):
        """LE-F28 LE-X1: the lease in words; the bill with clause and days, what was
        paid on it, and the printed notice."""
        self.receive(self.lease.deposit_ids)
        bills = self.bill()
        own = bills.filtered(lambda m: m.commercial_partner_id == self.firm("tenant_a"))
        self.log_in("tenant_a")
        page = self.get(f"/my/leases/{self.lease.id}").text
        for text in (self.lease.name, "Rent", "Monthly", "30,000.00", "By the sales"):
            self.assertIn(text, page)
        page = self.get(f"/my/lease/bills/{own.id}").text
        self.assertIn("o_rent_trace", page)
        self.assertIn("8,000.00", page)
        self.assertIn("Bill late", page)
        self.assertNotIn("Paid on this bill", page)
        self.pay(own, 3000)
        page = self.get(f"/my/lease/bills/{own.id}").text
        self.assertIn("Paid on this bill", page)
        self.assertIn("3,000.00", page)
        self.assertIn("3,000.00", self.get("/my/lease/payments").text)
        self.pay(own)
        self.assertIn("Bill paid", self.get(f"/my/lease/bills/{own.id}").text)
        self.assertNotIn(own.name, self.get("/my/lease/bills?show=open").text)
        answer = self.get(f"/my/lease/bills/{own.id}/pdf")
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        self.assertTrue(answer.content.startswith(b"%PDF"))

    def figures(self, report, net="20,000.50"):
        line = report.line_ids
        return {
            f"net_{line.id}": net,
            f"tax_{line.id}": "1200.03",
            f"receipts_{line.id}": "212",
            "note": "May",
        }

    @mute_logger("odoo.http")
    def test_sales(self):
        """LE-F09 LE-F28: the tenant reports a month with the photo of the till, and
        corrects it for a reason until somebody has checked it."""
        report = self.report(self.lease)
        url = f"/my/lease/sales/{report.id}"
        self.log_in("tenant_a")
        self.assertIn("late", self.get("/my/lease/sales").text)
        answer = self.send(url, self.figures(report, "a lot"), self.photo())
        self.assertIn("is not a figure", self.errors(answer))
        # what was typed is still there
        self.assertIn("1200.03", answer.text)
        self.assertIn("a lot", answer.text)
        answer = self.send(url, self.figures(report, "-5"), self.photo())
        self.assertIn("below zero", self.errors(answer))
        self.assertEqual((report.state, report.amount_net), ("open", 0))
        answer = self.send(url, {**self.figures(report, "0"), "note": ""})
        self.assertIn("say why", self.errors(answer))
        self.assertEqual(report.state, "open")
        answer = self.send(url, self.figures(report), self.photo("till.jpg"))
        self.assertEqual(answer.status_code, 303)
        self.assertEqual((report.state, report.amount_net), ("reported", 20000.5))
        self.assertEqual(report.reported_user_id, self.users["tenant_a"])
        self.assertTrue(report.reported_late)
        self.assertEqual(report.attachment_ids.name, "till.jpg")
        file = f"/my/lease/file/sales/{report.id}/{report.attachment_ids.id}"
        self.assertEqual(self.get(file).content, picture())
        # corrected: why, and what it said before is kept
        answer = self.send(url, self.figures(report, "21000"))
        self.assertIn("Why the report is corrected is missing", self.errors(answer))
        answer = self.send(
            url, {**self.figures(report, "21000"), "reason": "Till counted twice"}
        )
        self.assertEqual(answer.status_code, 303)
        self.assertEqual((report.state, report.amount_net), ("reported", 21000))
        self.assertEqual(report.version_ids.mapped("amount_net"), [20000.5])
        # staff check it; from then on it stays
        self.by("clerk", report).action_check()
        self.assertNotIn("o_lease_form", self.get(url).text)
        answer = self.send(
            url,
            {**self.figures(report, "1"), "reason": "x"},
            form="/my/lease/repairs/new",
        )
        self.assertIn("have been checked", self.errors(answer))
        self.assertEqual((report.state, report.amount_net), ("checked", 21000))

    @mute_logger("odoo.http")
    def test_month_not_over(self):
        """LE-F09 LE-F28: a month that is not over is not reported."""
        month = fields.Date.today().replace(day=1)
        report = self.env["ops.lease.sales"].create(
            {"contract_id": self.lease.id, "month": month}
        )
        self.log_in("tenant_a")
        answer = self.send(f"/my/lease/sales/{report.id}", self.figures(report))
        self.assertIn("The month is not over yet.", self.errors(answer))
        self.assertEqual((report.state, report.amount_net), ("open", 0))

    def reading(self, **values):
        return {"value": "150", "date": str(fields.Date.today()), **values}

    @mute_logger("odoo.http")
    def test_meter(self):
        """LE-F28: value and photo are a proposal; what is wrong is said."""
        meter = self.meter_of(self.lease)
        url = f"/my/lease/meters/{meter.id}"
        reports = self.env["ops.lease.reading.report"]
        today = fields.Date.today()
        self.log_in("tenant_a")
        for data, files, text in (
            (self.reading(), None, "The photo of the meter is missing"),
            (self.reading(value="99"), self.photo(), "is below 100"),
            (self.reading(value=""), self.photo(), "Reading is missing"),
            (self.reading(value="-1"), self.photo(), "is not a figure"),
            (self.reading(value="nan"), self.photo(), "is not a figure"),
            (self.reading(date="yesterday"), self.photo(), "is not a day"),
            (
                self.reading(date=str(today + timedelta(days=2))),
                self.photo(),
                "has not come yet",
            ),
            (
                self.reading(date=str(today - timedelta(days=70))),
                self.photo(),
                "choose a day of the last",
            ),
            (self.reading(), self.photo("m.jpg", b"no image"), "is no photo"),
            (
                self.reading(),
                self.photo("m.svg", b"<svg onload='alert(1)'/>"),
                "is no photo",
            ),
            (
                self.reading(),
                self.photo("big.jpg", picture() + b"0" * 11 * 1024 * 1024),
                "is too large",
            ),
            (self.reading(), self.photo() * 7, "At most 6 files"),
            (self.reading(note="x" * 3000), self.photo(), "too long"),
        ):
            with self.subTest(text=text):
                answer = self.send(url, data, files)
                self.assertEqual(answer.status_code, 200)
                self.assertIn(text, self.errors(answer))
                self.assertIn(f'value="{data["date"]}"', answer.text)
                self.assertFalse(reports.search([("meter_id", "=", meter.id)]))
        answer = self.send(url, self.reading(), self.photo())
        self.assertEqual(answer.status_code, 303)
        report = reports.search([("meter_id", "=", meter.id)])
        self.assertEqual((report.state, report.value), ("proposed", 150))
        self.assertEqual(report.contract_id, self.lease)
        # no reading by itself, and not twice
        self.assertEqual(meter.reading_ids.mapped("value"), [100])
        answer = self.send(url, self.reading(), self.photo())
        self.assertIn("waits to be confirmed", self.errors(answer))
        self.by("keeper", report).action_refuse("The photo is blurred")
        page = self.get(f"/my/lease/meters/report/{report.id}").text
        self.assertIn("The photo is blurred", page)

    @mute_logger("odoo.http")
    def test_repair(self):
        """LE-F28: reported with photos, followed, confirmed or not by the tenant."""
        url, new = "/my/lease/repairs", "/my/lease/repairs/new"
        data = {
            "unit": self.lease.line_ids.unit_id.id,
            "kind": "water",
            "urgency": "danger",
            "subject": "Burst pipe",
        }
        repairs = self.env["ops.lease.repair"]
        own = [("contract_id", "=", self.lease.id)]
        self.log_in("tenant_a")
        for values, text in (
            ({"kind": "magic"}, "What it concerns: choose one."),
            ({"subject": " "}, "What is broken is missing."),
            ({}, "Describe what is dangerous."),
        ):
            with self.subTest(text):
                answer = self.send(new, {**data, **values}, self.photo("p.jpg"))
                self.assertIn(text, self.errors(answer))
                self.assertFalse(repairs.search(own))
        self.assertIn("Burst pipe", answer.text)
        data["description"] = "Water on the floor"
        answer = self.send(new, data, self.photo("p.jpg"))
        self.assertEqual(answer.status_code, 303)
        repair = repairs.search(own)
        self.assertEqual(
            (repair.state, repair.raised_by, repair.company_id),
            ("reported", "tenant", self.company),
        )
        self.assertTrue(repair.name)
        page = f"{url}/{repair.id}"
        self.assertIn("Repair reported", self.get(page).text)
        self.work_on(repair)
        self.assertIn("New pipe", self.get(page).text)
        answer = self.send(f"{page}/reject", {"reason": ""}, form=page)
        self.assertIn("The reason is missing.", self.errors(answer))
        self.send(f"{page}/reject", {"reason": "It still drips"}, form=page)
        self.assertEqual(repair.state, "assigned")
        # out of turn
        answer = self.send(f"{page}/confirm", form=new)
        self.assertTrue(self.errors(answer))
        self.assertEqual(repair.state, "assigned")
        self.by("keeper", repair).action_finish()
        answer = self.send(f"{page}/confirm", form=page)
        self.assertEqual(answer.status_code, 303)
        self.assertEqual(repair.state, "closed")
        self.assertEqual(repair.confirmed_user_id, self.users["tenant_a"])

    def work_on(self, repair):
        """Repaired by the property company."""
        keeper = self.by("keeper", repair)
        keeper.write(
            {
                "user_id": self.people["keeper"].id,
                "date_planned": fields.Date.today(),
            }
        )
        keeper.action_assign()
        keeper.write(
            {
                "result": "New pipe",
                "evidence_ids": [
                    (0, 0, {"name": "after.jpg", "raw": picture()}),
                ],
            }
        )
        keeper.action_finish()

    @mute_logger("odoo.http")
    def test_exit(self):
        """LE-22 C-31 LE-F28: the rule of notice is read before; the application is a
        draft that staff go on with; its way is followed in words."""
        url = f"/my/lease/exits/new/{self.lease.id}"
        self.log_in("tenant_a")
        self.assertIn("60 days", self.get(url).text)
        today = fields.Date.today()
        for planned, reason, text in (
            ("", "Moves", "Planned exit date is missing"),
            ("2026-13-45", "Moves", "is not a day"),
            (str(today - timedelta(days=1)), "Moves", "in the past"),
            (str(self.lease.date_end + timedelta(days=1)), "Moves", "The lease ends"),
            (str(today + timedelta(days=20)), " ", "Reason for leaving is missing"),
        ):
            with self.subTest(text):
                answer = self.send(url, {"planned": planned, "reason": reason})
                self.assertIn(text, self.errors(answer))
                self.assertFalse(self.lease.exit_ids)
        answer = self.send(
            url, {"planned": str(today + timedelta(days=20)), "reason": "Moves away"}
        )
        self.assertEqual(answer.status_code, 303)
        paper = self.lease.exit_ids
        self.assertEqual(
            (paper.state, paper.kind, paper.raised_by, paper.user_id),
            ("draft", "tenant", "tenant", self.people["clerk"]),
        )
        self.assertTrue(paper.activity_ids)
        self.assertNotIn(self.users["tenant_a"].partner_id, paper.message_partner_ids)
        page = f"/my/lease/exits/{paper.id}"
        text = self.get(page).text
        self.assertIn("40", text)
        self.assertIn("We check your application", text)
        self.assertIn("Commercial company", text)
        answer = self.send(
            url,
            {"planned": str(today + timedelta(days=90)), "reason": "Again"},
            form="/my/lease/repairs/new",
        )
        self.assertIn("under way already", self.errors(answer))
        # staff go on with it
        self.by("clerk", paper).action_submit()
        self.assertIn("is being approved", self.get(page).text)

    @mute_logger("odoo.http")
    def test_drawings(self):
        """LE-18 LE-F28: drawings are filed while the file is open, as versions; what
        reviewers say is read when the review is over."""
        fitout = self.draft_fitout(self.lease)
        url = f"/my/lease/fitouts/{fitout.id}"
        data = {"name": "Layout", "discipline": "layout"}
        pdf = [("files", ("plan.pdf", b"%PDF-1.4 plan", "application/pdf"))]
        self.log_in("tenant_a")
        for values, files, text in (
            ({}, None, "The file of the drawing is missing"),
            ({}, [("files", ("a.exe", b"MZ", "application/pdf"))], "is no drawing"),
            ({"name": ""}, pdf, "Drawing is missing"),
            ({"discipline": "x"}, pdf, "Discipline: choose one."),
        ):
            with self.subTest(text):
                answer = self.send(url, {**data, **values}, files)
                self.assertIn(text, self.errors(answer))
        self.assertEqual(len(fitout.drawing_ids), 2)
        answer = self.send(url, data, pdf)
        self.assertEqual(answer.status_code, 303)
        drawing = fitout.drawing_ids.filtered(lambda d: d.version == 2)
        self.assertEqual((drawing.name, drawing.state), ("Layout", "submitted"))
        self.assertEqual(drawing.attachment_ids.res_id, drawing.id)
        file = f"/my/lease/file/drawing/{drawing.id}/{drawing.attachment_ids.id}"
        answer = self.get(file)
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        # under review: no new ones, and no word of the reviewers yet
        self.by("clerk", fitout).action_submit()
        self.by("clerk", drawing).opinion_leasing = "Door too narrow"
        page = self.get(url).text
        self.assertNotIn("Door too narrow", page)
        self.assertNotIn("o_lease_form", page)
        answer = self.send(url, data, pdf, form="/my/lease/repairs/new")
        self.assertIn("goes through the", self.errors(answer))
        request = self.env["ops.approval.request"].search(
            [("res_model", "=", fitout._name), ("res_id", "=", fitout.id)]
        )
        self.by("manager", request).send_back("See remarks")
        self.assertEqual(fitout.state, "draft")
        self.assertIn("Door too narrow", self.get(url).text)
