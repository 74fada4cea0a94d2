import json
from datetime import date, timedelta
from urllib.parse import urlsplit

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests.common import tagged
from odoo.tools import mute_logger

from .common_portal import PortalCase, picture

LISTS = (
    "/my",
    "/my/leases",
    "/my/lease/bills",
    "/my/lease/bills?show=open",
    "/my/lease/bills/page/2",
    "/my/lease/payments",
    "/my/lease/sales",
    "/my/lease/meters",
    "/my/lease/repairs",
    "/my/lease/repairs/new",
    "/my/lease/exits",
    "/my/lease/fitouts",
)


@tagged("post_install", "-at_install")
class TestPortalAccess(PortalCase):
    """LE-F28: a tenant can never see or name another's paper."""

    def world(self, login="tenant_a"):
        """A lease of the tenant with a paper for every entry, and its addresses."""
        lease = self.shop_of(login)
        self.receive(lease.deposit_ids)
        bills = self.bill()
        own = bills.filtered(lambda m: m.commercial_partner_id == self.firm(login))
        paid = bills - own
        report = self.report(lease)
        report.sudo().attachment_ids = [
            Command.create({"name": "internal.pdf", "raw": b"staff only"})
        ]
        repair, proposal = self.repair_of(lease), self.proposal(lease)
        leaving = self.draft_exit(lease)
        fitout = self.draft_fitout(lease)
        drawing = fitout.drawing_ids[:1]
        files = {
            "repair": (repair.id, repair.attachment_ids),
            "reading": (proposal.id, proposal.attachment_ids),
            "drawing": (drawing.id, drawing.attachment_ids),
        }
        self.own_urls = [
            f"/my/leases/{lease.id}",
            f"/my/lease/bills/{own[:1].id}",
            f"/my/lease/bills/{own[:1].id}/pdf",
            f"/my/lease/sales/{report.id}",
            f"/my/lease/meters/{self.meter_of(lease).id}",
            f"/my/lease/meters/report/{proposal.id}",
            f"/my/lease/repairs/{repair.id}",
            f"/my/lease/exits/new/{lease.id}",
            f"/my/lease/exits/{leaving.id}",
            f"/my/lease/fitouts/{fitout.id}",
            *(
                f"/my/lease/file/{kind}/{paper}/{file.id}"
                for kind, (paper, file) in files.items()
            ),
        ]
        self.internal = (
            f"/my/lease/file/sales/{report.id}/{report.attachment_ids[:1].id}"
        )
        self.lease_a, self.own, self.paid = lease, own[:1], paid[:1]
        self.papers = {
            record._name: record
            for record in (lease, report, repair, proposal, leaving, fitout, drawing)
        }
        self.files = [files[kind][1] for kind in files]
        return lease

    @mute_logger("odoo.http")
    def test_addresses(self):
        """LE-F28: every address, for the tenant, another tenant, a payer, a customer
        without a lease and a visitor."""
        lease = self.world()
        self.log_in("tenant_a")
        for url in (*LISTS, *self.own_urls):
            with self.subTest(who="tenant", url=url):
                self.assertEqual(self.get(url).status_code, 200)
        self.assertEqual(self.get(self.internal).status_code, 404)
        for login in ("tenant_b", "payer", "stranger"):
            self.log_in(login)
            for url in (*self.own_urls, self.internal):
                with self.subTest(who=login, url=url):
                    self.assertEqual(self.get(url).status_code, 404)
            for url in LISTS:
                with self.subTest(who=login, url=url):
                    answer = self.get(url)
                    self.assertEqual(answer.status_code, 200)
                    if login != "payer":
                        self.assertNotIn(lease.name, answer.text)
                    self.assertNotIn(self.own.name, answer.text)
                    for name in ("subject", "display_name"):
                        repair = self.papers["ops.lease.repair"]
                        self.assertNotIn(repair[name], answer.text)
        self.log_in()
        for url in (*LISTS, *self.own_urls, self.internal):
            with self.subTest(who="visitor", url=url):
                expected = 404 if url.endswith("/pdf") else 303
                self.assertEqual(self.get(url).status_code, expected)

    def test_code_of_a_printed_bill(self):
        """LE-F28: the code on the bill leads its tenant to his page, a visitor to the
        login, and staff to the books."""
        self.world()
        url = urlsplit(self.own._paper_url()).path
        self.assertEqual(url, f"/my/lease/bills/{self.own.id}")
        self.log_in()
        self.assertIn("/web/login", self.get(url).headers["Location"])
        self.log_in("tenant_a")
        self.assertIn(self.own.name, self.get(url).text)
        finance = self.people["finance"]
        finance.password = finance.login
        self.authenticate(finance.login, finance.login)
        self.assertTrue(
            self.get(url).headers["Location"].endswith(f"account.move/{self.own.id}")
        )

    @mute_logger("odoo.http")
    def test_payer(self):
        """LE-F28: who pays a bill sees that bill, and no other one of the lease."""
        self.world()
        self.assertTrue(self.paid)
        url = f"/my/lease/bills/{self.paid.id}"
        self.log_in("payer")
        self.assertEqual(self.get(url).status_code, 200)
        self.assertIn(self.paid.name, self.get("/my/lease/bills").text)
        self.assertNotIn("/my/lease/repairs", self.get("/my").text)
        self.assertIn("/my/lease/bills", self.get("/my").text)
        self.log_in("tenant_a")
        self.assertEqual(self.get(url).status_code, 404)
        self.assertNotIn(self.paid.name, self.get("/my/lease/bills").text)
        self.log_in("stranger")
        self.assertNotIn("/my/lease/bills", self.get("/my").text)

    @mute_logger("odoo.http")
    def test_token(self):
        """LE-F28: a bill opens with its own token, with no other, and not without."""
        self.world()
        token, other = self.own._portal_ensure_token(), self.paid._portal_ensure_token()
        url = f"/my/lease/bills/{self.own.id}"
        for login in (None, "tenant_b"):
            self.log_in(login)
            for path in (url, f"{url}/pdf"):
                for given, status in (
                    (token, 200),
                    (other, 404),
                    ("", 404),
                    ("False", 404),
                    ("x" * len(token), 404),
                ):
                    with self.subTest(who=login, path=path, token=given):
                        answer = self.get(f"{path}?access_token={given}")
                        self.assertEqual(answer.status_code, status)
        # a draft has no page, whatever its token
        draft = self.by("finance", self.own).copy()
        token = draft._portal_ensure_token()
        answer = self.get(f"/my/lease/bills/{draft.id}?access_token={token}")
        self.assertEqual(answer.status_code, 404)

    def test_no_model(self):
        """LE-F28: a portal user reaches none of our models, by no method."""
        self.world()
        user = self.users["tenant_a"]
        ours = [
            name
            for name, model in self.env.registry.items()
            if model._original_module in ("ops_leasing", "ops_base")
            and not model._abstract
            and not model._transient
        ]
        self.assertGreater(len(ours), 60)
        for name in ours:
            model = self.env[name].with_user(user)
            paper = self.papers.get(name, model.browse(1)).with_user(user)
            for attack in (
                lambda m: m.search([]),
                lambda m: m.search_count([]),
                lambda m: m._read_group([], [], ["__count"]),
                lambda m: m.search_read([("id", ">", 0)], ["id"]),
                lambda m: m.with_context(default_name="x").create({}),
                lambda m, p=paper: p.read(["id"]),
                lambda m, p=paper: p.write({"create_uid": 1}),
                lambda m, p=paper: p.copy(),
                lambda m, p=paper: p.unlink(),
            ):
                with self.subTest(name), self.assertRaises(AccessError):
                    attack(model)

    def test_side_doors(self):
        """LE-F28: maps, panels, messages and relations open nothing either."""
        lease = self.world()
        user = self.users["tenant_a"]
        repair = self.papers["ops.lease.repair"]
        repair.sudo().message_post(body="Internal word on the tenant")
        for number, attack in enumerate(
            (
                lambda: repair.with_user(user).flow_panel(),
                lambda: repair.with_user(user).action_confirm(),
                lambda: lease.with_user(user).action_portal_access(),
                lambda: (
                    self.env["ops.process.map"].with_user(user).load_map("lease_exit")
                ),
                lambda: (
                    self.env["ops.lease.unit"].with_user(user).unit_map(self.mall.id)
                ),
                lambda: repair.with_user(user).message_post(body="x"),
                lambda: (
                    self.env["account.move"]
                    .with_user(user)
                    .search([("lease_contract_id.partner_id.name", "ilike", "b")])
                ),
                lambda: (
                    self.env["mail.message"]
                    .with_user(user)
                    .create({"model": repair._name, "res_id": repair.id, "body": "x"})
                ),
                lambda: (
                    self.env["ir.attachment"]
                    .with_user(user)
                    .create(
                        {"name": "x", "res_model": repair._name, "res_id": repair.id}
                    )
                ),
            )
        ):
            with self.subTest(number), self.assertRaises(AccessError):
                attack()
        messages = self.env["mail.message"].with_user(user)
        self.assertFalse(messages.search([("model", "like", "ops.")]))
        files = self.env["ir.attachment"].with_user(user)
        self.assertFalse(files.search([("res_model", "like", "ops.")]))
        self.assertNotIn(user.partner_id, repair.message_partner_ids)

    @mute_logger("odoo.http", "odoo.addons.http_routing.models.ir_http")
    def test_remote_calls(self):
        """LE-F28: neither his session nor a key of his own calls our models; files are
        not at Odoo's own addresses."""
        self.world()
        self.log_in("tenant_a")
        for name, paper in self.papers.items():
            answer = self.url_open(
                f"/web/dataset/call_kw/{name}/read",
                data=json.dumps(
                    {
                        "params": {
                            "model": name,
                            "method": "read",
                            "args": [paper.ids],
                            "kwargs": {},
                        }
                    }
                ),
                headers={"Content-Type": "application/json"},
            ).json()
            with self.subTest(session=name):
                self.assertIn("error", answer)
        for file in self.files:
            for url in (f"/web/content/{file.id}", f"/web/image/{file.id}"):
                content = self.get(url).content
                self.assertNotEqual(content, file.raw)
        key = (
            self.env["res.users.apikeys"]
            .with_user(self.users["tenant_a"])
            ._generate("rpc", "mine", fields.Datetime.now() + timedelta(days=1))
        )
        for name in self.papers:
            answer = self.url_open(
                f"/json/2/{name}/search_read",
                data=json.dumps({"domain": []}),
                headers={
                    "Content-Type": "application/json",
                    "Authorization": f"Bearer {key}",
                },
            )
            with self.subTest(key=name):
                self.assertEqual(answer.status_code, 403)

    @mute_logger("odoo.http", "odoo.addons.http_routing.models.ir_http")
    def test_messages(self):
        """LE-F28: what is said and filed beside a paper is neither read nor added to
        through the addresses of messages and files."""
        self.world()
        repair = self.papers["ops.lease.repair"].sudo()
        repair.message_post(body="Confidential remark")
        thread = {"thread_model": repair._name, "thread_id": repair.id}
        messages, files = repair.message_ids, repair.attachment_ids
        self.assertIn("Confidential remark", str(messages.mapped("body")))

        def filed():
            return self.env["ir.attachment"].search_count(
                [("res_model", "=", repair._name), ("res_id", "=", repair.id)]
            )

        before = filed()
        for login in ("tenant_a", "tenant_b", None):
            self.log_in(login)
            for url, params in (
                ("/mail/message/post", {**thread, "post_data": {"body": "x"}}),
                ("/mail/thread/messages", thread),
                ("/portal/chatter_init", thread),
                ("/mail/thread/subscribe", {**thread, "res_model": repair._name}),
                ("/mail/thread/recipients", thread),
                ("/mail/data", {"fetch_params": [["mail.thread", thread]]}),
                ("/mail/action", {"fetch_params": [["mail.thread", thread]]}),
            ):
                answer = self.url_open(
                    url,
                    data=json.dumps({"params": params}),
                    headers={"Content-Type": "application/json"},
                ).text
                with self.subTest(who=login, url=url):
                    self.assertNotIn("Confidential remark", answer)
                    self.assertNotIn(files[0].name, answer)
            token = self.csrf("/my/lease/repairs/new") if login else "none"
            self.url_open(
                "/mail/attachment/upload",
                data={**thread, "csrf_token": token, "is_pending": "false"},
                files=[("ufile", ("x.png", picture(), "image/png"))],
            )
            repair.invalidate_recordset()
            self.assertEqual(repair.message_ids, messages)
            self.assertEqual(filed(), before)

    @mute_logger("odoo.http")
    def test_foreign_forms(self):
        """LE-F28: nothing is sent to another's paper, and nothing without the token of
        the form."""
        lease = self.world()
        repair, report = self.papers["ops.lease.repair"], self.report(lease)
        meter, fitout = self.meter_of(lease), self.papers["ops.lease.fitout"]
        self.let("tenant_b")
        self.log_in("tenant_b")
        token = self.csrf("/my/lease/repairs/new")
        self.assertTrue(token)
        before = {name: paper.sudo().read() for name, paper in self.papers.items()}
        for url, data in (
            (f"/my/lease/sales/{report.id}", {"note": "x"}),
            (f"/my/lease/meters/{meter.id}", {"value": 200, "date": "2026-03-31"}),
            (f"/my/lease/repairs/{repair.id}/withdraw", {"reason": "x"}),
            (f"/my/lease/repairs/{repair.id}/confirm", {}),
            (f"/my/lease/exits/new/{lease.id}", {"planned": "2027-01-01"}),
            (f"/my/lease/fitouts/{fitout.id}", {"name": "x", "discipline": "layout"}),
        ):
            with self.subTest(url=url):
                answer = self.send(url, data, token=token)
                self.assertEqual(answer.status_code, 404)
        answer = self.send(
            "/my/lease/repairs/new",
            {
                "unit": lease.line_ids.unit_id.id,
                "kind": "power",
                "urgency": "normal",
                "subject": "Foreign",
            },
            token=token,
        )
        self.assertEqual(answer.status_code, 200)
        self.assertIn("Choose one of your shops.", self.errors(answer))
        after = {name: paper.sudo().read() for name, paper in self.papers.items()}
        self.assertEqual(before, after)
        self.log_in("tenant_a")
        answer = self.send(
            f"/my/lease/repairs/{repair.id}/withdraw", {"reason": "x"}, token="none"
        )
        self.assertEqual(answer.status_code, 400)
        self.assertEqual(repair.state, "reported")

    @mute_logger("odoo.http")
    def test_not_yet_and_no_longer(self):
        """LE-F28: a lease is shown once it is signed; what staff write is theirs until
        they hand it in; a lease that is over takes no reports."""
        draft = self.draft_contract(partner_id=self.firm("tenant_a").id)
        lease = self.shop_of("tenant_a")
        written = (
            self.env["ops.lease.repair"]
            .sudo()
            .create(
                {
                    "contract_id": lease.id,
                    "unit_id": lease.line_ids.unit_id.id,
                    "subject": "Staff note",
                }
            )
        )
        self.log_in("tenant_a")
        self.assertEqual(self.get(f"/my/leases/{draft.id}").status_code, 404)
        self.assertEqual(self.get(f"/my/lease/repairs/{written.id}").status_code, 404)
        self.assertNotIn("Staff note", self.get("/my/lease/repairs").text)
        # a shop that was given back is not the tenant's any more
        given, kept = self.unit(), self.unit()
        both = self.let(
            "tenant_a",
            line_ids=[Command.create({"unit_id": unit.id}) for unit in (given, kept)],
        )
        line = both.line_ids.filtered(lambda x: x.unit_id == given)
        yesterday = fields.Date.today() - timedelta(days=1)
        both.sudo()._flow_write(
            {"line_ids": [Command.update(line.id, {"date_to": yesterday})]}
        )
        page = self.get("/my/lease/repairs/new").text
        self.assertIn(kept.number, page)
        self.assertNotIn(given.number, page)
        url = f"/my/lease/meters/{given.meter_ids.id}"
        self.assertEqual(self.get(url).status_code, 404)
        page = self.get(f"/my/leases/{both.id}").text
        self.assertIn(kept.number, page)
        self.assertNotIn(given.number, page)
        lease.sudo()._flow_write({"state": "settled"})
        self.assertEqual(self.get(f"/my/leases/{lease.id}").status_code, 200)
        meter = self.meter_of(lease)
        self.assertEqual(self.get(f"/my/lease/meters/{meter.id}").status_code, 404)
        # who has signed for the time after is not in the shop yet
        current = self.shop_of("tenant_a")
        following = self.draft_contract(
            current.line_ids.unit_id,
            partner_id=self.firm("tenant_b").id,
            date_start=date(2028, 1, 1),
            date_end=date(2029, 12, 31),
        )
        following.sudo()._flow_write({"state": "signed"})
        number = current.line_ids.unit_id.number
        url = f"/my/lease/meters/{self.meter_of(current).id}"
        self.assertEqual(self.get(url).status_code, 200)
        self.log_in("tenant_b")
        self.assertIn(number, self.get("/my/leases").text)
        self.assertEqual(self.get(url).status_code, 404)
        self.assertNotIn(number, self.get("/my/lease/repairs/new").text)
        self.log_in("tenant_a")
        user = self.users["tenant_a"]
        user.partner_id.sudo().parent_id = self.firm("tenant_b")
        self.assertEqual(self.get(f"/my/leases/{lease.id}").status_code, 404)

    def test_queries(self):
        """Law 3: the lists cost the same for 1 and for many papers."""
        lease = self.shop_of("tenant_a")
        self.bill()

        def more(times):
            for number in range(times):
                self.repair_of(lease)
                self.proposal(lease, 200 + number)

        more(1)
        self.report(lease)
        self.draft_exit(lease)
        self.draft_fitout(lease)
        self.log_in("tenant_a")

        def cost(url):
            self.url_open(url)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.assertEqual(self.get(url).status_code, 200)
            return self.cr.sql_log_count - before

        urls = [url for url in LISTS if "page" not in url]
        once = {url: cost(url) for url in urls}
        more(7)
        for _number in range(4):
            other = self.shop_of("tenant_a")
            self.draft_exit(other)
            self.draft_fitout(other)
        self.bill(date(2026, 5, 31))
        self.env["ops.lease.sales"]._cron_sales()
        many = {url: cost(url) for url in urls}
        for url in urls:
            with self.subTest(url):
                self.assertLessEqual(many[url], once[url], (once[url], many[url]))
