from odoo import fields
from odoo.addons.ops_base.models.guard_mixin import FlowRefused
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests.common import tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation, UniqueViolation

from .common_money import OTHER, OWN, THIRD, MoneyCase


@tagged("post_install", "-at_install")
class TestFapiao(MoneyCase):
    """The register of fapiao (LE-F30, C-34 … C-37)."""

    def received(self, **values):
        """A draft of a supplier's fapiao."""
        supplier = self.env["res.partner"].create({"name": "Cleaner", "vat": THIRD})
        return self.by("finance", self.env["ops.fapiao"]).create(
            {
                "direction": "received",
                "kind": "e_special",
                "company_id": self.company.id,
                "partner_id": supplier.id,
                "number": self.number(),
                "date": fields.Date.today(),
                "amount_untaxed": 100,
                "amount_tax": 6,
                **values,
            }
        )

    # --- asked for and issued

    def test_from_bill_to_register(self):
        """LE-F30: the clerk asks from the lease, finance issues; the bill shows it."""
        bill = self.bill(1000, tax=True)
        self.assertEqual(bill.fapiao_status, "none")
        action = self.by("clerk", self.contract).action_request_fapiao()
        paper = self.env["ops.fapiao"].browse(action["res_id"])
        self.assertEqual(
            (paper.amount_untaxed, paper.amount_tax, paper.amount_total),
            (1000, 90, 1090),
        )
        self.assertEqual(
            (paper.buyer_uscc, paper.seller_uscc, paper.rental_to),
            (OTHER, OWN, self.contract.date_end),
        )
        self.by("clerk", paper).action_request()
        self.assertEqual(bill.fapiao_status, "requested")
        with self.assertRaises(FlowRefused):
            self.by("clerk", paper).action_issue()
        with self.assertRaisesRegex(FlowRefused, "fapiao number"):
            self.by("finance", paper).action_issue()
        self.issue(paper)
        self.assertEqual(paper.state, "issued")
        self.assertEqual((bill.fapiao_status, bill.fapiao_amount), ("issued", 1090))
        self.assertIn(paper.number, bill.fapiao_numbers)

    def test_block_of_the_lease(self):
        """C-35: the fapiao of a lease carries where, how long and how much is let;
        without it a digital one is not issued."""
        paper = self.ask(self.bill(1000))
        shop = self.contract.line_ids.unit_id
        self.assertIn(shop.number, paper.rental_address)
        self.assertEqual(
            (paper.rental_from, paper.rental_to, paper.rental_area),
            (self.contract.date_start, self.contract.date_end, 80),
        )
        kept = paper.rental_address
        self.by("finance", paper).rental_address = False
        with self.assertRaisesRegex(UserError, "time of the lease"):
            self.issue(paper)
        self.by("finance", paper).rental_address = kept
        self.assertEqual(self.issue(paper).state, "issued")

    def test_who_asks(self):
        """LE-F30: neither an outsider nor who only signs asks for a fapiao."""
        self.bill()
        for post in ("outsider", "gm", "project"):
            with self.subTest(post), self.assertRaises(AccessError):
                self.by(post, self.contract).action_request_fapiao()

    def test_several_bills(self):
        """C-37: one fapiao for several bills, and several for one bill."""
        first, second = self.bill(100), self.bill(50)
        both = self.issue(self.ask(first + second))
        self.assertEqual(len(both.line_ids), 2)
        third = self.bill(1000)
        part = self.by("finance", third)._fapiao_draft()
        part.write(
            {
                "amount_untaxed": 400,
                "line_ids": [Command.update(part.line_ids.id, {"amount": 400})],
            }
        )
        part.action_request()
        self.issue(part)
        self.assertEqual(third.fapiao_status, "part")
        rest = self.ask(third)
        self.assertEqual(rest.amount_total, 600)
        self.issue(rest)
        self.assertEqual(third.fapiao_status, "issued")

    def test_never_above_the_bill(self):
        """C-37: no bill gets more fapiao than it comes to."""
        bill = self.bill(1000)
        first = self.by("finance", bill)._fapiao_draft()
        second = self.by("finance", bill)._fapiao_draft()
        first.action_request()
        with self.assertRaisesRegex(FlowRefused, "do not fit"):
            second.action_request()
        together = self.by("finance", self.bill(10))
        twins = together._fapiao_draft() + together._fapiao_draft()
        with self.assertRaisesRegex(FlowRefused, "do not fit"):
            twins.action_request()
        with self.assertRaises(UserError):
            self.by("finance", bill)._fapiao_draft()
        self.by("finance", first).action_give_back("wrong title")
        second.action_request()

    def test_credit_note_lowers_the_limit(self):
        """C-37: what was credited is not fapiao'd."""
        bill = self.bill(1000)
        wizard = (
            self.by("finance", self.env["account.move.reversal"])
            .with_context(active_model="account.move", active_ids=bill.ids)
            .create({"journal_id": bill.journal_id.id})
        )
        note = self.env["account.move"].browse(wizard.refund_moves()["res_id"])
        note.invoice_line_ids.price_unit = 300
        note.action_post()
        self.assertEqual(note.lease_contract_id, self.contract)
        paper = self.by("finance", bill)._fapiao_draft()
        self.assertEqual(paper.amount_total, 700)

    def test_bills_and_total_agree(self):
        """C-37: the bills of a fapiao come to its amount; another tenant's do not
        belong there."""
        bill = self.bill(1000)
        paper = self.by("finance", bill)._fapiao_draft()
        paper.amount_untaxed = 900
        with self.assertRaisesRegex(FlowRefused, "the fapiao to"):
            paper.action_request()
        paper.amount_untaxed = 1000
        paper.partner_id = self.tenant()
        with self.assertRaisesRegex(FlowRefused, "another tenant"):
            paper.action_request()

    def test_deposit_has_no_fapiao(self):
        """LE-F30: a deposit is no revenue; it gets a receipt."""
        self.receive(self.contract.deposit_ids)
        with self.assertRaises(UserError):
            self.by("finance", self.contract).action_request_fapiao()

    def test_clerk_names_no_strange_bill(self):
        """Rule 12: who may not read bills names only those of leases he may read."""
        bill = self.bill(1000)
        paper = self.by("finance", bill)._fapiao_draft()
        line = {"move_id": bill.id, "amount": 1000}
        mine = self.by("clerk", self.env["ops.fapiao"])
        made = mine.create(
            {
                "company_id": self.company.id,
                "partner_id": self.contract.partner_id.id,
                "line_ids": [Command.create(line)],
            }
        )
        self.assertEqual(made.line_ids.bill_number, bill.name)
        self.mall.member_ids = self.people["keeper"]
        with self.assertRaises(AccessError):
            mine.create(
                {"company_id": self.company.id, "line_ids": [Command.create(line)]}
            )
        self.assertFalse(mine.search([("id", "=", paper.id)]))

    # --- what stands on it

    def test_numbers(self):
        """C-34, C-36: 20 digits and no code, or a code of 10 or 12 and 8 digits."""
        for values in (
            {"number": "12345678"},
            {"number": "2642200000001234567X"},
            {"code": "1234567890"},
            {"kind": "special"},
            {"kind": "special", "number": "12345678", "code": "123"},
        ):
            with self.subTest(values), self.assertRaises(ValidationError):
                self.received(**values)
        paper = self.received(kind="special", number=" 1234 5678 ", code="011001900104")
        self.assertEqual((paper.number, paper.code), ("12345678", "011001900104"))
        self.received(kind="plain", number="12345678", code="0110019001")

    def test_credit_code(self):
        """C-34: a credit code with a wrong check sign is refused."""
        with self.assertRaisesRegex(ValidationError, "credit code"):
            self.received(seller_uscc="911100006000373412")
        self.assertEqual(self.received().seller_uscc, THIRD)

    @mute_logger("odoo.sql_db")
    def test_exact(self):
        """C-34: with tax is without tax and tax, to the cent."""
        paper = self.received(amount_untaxed=100.01, amount_tax=6.0)
        self.assertEqual(paper.amount_total, 106.01)
        with self.assertRaises(CheckViolation):
            paper.amount_total = 106.02
            self.env.flush_all()

    @mute_logger("odoo.sql_db")
    def test_once(self):
        """C-37: a number of one seller stands in the register once, however typed."""
        number = self.number()
        first = self.received(number=number)
        with self.assertRaises(UniqueViolation), self.cr.savepoint():
            self.received(
                number="".join(chr(ord(sign) + 0xFEE0) for sign in number),
                partner_id=first.partner_id.id,
            )
        self.received(number=number, seller_uscc=OTHER)

    def test_void_and_red(self):
        """C-34: digital fapiao are taken back by red ones, at most as far as left."""
        bill = self.bill(1000, tax=True)
        paper = self.issue(self.ask(bill))
        with self.assertRaisesRegex(FlowRefused, "cannot be voided"):
            self.by("finance", paper).action_void("wrong")
        with self.assertRaises(AccessError):
            self.by("clerk", paper).action_make_red()
        red = self.env["ops.fapiao"].browse(
            self.by("finance", paper).action_make_red()["res_id"]
        )
        self.assertEqual((red.amount_untaxed, red.amount_tax), (-1000, -90))
        self.by("finance", red).write(
            {
                "amount_untaxed": -2000,
                "line_ids": [Command.update(red.line_ids.id, {"amount": -2090})],
            }
        )
        stamp = {"number": self.number(), "date": fields.Date.today()}
        self.by("finance", red).write(stamp)
        with self.assertRaisesRegex(FlowRefused, "are left of"):
            self.by("finance", red).action_record()
        self.by("finance", red).write(
            {
                "amount_untaxed": -500,
                "amount_tax": -45,
                "line_ids": [Command.update(red.line_ids.id, {"amount": -545})],
            }
        )
        self.by("finance", red).action_record()
        self.assertEqual((paper.state, paper.amount_left), ("issued", 545))
        self.assertEqual(bill.fapiao_status, "part")
        rest = self.env["ops.fapiao"].browse(
            self.by("finance", paper).action_make_red()["res_id"]
        )
        self.assertEqual(rest.amount_total, -545)
        self.by("finance", rest).write({**stamp, "number": self.number()})
        self.by("finance", rest).action_record()
        self.assertEqual((paper.state, bill.fapiao_status), ("red", "red"))
        self.assertEqual(self.ask(bill).amount_total, 1090)

    def test_void_paper(self):
        """C-34: a paper fapiao is voided in its month, a later one not."""
        paper = self.ask(self.bill(100), kind="plain")
        for values in ({"code": "011001900104", "number": "00000001"},):
            self.by("finance", paper).write(
                {**values, "date": fields.Date.today().replace(day=1)}
            )
        self.by("finance", paper).action_issue()
        with self.assertRaises(FlowRefused):
            self.by("clerk", paper).action_void("wrong")
        self.by("finance", paper).action_void("wrong title")
        self.assertEqual(paper.line_ids.move_id.fapiao_status, "none")
        old = self.ask(self.bill(100), kind="plain")
        self.by("finance", old).write(
            {"code": "011001900104", "number": "00000002", "date": "2026-01-05"}
        )
        self.by("finance", old).action_issue()
        with self.assertRaisesRegex(FlowRefused, "earlier month"):
            self.by("finance", old).action_void("wrong")

    def test_issued_stays(self):
        """Rule 10: what is issued is changed by nobody; proof is finance's."""
        paper = self.issue(self.ask(self.bill(100)))
        for values in (
            {"number": self.number()},
            {"amount_untaxed": 1},
            {"line_ids": [Command.clear()]},
            {"line_ids": [Command.update(paper.line_ids.id, {"amount": 1})]},
        ):
            with self.subTest(values), self.assertRaises(UserError):
                self.by("finance", paper).write(values)
        with self.assertRaises(UserError):
            paper.unlink()
        with self.assertRaises(AccessError):
            self.by("clerk", paper).proof = "ticked"
        other = self.received()
        other.action_record()
        # what suppliers bill is not the clerk's
        with self.assertRaises(AccessError):
            self.by("clerk", other).read(["number"])
        other.proof = "ticked"

    def test_paid_after_fapiao(self):
        """C-37: where the company wants it, a supplier is paid after his fapiao."""
        self.company.fapiao_first = True
        if "purchase_gate_plan" in self.company._fields:
            self.company.purchase_gate_plan = False  # the fapiao alone is asked about
        paper = self.received()
        bill = self.by("finance", self.env["account.move"]).create(
            {
                "move_type": "in_invoice",
                "partner_id": paper.partner_id.id,
                "invoice_date": fields.Date.today(),
                "invoice_line_ids": [
                    Command.create(
                        {"name": "Cleaning", "price_unit": 106, "tax_ids": False}
                    )
                ],
            }
        )
        bill.action_post()
        with (
            self.assertRaisesRegex(UserError, "not in the register"),
            self.cr.savepoint(),
        ):
            self.pay_on(bill, 106, 0)
        paper.line_ids = [Command.create({"move_id": bill.id, "amount": 106})]
        paper.action_record()
        self.pay_on(bill, 106, 0)
        self.assertIn(bill.payment_state, ("paid", "in_payment"))

    def test_search_by_status(self):
        """LE-F30: bills are found by the state of their fapiao."""
        bare, asked, done = self.bill(1), self.bill(2), self.bill(3)
        self.ask(asked)
        self.issue(self.ask(done))
        moves = bare + asked + done
        for status, found in (("none", bare), ("requested", asked), ("issued", done)):
            domain = [("id", "in", moves.ids), ("fapiao_status", "=", status)]
            self.assertEqual(self.env["account.move"].search(domain), found)
        rest = self.env["account.move"].search(
            [("id", "in", moves.ids), ("fapiao_status", "!=", "issued")]
        )
        self.assertEqual(set(rest), {bare, asked})

    @mute_logger("odoo.sql_db")
    def test_import(self):
        """C-40: a bad file names every bad row and brings nothing in."""
        names = [
            "direction",
            "kind",
            "number",
            "date",
            "partner_id",
            "amount_untaxed",
            "amount_tax",
            "amount_total",
        ]
        tenant = self.contract.partner_id.name
        rows = [
            [
                "开出",
                "数电专票",
                self.number(),
                "2026-10-08",
                tenant,
                "100",
                "9",
                "109",
            ],
            ["收到", "数电普票", "123", "2026-10-08", tenant, "100", "9", "109"],
            [
                "开出",
                "数电普票",
                self.number(),
                "2026-10-08",
                tenant,
                "100",
                "9",
                "110",
            ],
            ["开出", "发票", self.number(), "2026-10-08", tenant, "100", "9", ""],
        ]
        model = self.by("finance", self.env["ops.fapiao"])
        result = model.load(names, rows)
        self.assertFalse(result["ids"])
        self.assertEqual({m["record"] for m in result["messages"]}, {1, 2, 3})
        result = model.load(names, rows[:1])
        paper = model.browse(result["ids"])
        self.assertEqual((paper.kind, paper.state), ("e_special", "draft"))
        self.assertEqual(paper.buyer_uscc, OTHER)
