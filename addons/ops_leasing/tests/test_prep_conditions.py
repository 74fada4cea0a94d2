from datetime import timedelta

from odoo import fields
from odoo.addons.ops_base.models.guard_mixin import FlowRefused
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests.common import tagged

from .prep_common import PrepCase


@tagged("post_install", "-at_install")
class TestConditions(PrepCase):
    """LE-05, LE-F25, LE-X3, LE-12: conditions matched, and changed later."""

    def refused(self, post, records, step, message=""):
        with self.assertRaisesRegex(UserError, message):
            getattr(self.by(post, records), f"action_{step}")()

    def test_gap(self):
        """LE-F25 LE-X3: supply comes from the shop, the gap is worked out."""
        lead = self.lead()
        unit = lead.lease_unit_ids
        self.supply(unit, power=120, floor_load=600, noise=70)
        sheet = self.sheet(lead, power=320, floor_load=500, noise=55, gas=10)
        figures = {
            line.condition_id.code: (line.supply, line.gap, line.short)
            for line in sheet.line_ids
        }
        self.assertEqual(
            figures,
            {
                "power": (120, 200, True),
                "floor_load": (600, 0, False),
                "noise": (70, 15, True),
                # what nobody knows of the shop counts as missing
                "gas": (0, 10, True),
            },
        )
        self.assertEqual(sheet.gap_count, 3)
        gaps = self.env["ops.lease.techcond.line"].search(
            [("short", "=", True), ("techcond_id", "=", sheet.id)]
        )
        self.assertEqual(len(gaps), 3)
        self.by("project", unit.condition_ids[0]).value = 200
        self.assertEqual(self.line(sheet, "power").gap, 120)
        with self.assertRaises(AccessError):
            self.by("clerk", self.line(sheet, "power")).supply = 999
        self.agree(sheet)
        unit.condition_ids[0].value = 500
        self.assertEqual(self.line(sheet, "power").supply, 200)

    def test_answers(self):
        """LE-05: each owner answers his own lines, five days by default, and only
        the commercial company agrees with the tenant."""
        lead = self.lead()
        sheet = self.sheet(lead, submit=False)
        self.line(sheet, "floor_load").demand = 0
        self.refused("clerk", sheet, "submit", "demand is missing")
        self.line(sheet, "floor_load").demand = 500
        self.refused("project", sheet, "submit")
        power, load = self.line(sheet, "power"), self.line(sheet, "floor_load")
        power.user_id = self.people["project"]
        self.by("clerk", sheet).action_submit()
        today = fields.Date.context_today(sheet)
        self.assertEqual(
            set(sheet.line_ids.mapped("date_due")), {today + timedelta(days=5)}
        )
        self.assertEqual(sheet.activity_ids.user_id, self.people["project"])
        self.assertTrue(self.by("project", sheet).flow_is_mine)
        self.assertTrue(self.by("designer", sheet).flow_is_mine)
        self.refused("clerk", sheet, "agree", "not answered")
        with self.assertRaises(AccessError):
            self.by("designer", power).agreed_value = 300
        with self.assertRaises(AccessError):
            self.by("project", power).demand = 100
        with self.assertRaises(AccessError):
            self.by("project", sheet).note = "mine"
        with self.assertRaises(AccessError):
            self.by("project", power).status = "answered"
        with self.assertRaises(AccessError):
            self.by("designer", power).action_answer()
        with self.assertRaises(UserError):
            self.by("project", power).action_answer()
        self.by("project", power).agreed_value = 320
        self.by("project", power).action_answer()
        self.assertEqual(power.answer_user_id, self.people["project"])
        with self.assertRaises(AccessError):
            self.by("project", power).agreed_value = 10
        with self.assertRaises(AccessError):
            self.by("project", power).action_agreed()
        # falls short and nobody pays
        with self.assertRaisesRegex(UserError, "who pays"):
            self.by("clerk", power).action_agreed()
        self.by("clerk", power).payer = "landlord"
        self.by("clerk", power).action_agreed()
        with self.assertRaises(AccessError):
            self.by("clerk", power).agreed_value = 10
        self.by("clerk", load).action_dropped()
        self.refused("project", sheet, "agree")
        self.by("clerk", sheet).action_agree()
        self.assertFalse(sheet.activity_ids)
        with self.assertRaises(UserError):
            self.by("clerk", sheet).line_ids = [
                Command.create({"condition_id": self.condition("gas").id, "demand": 1})
            ]
        self.by("clerk", sheet).action_reopen("The tenant wants more")
        self.by("clerk", power).action_reopen()
        self.assertEqual(power.status, "open")

    def test_late_answers(self):
        """LE-05: days are a setting; a late answer shows as late."""
        self.company.lease_answer_days = 2
        sheet = self.sheet(self.lead())
        today = fields.Date.context_today(sheet)
        self.assertEqual(sheet.line_ids[0].date_due, today + timedelta(days=2))
        sheet.line_ids[0].sudo().date_due = today - timedelta(days=1)
        self.assertEqual(sheet.late_count, 1)
        late = self.env["ops.lease.techcond.line"].search(
            [("is_late", "=", True), ("techcond_id", "=", sheet.id)]
        )
        self.assertEqual(late, sheet.line_ids[0])

    def test_carried_on(self):
        """LE-X3: what was agreed goes with the lease to hand-over and fit-out; what
        the landlord has not built is open."""
        lead = self.lead(lease_tenant_class="key")
        self.supply(lead.lease_unit_ids, power=100, floor_load=600)
        sheet = self.sheet(lead)
        self.by("clerk", lead).action_lease_contract()
        contract = lead.lease_contract_ids
        self.assertEqual(
            {
                open_
                for _name, _agreed, open_, _key in contract._conditions_agreed()[
                    contract
                ]
            },
            {True},
        )
        self.agree(sheet)
        agreed = {
            name: (value, open_)
            for name, value, open_, _key in contract._conditions_agreed()[contract]
        }
        self.assertEqual(
            agreed, {"Power": ("320 kW", True), "Floor load": ("500 kg/m²", False)}
        )
        works = self.works(sheet)
        self.assertEqual(works.line_ids.techcond_line_id, self.line(sheet, "power"))
        self.by("project", works).action_start()
        self.by("project", works.line_ids).evidence = "GC-01"
        self.by("project", works.line_ids).action_tick()
        self.by("project", works).action_finish()
        self.assertFalse(
            any(c.is_open for c in contract._conditions_agreed()[contract])
        )
        self.by("clerk", sheet).action_close()

    def test_sheet_of_signed_lease(self):
        """LE-12: what a signed lease rests on is not matched again."""
        lead = self.lead()
        sheet = self.agree(self.sheet(lead))
        self.by("clerk", lead).action_lease_contract()
        contract = lead.lease_contract_ids
        self.by("clerk", contract).write(
            {"date_start": "2026-01-01", "date_end": "2030-12-31"}
        )
        self.sign(contract)
        with self.assertRaisesRegex(FlowRefused, "second-round"):
            self.by("clerk", sheet).action_reopen("More power")

    def change(self, delivered=True):
        contract = self.lease()
        if delivered:
            contract.sudo().unit_ids._flow_write({"state": "handed_over"})
        paper = self.by("clerk", self.env["ops.lease.change"]).create(
            {
                "contract_id": contract.id,
                "request": "One more circuit",
                "reason": "Oven",
            }
        )
        return paper.with_env(self.env)

    def test_change_done(self):
        """LE-12: judged reasonable by project department and commercial company,
        costed, ordered, done with evidence."""
        paper = self.change(delivered=False)
        self.refused("clerk", paper, "submit", "handed over")
        paper.contract_id.sudo().unit_ids._flow_write({"state": "handed_over"})
        paper.reason = " "
        self.refused("clerk", paper, "submit", "Why he asks")
        paper.reason = "A new oven"
        self.refused("keeper", paper, "submit")
        self.by("clerk", paper).action_submit()
        with self.assertRaises(UserError):
            self.by("costing", self.env["ops.lease.change.cost"]).create(
                {"change_id": paper.id, "name": "Cable", "price": 10}
            )
        with self.assertRaises(UserError):
            self.approve(paper, ("manager",))
        self.approve(paper, ("project", "manager"))
        self.assertEqual((paper.state, paper.judgement), ("costing", "reasonable"))
        self.assertIn("OK", paper.judgement_reason)
        self.refused("costing", paper, "cost", "no item")
        with self.assertRaises(AccessError):
            self.by("clerk", self.env["ops.lease.change.cost"]).create(
                {"change_id": paper.id, "name": "Cable", "price": 10}
            )
        self.by("costing", paper).cost_ids = [
            Command.create({"name": "Cable", "quantity": 3, "price": 10.5})
        ]
        self.refused("clerk", paper, "cost")
        self.by("costing", paper).action_cost()
        self.assertEqual(paper.total, 31.5)
        self.refused("clerk", paper, "order", "Who pays")
        self.by("clerk", paper).payer = "tenant"
        self.by("clerk", paper).action_order()
        self.refused("project", paper, "finish", "What was done")
        self.by("project", paper).write(
            {
                "done_text": "Circuit laid and tested",
                "attachment_ids": [Command.create({"name": "p.jpg", "raw": b"p"})],
            }
        )
        self.refused("clerk", paper, "finish")
        self.by("project", paper).action_finish()
        self.assertEqual(
            (paper.state, paper.done_user_id), ("done", self.people["project"])
        )

    def test_change_declined(self):
        """LE-12: declined it keeps the reason and is closed."""
        paper = self.change()
        self.by("clerk", paper).action_submit()
        request = self.env["ops.approval.request"].search(
            [("res_model", "=", paper._name), ("res_id", "=", paper.id)]
        )
        with self.assertRaises(UserError):
            self.by("project", request).refuse("")
        self.by("project", request).refuse("It is a bearing wall")
        self.assertEqual(
            (paper.state, paper.judgement, paper.judgement_reason),
            ("declined", "unreasonable", "It is a bearing wall"),
        )
        with self.assertRaises(UserError):
            self.by("clerk", paper).request = "Once more"
        with self.assertRaises(UserError):
            self.by("clerk", paper).judgement = "reasonable"

    def test_change_joint_review(self):
        """LE-F31: the route of a change takes 会签 and 转审 like every other."""
        route = self.env.ref("ops_leasing.route_lease_change")
        both = self.people["project"] | self.people["manager"]
        route.step_ids[1:].unlink()
        route.step_ids.write(
            {
                "mode": "all",
                "approver_kind": "users",
                "group_id": False,
                "user_ids": [Command.set(both.ids)],
            }
        )
        paper = self.change()
        self.by("clerk", paper).action_submit()
        request = self.env["ops.approval.request"].search(
            [("res_model", "=", paper._name), ("res_id", "=", paper.id)]
        )
        self.by("project", request).agree("Possible")
        self.assertEqual(paper.state, "judging")
        self.by("manager", request).transfer(self.people["keeper"].id, "Look at it")
        with self.assertRaises(UserError):
            self.by("manager", request).agree("Fine")
        self.by("keeper", request).agree("Fine")
        self.assertEqual(paper.state, "costing")
