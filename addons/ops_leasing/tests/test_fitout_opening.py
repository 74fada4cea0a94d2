from datetime import timedelta

from odoo import fields
from odoo.addons.ops_base.models.guard_mixin import FlowRefused
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests.common import tagged

from .common import LeasingCase


@tagged("post_install", "-at_install")
class TestFitoutOpening(LeasingCase):
    """LE-20, LE-21: licences and joint opening."""

    def refused(self, post, records, step, message="", *args):
        with self.assertRaisesRegex(UserError, message):
            getattr(self.by(post, records), f"action_{step}")(*args)

    def kind(self, name):
        return self.env.ref(f"ops_leasing.licence_{name}")

    def test_asked_by_use(self):
        """LE-20: the use of the shop says which licences are needed; listed with the
        drawings, whoever sees the settings."""
        contract = self.lease(units=self.unit(use="food"))
        self.assertEqual(contract.licence_open, 2)
        self.walk_fitout(self.draft_fitout(contract), "reviewing")
        kinds = contract.licence_ids.kind_id
        self.assertLessEqual(self.kind("business") + self.kind("food"), kinds)
        self.assertNotIn(self.kind("fire"), kinds)
        listed = contract.licence_ids.filtered(
            lambda r: r.kind_id == self.kind("signboard")
        )
        self.assertFalse(listed.required)

    def test_proven(self):
        """LE-20: obtained with number, file and – where it expires – its expiry."""
        contract = self.lease(units=self.unit(use="food"))
        contract._licences_start()
        licence = self.by(
            "clerk",
            contract.licence_ids.filtered(lambda r: r.kind_id == self.kind("food")),
        )
        self.assertEqual(licence.state, "missing")
        today = fields.Date.today()
        with self.assertRaisesRegex(ValidationError, "number"), self.cr.savepoint():
            licence.date_obtained = today
        self.obtain(contract)
        self.assertEqual(licence.state, "obtained")
        self.assertEqual(contract.licence_open, 0)
        for days, state in ((20, "expiring"), (-1, "expired")):
            licence.write(
                {
                    "date_obtained": today - timedelta(days=100),
                    "date_end": today + timedelta(days=days),
                }
            )
            self.assertEqual(licence.state, state)
            for asked in ("missing", "obtained", "expiring", "expired"):
                found = licence.search([("state", "=", asked), ("id", "=", licence.id)])
                self.assertEqual(bool(found), asked == state)
        self.assertEqual(contract.licence_open, 1)

    def test_waived_by_manager(self):
        """LE-20: only the manager says that a shop may open without a licence; taking
        it off the list does not help."""
        contract = self.lease()
        contract._licences_start()
        licence = contract.licence_ids.filtered("required")
        for attack in (
            lambda r: r.write({"required": False}),
            lambda r: r.unlink(),
            lambda r: r.write({"kind_id": self.kind("food").id}),
        ):
            with self.assertRaises(AccessError):
                attack(self.by("clerk", licence))
        for post in ("keeper", "finance", "project", "designer"):
            with self.subTest(post=post), self.assertRaises(AccessError):
                self.by(post, licence).name = "L"
        self.by("manager", licence).unlink()
        self.assertEqual(contract.licence_open, 1)
        self.by("manager", self.env["ops.lease.licence"]).create(
            {
                "contract_id": contract.id,
                "kind_id": self.kind("business").id,
                "required": False,
            }
        )
        self.assertEqual(contract.licence_open, 0)

    def test_reminder(self):
        """LE-F29: the handler is reminded of an expiry once, in time."""
        contract = self.lease(units=self.unit(use="food"))
        contract._licences_start()
        self.obtain(contract)
        licence = contract.licence_ids.filtered(
            lambda r: r.kind_id == self.kind("food")
        )
        licences = self.env["ops.lease.licence"]
        licences._cron_remind()
        self.assertFalse(licence.activity_ids)
        self.by("clerk", licence).date_end = fields.Date.today() + timedelta(days=10)
        licences._cron_remind()
        self.assertEqual(licence.activity_ids.user_id, self.people["clerk"])
        licences._cron_remind()
        self.assertEqual(len(licence.activity_ids), 1)
        paper = self.walk_fitout(self.draft_fitout(), "permitted")
        self.by("clerk", paper).insurance_until = fields.Date.today() + timedelta(3)
        for _i in range(2):
            licences._cron_remind()
            self.assertEqual(len(paper.activity_ids), 1)

    def test_scenario_3_opening_batch(self):
        """LE-21, LE-20, LE-F22: three tenants planned, one lacks a licence: its
        opening is refused and it stays out with a reason; two open."""
        contracts = self.leases(3)
        self.fit_out(contracts)
        units = contracts.unit_ids
        self.assertEqual(set(units.mapped("state")), {"fitting_out"})
        lacking = contracts[2]
        self.obtain(contracts[:2])
        batch = self.opening(contracts)
        self.assertTrue(batch.name.startswith("KY-"))
        self.assertEqual(batch.line_ids.mapped("ready"), [True, True, False])
        self.assertEqual(batch.ready_count, 2)
        line = batch.line_ids[2]
        self.assertEqual(
            (line.fitout_ok, line.licences_ok, line.fees_ok), (True, False, True)
        )
        self.refused("clerk", batch, "open", "Licence missing: Business licence")
        self.by("clerk", line).left_out = True
        self.refused("clerk", batch, "open", "left out without a reason")
        self.by("clerk", line).reason = "Business licence still missing"
        for post in ("keeper", "finance", "designer", "project", "gm", "outsider"):
            with self.subTest(post=post):
                self.refused(post, batch, "open")
        start = fields.Date.today() + timedelta(days=15)
        self.by("manager", batch.line_ids[1]).write(
            {"rent_start": start, "rent_reason": "Agreed in the lease"}
        )
        self.by("clerk", batch).action_open()
        self.assertEqual(batch.line_ids.mapped("opened"), [True, True, False])
        self.assertEqual(units.mapped("state"), ["open", "open", "fitting_out"])
        self.assertEqual(contracts[0].date_rent_start, fields.Date.today())
        self.assertEqual(contracts[1].date_rent_start, start)
        self.assertFalse(lacking.date_opened)
        with self.assertRaises(UserError):
            self.by("clerk", lacking).date_rent_start = start
        with self.assertRaises(UserError):
            self.by("clerk", line).left_out = False
        # the one left out opens with the next batch
        self.obtain(lacking)
        again = self.opening(lacking)
        self.by("clerk", again).action_open()
        self.assertEqual(set(units.mapped("state")), {"open"})

    def test_readiness(self):
        """LE-21: fit-out accepted, fees paid, the day come."""
        contracts = self.leases(2)
        accepted, building = contracts
        self.fit_out(accepted)
        self.walk_fitout(self.draft_fitout(building), "acceptance")
        self.obtain(contracts)
        batch = self.opening(contracts, date_planned=fields.Date.today() + timedelta(1))
        self.assertEqual(batch.line_ids.mapped("ready"), [True, False])
        self.refused("clerk", batch, "open", "not accepted")
        self.by("clerk", batch.line_ids[1]).write(
            {"left_out": True, "reason": "Not accepted"}
        )
        self.refused("clerk", batch, "open", "opening day is")
        self.by("clerk", batch).date_planned = fields.Date.today()
        self.patch(
            type(self.env["ops.lease.contract"]),
            "_entry_fees_open",
            lambda records: {record: ["Fee 1 is open."] for record in records},
        )
        self.refused("clerk", batch, "open", "Fee 1 is open")

    def test_batch_rules(self):
        """LE-21: nobody stands in two batches, opens by hand or from elsewhere."""
        contracts = self.leases(2)
        self.fit_out(contracts)
        batch = self.by("clerk", self.env["ops.lease.opening.batch"]).create(
            {"property_id": self.mall.id}
        )
        with self.assertRaises(FlowRefused) as refusal:
            batch.action_plan()
        self.assertEqual(
            {b.gate for b in refusal.exception.blockers},
            {"date_given", "tenants_named"},
        )
        batch.action_propose()
        self.assertEqual(batch.line_ids.contract_id, contracts)
        batch.date_planned = fields.Date.today()
        batch.action_plan()
        other = self.by("clerk", self.env["ops.lease.opening.batch"]).create(
            {
                "property_id": self.mall.id,
                "date_planned": fields.Date.today(),
                "line_ids": [Command.create({"contract_id": contracts[0].id})],
            }
        )
        self.refused("clerk", other, "plan", "opens with KY-")
        with self.assertRaises(AccessError):
            batch.line_ids.opened = True
        with self.assertRaises(AccessError):
            self.by("clerk", self.env["ops.lease.opening.line"]).create(
                {"batch_id": other.id, "contract_id": contracts[1].id, "opened": True}
            )
        self.refused("clerk", other, "cancel", "reason")
        self.by("clerk", other).action_cancel("Double")
        mall = self.mall.copy({"name": "Other", "code": "OT"})
        elsewhere = self.by("clerk", self.env["ops.lease.opening.batch"]).create(
            {"property_id": mall.id}
        )
        with self.assertRaises(AccessError):
            elsewhere.line_ids = [Command.create({"contract_id": contracts[0].id})]
