from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_portal import PortalCase


@tagged("post_install", "-at_install")
class TestPortalAccess(PortalCase):
    """PU-F29: a supplier sees his own papers, and nothing we reckon with."""

    @mute_logger("odoo.http")
    def test_addresses(self):
        """PU-F29: the supplier, another one, a visitor with and without the token, and
        staff, at every address."""
        rfq, order = self.asked(), self.delivered(100)
        sheet = self.approved()
        token, other = order._portal_ensure_token(), rfq._portal_ensure_token()
        acts = [f"/my/purchase/{rfq.id}/quote"]
        acts += [f"/my/purchase/{order.id}/{act}" for act in ("confirm", "ship")]
        papers = [f"/my/statements/{sheet.id}", f"/my/statements/{sheet.id}/pdf"]
        lists = ["/my", "/my/rfq", "/my/purchase", "/my/statements"]
        self.log_in("own")
        for url in (*acts, *papers, *lists):
            with self.subTest(who="own", url=url):
                self.assertEqual(self.get(url).status_code, 200)
        self.log_in("rival")
        for url in (*acts, *papers):
            with self.subTest(who="rival", url=url):
                self.assertEqual(self.get(url).status_code, 404)
        for url in lists:
            with self.subTest(who="rival", url=url):
                page = self.get(url).text
                for paper in (rfq, order, sheet):
                    self.assertNotIn(paper.name, page)
        self.log_in("buyer")
        for url in acts:
            with self.subTest(who="buyer", url=url):
                self.assertEqual(self.get(url).status_code, 404)
                self.assertEqual(
                    self.get(f"{url}?access_token={token}").status_code, 404
                )
        self.assertIn("/odoo/", self.get(papers[0]).headers["Location"])
        self.log_in()
        for url in papers:
            with self.subTest(who="visitor", url=url):
                self.assertIn("/web/login", self.get(url).headers["Location"])
        url = f"/my/purchase/{order.id}/confirm"
        for given, status in (
            (token, 200),
            (other, 404),
            ("", 404),
            ("False", 404),
            ("x" * len(token), 404),
        ):
            with self.subTest(token=given):
                answer = self.get(f"{url}?access_token={given}")
                self.assertEqual(answer.status_code, status)

    @mute_logger("odoo.http")
    def test_foreign_forms(self):
        """PU-F29: nothing is said on another's paper, nothing without the token of the
        form, and what is a draft or not approved is not there."""
        rfq, order = self.asked(), self.delivered(100)
        sheet, draft = self.approved(), self.rfq(self.granted())
        self.log_in("rival")
        token = self.token()
        for url, data in (
            (f"/my/purchase/{rfq.id}/quote", self.offer(rfq)),
            (f"/my/purchase/{order.id}/confirm", self.days(order, 5)),
            (f"/my/purchase/{order.id}/ship", self.shipment(order, 1)),
            (f"/my/statements/{sheet.id}/agree", {}),
            (f"/my/statements/{sheet.id}/dispute", {"subject": "0", "text": "x"}),
            (f"/my/statements/{sheet.id}/fapiao", {"number": "12345678"}),
        ):
            with self.subTest(url):
                self.assertEqual(self.send(url, data, token=token).status_code, 404)
        self.assertEqual((sheet.state, rfq.order_line.price_unit), ("approved", 20))
        self.log_in("own")
        url = f"/my/statements/{sheet.id}/agree"
        self.assertEqual(self.send(url, token="none").status_code, 400)
        self.assertEqual(sheet.state, "approved")
        written = self.sheet()
        for url in (
            f"/my/statements/{written.id}",
            f"/my/purchase/{draft.id}/quote",
            "/my/statements/999999999",
        ):
            with self.subTest(url):
                self.assertEqual(self.get(url).status_code, 404)
        self.assertTrue(self.get(f"/my/purchase/{draft.id}").headers["Location"])

    def test_reads_nothing(self):
        """PU-F29: by no call does a supplier's login read our models, a request for
        quotation, or what an order holds for staff."""
        rfq, order = self.asked(price=987), self.delivered(100)
        sheet, user = self.approved(), self.users["own"]
        for model in (
            "ops.purchase.settlement",
            "ops.purchase.settlement.dispute",
            "ops.purchase.settlement.fapiao",
            "ops.purchase.negotiation",
            "ops.purchase.comparison",
            "ops.delivery.followup",
            "ops.supplier",
        ):
            with self.subTest(model), self.assertRaises(AccessError):
                self.env[model].with_user(user).search_count([])
        orders = self.env["purchase.order"].with_user(user)
        lines = self.env["purchase.order.line"].with_user(user)
        self.assertFalse(orders.search([("id", "=", rfq.id)]))
        self.assertFalse(lines.search([("order_id", "=", rfq.id)]))
        self.assertEqual(orders.search([("id", "=", order.id)]), order)
        for call in (
            lambda: orders.browse(rfq.id).read(["amount_total"]),
            lambda: lines.browse(rfq.order_line.id).read(["price_unit"]),
            lambda: lines.browse(order.order_line.id).read(["last_price"]),
            lambda: lines.search([("last_price", ">", 1)]),
            lambda: lines.browse(order.order_line.id).read(["purchase_request_lines"]),
            lambda: orders.browse(order.id).read(["signoff_state"]),
            lambda: orders.browse(order.id).read(["alternative_po_ids"]),
            lambda: orders.browse(order.id).write({"acknowledged": True}),
            lambda: sheet.with_user(user).action_agree(),
        ):
            with self.assertRaises(AccessError):
                call()
        for name in ("supplier_quoted_on", "supplier_confirmed_on"):
            with self.assertRaisesRegex(AccessError, "on his pages"):
                self.by("buyer", order).write({name: "2026-01-01 00:00:00"})

    def test_prices_of_others(self):
        """PU-F29 PU-06: neither our estimates nor what another supplier offers stands
        on any page."""
        request = self.granted()
        rfq = self.asked(request, price=7531)
        theirs = self.asked(request, supplier=self.rival, price=8642)
        self.log_in("own")
        for url in (
            "/my",
            "/my/rfq",
            "/my/rfq?sortby=amount_total",
            f"/my/purchase/{rfq.id}",
            f"/my/purchase/{rfq.id}/quote",
            rfq.get_portal_url(),
        ):
            with self.subTest(url):
                answer = self.get(url)
                self.assertEqual(answer.status_code, 200)
                for figure in ("7531", "7,531", "753,1", "8642", "8,642", "864,2"):
                    self.assertNotIn(figure, answer.text)
                self.assertNotIn(self.rival.name, answer.text)
                self.assertNotIn(theirs.name, answer.text)
        self.assertIn(rfq.name, self.get("/my/rfq").text)
        self.by("buyer", rfq).button_cancel()
        for url in (f"/my/purchase/{rfq.id}", rfq.get_portal_url()):
            joint = "&" if "?" in url else "?"
            with self.subTest(url):
                page = self.get(f"{url}{joint}report_type=html").text
                self.assertIn(rfq.name, page)
                self.assertNotIn("7,531", page)
                self.assertNotIn("753,100", page)

    def test_file_of_the_order(self):
        """PU-F29: core's file of an order tells its prices: of a placed order to its
        supplier, of a request for quotation to nobody outside."""

        class Builder:
            def _export_order(self, order):
                return f"<Order>{order.name} {order.amount_total}</Order>"

            def _export_invoice_filename(self, order):
                return "order.xml"

        rfq, order = self.asked(price=7531), self.delivered(100)
        rfq._portal_ensure_token()
        builders = patch.object(
            type(self.env["purchase.order"]),
            "_get_edi_builders",
            lambda _s: [Builder()],
        )
        self.startPatcher(builders)
        self.log_in("own")
        self.assertIn("2000", self.get(f"/my/purchase/{order.id}/download_edi").text)
        closed = (
            f"/my/purchase/{rfq.id}/download_edi",
            f"/my/purchase/{rfq.id}/download_edi?access_token={rfq.access_token}",
        )
        for login in ("own", None):
            self.log_in(login)
            for url in closed:
                with self.subTest(login=login, url=url):
                    self.assertNotIn("<Order>", self.get(url).text)

    def test_counters(self):
        """PU-F29: the first page counts what waits for the supplier; empty lists say
        what they are for."""
        names = ["supply_rfq_count", "supply_order_count", "supply_sheet_count"]

        def counts(login):
            self.log_in(login)
            answer = self.make_jsonrpc_request("/my/counters", {"counters": names})
            return [answer.get(name) for name in names]

        self.asked()
        self.ordered()
        self.delivered(100)
        self.approved()
        self.assertEqual(counts("own"), [1, 1, 1])
        self.assertEqual(counts("rival"), [0, 0, 0])
        for url, words in (
            ("/my/rfq", "ask you for prices"),
            ("/my/purchase", "order from you"),
            ("/my/statements", "no statement of account yet"),
        ):
            with self.subTest(url):
                self.assertIn(words, self.get(url).text)

    def test_queries(self):
        """Law 3: the list of statements costs the same for 1 and for many."""
        self.delivered(100)
        self.approved()
        self.log_in("own")

        def cost():
            self.url_open("/my/statements")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.assertEqual(self.get("/my/statements").status_code, 200)
            return self.cr.sql_log_count - before

        once = cost()
        for _number in range(3):
            self.delivered(100)
            self.approved()
        self.assertLessEqual(cost(), once)
