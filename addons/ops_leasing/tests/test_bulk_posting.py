from datetime import date
from unittest.mock import patch

from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from odoo.addons.ops_leasing.models.billing import bulk_check
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests.common import freeze_time, tagged

from .common_posting import PostingCase

LINE = st.fixed_dictionaries(
    {
        "price": st.sampled_from([0, 0.01, 0.335, 33.335, 1234.56, -7.77, 99999.99]),
        "quantity": st.sampled_from([1, 1, 2, 3, 0.5, 12.35, 17.128]),
        "taxes": st.lists(st.integers(0, 6), max_size=2, unique=True),
        "account": st.integers(0, 1),
        "split": st.sampled_from([None, None, (100,), (60, 40), (33.33, 66.67)]),
    }
)
BILL = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["out_invoice", "out_invoice", "out_refund"]),
        "tenant": st.integers(0, 4),
        "day": st.dates(date(2026, 4, 1), date(2026, 6, 30)),
        "due": st.sampled_from(["day", "none", "parts", "ten"]),
        "dollar": st.booleans(),
        "ref": st.sampled_from(["L-1", "L-2", False]),
        "lines": st.lists(LINE, min_size=1, max_size=4),
    }
)


@tagged("post_install", "-at_install")
@freeze_time("2026-07-01")
class TestBulkPosting(PostingCase):
    """LE-F16: the entries of a billing run are core's, sooner."""

    def from_drawn(self, drawn):
        lines = []
        for line in drawn["lines"]:
            values = {}
            if line["split"]:
                keys = map(str, self.malls.ids)
                values["analytic_distribution"] = dict(
                    zip(keys, line["split"], strict=False)
                )
            lines.append(
                self.line(
                    price=line["price"],
                    quantity=line["quantity"],
                    taxes=self.env["account.tax"].union(
                        *(self.taxes[number] for number in line["taxes"])
                    ),
                    account_id=self.income[line["account"]].id,
                    **values,
                )
            )
        due = {
            "day": {"invoice_date_due": date(2026, 7, 20)},
            "none": {},
            "parts": {"invoice_payment_term_id": self.terms[0].id},
            "ten": {"invoice_payment_term_id": self.terms[1].id},
        }[drawn["due"]]
        if drawn["dollar"]:
            due["currency_id"] = self.dollar.id
        bill = self.bill(
            lines,
            move_type=drawn["kind"],
            partner_id=self.tenants[drawn["tenant"]].id,
            invoice_date=drawn["day"],
            ref=drawn["ref"],
            **due,
        )
        if drawn["due"] != "day":
            del bill["invoice_date_due"]
        return bill

    @settings(
        max_examples=20,
        # no shrinking: every trial posts entries
        phases=(Phase.explicit, Phase.generate),
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        derandomize=True,
    )
    @given(drawn=st.lists(BILL, min_size=1, max_size=5))
    def test_every_column(self, drawn):
        """LE-F16: random bills – taxes within and upon, fixed, none; roundings,
        credit notes, instalments, dollars, malls – come out column by column as
        core's create and post make them, with their taxes, tags, analytic items,
        messages, followers and ranks."""
        for bill in drawn:
            sums = [line["price"] * line["quantity"] for line in bill["lines"]]
            assume(sum(sums) > 1)
        self.assert_same([self.from_drawn(bill) for bill in drawn])

    def test_numbers(self):
        """LE-F16: numbers run by date, then reference, without a gap, from where the
        books stand; credit notes in core's own row."""
        self.post_core([self.bill()])
        days = [date(2026, 5, day) for day in (9, 2, 2, 30)]
        bills = [
            self.bill(invoice_date=day, ref=ref, move_type=kind)
            for day, ref, kind in zip(
                days, "CBAD", ["out_invoice"] * 3 + ["out_refund"], strict=True
            )
        ]
        core = self.assert_same(bills)
        names = [row["name"] for row in core["entries"]]
        self.assertEqual(names[2][-5:], "00002")
        self.assertEqual(sorted(n[-5:] for n in names[:3]), ["00002", "00003", "00004"])

    def test_order_of_answer(self):
        """LE-F16: the posted bills come back in the order asked, whichever way each
        of them went."""
        bills = [self.bill(ref=f"R{n}") for n in range(4)]
        bills[1]["invoice_user_id"] = self.people["manager"].id
        moves = self.moves._ops_post_invoices(bills)
        self.assertEqual(moves.mapped("ref"), ["R0", "R1", "R2", "R3"])
        self.assertEqual(set(moves.mapped("state")), {"posted"})

    def test_closed_period(self):
        """LE-F16: bills of a closed period are dated as core dates them."""
        self.company.sale_lock_date = date(2026, 5, 31)
        core = self.assert_same([self.bill(), self.bill(move_type="out_refund")])
        self.assertGreater(core["entries"][0]["date"], date(2026, 5, 31))

    def test_round_per_line(self):
        """LE-F16: also where the company rounds taxes line by line."""
        self.company.tax_calculation_rounding_method = "round_per_line"
        self.assert_same([self.bill([self.line(price=p) for p in (0.05, 0.06, 9.45)])])

    def test_cash_basis(self):
        """LE-F16: also taxes due on payment."""
        self.company.tax_exigibility = True
        self.income[1].reconcile = True
        tax = self.nine.copy(
            {
                "name": "On payment",
                "tax_exigibility": "on_payment",
                "cash_basis_transition_account_id": self.income[1].id,
            }
        )
        self.assert_same([self.bill([self.line(taxes=tax)])])

    def test_hashed_journal(self):
        """LE-F16: also in a journal that seals what is posted."""
        self.journal.restrict_mode_hash_table = True
        core = self.assert_same([self.bill()])
        self.assertTrue(core["entries"][0]["inalterable_hash"])

    # --- what goes core's way

    def assert_core_way(self, bill):
        with patch.object(
            type(self.moves), "_bulk_create", side_effect=AssertionError("fast way")
        ):
            moves = self.moves._ops_post_invoices([bill])
        self.assertEqual(moves.state, "posted")
        return moves

    def test_unknown_goes_core_way(self):
        """LE-F16: what the fast way does not know is left to core: early payment
        discount, products, salespeople, cash rounding, distribution models."""
        discount = self.env["account.payment.term"].create(
            {
                "name": "2% within five days",
                "early_discount": True,
                "discount_percentage": 2,
                "discount_days": 5,
                "line_ids": [
                    Command.create(
                        {"value": "percent", "value_amount": 100, "nb_days": 10}
                    )
                ],
            }
        )
        product = self.env["product.product"].create({"name": "Parking"})
        rounding = self.env["account.cash.rounding"].create(
            {
                "name": "Tenths",
                "rounding": 0.1,
                "strategy": "add_invoice_line",
                "profit_account_id": self.income[1].id,
                "loss_account_id": self.income[1].id,
            }
        )
        odd = (
            self.bill(invoice_payment_term_id=discount.id),
            self.bill([self.line(product_id=product.id)]),
            self.bill([self.line(discount=10)]),
            self.bill(invoice_user_id=self.people["manager"].id),
            self.bill(invoice_cash_rounding_id=rounding.id),
        )
        for bill in odd:
            self.assert_core_way(bill)
        self.env["account.analytic.distribution.model"].create(
            {
                "company_id": self.company.id,
                "analytic_distribution": {str(self.malls[0].id): 100},
            }
        )
        self.env.cr.cache.clear()
        move = self.assert_core_way(self.bill())
        self.assertTrue(move.invoice_line_ids.analytic_distribution)

    def test_other_addon_goes_core_way(self):
        """LE-F16: where an addon that the fast way does not know has a say in lines,
        every bill goes core's way."""
        known = bulk_check.KNOWN - {"analytic"}
        self.assertIsNone(self.moves._bulk_obstacle())
        with patch.object(bulk_check, "KNOWN", known):
            self.assertIn("analytic", self.moves._bulk_obstacle())
            self.assert_core_way(self.bill())
        Line = type(self.env["account.move.line"])
        with patch.object(Line, "create", autospec=True) as create:
            create.origin = True
            self.assertIn("automation", self.moves._bulk_obstacle())

    # --- what is refused

    def assert_refused(self, bills, error, text=""):
        before = self.env["account.move"].search_count([])
        with self.assertRaisesRegex(error, text), self.env.cr.savepoint():
            self.moves._ops_post_invoices(bills)
        self.env.invalidate_all()
        self.assertEqual(self.env["account.move"].search_count([]), before)

    def test_archived_account(self):
        """LE-F16: an archived account is refused by name and nothing is kept."""
        self.income[1].active = False
        bad = self.bill([self.line(account_id=self.income[1].id)])
        self.assert_refused([self.bill(), bad], UserError, "archived")

    def test_currency(self):
        """LE-F16: a foreign currency without a rate, or not in use, is refused."""
        euro = self.env.ref("base.EUR")
        euro.active = True
        euro.rate_ids.unlink()
        bill = self.bill(currency_id=euro.id)
        self.assert_refused([bill], UserError, "EUR has no rate")
        early = self.bill(currency_id=self.dollar.id, invoice_date=date(2025, 5, 1))
        self.assert_refused([early], UserError, "USD has no rate")
        self.env["res.currency.rate"].create(
            {
                "name": "2026-01-01",
                "rate": 0.12,
                "currency_id": euro.id,
                "company_id": self.company.id,
            }
        )
        self.assertEqual(self.moves._ops_post_invoices([bill]).state, "posted")
        euro.active = False
        self.assert_refused([bill], UserError, "inactive currency")

    def test_other_company(self):
        """LE-F16: accounts and taxes of another company are refused."""
        other = self._create_company("Other Commercial")
        tax = self.env["account.tax"].search([("company_id", "=", other.id)], limit=1)
        bill = self.bill([self.line(taxes=tax)])
        self.assert_refused([self.bill(), bill], UserError)

    def test_negative_total(self):
        """LE-F16: less than nothing is a credit note."""
        bad = self.bill([self.line(price=-1)])
        self.assert_refused([self.bill(), bad], UserError, "negative total")

    def test_deposit_account(self):
        """LE-11, LE-F16: an item on a deposit account names its deposit, also when
        bills are posted by the hundred."""
        account = self.company.lease_deposit_account_id or self.env[
            "account.account"
        ].search([("lease_deposit", "=", True)], limit=1)
        self.assertTrue(account)
        bad = self.bill([self.line(account_id=account.id, taxes=self.nine[:0])])
        self.assert_refused([bad], UserError, "names none")

    def test_wrong_person(self):
        """LE-F16: who may not invoice may not post either; who may, may."""
        for post in ("clerk", "outsider"):
            moves = self.by(post, self.env["account.move"])
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                moves._ops_post_invoices([self.bill()])
        self.assertEqual(self.moves._ops_post_invoices([self.bill()]).state, "posted")

    def test_context_is_no_bill(self):
        """LE-F16: defaults in a caller's context do not get into bills."""
        moves = self.moves.with_context(
            default_ref="evil", default_name="X", default_state="posted"
        )
        bill = self.bill()
        del bill["ref"]
        move = moves._ops_post_invoices([bill])
        self.assertFalse(move.ref)

    def test_queries(self):
        """Law 3: a hundred bills take as many queries as ten, but for the rows that
        one statement takes."""
        counts = {}
        for size in (10, 10, 100):
            bills = [self.bill(ref=f"Q{size}-{n}") for n in range(size)]
            with self.undone():
                before = self.env.cr.sql_log_count
                self.moves._ops_post_invoices(bills)
                self.env.flush_all()
                counts[size] = self.env.cr.sql_log_count - before
        self.assertLessEqual(counts[100], counts[10] + 12)

    def test_empty(self):
        """LE-F16: no bills, no entries; what is no customer invoice goes core's way."""
        self.assertFalse(self.moves._ops_post_invoices([]))
        bill = self.bill(move_type="out_receipt")
        self.assertEqual(self.assert_core_way(bill).state, "posted")
        bill = self.bill()
        bill["invoice_line_ids"].append(
            Command.create({"name": "Note", "display_type": "line_note"})
        )
        self.assertEqual(len(self.assert_core_way(bill).invoice_line_ids), 2)
