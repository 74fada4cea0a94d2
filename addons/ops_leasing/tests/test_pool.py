"""Property costs of a year, spread and settled against the account (LE-F10)."""

from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common_pool import END, PoolCase

BATCH = 10_000


@tagged("post_install", "-at_install")
class TestPool(PoolCase):
    def test_true_up_is_billed(self):
        """LE-F10: the tenant bears its part of the whole area; what it was not billed
        on account is billed once, with the costs on the bill."""
        lease = self.paying(80)
        self.unit(meters=(), area_rent=20)
        self.bill(END)
        pool = self.agree(self.pool(("Cleaning", 9000), ("Guards", 6000)))
        member = pool.member_ids
        self.assertEqual(
            (member.actual, member.billed, member.due), (12000, 9600, 2400)
        )
        self.assertEqual((pool.amount_landlord, pool.occupancy), (3000, 80))
        bill = self.bill(END)
        self.assertEqual((self.of_year(bill), bill.amount_untaxed), (2400, 2400))
        item = bill.invoice_line_ids
        self.assertEqual(item.lease_charge_id.subject, "service")
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("ops_leasing.report_lease_bill", bill.ids)[0]
            .decode()
        )
        for text in ("Cleaning", "Guards", "80 / 100", "Paid on account", "9,000"):
            self.assertIn(text, html)
        self.assertFalse(self.billing(END).line_ids)
        self.by("finance", pool).action_archive()
        self.assertEqual(pool.state, "archived")
        self.assertEqual(set(lease.charge_ids.mapped("kind")), {"pool", "service"})

    def test_credit(self):
        """LE-F10: who paid more on account than it bears gets a credit note."""
        self.paying(80)
        self.bill(END)
        self.agree(self.pool(("Cleaning", 9000)))
        bill = self.bill(END)
        self.assertEqual((bill.move_type, self.of_year(bill)), ("out_refund", -600))

    def test_void_is_taken_back(self):
        """LE-F10: a void pool is credited; done again it bills its own difference."""
        self.paying(80)
        self.bill(END)
        pool = self.agree(self.pool(("Cleaning", 12000)))
        self.assertEqual(self.of_year(self.bill(END)), 2400)
        self.by("finance", pool).action_void("A cost was forgotten")
        self.assertEqual(self.of_year(self.bill(END)), -2400)
        self.agree(self.pool(("Cleaning", 13000)))
        self.assertEqual(self.of_year(self.bill(END)), 3400)

    def test_terms_of_a_tenant(self):
        """LE-F10: exclusions, cap, base year, weight and staying out."""
        plain, excluded, capped = (self.paying(100) for _i in range(3))
        based, outside = self.paying(100), self.paying(100)
        self.bill(END)
        pool = self.pool(("Cleaning", 50000), ("Tax", 10000, {"controllable": False}))
        members = {m.contract_id: self.by("finance", m) for m in pool.member_ids}
        members[excluded].excluded_ids = pool.cost_ids[1]
        members[capped].cap = 8000
        members[based].base = 2500
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            members[outside].left_out = True
        members[outside].write({"left_out": True, "reason": "Its fee is fixed"})
        self.agree(pool)
        self.assertEqual(members[plain].actual, 12000)
        self.assertEqual(members[excluded].actual, 10000)
        self.assertEqual(
            (members[capped].actual, members[capped].over_cap), (10000, 2000)
        )
        self.assertEqual(members[based].actual, 9500)
        self.assertEqual((members[outside].actual, members[outside].due), (0, 0))
        self.assertFalse(members[outside].charge_id)

    def test_gross_up(self):
        """LE-F10: what varies with the letting is taken as if 90 % had been let."""
        self.paying(60)
        self.unit(meters=(), area_rent=40)
        self.bill(END)
        pool = self.pool(
            ("Energy", 6000, {"variable": True}), ("Guards", 6000), gross_up=90
        )
        self.agree(pool)
        self.assertEqual(pool.member_ids.actual, 9000 * 0.6 + 3600)

    def test_days(self):
        """LE-F10: a tenant of part of the year bears its days."""
        self.paying(100, date_start=date(2025, 7, 2))
        self.bill(END)
        pool = self.agree(self.pool(("Cleaning", 36500)))
        self.assertEqual(pool.member_ids.actual, 18300)

    def test_area_of_the_year(self):
        """LE-F10, LE-F18: a shop that an amendment took out in the year weighs its
        days."""
        lease = self.paying(100)
        opened = lease.sudo()._flow_opened("line_ids").env
        lease.line_ids.with_env(opened).date_to = date(2025, 3, 14)
        pool = self.pool(("Cleaning", 36500))
        self.assertEqual(pool.member_ids.weight, 20)

    def test_paid_in_advance(self):
        """LE-F10: a fee paid in advance without naming its months counts for the year
        of the months it covers."""
        lease = self.paying(80, date_start=date(2025, 12, 1))
        charge = lease.charge_ids
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "company_id": self.company.id,
                "partner_id": lease.partner_id.id,
                "lease_contract_id": lease.id,
                "invoice_date": END,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "A quarter of property fee",
                            "account_id": self.company.lease_fee_account_id.id,
                            "price_unit": 2400,
                            "lease_charge_id": charge.id,
                        }
                    )
                ],
            }
        )
        move.action_post()
        pool = self.pool(("Cleaning", 12000))
        self.by("finance", pool).action_settle()
        self.assertEqual(pool.member_ids.on_account, 800)

    def test_billed_elsewhere(self):
        """LE-F10: what was billed before the suite was there counts as paid."""
        self.paying(80, date_billed_from=date(2025, 7, 1))
        self.bill(END)
        pool = self.pool(("Cleaning", 12000))
        self.by("finance", pool.member_ids).elsewhere = 4800
        self.agree(pool)
        self.assertEqual((pool.member_ids.billed, pool.amount_due), (9600, 2400))

    def expense(self, amount, day, post=True):
        account = self.env["account.account"].create(
            {
                "name": "Cleaning of the house",
                "code": f"6602{next(self.numbers)}",
                "account_type": "expense",
                "company_ids": [Command.set(self.company.ids)],
            }
        )
        self.book(account, amount, day, post)
        return account

    def book(self, account, amount, day, post=True):
        other = self.company.lease_fee_account_id
        move = self.env["account.move"].create(
            {
                "date": day,
                "company_id": self.company.id,
                "line_ids": [
                    Command.create({"account_id": account.id, "debit": amount}),
                    Command.create({"account_id": other.id, "credit": amount}),
                ],
            }
        )
        if post:
            move.action_post()
        return move

    def test_costs_from_the_ledger(self):
        """LE-F10: a cost is the posted balance of its accounts in the year, or a part
        of it; drafts and other years are none of it; nobody enters it."""
        self.paying(80)
        self.bill(END)
        account = self.expense(20000, date(2025, 5, 5))
        self.book(account, 4000, date(2025, 12, 31))
        self.book(account, 7000, date(2026, 1, 1))
        self.book(account, 9000, date(2025, 6, 6), post=False)
        pool = self.pool(
            ("Cleaning", 1, {"account_ids": [Command.set(account.ids)], "percent": 50})
        )
        self.by("finance", pool).action_settle()
        self.assertEqual((pool.cost_ids.ledger, pool.amount_cost), (12000, 12000))
        with self.assertRaises(AccessError):
            self.by("finance", pool.cost_ids).ledger = 1
        self.book(account, 1000, date(2025, 12, 31))
        self.agree(pool)
        self.assertEqual(pool.amount_cost, 12500)

    def test_gates(self):
        """LE-F10: a pool without costs, of a year that is not over, or with a fee that
        is not billed yet, is refused, saying what is missing."""
        lease = self.paying(80)
        pool = self.pool()
        with self.refused("no costs"):
            self.by("finance", pool).action_submit()
        self.by("finance", pool).cost_ids = [
            Command.create({"name": "Cleaning", "typed": 0})
        ]
        with self.refused("comes to nothing"):
            self.by("finance", pool).action_submit()
        self.by("finance", pool.cost_ids).typed = 12000
        with self.refused(lease.name):
            self.by("finance", pool).action_submit()
        self.bill(END)
        self.by("finance", pool.member_ids).weight = 900
        with self.refused("weigh 900"):
            self.by("finance", pool).action_submit()
        self.by("finance", pool.member_ids).weight = 80
        self.agree(pool)
        self.assertEqual(pool.state, "approved")
        with self.refused("settles this year", ValidationError):
            self.pool(("Cleaning", 1))
        future = self.pool(("Cleaning", 1), year=2199)
        with self.refused("not over yet"):
            self.by("finance", future).action_submit()

    def test_changed_while_approved(self):
        """LE-F10: figures that would come out otherwise by now are not approved."""
        self.paying(80)
        vacant = self.unit(meters=(), area_rent=20)
        self.bill(END)
        pool = self.pool(("Cleaning", 12000))
        self.by("finance", pool).action_submit()
        vacant.area_rent = 120
        self.approve(pool, ("chief", "manager"))
        self.assertEqual(pool.state, "approving")

    def test_nobody_writes_figures(self):
        """LE-F10: only finance prepares; figures, and anything once it is handed in,
        are nobody's to write."""
        self.paying(80)
        self.bill(END)
        values = {"property_id": self.mall.id, "year": 2024}
        for post in ("clerk", "keeper", "chief", "manager", "outsider"):
            with self.assertRaises(AccessError):
                self.by(post, self.env["ops.lease.pool"]).create(values)
        pool = self.pool(("Cleaning", 12000))
        member = pool.member_ids
        for vals in ({"actual": 1}, {"on_account": 1}, {"trace": []}, {"due": 1}):
            with self.assertRaises(UserError):
                self.by("finance", member).write(vals)
        with self.assertRaises(AccessError):
            self.by("finance", member).unlink()
        self.agree(pool)
        for post in ("finance", "chief", "manager"):
            with self.assertRaises(UserError):
                self.by(post, member).write({"weight": 1})
            with self.assertRaises(UserError):
                self.by(post, pool.cost_ids).write({"typed": 1})
            with self.assertRaises(UserError):
                self.by(post, pool).write({"gross_up": 1})
            with self.assertRaises(UserError):
                self.by(post, pool).write(
                    {"member_ids": [Command.update(member.id, {"cap": 1})]}
                )
        with self.assertRaises(UserError):
            self.by("finance", pool).action_settle()
        for post in ("chief", "manager"):
            with self.assertRaises(UserError):
                self.by(post, pool).action_void("No")
        self.assertEqual(member.due, 2400)

    def test_statement(self):
        """LE-F10: the statement of a tenant prints costs, weight, days and what was
        paid."""
        lease = self.paying(80)
        self.bill(END)
        pool = self.agree(self.pool(("Cleaning", 12000)))
        action = self.by("finance", pool).action_print_statements()
        self.assertEqual(action["report_name"], "ops_leasing.report_pool_statement")
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html(
                "ops_leasing.report_pool_statement", pool.member_ids.ids
            )[0]
            .decode()
        )
        for text in (
            *("物业费年度结算单", lease.partner_id.name, "Cleaning", "12,000.00"),
            *("80 / 80", "9,600.00", "2,400.00"),
        ):
            self.assertIn(text, html)

    def test_companies_separated(self):
        """Law 2: people of another project see nothing of a pool."""
        self.paying(80)
        pool = self.pool(("Cleaning", 12000))
        self.mall.member_ids = self.people["keeper"]
        for records in (pool, pool.cost_ids, pool.member_ids):
            with self.assertRaises(AccessError):
                self.by("clerk", records).read(["company_id"])
            with self.assertRaises(AccessError):
                self.by("keeper", records).read(["company_id"])
            self.by("manager", records).read(["company_id"])
        self.company_b = self._create_company("Hillside Commercial")
        self.people["finance"].write(
            {
                "company_ids": [Command.set(self.company_b.ids)],
                "company_id": self.company_b.id,
            }
        )
        with self.assertRaises(AccessError):
            pool.with_user(self.people["finance"]).read(["year"])

    def test_queries_flat(self):
        """Law 3: the same number of queries for 1 and for many tenants."""
        for name in ("INSERT_BATCH_SIZE", "UPDATE_BATCH_SIZE"):
            self.startPatcher(patch(f"odoo.orm.models.{name}", BATCH))
        counts = []
        floor, block = self.floor, self.floor.building_id
        for number, size in enumerate((1, 1, 1, 12)):
            mall = self.env["ops.lease.property"].create(
                {
                    "name": f"P{number}",
                    "code": f"P{number}",
                    "company_id": self.company.id,
                }
            )
            building = block.copy({"property_id": mall.id, "name": "A"})
            self.floor = floor.copy({"building_id": building.id})
            leases = self.env["ops.lease.contract"]
            for _i in range(size):
                leases += self.draft_contract(
                    self.unit(meters=()),
                    date_start=date(2025, 1, 1),
                    date_end=date(2027, 12, 31),
                    charge_ids=[Command.create({"kind": "service", "rate": 10})],
                )
            self.sign(leases)
            self.post(self.billing(END, property_id=mall.id))
            self.env.flush_all()
            self.env.invalidate_all()
            for person in (self.env.user, *self.people.values()):
                person.mapped("partner_id.name")
            before = self.cr.sql_log_count
            pool = self.pool(("Cleaning", 12000), property_id=mall.id)
            self.agree(pool)
            self.env.flush_all()
            owed = self.by("finance", leases)._rent_open(END)
            counts.append(self.cr.sql_log_count - before)
            self.assertEqual([len(lines) for lines in owed.values()], [1] * size)
        self.floor = floor
        self.assertEqual(counts[2], counts[3], counts)
