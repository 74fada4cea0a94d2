from datetime import date, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests.common import tagged

from .common import LeasingCase


@tagged("post_install", "-at_install")
class TestPortalService(LeasingCase):
    """LE-F28: repairs and proposed readings, as staff work on them."""

    def setUp(self):
        super().setUp()
        self.contract = self.lease(received=False)
        self.shop = self.contract.line_ids.unit_id

    def repair(self, post="clerk", **values):
        return self.by(post, self.env["ops.lease.repair"]).create(
            {
                "contract_id": self.contract.id,
                "unit_id": self.shop.id,
                "subject": "Lamp",
                **values,
            }
        )

    def test_repair_by_people(self):
        """LE-F28: reported, assigned, repaired with a photo, confirmed by another."""
        repair = self.repair("keeper")
        with self.assertRaises(UserError):
            self.by("finance", repair).action_submit()
        self.by("keeper", repair).action_submit()
        self.assertTrue(repair.name)
        with self.assertRaises(UserError):
            self.by("keeper", repair).action_assign()
        keeper = self.by("keeper", repair)
        keeper.write(
            {
                "user_id": self.people["keeper"].id,
                "date_planned": fields.Date.today() + timedelta(days=1),
            }
        )
        with self.assertRaises(UserError):
            self.by("clerk", repair).action_assign()
        keeper.action_assign()
        with self.assertRaisesRegex(UserError, "photo"):
            keeper.action_finish()
        keeper.write(
            {
                "result": "New lamp",
                "evidence_ids": [Command.create({"name": "a.jpg", "raw": b"photo"})],
            }
        )
        self.assertEqual(repair.evidence_ids.res_id, repair.id)
        keeper.action_finish()
        with self.assertRaises(UserError):
            keeper.action_confirm()
        with self.assertRaisesRegex(UserError, "reason"):
            self.by("clerk", repair).action_reject()
        self.by("clerk", repair).action_reject("Flickers")
        self.assertFalse(repair.done_date)
        keeper.action_finish()
        self.by("clerk", repair).action_confirm()
        self.assertEqual(repair.state, "closed")
        self.assertEqual(repair.confirmed_user_id, self.people["clerk"])
        with self.assertRaises(AccessError):
            self.by("keeper", repair.evidence_ids).unlink()
        with self.assertRaises(UserError):
            keeper.result = "Something else"

    def test_repair_refused_and_withdrawn(self):
        """LE-F28: refused by the property company, withdrawn by leasing, both for a
        reason."""
        first, second = self.repair(), self.repair()
        (first + second).action_submit()
        with self.assertRaisesRegex(UserError, "reason"):
            self.by("keeper", first).action_refuse()
        with self.assertRaises(UserError):
            self.by("clerk", first).action_refuse("no")
        self.by("keeper", first).action_refuse("Tenant's own lamp")
        self.assertEqual(first._portal_reason("refused"), "Tenant's own lamp")
        self.by("clerk", second).action_withdraw("Mended himself")
        self.assertEqual((first + second).mapped("state"), ["refused", "withdrawn"])

    def test_own_shop(self):
        """LE-F28: a repair and a reading are of a shop of their lease."""
        other = self.unit()
        with self.assertRaises(ValidationError):
            self.repair(unit_id=other.id)
        with self.assertRaises(ValidationError):
            self.proposal(meter_id=other.meter_ids.id)

    def proposal(self, value=150, **values):
        return self.by("keeper", self.env["ops.lease.reading.report"]).create(
            {
                "contract_id": self.contract.id,
                "meter_id": self.shop.meter_ids.id,
                "value": value,
                "attachment_ids": [Command.create({"name": "m.jpg", "raw": b"photo"})],
                **values,
            }
        )

    def test_reading_confirmed(self):
        """LE-F28: confirmed by the property company it is a reading, not before."""
        report = self.proposal()
        self.assertEqual(self.shop.meter_ids.last_value, 100)
        with self.assertRaises(UserError):
            self.by("clerk", report).action_accept()
        with self.assertRaises(AccessError):
            self.by("keeper", report).write({"state": "accepted"})
        self.by("keeper", report).action_accept()
        reading = report.reading_id
        self.assertEqual(
            (reading.value, reading.date, reading.kind, reading.user_id),
            (150, report.date, "periodic", self.people["keeper"]),
        )
        with self.assertRaises(UserError):
            self.by("keeper", report).value = 151
        with self.assertRaises(AccessError):
            self.by("keeper", report.attachment_ids).unlink()

    def test_reading_refused(self):
        """LE-F28: what the meter cannot have shown is not confirmed; refusing says
        why."""
        self.env["ops.lease.reading"].create(
            {
                "meter_id": self.shop.meter_ids.id,
                "value": 180,
                "date": fields.Date.today() - timedelta(days=5),
            }
        )
        for values, text in (
            ({"value": 150}, "below 180"),
            (
                {"value": 190, "date": fields.Date.today() - timedelta(days=9)},
                "above 180",
            ),
            (
                {"value": 180, "date": fields.Date.today() - timedelta(days=5)},
                "already",
            ),
            ({"value": 200, "date": date(2099, 1, 1)}, "not come yet"),
            ({"value": 200, "attachment_ids": False}, "photo"),
        ):
            report = self.proposal(**values)
            with self.subTest(text), self.assertRaisesRegex(UserError, text):
                self.by("keeper", report).action_accept()
            with self.assertRaisesRegex(UserError, "reason"):
                self.by("keeper", report).action_refuse()
            self.by("keeper", report).action_refuse("Wrong")
            self.assertEqual(report.state, "refused")
            self.assertFalse(report.reading_id)

    def test_counter_begins_again(self):
        """LE-F28 LE-F15: a counter whose digits are known may begin again, and shows
        no more of them."""
        meter = self.shop.meter_ids
        meter.digits = 3
        with self.assertRaisesRegex(UserError, "3 digits"):
            self.by("keeper", self.proposal(1000)).action_accept()
        report = self.proposal(5)
        self.by("keeper", report).action_accept()
        self.assertEqual(report.reading_id.value, 5)

    def test_invite(self):
        """LE-F28: the commercial manager opens Odoo's dialog for the tenant's people;
        who may not keep contacts does not."""
        tenant = self.contract.partner_id
        contact = self.env["res.partner"].create(
            {"name": "Shop manager", "parent_id": tenant.id, "email": "s@example.com"}
        )
        action = self.by("manager", self.contract).action_portal_access()
        wizard = self.by("manager", self.env["portal.wizard"]).browse(action["res_id"])
        self.assertEqual(wizard.user_ids.partner_id, tenant | contact)
        with self.assertRaises(AccessError):
            self.by("keeper", self.contract).action_portal_access()
        self.assertEqual(self.contract.portal_user_count, 0)
        line = wizard.user_ids.filtered(lambda u: u.partner_id == contact)
        line.action_grant_access()
        self.assertTrue(contact.user_ids._is_portal())
        self.contract.invalidate_recordset(["portal_user_count"])
        self.assertEqual(self.contract.portal_user_count, 1)

    def test_company(self):
        """Law 4: repairs and proposed readings stay in their company and project."""
        repair, report = self.repair(), self.proposal()
        other = self.env["res.company"].create({"name": "Another landlord"})
        self.people["manager"].write(
            {"company_ids": [Command.set(other.ids)], "company_id": other.id}
        )
        stranger = self.people["manager"]
        for paper in (repair, report):
            with self.assertRaises(AccessError):
                paper.with_user(stranger).with_context(
                    allowed_company_ids=other.ids
                ).read(["state"])
        self.mall.member_ids = self.people["designer"]
        with self.assertRaises(AccessError):
            self.by("clerk", repair).read(["state"])
