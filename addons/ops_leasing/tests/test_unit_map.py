from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import LeasingCase


@tagged("post_install", "-at_install")
class TestUnitMap(LeasingCase):
    """What the unit map shows, to whom, and at what cost."""

    def map(self, post="clerk", **options):
        return self.by(post, self.env["ops.lease.unit"]).unit_map(**options)

    def figures(self, unit, post="clerk"):
        rows = self.map(post, property_id=unit.property_id.id)["units"]
        return next(row for row in rows if row["id"] == unit.id)

    def overdue_invoice(self, partner, amount, days=10, company=None):
        """A posted invoice of that amount, due so many days ago."""
        company = company or self.company
        day = fields.Date.today() - timedelta(days=days)
        invoice = (
            self.env["account.move"]
            .with_company(company)
            .create(
                {
                    "move_type": "out_invoice",
                    "partner_id": partner.id,
                    "invoice_date": day,
                    "invoice_date_due": day,
                    "invoice_line_ids": [
                        fields.Command.create(
                            {"name": "Rent", "price_unit": amount, "tax_ids": []}
                        )
                    ],
                }
            )
        )
        invoice.action_post()
        return invoice

    def let(self, count):
        """Signed leases of a shop each; how they came to be signed is not asked."""
        contracts = self.env["ops.lease.contract"].browse()
        for _i in range(count):
            contracts += self.draft_contract(self.unit(meters=()))
        contracts._flow_write({"state": "signed"})
        contracts.line_ids.unit_id._flow_write({"state": "open"})
        self.env.flush_all()
        return contracts

    def test_figures_of_a_shop(self):
        """LE-F02, LE-X10: state, tenant, rent per m² and days to the lease's end."""
        unit = self.unit()
        lease = self.lease(units=unit)
        row = self.figures(unit)
        self.assertEqual(row["state"], "leased")
        self.assertEqual(row["tenant"], lease.partner_id.name)
        self.assertEqual(row["contract_id"], lease.id)
        self.assertEqual(row["rent"], 300)
        self.assertEqual(row["days"], 400)
        self.assertEqual(row["area"], 80)
        self.assertEqual(row["arrears"], 0)
        self.assertFalse(row["leaving"])

    def test_rent_of_every_basis(self):
        """LE-X10: rent per m² and month of charges by day, by month and in steps; fees
        and rates of another time stay out."""
        today = fields.Date.today()
        charges = [
            {"kind": "rent", "basis": "area_day", "rate": 12},
            {"kind": "rent", "basis": "month", "rate": 800},
            {"kind": "rent", "rate": 999, "date_to": today - timedelta(days=1)},
            {"kind": "rent", "rate": 999, "date_from": today + timedelta(days=1)},
            {"kind": "service", "rate": 25},
        ]
        unit = self.unit()
        lease = self.draft_contract(
            unit, charge_ids=[fields.Command.create(charge) for charge in charges]
        )
        self.sign(lease)
        self.assertEqual(self.figures(unit)["rent"], 375)  # 12 × 365 / 12 + 800 / 80

    def test_vacant_shop(self):
        """LE-F02: a vacant shop names nobody and owes nothing."""
        row = self.figures(self.unit())
        self.assertEqual((row["state"], row["tenant"]), ("vacant", ""))
        self.assertEqual((row["rent"], row["days"]), (0, False))

    def test_arrears(self):
        """LE-X10: open amounts past their date, less what was paid; neither what falls
        due later nor what the tenant owes another company."""
        lease = self.lease()
        unit = lease.line_ids.unit_id
        self.overdue_invoice(lease.partner_id, 2000, days=-5)
        self.assertEqual(self.figures(unit)["arrears"], 0)
        first = self.overdue_invoice(lease.partner_id, 1000)
        self.pay(first, 400)
        self.overdue_invoice(lease.partner_id, 150)
        other = self._create_company("Elsewhere")
        self.overdue_invoice(lease.partner_id, 5000, company=other)
        self.assertEqual(self.figures(unit)["arrears"], 750)
        # the keeper sees what is owed without any right in the books
        self.assertFalse(
            self.by("keeper", self.env["account.move.line"]).has_access("read")
        )
        self.assertEqual(self.figures(unit, "keeper")["arrears"], 750)

    def test_exit_under_way(self):
        """LE-X10: a shop whose tenant has handed in his exit is marked; a draft is
        nobody's business yet."""
        paper = self.draft_exit()
        unit = paper.contract_id.line_ids.unit_id
        self.assertFalse(self.figures(unit)["leaving"])
        self.by("clerk", paper).action_submit()
        self.assertTrue(self.figures(unit)["leaving"])

    def test_floors_and_buildings(self):
        """LE-F01: one building of several can be asked for."""
        self.unit()
        second = self.env["ops.lease.building"].create(
            {"name": "B", "property_id": self.mall.id}
        )
        floor = self.env["ops.lease.floor"].create(
            {"name": "2F", "level": 2, "building_id": second.id}
        )
        unit = self.unit(floor_id=floor.id)
        full = self.map(property_id=self.mall.id)
        self.assertEqual([b["name"] for b in full["buildings"]], ["A", "B"])
        part = self.map(property_id=self.mall.id, building_id=second.id)
        self.assertEqual([row["id"] for row in part["units"]], unit.ids)
        self.assertEqual([f["id"] for f in part["floors"]], floor.ids)

    def test_query_count(self):
        """Cross-cutting: one shop or a hundred let ones, the same queries."""
        self.let(1)

        def count():
            for _attempt in range(2):  # the first one fills what is kept in memory
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                self.map(property_id=self.mall.id)
            return self.env.cr.sql_log_count - before

        one = count()
        self.let(100)
        self.assertEqual(count(), one)

    def test_other_company(self):
        """Cross-cutting rule 15: projects, shops and tenants of another company do not
        appear, asked for or not."""
        other = self._create_company("Elsewhere")
        strange = self.env["ops.lease.property"].create(
            {"name": "Far Mall", "code": "FM", "company_id": other.id}
        )
        building = self.env["ops.lease.building"].create(
            {"name": "A", "property_id": strange.id}
        )
        floor = self.env["ops.lease.floor"].create(
            {"name": "1F", "level": 1, "building_id": building.id}
        )
        unit = self.unit(floor_id=floor.id, meters=())
        self.unit()
        shown = self.map(property_id=strange.id)
        self.assertEqual(shown["property"]["id"], self.mall.id)
        self.assertNotIn(strange.id, [choice["id"] for choice in shown["choices"]])
        self.assertNotIn(unit.id, [row["id"] for row in shown["units"]])

    def test_other_project(self):
        """Cross-cutting rule 12: who works at named projects sees those alone."""
        hidden = self.env["ops.lease.property"].create(
            {
                "name": "Hidden Mall",
                "code": "HM",
                "company_id": self.company.id,
                "member_ids": [fields.Command.set(self.people["gm"].ids)],
            }
        )
        shown = self.map(property_id=hidden.id)
        self.assertNotIn(hidden.id, [choice["id"] for choice in shown["choices"]])
        manager = self.map("manager", property_id=hidden.id)
        self.assertEqual(manager["property"]["id"], hidden.id)

    def test_wrong_person(self):
        """Cross-cutting rule 12: who has no part in leasing gets no map."""
        self.unit()
        with self.assertRaises(AccessError):
            self.map("outsider")

    def test_nothing_yet(self):
        """UI manners: without a project the map says so instead of failing."""
        self.by("manager", self.mall).active = False
        shown = self.map("manager")
        self.assertEqual((shown["choices"], shown["units"]), ([], []))
        self.assertTrue(shown["can_create"])
        self.assertFalse(self.map("keeper")["can_create"])
