"""A new supplier is heard by three departments before he supplies (PU-07)."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import PurchaseCase


class SupplierCase(PurchaseCase):
    """A supplier nobody has judged yet."""

    HEADS = {
        "technology": "technology",
        "quality": "quality_head",
        "finance": "finance_head",
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.newcomer = cls._create_supplier("Southgate Steel", qualified=False)
        cls.today = fields.Date.context_today(cls.newcomer)

    def opinion(self, file, department):
        papers = file.evaluation_ids.filtered(lambda r: r.state == "judging")
        return papers.opinion_ids.filtered(lambda r: r.department == department)

    def give(self, file, *departments, verdict="yes", note="Seen the works"):
        for department in departments:
            mine = self.by(self.HEADS[department], self.opinion(file, department))
            mine.write({"score": 80, "verdict": verdict, "note": note})
            mine.action_give()

    def evaluated(self, partner, **values):
        file = self._create_file(partner, **values)
        self.by("buyer", file).action_evaluate()
        return file

    def quotation(self, partner):
        return self.signed(self.rfq(self.granted(), supplier=partner))

    def confirm(self, order):
        return self.by("buyer", order).button_confirm()


@tagged("post_install", "-at_install")
class TestSupplierGate(SupplierCase):
    def test_acceptance(self):
        """PU-07 PU-05: acceptance scenario 2 as far as the order: a price is asked,
        the order refused naming the missing opinions, confirmed after three times
        qualified, and refused again when a certificate expires."""
        order = self.quotation(self.newcomer)
        self.assertEqual(order.state, "draft")
        with self.assertRaisesRegex(
            UserError, "technology, quality and finance opinions missing"
        ):
            self.confirm(order)
        file = self.evaluated(self.newcomer)
        self.assertEqual(file.state, "evaluating")
        self.give(file, "technology")
        with self.assertRaisesRegex(UserError, "quality and finance opinions missing"):
            self.confirm(order)
        self.give(file, "quality")
        with self.assertRaisesRegex(UserError, "finance opinion missing"):
            self.confirm(order)
        self.give(file, "finance")
        self.assertEqual(file.state, "qualified")
        self.confirm(order)
        self.assertEqual(order.state, "purchase")

        later = self.quotation(self.newcomer)
        file.certificate_ids.sudo().date_end = self.today - timedelta(days=1)
        self.assertIn("expired", later.supplier_problem)
        with self.assertRaisesRegex(UserError, "L-1 expired on"):
            self.confirm(later)
        # the renewed one is filed beside it
        renewed = self._certificate("buyer", name="L-2")
        self.by("buyer", file).write({"certificate_ids": [Command.create(renewed)]})
        self.confirm(later)
        self.assertEqual(later.state, "purchase")

    def test_below_the_screen(self):
        """PU-07: neither a written state nor an import passes, nor a contact of the
        supplier; another company's opinions do not count."""
        contact = self.env["res.partner"].create(
            {"name": "Sales desk", "parent_id": self.newcomer.id}
        )
        order = self.quotation(contact)
        values = order.copy_data()[0]
        self._only_gate("supplier")
        self.newcomer.company_id = False
        other = self._create_company("Westbank Supply")
        theirs = self._create_file(self.newcomer, company_id=other.id)
        theirs._flow_write({"state": "qualified", "date_until": "2099-12-31"})
        for attack in (
            lambda: self.by("buyer", order).write({"state": "purchase"}),
            lambda: self.by("head", order).write({"state": "purchase"}),
            lambda: order.create({**values, "state": "purchase"}),
        ):
            with (
                self.assertRaisesRegex(UserError, "opinions missing"),
                self.env.cr.savepoint(),
            ):
                attack()
        self.company.purchase_gate_supplier = False
        self.confirm(order)
        self.assertEqual(order.state, "purchase")

    def test_one_no(self):
        """PU-07: one department that says no is enough, and says why."""
        file = self.evaluated(self.newcomer)
        mine = self.by("quality_head", self.opinion(file, "quality"))
        mine.write({"verdict": "no", "score": 20})
        with self.assertRaisesRegex(UserError, "why"):
            mine.action_give()
        self.give(file, "technology", "finance")
        self.give(file, "quality", verdict="no", note="No incoming control")
        self.assertEqual(file.state, "potential")
        self.assertEqual(file.evaluation_ids.result, "refused")
        order = self.quotation(self.newcomer)
        with self.assertRaisesRegex(UserError, "judged not qualified"):
            self.confirm(order)

    def test_who_speaks(self):
        """PU-07: each department speaks for itself, once, and nobody for another."""
        file = self.evaluated(self.newcomer)
        for department, posts in (
            ("quality", ("buyer", "technology", "inspector", "finance_head", "gm")),
            ("finance", ("buyer", "finance", "quality_head", "head")),
        ):
            for post in posts:
                opinion = self.by(post, self.opinion(file, department))
                for attack in (
                    lambda o=opinion: o.write({"verdict": "yes"}),
                    lambda o=opinion: o.action_give(),
                ):
                    with (
                        self.subTest(department=department, post=post),
                        self.assertRaises(AccessError),
                    ):
                        attack()
        opinion = self.opinion(file, "quality")
        self.give(file, "quality")
        with self.assertRaisesRegex(UserError, "no longer"):
            self.by("quality_head", opinion).write({"verdict": "no"})
        for values in (
            {"date": False},
            {"user_id": self.people["gm"].id},
            {"department": "finance"},
        ):
            with self.assertRaises(AccessError):
                self.by("quality_head", opinion).write(values)

    def test_three_people(self):
        """PU-07: three departments are three people, none of them who asked."""
        everything = self.people["quality_head"]
        everything.group_ids |= self.env.ref("ops_purchase.group_finance_head")
        everything.group_ids |= self.env.ref("ops_purchase.group_buyer")
        file = self.evaluated(self.newcomer)
        self.give(file, "quality")
        mine = self.by("quality_head", self.opinion(file, "finance"))
        mine.write({"verdict": "yes"})
        with self.assertRaisesRegex(UserError, "somebody else"):
            mine.action_give()
        other = self._create_supplier("Eastgate Steel", qualified=False)
        file = self._create_file(other)
        self.by("quality_head", file).action_evaluate()
        with self.assertRaisesRegex(UserError, "somebody else"):
            self.give(file, "quality")

    def test_again(self):
        """PU-07: who is qualified stays so while he is judged again, until one says
        no; the end of a qualification refuses new orders."""
        file = self.evaluated(self.newcomer)
        self.give(file, "technology", "quality", "finance")
        order = self.quotation(self.newcomer)
        file._flow_write({"date_until": self.today - timedelta(days=1)})
        with self.assertRaisesRegex(UserError, "qualified until"):
            self.confirm(order)
        paper = self.by("buyer", self.env["ops.supplier.evaluation"]).create(
            {"supplier_id": file.id}
        )
        paper.action_submit()
        self.assertEqual(file.state, "qualified")
        self.give(file, "technology", "quality", "finance")
        self.assertGreater(file.date_until, self.today)
        self.confirm(order)
        paper = paper.create({"supplier_id": file.id})
        paper.action_submit()
        self.give(file, "technology", "quality")
        self.give(file, "finance", verdict="no", note="Insolvent")
        self.assertEqual(file.state, "suspended")
        later = self.quotation(self.newcomer)
        with self.assertRaisesRegex(UserError, "is suspended"):
            self.confirm(later)

    def test_status_by_the_head(self):
        """PU-05: the head of purchasing suspends, lifts and eliminates, with a reason;
        buyers do not, and nobody writes a status."""
        file = self.evaluated(self.newcomer)
        self.give(file, "technology", "quality", "finance")
        for values in ({"state": "suspended"}, {"date_until": "2099-01-01"}):
            with self.assertRaises(AccessError):
                self.by("head", file).write(values)
        with self.assertRaises(UserError):
            self.by("buyer", file).action_suspend("Late three times")
        with self.assertRaises(UserError):
            self.by("head", file).action_suspend()
        self.by("head", file).action_suspend("Late three times")
        order = self.quotation(self.newcomer)
        with self.assertRaisesRegex(UserError, "is suspended"):
            self.confirm(order)
        self.by("head", file).action_resume("Has improved")
        self.by("head", file).action_eliminate("Out of business")
        with self.assertRaisesRegex(UserError, "is eliminated"):
            self.confirm(order)

    def test_one_file(self):
        """PU-07: a second file of the same supplier does not wash the first clean."""
        file = self.evaluated(self.newcomer)
        self.give(file, "technology", "quality", "finance")
        self.by("head", file).action_eliminate("Bribes")
        second = self._create_file(self.newcomer)
        with self.assertRaisesRegex(UserError, "is the file of this supplier"):
            self.by("buyer", second).action_evaluate()
        order = self.quotation(self.newcomer)
        with self.assertRaisesRegex(UserError, "is eliminated"):
            self.confirm(order)

    def test_flat(self):
        """Law 3: the gate costs the same for one order and for many."""
        orders = self.env["purchase.order"]
        for number in range(4):
            partner = self._create_supplier(f"Gate {number}", qualified=number % 2)
            orders |= self.env["purchase.order"].create({"partner_id": partner.id})

        def count(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found = [blocker.record for blocker in some._gate_supplier_qualified()]
            return self.env.cr.sql_log_count - before, len(found)

        count(orders)
        (one, refused), (three, others) = count(orders[:2]), count(orders)
        self.assertEqual((refused, others), (1, 2))
        self.assertEqual(one, three)
