"""Acceptance scenario 2, and what comes before the opinions (PU-07, PU-F08)."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_contract import ContractCase
from .test_supplier_gate import SupplierCase


@tagged("post_install", "-at_install")
class TestScenarioNewSupplier(SupplierCase, ContractCase):
    def test_scenario(self):
        """PU-07 PU-05: scenario 2. A buyer adds a supplier and asks a price; the
        contract is refused while opinions are missing, passes after three times
        “qualified”, and once the certificate has expired new orders are refused."""
        buyer = self.by("buyer", self.env["res.partner"])
        partner = buyer.create({"name": "Riverside Rolling", "is_company": True})
        quotation = self.rfq(self.granted(), supplier=partner)
        self.assertEqual(quotation.state, "draft")
        contract = self.contract(partner_id=partner.id)
        self.by("buyer", contract).action_intent()
        with self.assertRaisesRegex(
            UserError, "technology, quality and finance opinions missing"
        ):
            self.by("buyer", contract).action_submit()

        file = self.evaluated(partner)
        self.give(file, "technology")
        with self.assertRaisesRegex(UserError, "quality and finance opinions missing"):
            self.by("buyer", contract).action_submit()
        self.assertEqual(contract.state, "draft")
        self.give(file, "quality", "finance")
        self.by("buyer", contract).action_submit()
        self.by("counsel", contract).action_clear()
        self.climb(contract)
        self.attach_copy(contract)
        self.by("buyer", contract).action_sign()
        self.assertEqual(contract.state, "signed")

        order = self.called_off(contract, supplier=partner)
        licence = self.by("head", file.certificate_ids)
        licence.date_end = self.today - timedelta(days=1)
        with self.assertRaisesRegex(UserError, "L-1 expired on"):
            self.confirm(order)
        self.assertEqual(order.state, "draft")
        licence.date_end = self.today
        self.confirm(order)
        self.assertEqual(order.state, "purchase")

    def test_suspended_before_signature(self):
        """PU-07: who was suspended while the contract went round does not get it
        signed; with the gate off it is signed."""
        contract = self.approved()
        self.attach_copy(contract)
        file = self.env["ops.supplier"].search([("partner_id", "=", self.supplier.id)])
        self.by("head", file).action_suspend("Late three times")
        with self.assertRaisesRegex(UserError, "is suspended"):
            self.by("buyer", contract).action_sign()
        self.company.purchase_gate_supplier = False
        self.by("buyer", contract).action_sign()
        self.assertEqual(contract.state, "signed")


@tagged("post_install", "-at_install")
class TestSupplierTrial(SupplierCase):
    def tried(self, file, result, by="inspector", **values):
        return self.by(by, self.env["ops.supplier.trial"]).create(
            {"supplier_id": file.id, "result": result, "note": "Looked at", **values}
        )

    def test_demanded(self):
        """PU-F08: goods that demand a sample and a visit are judged once both have
        passed; the last of each counts."""
        self.category.write({"supplier_sample": True, "supplier_visit": True})
        file = self._create_file(self.newcomer)
        ask = self.by("buyer", file).action_evaluate
        with self.assertRaisesRegex(UserError, "Sample of.*\n.*Visit to"):
            ask()
        yesterday = self.today - timedelta(days=1)
        self.tried(file, "passed", kind="sample", date=yesterday)
        self.tried(file, "passed", kind="visit", by="technology")
        self.tried(file, "failed", kind="sample")
        with self.assertRaisesRegex(UserError, "Steel: “Sample of goods” has not"):
            ask()
        paper = self.by("buyer", self.env["ops.supplier.evaluation"]).create(
            {"supplier_id": file.id}
        )
        with self.assertRaisesRegex(UserError, "Steel: “Sample of goods” has not"):
            paper.action_submit()
        self.tried(file, "passed", kind="sample")
        ask()
        self.assertEqual(file.state, "evaluating")

    def test_a_record(self):
        """PU-F08: quality and technology judge, for themselves; nobody changes it."""
        file = self._create_file(self.newcomer)
        for post in ("buyer", "head", "finance_head", "staff"):
            with self.subTest(post), self.assertRaises(AccessError):
                self.tried(file, "passed", by=post)
        trial = self.tried(file, "failed", user_id=self.people["gm"].id)
        self.assertEqual(trial.user_id, self.people["inspector"])
        with self.assertRaisesRegex(UserError, "What came of a trial stays"):
            trial.write({"result": "passed"})
        with self.assertRaises(AccessError):
            trial.unlink()
