"""Amendments that change the shops and the rent area of a lease."""

from datetime import date, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common_shops import DAY, JUNE, MAY, START, ShopCase


@tagged("post_install", "-at_install")
class TestAmendmentShops(ShopCase):
    """扩租、缩租、实测面积补差."""

    def test_added(self):
        """LE-F18 LE-F03: a shop added is let from the day on; a period around the day
        says both areas on its trace, what was billed is charged on."""
        lease = self.rented()
        self.bill(MAY)
        unit = self.unit(area_rent=20)
        paper = self.changed(lease, date(2026, 5, 15), ("add", unit))
        self.assertEqual(paper.charge_ids.change, "same")
        self.assertEqual((paper.area_before, paper.area), (80, 100))
        self.assertEqual((paper.monthly_before, paper.monthly), (8000, 10000))
        self.assertEqual(paper.charge_ids.monthly, 10000)
        more = round(2000 * 17 / 31, 2)
        self.assertEqual(paper.settle_difference, more)
        self.assertEqual(unit.state, "vacant")
        self.signed(paper)
        self.assertEqual(paper.date_moved, fields.Date.today())
        self.assertEqual((unit.state, unit.contract_id), ("leased", lease))
        self.assertEqual(unit.tenant_id, lease.partner_id)
        self.assertEqual((len(lease.unit_ids), lease.area), (2, 100))
        moves = self.bill(MAY)
        self.assertBillsAs(paper, moves)
        self.assertEqual(moves.amount_untaxed, more)
        parts = moves.invoice_line_ids.lease_trace["trace"]
        self.assertEqual([float(p["quantity"]) for p in parts], [80, 100])
        self.assertEqual([p["from"] for p in parts], ["2026-05-01", "2026-05-15"])
        self.assertEqual(self.bill(JUNE).amount_untaxed, 10000)
        self.assertEqual(paper.shop_ids.area_before, 0)

    def test_area_corrected(self):
        """LE-F18: an area surveyed anew counts from the day, here the first one of the
        lease; the paper goes on saying both."""
        lease = self.rented()
        self.bill(MAY)
        unit = lease.unit_ids
        unit.area_rent = 78.5
        paper = self.changed(lease, lease.date_start, ("area", unit))
        self.assertEqual((paper.shop_ids.area_before, paper.shop_ids.area), (80, 78.5))
        self.assertEqual(paper.settle_difference, -450)
        self.signed(paper)
        self.assertEqual((lease.area, lease.unit_ids), (78.5, unit))
        self.assertEqual(unit.contract_id, lease)
        self.assertEqual(unit.state, "leased")
        moves = self.bill(MAY)
        self.assertBillsAs(paper, moves)
        self.assertEqual(set(moves.mapped("move_type")), {"out_refund"})
        self.assertEqual(sum(moves.mapped("amount_untaxed")), 450)
        self.assertFalse(self.billing(MAY).line_ids)
        self.assertEqual((paper.shop_ids.area_before, paper.area_before), (80, 80))
        self.assertEqual(lease.monthly, 7850)

    def test_given_back(self):
        """LE-F18 LE-25 LE-26: a shop given back is left on the day; it is vacant when
        the property company has read its meters and written what it found."""
        first, second = self.unit(), self.unit(area_rent=20)
        lease = self.rented(
            line_ids=[Command.create({"unit_id": u.id}) for u in first + second]
        )
        self.bill(MAY)
        paper = self.changed(lease, START, ("give_back", second))
        self.assertEqual(paper.settle_difference, -2000)
        self.signed(paper)
        line = paper.shop_ids
        self.assertEqual((lease.unit_ids, lease.area), (first, 80))
        self.assertEqual((second.state, second.contract_id.id), ("exiting", False))
        self.assertEqual(sum(self.bill(MAY).mapped("amount_untaxed")), 2000)
        self.assertTrue(line.waiting)
        self.assertEqual(line.search([("waiting", "=", True)]), line)
        meter = second.meter_ids
        self.read_meters(second, START - 2 * DAY)
        for unit, person in ((second, "clerk"), (line, "keeper")):
            name = "action_vacate" if unit == second else "action_take_back"
            self.refused(
                unit, f"the final reading of {meter.display_name}", person, name
            )
        self.read_meters(second, START - DAY)
        self.refused(line, "inspection found is missing", "keeper", "action_take_back")
        with self.assertRaises(AccessError):
            self.by("clerk", line).findings = "Clean"
        self.by("keeper", line).findings = "Clean, two keys"
        self.refused(second, "is not taken back yet", "clerk", "action_vacate")
        for post in ("clerk", "finance"):
            with self.subTest(post=post), self.assertRaises(AccessError):
                self.by(post, line).action_take_back()
        with self.assertRaises(AccessError):
            self.by("keeper", line).date_back = date(2026, 5, 1)
        self.by("keeper", line).action_take_back()
        self.assertEqual(second.state, "vacant")
        self.assertEqual(line.back_user_id, self.people["keeper"])
        self.assertFalse(line.waiting)
        with self.assertRaises(UserError):
            self.by("keeper", line).findings = "Broken window"
        self.refused(line, "is not given back", "keeper", "action_take_back")
        # and to market again
        self.assertEqual(
            self.rented(
                line_ids=[Command.create({"unit_id": second.id})],
                date_start=date(2026, 7, 1),
            ).state,
            "signed",
        )

    def test_later(self):
        """LE-F18: an amendment of a later day changes nothing before; on the day the
        shops follow by themselves."""
        today = fields.Date.today()
        start = today + timedelta(days=20)
        first, second, third = self.unit(), self.unit(), self.unit(area_rent=20)
        lease = self.rented(
            line_ids=[Command.create({"unit_id": u.id}) for u in first + second],
            date_end=today + timedelta(days=400),
        )
        paper = self.changed(lease, start, ("give_back", second), ("add", third))
        self.signed(paper)
        cron = self.env["ops.lease.amendment"]
        cron._cron_move_shops()
        self.assertFalse(paper.date_moved)
        self.assertEqual((lease.unit_ids, lease.area), (first + second, 160))
        self.assertEqual(
            [(u.state, u.contract_id) for u in second + third],
            [("leased", lease), ("vacant", lease.browse())],
        )
        self.assertFalse(paper.shop_ids.filtered("waiting"))
        # promised to this tenant: nobody else gets it from that day on
        other = self.draft_contract(third, date_start=today, date_end=lease.date_end)
        self.by("clerk", other).action_intent()
        self.by("clerk", other).action_submit()
        self.by("counsel", other).action_clear()
        self.approve(other, ("manager", "finance", "gm"))
        self.attach(other)
        self.refused(other, "is let to", action="action_sign")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ops_lease_amendment SET date_start = %s WHERE id = %s",
            (today, paper.id),
        )
        self.env.cr.execute(
            """
            UPDATE ops_lease_contract_line
               SET date_from = date_from - 20, date_to = date_to - 20
             WHERE contract_id = %s
            """,
            (lease.id,),
        )
        self.env.invalidate_all()
        cron._cron_move_shops()
        self.assertEqual(paper.date_moved, today)
        self.assertEqual((lease.unit_ids, lease.area), (first + third, 100))
        self.assertEqual(
            [(u.state, u.contract_id) for u in second + third],
            [("exiting", lease.browse()), ("leased", lease)],
        )
        self.assertEqual(paper.shop_ids.filtered("waiting").unit_id, second)
        # once a day is enough
        cron._cron_move_shops()
        self.assertEqual(third.state, "leased")

    def test_refused(self):
        """LE-10 LE-F18: a let shop, one of the lease, one of another project, one the
        lease does not have, all of them, an area that stays, twice."""
        lease, other = self.rented(), self.rented()
        unit = lease.unit_ids
        mall = self.mall.copy({"name": "Other mall", "code": "OM"})
        building = self.env["ops.lease.building"].create(
            {"name": "B", "property_id": mall.id}
        )
        floor = self.floor.copy({"building_id": building.id})
        cases = (
            (("add", other.unit_ids), "is let to"),
            (("add", unit), "stands in the lease already"),
            (("add", self.unit(floor_id=floor.id)), "belong to one project"),
            (("give_back", self.unit()), "does not stand in the lease"),
            (("give_back", unit), "Every shop is given back"),
            (("area", unit, 80), "stays as it is"),
        )
        for shop, message in cases:
            with self.subTest(message=message):
                paper = self.changed(lease, START, shop)
                self.by("clerk", paper).action_intent()
                self.refused(paper, message)
                self.by("clerk", paper).action_cancel("No")
        free = self.unit()
        for shops in ([("add", free, 0)], [("add", free), ("add", free)]):
            # what the database refuses is said to people by the server's dispatch
            with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
                self.changed(lease, START, *shops)

    def test_two_want_it(self):
        """LE-10: two amendments want one shop; what came first has it."""
        unit = self.unit()
        first = self.changed(self.rented(), START, ("add", unit))
        second = self.changed(self.rented(), START, ("add", unit))
        self.submitted(first)
        self.by("clerk", second).action_intent()
        self.refused(second, f"is added by {first.name}")
        third = self.draft_contract(unit, date_start=date(2026, 1, 1))
        self.sign(third)
        self.by("counsel", first).action_clear()
        self.approve(first, ("manager", "finance", "gm"))
        self.attach(first)
        self.refused(first, "is let to", action="action_sign")

    def test_changed_again_restarts(self):
        """Rule 1: another area after the approval is approved anew."""
        paper = self.changed(self.rented(), START, ("add", self.unit()))
        self.approved(paper)
        self.by("clerk", paper.shop_ids).area = 10
        self.assertEqual(paper.state, "draft")

    def test_guarded(self):
        """Law 1: the shops of a signed lease change by amendments alone; nobody enters
        from when on, neither by RPC nor by import."""
        lease, unit = self.rented(), self.unit()
        line = lease.line_ids
        for values in ({"area": 10}, {"unit_id": unit.id}):
            with self.subTest(values), self.assertRaises(UserError):
                self.by("clerk", line).write(values)
        with self.assertRaises(UserError):
            self.by("clerk", lease).line_ids = [Command.create({"unit_id": unit.id})]
        draft = self.draft_contract()
        for values in ({"date_to": MAY}, {"date_from": START}):
            with self.subTest(values), self.assertRaises(AccessError):
                self.by("clerk", draft.line_ids).write(values)
        paper = self.changed(lease, START, ("add", unit))
        with self.assertRaises(AccessError):
            self.by("clerk", draft.line_ids).amendment_id = paper.id
        with self.assertRaises(AccessError):
            self.by("clerk", draft).line_ids = [
                Command.create({"unit_id": unit.id, "date_from": START})
            ]
        with self.assertRaises(AccessError):
            self.by("clerk", paper).date_moved = START
        self.signed(paper)
        result = self.by("clerk", self.env["ops.lease.amendment.shop"]).load(
            ["amendment_id/.id", "kind", "unit_id/.id"],
            [[str(paper.id), "add", str(self.unit().id)]],
        )
        self.assertFalse(result["ids"])
        self.assertIn("can no longer be changed", result["messages"][0]["message"])
        for post in ("keeper", "finance", "gm"):
            with self.subTest(post=post), self.assertRaises(AccessError):
                self.by(post, paper.shop_ids).area = 1
        with self.assertRaises(AccessError):
            self.by("outsider", paper.shop_ids).read(["kind"])

    def test_area_twice(self):
        """LE-F18: an area that was amended for later is amended again before."""
        lease = self.rented()
        unit = lease.unit_ids
        self.signed(self.changed(lease, date(2026, 8, 1), ("area", unit, 90)))
        self.signed(self.changed(lease, date(2026, 7, 16), ("area", unit, 85)))
        self.assertEqual(lease._area_on(date(2026, 7, 15)), 80)
        self.assertEqual(lease._area_on(date(2026, 8, 2)), 85)
        amounts = [
            line.amount
            for line in lease._rent_lines({lease: date(2026, 8, 31)})[lease][-2:]
        ]
        self.assertEqual(
            [float(a) for a in amounts], [round(8000 + 500 * 16 / 31, 2), 8500]
        )

    def test_printed(self):
        """LE-F18 C-05: sheet and supplement name shops and areas."""
        lease = self.rented()
        added = self.unit(area_rent=20)
        paper = self.changed(
            lease, START, ("add", added), ("area", lease.unit_ids, 78.5)
        )
        for report in ("report_amendment", "report_amendment_agreement"):
            html = (
                self.env["ir.actions.report"]
                ._render_qweb_html(f"ops_leasing.{report}", paper.ids)[0]
                .decode()
            )
            for text in (added.number, lease.unit_ids.number, "78.50", "20.00"):
                with self.subTest(report=report, text=text):
                    self.assertIn(text, html)

    def test_queries_flat(self):
        """Law 3: reading, signing, the daily follow-up and taking back cost the same
        for 1 and for 12."""
        counts = []
        for size in (1, 1, 12):
            leases = self.env["ops.lease.contract"].browse()
            for _i in range(size):
                leases += self.draft_contract(
                    self.unit() + self.unit(area_rent=20),
                    date_start=date(2026, 3, 1),
                    date_end=date(2027, 12, 31),
                    charge_ids=[Command.create({"kind": "rent", "rate": 100})],
                )
            self.sign(leases)
            papers = self.env["ops.lease.amendment"].browse()
            for lease in leases:
                papers += self.changed(
                    lease,
                    START,
                    ("give_back", lease.unit_ids[1]),
                    ("add", self.unit(area_rent=20)),
                )
            back = papers.shop_ids.filtered(lambda s: s.kind == "give_back")
            for shop in back:
                self.read_meters(shop.unit_id, date(2026, 4, 30))
            self.submitted(papers)
            self.by("counsel", papers).action_clear()
            self.approve(papers, ("manager", "finance", "gm"))
            self.attach(papers)
            row = [self.measured(lambda p=papers: p.mapped("difference"))]
            row.append(
                self.measured(lambda p=papers: self.by("clerk", p).action_sign())
            )
            self.by("keeper", back).findings = "Clean"
            row.append(
                self.measured(lambda b=back: self.by("keeper", b).action_take_back())
            )
            counts.append(row)
        for name, one, many in zip(
            ("read", "sign", "take back"), counts[1], counts[2], strict=True
        ):
            with self.subTest(name):
                self.assertLessEqual(many - one, 3)

    def measured(self, call):
        """Queries of a call."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        call()
        self.env.flush_all()
        return self.cr.sql_log_count - before
