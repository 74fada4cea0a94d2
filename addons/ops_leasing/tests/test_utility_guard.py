"""Who may read, check and approve; what nobody writes (LE-F15, laws 1 and 3)."""

from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged, users
from odoo.tests.common import new_test_user
from odoo.tools import mute_logger

from .common_utility import MARCH, UtilityCase

BATCH = 10_000


@tagged("post_install", "-at_install")
class TestUtilityGuard(UtilityCase):
    def test_who_takes_which_step(self):
        """LE-F15: the clerk hands in, the property manager checks, finance approves,
        three persons; nobody takes another one's step."""
        _lease, meter = self.let()
        paper = self.round(**{meter.serial: 150})
        for post in ("finance", "clerk", "manager", "gm"):
            with self.assertRaises(UserError):
                self.by(post, paper).action_submit()
        self.by("chief", paper).action_submit()
        with self.assertRaisesRegex(UserError, "another one checks"):
            self.by("chief", paper).action_check()
        self.by("chief", paper).action_send_back("By the clerk")
        self.by("keeper", paper).action_submit()
        for post in ("keeper", "finance"):
            with self.assertRaises(UserError):
                self.by(post, paper).action_check()
        self.by("chief", paper).action_check()
        for post in ("keeper", "chief", "manager"):
            with self.assertRaises(UserError):
                self.by(post, paper).action_approve()
        self.by("finance", paper).action_approve()
        for post in ("keeper", "chief"):
            with self.assertRaises(UserError):
                self.by(post, paper).action_void("No")
        self.assertEqual(paper.state, "approved")

    def test_figures_are_nobodys_to_write(self):
        """LE-F15: lines, parts and stamps cannot be written, made or deleted by hand;
        readings can, while the round is read."""
        lease, meter = self.let()
        paper = self.round(**{meter.serial: 150})
        line = paper.line_ids
        for vals in (
            {"quantity": 5},
            {"multiplier": 5},
            {"previous_value": 149},
            {"contract_id": False},
            {"level": "ok"},
            {"reading_id": False},
        ):
            with self.assertRaises(AccessError):
                self.by("keeper", line).write(vals)
        with self.assertRaises(AccessError):
            self.by("keeper", line).create(
                {"utility_id": paper.id, "meter_id": meter.id}
            )
        with self.assertRaises(AccessError):
            self.by("keeper", line).unlink()
        with self.assertRaises(UserError):
            self.by("keeper", paper).write({"line_ids": [Command.clear()]})
        self.by("keeper", line).value = 160
        self.settle(paper)
        part = paper.part_ids
        for post in ("keeper", "chief", "finance", "manager"):
            with self.assertRaises(UserError):
                self.by(post, part).write({"amount": 1})
            with self.assertRaises(UserError):
                self.by(post, part).unlink()
            with self.assertRaises(UserError):
                self.by(post, paper).write(
                    {"part_ids": [Command.update(part.id, {"amount": 1})]}
                )
            with self.assertRaises(UserError):
                self.by(post, line).write({"value": 1})
        for vals in ({"state": "draft"}, {"date_approved": MARCH}):
            with self.assertRaises(UserError):
                self.by("finance", paper).write(vals)
        with self.assertRaises(UserError):
            self.by("keeper", paper).action_list_meters()
        with self.assertRaises(UserError):
            self.by("keeper", paper).action_settle_preview()
        self.assertEqual((part.amount, part.contract_id), (72, lease))

    def test_settled_readings_stay(self):
        """LE-F15: a reading a round stands on is neither changed nor deleted, before or
        after; one that nothing stands on is."""
        _lease, meter = self.let()
        loose = self.shows(meter, date(2026, 1, 15), 60)
        paper = self.settle(self.round(**{meter.serial: 150}), "checking")
        line = paper.line_ids
        for reading in line.previous_id | line.reading_id:
            with self.assertRaises(UserError):
                self.by("keeper", reading).write({"value": 120})
            with self.assertRaises(UserError):
                self.by("keeper", reading).unlink()
        self.by("keeper", loose).value = 61
        self.assertEqual(loose.value, 61)

    def test_tariffs_are_the_managers(self):
        """LE-F15: prices are entered by managers alone."""
        values = {
            "property_id": self.mall.id,
            "kind": "water",
            "date_from": date(2026, 5, 1),
            "price": 4,
        }
        for post in ("keeper", "clerk", "finance", "outsider"):
            with self.assertRaises(AccessError):
                self.by(post, self.env["ops.lease.tariff"]).create(values)
        tariff = self.by("chief", self.env["ops.lease.tariff"]).create(values)
        self.by("manager", tariff).price = 5
        self.assertEqual(tariff.price, 5)

    def test_companies_and_projects_separated(self):
        """Law 2: people of another company or project see nothing of a round."""
        _lease, meter = self.let()
        paper = self.settle(self.round(**{meter.serial: 150}))
        other = self._create_company("Hillside Commercial")
        stranger = new_test_user(
            self.env,
            login="lease_stranger",
            groups="ops_leasing.group_property",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        records = (paper, paper.line_ids, paper.part_ids)
        for record in records:
            with self.assertRaises(AccessError):
                record.with_user(stranger).read(["company_id"])
        self.mall.member_ids = self.people["clerk"]
        for record in records:
            with self.assertRaises(AccessError):
                self.by("keeper", record).read(["company_id"])
            self.by("clerk", record).read(["company_id"])
            self.by("chief", record).read(["company_id"])
        with self.assertRaises(AccessError):
            self.by("outsider", paper).read(["state"])

    def load(self, *rows, post="keeper"):
        fields = ["meter_id", "date", "value", "remark"]
        return self.by(post, self.env["ops.lease.utility.line"]).load(
            fields, [list(row) for row in rows]
        )

    def test_import(self):
        """LE-F15, C-40: readings come in from Excel; a bad file names every bad row and
        writes nothing."""
        _lease, meter = self.let()
        _other, second = self.let()
        paper = self.round()
        with mute_logger("odoo.sql_db"):
            bad = self.load(
                (meter.serial, "2026-03-31", "150", ""),
                ("M-unknown", "2026-03-31", "150", ""),
                (second.serial, "2099-03-31", "120", ""),
            )
        self.assertFalse(bad["ids"])
        rows = {message["rows"]["from"] for message in bad["messages"]}
        self.assertEqual(rows, {1, 2})
        self.assertFalse(paper.line_ids.filtered("date"))
        good = self.load(
            (meter.serial, "2026-03-31", "150", ""), (second.serial, "", "120", "Seen")
        )
        self.assertEqual(len(good["ids"]), 2, good["messages"])
        self.assertEqual(set(paper.line_ids.mapped("date")), {MARCH})
        self.assertEqual(sorted(paper.line_ids.mapped("value")), [120, 150])
        with mute_logger("odoo.sql_db"):
            self.assertFalse(
                self.load((meter.serial, "", "1", ""), post="clerk")["ids"]
            )
        self.settle(paper)
        late = self.load((meter.serial, "", "190", ""))
        self.assertIn("no open round", str(late["messages"]))

    @users("lease_chief")
    def test_forged_context(self):
        """Law 1: no context opens what a round has settled."""
        env = self.env
        _lease, meter = self.with_super(self.let)
        paper = self.with_super(self.round, **{meter.serial: 150})
        self.with_super(self.settle, paper)
        part = paper.part_ids.with_user(env.user)
        for context in ({"ops_flow_pass": True}, {"import_file": True}):
            with self.assertRaises(UserError):
                part.with_context(**context).write({"amount": 1})

    def with_super(self, call, *args, **kwargs):
        before, self.env = self.env, self.env(user=self.env.ref("base.user_root"))
        try:
            return call(*args, **kwargs)
        finally:
            self.env = before

    def test_queries_flat(self):
        """Law 3: the same number of queries for 1 and for many meters, from the list to
        the open lines."""
        for name in ("INSERT_BATCH_SIZE", "UPDATE_BATCH_SIZE"):
            self.startPatcher(patch(f"odoo.orm.models.{name}", BATCH))
        counts = []
        floor, building = self.floor, self.floor.building_id
        for number, size in enumerate((1, 1, 1, 12)):
            mall = self.env["ops.lease.property"].create(
                {
                    "name": f"Q{number}",
                    "code": f"Q{number}",
                    "company_id": self.company.id,
                }
            )
            block = building.copy({"property_id": mall.id, "name": "A"})
            self.floor = floor.copy({"building_id": block.id})
            leases, meters = self.env["ops.lease.contract"], []
            for _i in range(size):
                shop = self.unit(meters=())
                meters.append(self.meter(shop, property_id=mall.id))
                leases += self.draft_contract(
                    shop, date_start=date(2026, 3, 1), date_end=date(2027, 12, 31)
                )
            self.meter(property_id=mall.id)
            self.sign(leases)
            self.env.flush_all()
            self.env.invalidate_all()
            for person in (self.env.user, *self.people.values()):
                person.mapped("partner_id.name")
            before = self.cr.sql_log_count
            paper = self.by("keeper", self.env["ops.lease.utility"]).create(
                {
                    "property_id": mall.id,
                    "date_from": date(2026, 3, 1),
                    "date_to": MARCH,
                }
            )
            paper.line_ids.write({"value": 150, "date": MARCH})
            paper.action_submit()
            self.by("chief", paper).action_check()
            self.by("finance", paper).action_approve()
            self.env.flush_all()
            owed = self.by("finance", leases)._rent_open(MARCH)
            counts.append(self.cr.sql_log_count - before)
            self.assertTrue(
                all(
                    any(line.date_to == MARCH for line in lines)
                    for lines in owed.values()
                )
            )
        self.floor = floor
        self.assertEqual(counts[2], counts[3], counts)
