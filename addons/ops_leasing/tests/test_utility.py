"""Meters read, checked, approved and billed once (LE-F15)."""

from datetime import date, timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common_utility import APRIL, FEBRUARY, MARCH, UtilityCase


@tagged("post_install", "-at_install")
class TestUtility(UtilityCase):
    def test_read_to_bill(self):
        """LE-F15: a round lists the meter with what it showed, the reading is priced,
        approved and billed with readings, multiplier and price on the bill."""
        lease, meter = self.let()
        meter.multiplier = 20
        paper = self.round(**{meter.serial: 112.5})
        (line,) = paper.line_ids
        self.assertEqual(
            (line.previous_date, line.previous_value, line.date, line.quantity),
            (FEBRUARY, 100, MARCH, 250),
        )
        self.assertEqual(line.contract_id, lease)
        self.settle(paper)
        self.assertEqual((paper.amount, paper.amount_landlord), (300, 0))
        self.assertEqual(paper.name[:8], f"SD-{date.today().year}-")
        made = line.reading_id
        self.assertEqual((made.value, made.date, made.kind), (112.5, MARCH, "periodic"))
        (bill,) = self.bill()
        self.assertEqual(self.of_power(bill), 300)
        item = bill.invoice_line_ids.filtered(
            lambda li: li.lease_charge_id.kind == "utility"
        )
        self.assertEqual(item.lease_charge_id.subject, "power")
        self.assertEqual(
            (item.lease_period_from, item.lease_period_to), (date(2026, 3, 1), MARCH)
        )
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("ops_leasing.report_lease_bill", bill.ids)[0]
            .decode()
        )
        for text in ("Electricity charge", meter.serial, "112.5", "× 20", "1.2", "250"):
            self.assertIn(text, html)

    def test_billed_once(self):
        """LE-F17: a repeated run bills no use twice; the next month goes on from the
        reading of this one."""
        _lease, meter = self.let()
        self.settle(self.round(**{meter.serial: 150}))
        self.assertEqual(self.of_power(self.bill()), 60)
        self.assertFalse(self.billing().line_ids)
        april = self.round(4, **{meter.serial: 175})
        self.assertEqual(april.line_ids.previous_value, 150)
        self.settle(april)
        self.assertEqual(self.of_power(self.bill(APRIL)), 30)

    def test_only_approved_is_owed(self):
        """LE-F15: what is read or checked only is not billed."""
        _lease, meter = self.let()
        paper = self.settle(self.round(**{meter.serial: 150}), "checked")
        self.assertEqual(self.of_power(self.bill()), 0)
        self.by("finance", paper).action_approve()
        self.assertEqual(self.of_power(self.bill()), 60)

    def test_void_is_credited_and_done_again(self):
        """LE-F15: a void settlement is credited by the run; the round done again bills
        its own figure."""
        _lease, meter = self.let()
        paper = self.settle(self.round(**{meter.serial: 150}))
        self.assertEqual(self.of_power(self.bill()), 60)
        self.by("finance", paper).action_void("Misread")
        reading = paper.line_ids.reading_id
        credit = self.bill()
        self.assertEqual((credit.move_type, self.of_power(credit)), ("out_refund", -60))
        self.by("keeper", reading).value = 140
        again = self.round()
        self.assertEqual(again.line_ids.value, 140)
        self.settle(again)
        self.assertEqual(self.of_power(self.bill()), 48)
        self.assertFalse(self.billing().line_ids)

    def test_corrected_before_the_credit(self):
        """LE-F16: voided and done again before the run, only the difference is
        billed."""
        _lease, meter = self.let()
        paper = self.settle(self.round(**{meter.serial: 150}))
        self.bill()
        self.by("finance", paper).action_void("Misread")
        self.by("keeper", paper.line_ids.reading_id).value = 160
        self.settle(self.round())
        self.assertEqual(self.of_power(self.bill()), 12)

    def test_archived_when_billed(self):
        """LE-F15: a settlement is archived once the books hold all of it."""
        lease, meter = self.let()
        paper = self.settle(self.round(**{meter.serial: 150}))
        with self.refused(lease.name, UserError):
            self.by("finance", paper).action_archive()
        self.bill()
        self.by("finance", paper).action_archive()
        self.assertEqual(paper.state, "archived")
        self.assertFalse(self.billing().line_ids)

    def test_missing_readings_named(self):
        """LE-F15: a round with unread meters is refused, naming them and who reads;
        meters of vacant shops may wait."""
        _lease, meter = self.let()
        _other, second = self.let()
        vacant = self.meter(self.unit(meters=()))
        paper = self.round(**{meter.serial: 150})
        self.assertEqual((paper.line_count, paper.missing_count), (3, 1))
        with self.assertRaises(UserError) as refused:
            self.by("keeper", paper).action_submit()
        self.assertIn(second.serial, str(refused.exception))
        self.assertNotIn(vacant.serial, str(refused.exception))
        self.assertIn("Property", str(refused.exception))
        line = paper.line_ids.filtered(lambda li: li.meter_id == second)
        self.by("keeper", line).value = 100
        self.by("keeper", line).remark = "Closed for works"
        self.settle(paper)
        self.assertEqual(paper.amount, 60)

    def test_findings(self):
        """LE-F15: what runs backwards blocks, a leap wants a look and a remark."""
        _lease, meter = self.let()
        self.shows(meter, date(2026, 1, 31), 72)
        paper = self.round(**{meter.serial: 90})
        self.assertEqual(paper.line_ids.level, "error")
        with self.refused("Below the last reading", UserError):
            self.by("keeper", paper).action_submit()
        self.by("keeper", paper.line_ids).value = 700
        self.assertEqual(paper.line_ids.level, "warning")
        self.assertIn("times the usual use", paper.line_ids.finding)
        with self.refused("write a remark", UserError):
            self.by("keeper", paper).action_submit()
        self.by("keeper", paper.line_ids).remark = "New ovens, seen"
        self.settle(paper)
        self.assertEqual(paper.amount, 720)

    def test_counter_begins_again(self):
        """LE-F15: a counter of five digits passes nought; without them it is
        refused."""
        _lease, meter = self.let(meter=False)
        meter = self.meter(_lease.unit_ids, value=99990, digits=5)
        paper = self.round(**{meter.serial: 25})
        self.assertEqual(paper.line_ids.quantity, 35)
        self.assertEqual(paper.line_ids.level, "warning")
        self.by("keeper", paper.line_ids).remark = "Passed nought"
        self.settle(paper)
        self.assertEqual(self.of_power(self.bill()), 42)

    def test_readings_of_the_period_are_taken_over(self):
        """LE-F15: what was read already (a tenant's photo, the list of readings) stands
        in the round and is corrected where it stands."""
        _lease, meter = self.let()
        reading = self.shows(meter, date(2026, 3, 30), 130)
        paper = self.round()
        (line,) = paper.line_ids
        self.assertEqual((line.reading_id, line.value), (reading, 130))
        with self.refused("meter readings", UserError):
            self.by("keeper", line).value = 135
        self.by("keeper", reading).value = 140
        self.by("keeper", paper).action_list_meters()
        self.settle(paper)
        self.assertEqual(paper.amount, 48)
        with self.refused(paper.name, UserError):
            self.by("keeper", reading).value = 120

    def test_late_readings_are_listed_anew(self):
        """LE-F15: a reading that comes in later takes the place of an open line, what
        was typed elsewhere stays."""
        _lease, meter = self.let()
        _other, second = self.let()
        paper = self.round(**{second.serial: 111})
        self.shows(meter, MARCH, 130)
        self.by("keeper", paper).action_list_meters()
        self.assertEqual(len(paper.line_ids), 2)
        self.assertEqual(sorted(paper.line_ids.mapped("value")), [111, 130])

    def test_tenant_changes(self):
        """LE-F15: final and handover readings bound the days of each tenant; the days
        between are the landlord's."""
        lease, meter = self.let()
        self.shows(meter, date(2026, 3, 12), 140, "final")
        self.shows(meter, date(2026, 3, 20), 150, "handover")
        second = self._let_again(lease)
        paper = self.round()
        lines = paper.line_ids.sorted("previous_date")
        self.assertEqual(
            [(li.contract_id, li.date, li.quantity) for li in lines[:2]],
            [
                (lease, date(2026, 3, 12), 40),
                (self.env["ops.lease.contract"], date(2026, 3, 20), 10),
            ],
        )
        self.assertEqual(lines[2].contract_id, second)
        self.by("keeper", lines[2]).value = 180
        self.settle(paper)
        owed = {part.contract_id: part.amount for part in paper.part_ids}
        self.assertEqual(owed, {lease: 48, second: 36, second.browse(): 12})

    def _let_again(self, lease):
        """The tenant is gone on 12 March, the next lease begins on the 20th."""
        lease._flow_write({"date_end": date(2026, 3, 12), "state": "settled"})
        lease.unit_ids._flow_write({"state": "vacant"})
        return self.sign(
            self.draft_contract(
                lease.unit_ids,
                date_start=date(2026, 3, 20),
                date_end=date(2027, 12, 31),
            )
        )

    def test_two_tenants_without_reading(self):
        """LE-F15: two tenants between two readings are refused until a reading says
        where one left and the other came."""
        lease, meter = self.let()
        self._let_again(lease)
        paper = self.round(**{meter.serial: 180})
        with self.refused("Two tenants", UserError):
            self.by("keeper", paper).action_submit()
        self.shows(meter, date(2026, 3, 12), 140, "final")
        self.shows(meter, date(2026, 3, 20), 140, "handover")
        self.by("keeper", paper).action_list_meters()
        last = paper.line_ids.sorted("previous_date")[-1]
        self.by("keeper", last).value = 180
        for line in paper.line_ids.filtered(lambda li: li.level == "warning"):
            self.by("keeper", line).remark = "Seen"
        self.settle(paper)
        self.assertEqual(paper.amount, 96)

    def test_exit_goes_on_from_the_round(self):
        """LE-25, LE-F15: the exit bills from the last settled reading, the round up to
        it; no unit twice, whichever is first."""
        lease, meter = self.let()
        self.receive(lease.deposit_ids)
        exit_paper = self.walk(self.draft_exit(lease), "released")
        self.settle(self.round(**{meter.serial: 150}))
        # somebody reads it in between; nothing is settled on that
        self.shows(meter, date(2026, 4, 10), 170)
        self._settle(exit_paper)
        charge = exit_paper.charge_ids
        self.assertEqual((charge.previous_value, charge.quantity), (150, 200))
        april = self.round(4)
        self.assertFalse(april.line_ids.filtered("date"))
        self.assertEqual(self.of_power(self.bill()), 60)

    def test_round_after_the_exit(self):
        """LE-25, LE-F15: a round handed in before the exit was billed is not approved
        on top of it."""
        lease, meter = self.let()
        self.receive(lease.deposit_ids)
        exit_paper = self.walk(self.draft_exit(lease), "released")
        paper = self.round(**{meter.serial: 150})
        self._settle(exit_paper)
        self.assertEqual(exit_paper.charge_ids.quantity, 250)
        with self.refused("ends|changed|not read|before", UserError):
            self.settle(paper)
        self.assertEqual(self.of_power(self.bill()), 0)

    def test_handed_in_round_holds_its_days(self):
        """LE-25, LE-F15: an exit billed while a round is being checked goes on from
        that round."""
        lease, meter = self.let()
        self.receive(lease.deposit_ids)
        exit_paper = self.walk(self.draft_exit(lease), "released")
        paper = self.settle(self.round(**{meter.serial: 150}), "checked")
        self._settle(exit_paper)
        self.assertEqual(exit_paper.charge_ids.quantity, 200)
        self.by("finance", paper).action_approve()
        self.assertEqual(self.of_power(self.bill()), 60)

    def test_prices_by_date(self):
        """LE-F15: a price that changes in the period is taken by days; what is settled
        keeps its price, a new one begins later."""
        _lease, meter = self.let()
        tariffs = self.by("chief", self.env["ops.lease.tariff"])
        first = tariffs.create(
            {
                "property_id": self.mall.id,
                "kind": "power",
                "date_from": date(2026, 3, 17),
                "price": 2,
            }
        )
        self.assertEqual(meter.price, 2)
        paper = self.settle(self.round(**{meter.serial: 131}))
        # 16 units at 1.20, 15 at 2.00
        self.assertEqual(paper.amount, 49.2)
        with self.refused("approved by this price", UserError):
            self.by("chief", first).price = 3
        with self.refused("approved by this price", UserError):
            self.by("chief", first).unlink()
        with self.refused("approved until", UserError):
            tariffs.create(
                {
                    "property_id": self.mall.id,
                    "kind": "power",
                    "date_from": MARCH,
                    "price": 9,
                }
            )
        tariffs.create(
            {"meter_id": meter.id, "date_from": date(2026, 4, 1), "price": 3}
        )
        self.assertEqual(meter.price, 3)
        with self.refused("follows a tariff", UserError):
            self.by("chief", meter).price = 5
        april = self.settle(self.round(4, **{meter.serial: 141}))
        self.assertEqual(april.amount, 30)

    def test_price_missing(self):
        """LE-F15: a meter without any price is named before the round is handed in."""
        _lease, meter = self.let(meter=False)
        meter = self.meter(_lease.unit_ids, price=0)
        paper = self.round(**{meter.serial: 150})
        with self.refused("there is no price", UserError):
            self.by("keeper", paper).action_submit()
        self.by("chief", meter).price = 1
        self.settle(paper)
        self.assertEqual(paper.amount, 50)

    def test_taxes_of_the_tariff(self):
        """LE-F15: the bill has the taxes of the tariff, each set on a line of its
        own."""
        _lease, meter = self.let()
        water = self.meter(_lease.unit_ids, kind="water", price=4)
        tax = self.env["account.tax"].create(
            {
                "name": "3 %",
                "amount": 3,
                "type_tax_use": "sale",
                "company_id": self.company.id,
            }
        )
        water.tax_ids = tax
        self.settle(self.round(**{meter.serial: 150, water.serial: 110}))
        (bill,) = self.bill()
        items = {
            li.lease_charge_id.subject: li
            for li in bill.invoice_line_ids
            if li.lease_charge_id.kind == "utility"
        }
        self.assertEqual(items["water"].tax_ids, tax)
        self.assertEqual(items["power"].tax_ids, self.company.lease_fee_tax_id)
        self.assertEqual(items["water"].price_subtotal, 40)

    def test_one_round_a_period(self):
        """LE-F15: a day is settled once in a project; a void round makes room."""
        self.let()
        paper = self.round()
        with self.refused("days of this period", ValidationError):
            self.round()
        self.by("chief", paper).action_drop("Begun too early")
        self.assertEqual(self.round().state, "draft")

    def test_one_click(self):
        """LE-F15: the rounds of last month are begun for every project with meters
        that has none."""
        today = date(2026, 4, 3)
        self.let()
        self.env.user.company_ids = self.company
        with patch.object(fields.Date, "context_today", lambda *a: today):
            rounds = self.by("keeper", self.env["ops.lease.utility"])
            rounds.action_start_rounds()
            rounds.action_start_rounds()
        made = rounds.search([])
        self.assertEqual(
            [(r.property_id, r.date_from, r.date_to) for r in made],
            [(self.mall, date(2026, 3, 1), MARCH)],
        )
        self.assertTrue(made.line_ids)

    def test_earlier_first(self):
        """LE-F15: a round waits for the one before it, whose end it begins with."""
        _lease, meter = self.let()
        march = self.round(**{meter.serial: 150})
        april = self.round(4, **{meter.serial: 170})
        with self.refused("goes first", UserError):
            self.by("keeper", april).action_submit()
        self.settle(march)
        self.by("keeper", april).action_list_meters()
        for line in april.line_ids.filtered(lambda li: not li.date):
            self.by("keeper", line).value = 170
        self.settle(april)
        self.assertEqual(march.amount + april.amount, 84)

    def test_send_back_takes_its_readings_back(self):
        """LE-F15: a round sent back is typed again; readings it wrote down are gone,
        those of others stay."""
        _lease, meter = self.let()
        _other, second = self.let()
        photo = self.shows(second, MARCH, 120)
        paper = self.settle(self.round(**{meter.serial: 150}), "checking")
        made = paper.line_ids.reading_id - photo
        self.assertEqual(made.value, 150)
        self.by("chief", paper).action_send_back("Read again")
        self.assertFalse(made.exists())
        self.assertTrue(photo.exists())
        line = paper.line_ids.filtered(lambda li: li.meter_id == meter)
        self.by("keeper", line).value = 155
        self.settle(paper)
        self.assertEqual(paper.amount, 90)

    def test_not_tomorrow(self):
        """LE-F15: nothing is read on a day that has not come."""
        _lease, _meter = self.let()
        paper = self.round()
        with self.refused("has not come", ValidationError):
            self.by("keeper", paper.line_ids).write(
                {"date": fields.Date.today() + timedelta(days=1), "value": 130}
            )

    def test_forms(self):
        """LE-F15: reading sheet and settlement print what was read and who owes."""
        lease, meter = self.let()
        paper = self.settle(self.round(**{meter.serial: 150}))
        for name, texts in (
            ("ops_leasing.report_utility_reading", ("抄表单", meter.serial, "150")),
            (
                "ops_leasing.report_utility",
                ("水电费结算单", lease.partner_id.name, meter.serial, "60.00"),
            ),
        ):
            html = (
                self.env["ir.actions.report"]
                ._render_qweb_html(name, paper.ids)[0]
                .decode()
            )
            for text in texts:
                self.assertIn(text, html)

    def test_lease_keeps_its_terms(self):
        """LE-F15: the line a lease is billed by comes by itself, without a rate; payer
        and days to pay are those the lease says of its utilities."""
        payer = self.tenant()
        lease, meter = self.let(
            charge_ids=[
                Command.create({"kind": "rent", "rate": 100}),
                Command.create(
                    {
                        "kind": "utility",
                        "basis": "lump",
                        "rate": 0,
                        "payer_id": payer.id,
                        "due_days": 15,
                    }
                ),
            ]
        )
        self.settle(self.round(**{meter.serial: 150}))
        charge = lease.charge_ids.filtered("subject")
        self.assertEqual((charge.payer_id, charge.monthly), (payer, 0))
        self.assertEqual(self.of_power(self.bill()), 0)
        bills = self.bill(date(2026, 4, 15))
        self.assertEqual(self.of_power(bills), 60)
        power = bills.filtered(lambda b: self.of_power(b))
        self.assertEqual(power.partner_id, payer)
