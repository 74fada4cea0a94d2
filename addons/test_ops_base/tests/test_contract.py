from datetime import timedelta

from odoo import fields
from odoo.addons.ops_base.models.guard_mixin import FlowRefused
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import FlowCase


@tagged("post_install", "-at_install")
class TestContract(FlowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner = cls.env["res.partner"].create({"name": "Tenant"})
        cls.today = fields.Date.today()

    def contract(self, **values):
        values = {
            "partner_id": self.partner.id,
            "date_start": self.today,
            "date_end": self.today + timedelta(days=365),
            **values,
        }
        return self.env["test.ops.contract"].with_user(self.clerk).create(values)

    def test_counsel_clears_before_it_goes_on(self):
        """HR-42: only legal counsel clears, and what he objects to goes back."""
        contract = self.contract()
        contract.action_intent()
        contract.action_submit()
        with self.assertRaises(FlowRefused) as caught:
            contract.action_clear()
        self.assertIn("Legal counsel", str(caught.exception))
        with self.assertRaises(FlowRefused):
            contract.with_user(self.counsel).action_object()
        contract.with_user(self.counsel).action_object("Penalty clause is missing")
        self.assertEqual(contract.state, "draft")
        self.assertFalse(contract.legal_date)

    def test_sign_needs_clearance_and_copy(self):
        """HR-42: "signed" is refused without the clearance and the signed copy."""
        contract = self.contract()
        contract._flow_write({"state": "approved"})
        with self.assertRaises(FlowRefused) as caught:
            contract.with_user(self.director).action_sign()
        message = str(caught.exception)
        self.assertIn("Legal counsel has not cleared it", message)
        self.assertIn("The signed copy is missing", message)
        contract._flow_write({"legal_date": self.today})
        attachment = (
            self.env["ir.attachment"]
            .with_user(self.director)
            .create({"name": "scan.pdf"})
        )
        contract.with_user(self.director).signed_copy_ids = attachment
        with self.assertRaises(FlowRefused):
            contract.action_sign()
        contract.with_user(self.director).action_sign()
        self.assertEqual((contract.state, contract.signed_date), ("signed", self.today))

    def test_clearance_cannot_be_typed(self):
        """HR-42: the clearance is written by the step, not by hand."""
        contract = self.contract()
        for vals in ({"legal_date": self.today}, {"legal_user_id": self.counsel.id}):
            with self.assertRaises(UserError):
                contract.write(vals)

    def test_parties_and_term(self):
        """HR-42: a contract without party or term is not put before counsel."""
        contract = self.contract(partner_id=False, date_end=False)
        contract.action_intent()
        with self.assertRaises(FlowRefused) as caught:
            contract.action_submit()
        self.assertEqual(len(caught.exception.blockers), 2)
        contract.write({"partner_id": self.partner.id, "date_end": self.today})
        contract.action_submit()
        self.assertEqual(contract.state, "legal")

    def test_handler_answers_for_it(self):
        """C-23: counsel's clearance starts the approval in the handler's name."""
        self.env["ops.approval.route"].create(
            {
                "name": "Test contract",
                "code": "test_contract",
                "model_id": self.env["ir.model"]._get_id("test.ops.contract"),
                "step_ids": [
                    (0, 0, {"name": "GM", "user_ids": [(6, 0, self.director.ids)]})
                ],
            }
        )
        contract = self.contract()
        contract.action_intent()
        contract.action_submit()
        contract.with_user(self.counsel).action_clear()
        request = self.env["ops.approval.request"].search(
            [("res_model", "=", contract._name), ("res_id", "=", contract.id)]
        )
        self.assertEqual(request.requester_id, self.clerk)
        request.with_user(self.director).send_back("Too long")
        self.assertEqual(contract.state, "draft")

    def test_settled_then_filed(self):
        """Rule 9: settlement, then the archive, where nothing changes any more."""
        contract = self.contract()
        contract._flow_write({"state": "signed"})
        contract.action_settle()
        contract.action_file()
        self.assertEqual(contract.state, "archived")
        with self.assertRaises(UserError):
            contract.write({"clauses": "late"})

    def test_expiry_reminder_once(self):
        """Rule 9: the handler is reminded once, as many days ahead as is set."""
        company = self.env.company
        company.ops_contract_days = 30
        soon, later = (
            self.contract(date_end=self.today + timedelta(days=days))
            for days in (30, 31)
        )
        (soon | later)._flow_write({"state": "signed"})
        Contract = self.env["test.ops.contract"]
        self.assertEqual(Contract._contract_remind(company), soon)
        self.assertFalse(Contract._contract_remind(company))
        activity = soon.activity_ids
        self.assertEqual(activity.user_id, self.clerk)
        self.assertEqual(activity.date_deadline, soon.date_end)
        company.ops_contract_days = 31
        with self.enter_registry_test_mode():
            self.env.ref("ops_base.cron_contract_remind").method_direct_trigger()
        self.env.invalidate_all()
        self.assertTrue(later.activity_ids)


@tagged("post_install", "-at_install")
class TestGuard(FlowCase):
    """Gates on a document that Odoo owns."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.env.ref("base.user_admin")
        cls.category = cls.env["res.partner.category"].create({"name": "Old"})

    def test_gate_stands_in_write(self):
        """Rule 4: the transition is refused below the screen until the gate is met."""
        partner = self.env["res.partner"].create(
            {"name": "Shop", "category_id": self.category.ids}
        )
        category = self.category.with_user(self.manager)
        for attack in (
            lambda: category.write({"active": False}),
            lambda: category.action_archive(),
            lambda: category.create(
                {"name": "Born old", "active": False, "partner_ids": partner.ids}
            ),
        ):
            with self.assertRaises(FlowRefused) as caught:
                attack()
            self.assertIn("Contacts still carry it", str(caught.exception))
        partner.category_id = False
        category.action_archive()
        self.assertFalse(self.category.active)

    def test_group_stands_in_write(self):
        """Rule 1: the wrong person is refused, context and all."""
        contact = self.env.ref("base.group_partner_manager")
        self.clerk.group_ids += contact
        category = self.category.with_user(self.clerk)
        with self.assertRaises(FlowRefused) as caught:
            category.with_context(ops_flow_pass=True).write({"active": False})
        self.assertIn("Process administrator", str(caught.exception))
        category.write({"name": "Other"})
        self.assertEqual(category.name, "Other")

    def test_queries_flat(self):
        """Law 3: guarding a hundred documents costs what guarding one costs."""
        Category = self.env["res.partner.category"].with_user(self.manager)

        def cost(count):
            categories = Category.create(
                [{"name": f"{count}/{i}"} for i in range(count)]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            categories.write({"active": False})
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        cost(1)
        self.assertEqual(cost(1), cost(100))
