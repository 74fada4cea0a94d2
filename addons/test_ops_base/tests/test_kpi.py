"""Indicators: targets by period, figures typed or worked out, closed for good."""

import psycopg2
from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from .common import FlowCase


@tagged("post_install", "-at_install")
class TestKpi(FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chief = new_test_user(cls.env, "kpi_chief", groups="ops_base.group_manager")
        cls.other = new_test_user(cls.env, "kpi_other", groups="ops_base.group_user")
        cls.satisfied = cls.indicator(code="test_satisfied")
        cls.accidents = cls.indicator(code="test_accidents", better="lower")

    @classmethod
    def indicator(cls, **values):
        return cls.env["ops.kpi"].create(
            {"name": "Satisfaction", "user_id": cls.clerk.id, "unit": "%", **values}
        )

    def target(self, kpi=None, user=None, **values):
        targets = self.env["ops.kpi.target"].with_user(user or self.director)
        return targets.create(
            {
                "kpi_id": (kpi or self.satisfied).id,
                "date_from": "2026-01-01",
                "date_to": "2026-03-31",
                "target": 80,
                **values,
            }
        )

    def test_traffic_light(self):
        """HR-47: what was reached of a target shows as share and light."""
        target = self.target()
        self.assertEqual((target.light, target.achievement), ("none", 0))
        own = target.with_user(self.clerk)
        for actual, share, light in (
            (80, 100, "green"),
            (76, 95, "yellow"),
            (40, 50, "red"),
        ):
            own.actual = actual
            self.assertEqual((own.achievement, own.light), (share, light))
        self.satisfied.warn = 40
        self.assertEqual(own.light, "yellow")
        none = self.target(self.accidents, target=0)
        none.with_user(self.clerk).action_nought()
        self.assertEqual((none.light, none.achievement), ("green", 100))

    def test_who_types(self):
        """HR-47: the responsible person types the figure, who sets targets may; the
        person measured does not, nor does anybody set his own target."""
        target = self.target(user_id=self.other.id)
        with self.assertRaises(AccessError):
            target.with_user(self.other).actual = 90
        target.with_user(self.clerk).actual = 70
        self.assertEqual(target.with_user(self.other).achievement, 87.5)
        for vals in ({"target": 60}, {"date_to": "2027-01-01"}):
            with self.assertRaises(AccessError):
                target.with_user(self.clerk).write(vals)
        with self.assertRaises(AccessError):
            self.target(user=self.clerk, user_id=self.clerk.id)
        target.with_user(self.chief).target = 70
        self.assertEqual(target.light, "green")

    def test_of_a_person(self):
        """Rule 12: targets of a person are seen by him and who answers for the figures,
        not by colleagues."""
        own, shared = self.target(user_id=self.other.id), self.target()
        stranger = new_test_user(self.env, "kpi_stranger", groups="ops_base.group_user")
        seen = self.env["ops.kpi.target"].with_user(stranger)
        self.assertEqual(seen.search([("id", "in", (own + shared).ids)]), shared)
        for user in (self.other, self.clerk, self.director, self.chief):
            self.assertEqual(own.with_user(user).target, 80)

    def test_worked_out(self):
        """HR-47: a figure that is worked out is not typed; it follows its source until
        the period is closed."""
        with self.assertRaises(ValidationError):
            self.indicator(code="test_nothing", source_model="test.ops.job")
        with self.assertRaises(ValidationError):
            self.indicator(code="Sum of all")
        kpi = self.indicator(code="test_jobs", source_model="test.ops.job")
        target = self.target(kpi, target=3)
        with self.assertRaisesRegex(UserError, "worked out"):
            target.actual = 5
        with self.assertRaisesRegex(UserError, "worked out"):
            self.target(kpi, actual=5, date_to="2026-12-31")
        self.jobs(3, title="counted")
        self.env["ops.kpi.target"]._cron_refresh()
        self.assertEqual((target.actual, target.light), (3, "green"))
        with freeze_time("2026-05-01 04:00:00"):
            target.with_user(self.clerk).action_close()
        self.jobs(title="counted")
        target.action_refresh()
        self.env["ops.kpi.target"]._cron_refresh()
        self.assertEqual(target.actual, 3)

    def test_closed(self):
        """HR-47: closed after the period's end by who answers for the figures; nothing
        changes from then on, also when the indicator does."""
        target = self.target()
        own = target.with_user(self.clerk)
        with (
            freeze_time("2026-03-31 04:00:00"),
            self.assertRaisesRegex(UserError, "not over"),
        ):
            own.action_close()
        with freeze_time("2026-04-01 04:00:00"):
            with self.assertRaisesRegex(UserError, "no figure"):
                own.action_close()
            own.actual = 78
            with self.assertRaises(AccessError):
                target.with_user(self.other).action_close()
            own.action_close()
            with self.assertRaisesRegex(UserError, "already"):
                own.action_close()
        self.assertEqual((target.state, target.closed_by_id), ("closed", self.clerk))
        for user in (self.clerk, self.director, self.chief):
            for vals in ({"actual": 90}, {"target": 70}, {"state": "open"}):
                with self.assertRaises(UserError):
                    target.with_user(user).write(vals)
        with self.assertRaises(UserError):
            target.unlink()
        self.satisfied.write({"better": "lower", "warn": 100})
        self.assertEqual((target.light, target.achievement), ("yellow", 97.5))

    def test_missed_asks_for_a_measure(self):
        """HR-47: a missed target is closed with an improvement action only."""
        target = self.target()
        own = target.with_user(self.clerk)
        own.actual = 40
        with freeze_time("2026-04-01 04:00:00"):
            with self.assertRaisesRegex(UserError, "raise a measure"):
                own.action_close()
            domain = own.action_improve()["domain"]
            raised = self.env["ops.improvement"].search(domain)
            self.assertEqual((len(raised), own.improvement_count), (1, 1))
            self.assertEqual(own.action_improve()["domain"], domain)
            self.assertEqual(self.env["ops.improvement"].search(domain), raised)
            own.action_close()
        self.assertEqual(own.state, "closed")

    def test_stamps(self):
        """Law 1: closing and the day of the figure are stamped."""
        target = self.target()
        for vals in (
            {"state": "closed"},
            {"actual_at": fields.Datetime.now()},
            {"closed_by_id": self.chief.id},
        ):
            with self.assertRaises(AccessError):
                target.write(vals)
            with self.assertRaises(AccessError):
                self.target(date_to="2026-12-31", **vals)
        with self.assertRaises(AccessError):
            target.light = "green"

    def test_once(self):
        """HR-47: one target for an indicator, a period and a place."""
        self.target()
        self.target(user_id=self.other.id)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.UniqueViolation),
            self.cr.savepoint(),
        ):
            self.target()

    def test_same_queries(self):
        """Law 3: working out and closing cost the same for many."""
        kpi = self.indicator(code="test_jobs", source_model="test.ops.job")
        self.jobs(3, title="counted")
        counts = []
        for run, count in enumerate((1, 1, 50)):
            targets = self.env["ops.kpi.target"].concat(
                *[
                    self.target(
                        kpi,
                        target=3,
                        date_from=f"20{10 + run}-01-01",
                        date_to=fields.Date.add(
                            fields.Date.to_date(f"20{10 + run}-02-01"), days=i
                        ),
                    )
                    for i in range(count)
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            targets.with_user(self.clerk).action_close()
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
            self.assertEqual(set(targets.mapped("state")), {"closed"})
        self.assertEqual(counts[1], counts[2])
