"""People and duties of the tests of due reports."""

from odoo.tests import new_test_user

from .common import FlowCase

# a Monday, noon in Shanghai
MONDAY = "2026-11-02 04:00:00"


class DutyCase(FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.resource_calendar_id.tz = "Asia/Shanghai"
        cls.chief = cls.person("duty_chief", "ops_base.group_manager")
        cls.head = cls.person("duty_head")
        cls.stand_in = cls.person("duty_deputy")
        cls.other = cls.person("duty_other")
        cls.market = cls.env["hr.department"].create({"name": "Market"})
        leader, _member = cls.env["hr.employee"].create(
            [
                {
                    "name": user.name,
                    "user_id": user.id,
                    "department_id": cls.market.id,
                }
                for user in (cls.head, cls.clerk)
            ]
        )
        cls.market.manager_id = leader

    @classmethod
    def person(cls, login, groups="ops_base.group_user"):
        return new_test_user(cls.env, login, groups=groups)

    def duty(self, **values):
        return (
            self.env["ops.duty"]
            .with_user(self.chief)
            .create(
                {
                    "name": "Monthly analysis",
                    "user_id": self.clerk.id,
                    "period": "monthly",
                    "is_after": True,
                    "day": 5,
                    **values,
                }
            )
        )

    def items(self, duty, user=None, **values):
        domain = [("duty_id", "=", duty.id)]
        domain += [(name, "=", value) for name, value in values.items()]
        items = self.env["ops.duty.item"].with_user(user or self.chief)
        return items.search(domain)

    def cron(self):
        self.env["ops.duty"]._cron_duties()
