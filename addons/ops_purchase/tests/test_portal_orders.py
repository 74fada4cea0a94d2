from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from .common_portal import PortalCase


@tagged("post_install", "-at_install")
class TestPortalOrders(PortalCase):
    """PU-F29: a supplier quotes, confirms and announces shipments."""

    def said(self, order):
        """What people said in the chatter, the last first."""
        return order.message_ids.filtered("body").sorted("id", reverse=True)

    def test_quoted(self):
        """PU-06 PU-F29: what the supplier offers stands in the lines, as a round of
        negotiation and in the chatter, and the comparison ranks it."""
        request = self.granted()
        rfq = self.asked(request)
        theirs = self.asked(request, supplier=self.rival, price=24)
        url = f"/my/purchase/{rfq.id}/quote"
        self.log_in("own")
        self.accepted(url, self.offer(rfq, "18.5"), self.paper("offer.pdf"))
        line = rfq.order_line
        self.assertEqual((line.price_unit, line._portal_asked()), (18.5, self.day(12)))
        row = line.negotiation_ids
        self.assertEqual((row.price_unit, row.lead_days), (18.5, 12))
        self.assertTrue(row.by_supplier)
        self.assertEqual(row.user_id, self.users["own"])
        self.assertEqual(rfq.quote_valid_until, self.day(30))
        self.assertTrue(rfq.supplier_quoted_on)
        last = self.said(rfq)[0]
        self.assertEqual(last.author_id, self.users["own"].partner_id)
        self.assertIn("Cut to size", last.body)
        self.assertEqual(last.attachment_ids.name, "offer.pdf")
        action = self.by("buyer", rfq | theirs).action_compare()
        paper = self.env["ops.purchase.comparison"].browse(action["res_id"])
        offer = paper.line_ids.filtered(lambda r: r.line_id == line)
        self.assertEqual((offer.price, offer.days, offer.place), (18.5, 12, 1))
        # he changes it while nothing is decided: it has to be taken anew
        self.assertIn('value="18.5"', self.get(url).text)
        self.accepted(url, self.offer(rfq, 19))
        self.by("buyer", offer).awarded = True
        with self.refused("take the offers"):
            self.by("buyer", paper).action_submit()

    def test_quoting_refused(self):
        """PU-F29: incomplete, past, or after it was decided, signed, placed or
        cancelled nothing is offered any more."""
        request = self.granted()
        rfq = self.asked(request)
        theirs = self.asked(request, supplier=self.rival, price=24)
        url = f"/my/purchase/{rfq.id}/quote"
        self.log_in("own")
        for words, data, files in (
            ("price is missing", self.offer(rfq, 0), None),
            ("not a figure", self.offer(rfq, "-3"), None),
            ("is missing", self.offer(rfq, ""), None),
            ("is over", self.offer(rfq, days=-1), None),
            ("would be over", self.offer(rfq, valid=str(self.day(-1))), None),
            ("cannot be taken", self.offer(rfq), self.paper("x.exe")),
            ("cannot be taken", self.offer(rfq), self.paper("x.pdf", b"MZ")),
        ):
            with self.subTest(words):
                self.declined(words, url, data, files)
        self.assertEqual(rfq.order_line.price_unit, 20)
        self.assertFalse(rfq.supplier_quoted_on)
        action = self.by("buyer", rfq | theirs).action_compare()
        paper = self.env["ops.purchase.comparison"].browse(action["res_id"])
        won = paper.line_ids.filtered(lambda r: r.line_id.order_id == rfq)
        self.by("buyer", won).awarded = True
        self.by("buyer", paper).action_submit()
        for step in ("approving", "awarded"):
            with self.subTest(step):
                self.assertEqual(paper.state, step)
                self.declined("being decided on", url, self.offer(rfq, 1))
            if step == "approving":
                self.agree(paper, "head")
        self.assertEqual(rfq.order_line.price_unit, 20)
        signing = self.asked()
        self.by("buyer", signing).action_submit_signoff()
        url = f"/my/purchase/{signing.id}/quote"
        self.declined("being signed", url, self.offer(signing, 1))
        self.assertEqual(signing.signoff_state, "approving")
        placed = self.ordered()
        url = f"/my/purchase/{placed.id}/quote"
        self.declined("is not open", url, self.offer(placed, 1))
        self.assertEqual(placed.order_line.price_unit, 20)

    def test_confirmed(self):
        """PU-11 PU-13: the supplier confirms with his days; they are promises in the
        follow-up, and a later one is a wish that the buyer is told of."""
        order = self.ordered()
        line, asked = order.order_line, order.order_line.date_planned
        due = line.date_due
        ahead = (due - self.today).days
        url = f"/my/purchase/{order.id}/confirm"
        self.log_in("own")
        self.declined("is over", url, self.days(order, -1))
        self.assertFalse(order.acknowledged)
        self.accepted(url, {**self.days(order, ahead + 30), "note": "Mill stopped"})
        self.assertTrue(order.acknowledged)
        self.assertTrue(order.supplier_confirmed_on)
        promise = line.followup_ids
        self.assertEqual((promise.kind, promise.by_supplier), ("promised", True))
        self.assertEqual(line.date_promised, self.day(ahead + 30))
        self.assertIn("Mill stopped", self.said(order)[0].body)
        self.assertIn(self.people["buyer"], order.activity_ids.user_id)
        # what he is measured against, and what is overdue, stays
        self.assertEqual((line.date_planned, line.date_due), (asked, due))
        self.assertEqual(line._promised_day(), due)
        self.assertEqual(line._delivery_facts()[0]["date_promised"], due)
        self.assertFalse(order.unconfirmed_late)
        # earlier counts at once; what a colleague agrees to holds
        self.accepted(url, self.days(order, ahead - 2))
        self.assertEqual(line.date_due, self.day(ahead - 2))
        self.by("buyer", self.env["ops.delivery.followup"]).create(
            {
                "line_id": line.id,
                "kind": "promised",
                "date_promised": self.day(ahead + 5),
                "by_supplier": True,
            }
        )
        self.assertEqual(line.followup_ids.mapped("by_supplier").count(False), 1)
        self.assertEqual(line.date_due, self.day(ahead + 5))
        self.accepted(url, self.days(order, ahead + 40))
        self.assertEqual(line.date_due, self.day(ahead + 5))
        self.assertEqual(line._promised_day(), due)

    def test_core_update(self):
        """PU-13 PU-28: core's way to give a day moves neither the day of an order nor
        that of a request for quotation, with the gates on or off."""
        for gates in (True, False):
            if not gates:
                self._only_gate("nothing")
            order, rfq = self.ordered(), self.asked()
            line, asked = order.order_line, order.order_line.date_planned
            self.log_in("own")
            with self.subTest(gates=gates):
                late = str(self.day(90))
                params = {str(line.id): late}
                self.make_jsonrpc_request(f"/my/purchase/{order.id}/update", params)
                self.env.invalidate_all()
                self.assertEqual(line.date_planned, asked)
                self.assertEqual(order.picking_ids.move_ids.date_deadline, asked)
                self.assertEqual(line.date_promised, self.day(90))
                before = rfq.order_line.date_planned
                params = {str(rfq.order_line.id): late}
                with (
                    mute_logger("odoo.http"),
                    self.assertRaisesRegex(JsonRpcException, "UserError"),
                ):
                    self.make_jsonrpc_request(f"/my/purchase/{rfq.id}/update", params)
                self.env.invalidate_all()
                self.assertEqual(rfq.order_line.date_planned, before)
                # core's link confirms nothing by being opened
                answer = self.get(f"/my/purchase/{order.id}?acknowledge=True")
                self.assertIn("/confirm", answer.headers["Location"])
                self.assertFalse(order.acknowledged)

    @mute_logger("odoo.http")
    def test_by_link(self):
        """PU-F29: who holds the link of an order speaks for its supplier; staff do
        not, and other links open nothing."""
        order = self.ordered()
        token = order._portal_ensure_token()
        url = f"/my/purchase/{order.id}/confirm"
        self.log_in("buyer")
        data = {**self.days(order, 5), "access_token": token}
        self.assertEqual(self.send(url, data).status_code, 404)
        self.log_in()
        page = self.url_open(f"{url}?access_token={token}").text
        form = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
        wrong = {**data, "access_token": "x" * len(token)}
        self.assertEqual(self.send(url, wrong, token=form).status_code, 404)
        self.assertFalse(order.acknowledged)
        self.accepted(url, data, token=form)
        self.assertTrue(order.supplier_confirmed_on)
        last = self.said(order)[0]
        self.assertEqual(last.author_id, self.supplier)
        self.assertIn("by the link of the order", last.body)

    def test_shipped(self):
        """PU-13 PU-15: an announced shipment stands in the follow-up and is offered to
        who receives it; no more than is still to arrive, no note twice."""
        order = self.ordered()
        line, receipt = order.order_line, order.picking_ids
        url = f"/my/purchase/{order.id}/ship"
        self.log_in("own")
        for words, data in (
            ("100 Units are still to be shipped", self.shipment(order, 101)),
            ("How much", self.shipment(order, 0)),
            ("is missing", self.shipment(order, 5, number="")),
            ("before it was", self.shipment(order, 5, expected=str(self.day(-1)))),
            ("not a figure", self.shipment(order, "-5")),
        ):
            with self.subTest(words):
                self.declined(words, url, data)
        self.assertFalse(line.followup_ids)
        self.accepted(url, self.shipment(order, 60), self.paper("note.pdf"))
        contact = line.followup_ids
        self.assertEqual((contact.kind, contact.quantity), ("shipped", 60))
        self.assertEqual((line.carrier, line.date_expected), ("Road", self.day(2)))
        self.declined("announced already", url, self.shipment(order, 1))
        self.declined("40 Units are still", url, self.shipment(order, 41, "SH-78"))
        self.assertIn("SH-77", self.get(f"/my/purchase/{order.id}").text)
        # nothing has moved; the keeper takes over the note
        self.assertEqual((line.qty_received, receipt.state), (0, "assigned"))
        self.assertIn("SH-77: [STEEL-SHEET] Steel sheet 60", receipt.announced)
        self.assertEqual(self.said(receipt)[0].attachment_ids.name, "note.pdf")
        self.by("keeper", receipt).action_take_note()
        self.assertEqual(receipt.delivery_note, "SH-77")
        receipt.move_ids.write({"quantity": 60, "picked": True})
        receipt.with_context(skip_backorder=True).button_validate()
        rest = order.picking_ids - receipt
        self.assertFalse(rest.announced)
        with self.refused("no delivery note is announced"):
            self.by("keeper", rest).action_take_note()
        with self.assertRaises(AccessError):
            self.by("staff", rest).action_take_note()
        self.accepted(url, self.shipment(order, 40, "SH-78"))
        self.declined("announced or here", url, self.shipment(order, 1, "SH-79"))

    def test_answered_anew(self):
        """PU-F29: an order that is set back to draft is answered anew."""
        order = self.ordered()
        self.log_in("own")
        self.accepted(f"/my/purchase/{order.id}/confirm", self.days(order, 5))
        self.by("buyer", order).button_cancel()
        self.by("buyer", order).button_draft()
        self.assertFalse(order.supplier_confirmed_on)
