"""Ways to make a judged supplier of somebody else, below the screen (PU-05, PU-07)."""

from odoo.fields import Command
from odoo.tests import tagged

from .test_harden_order import HardenCase


@tagged("post_install", "-at_install")
class TestHardenSupplier(HardenCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.newcomer = cls._create_supplier("Southgate Steel", qualified=False)

    def setUp(self):
        super().setUp()
        self._only_gate("supplier")

    def merge(self, by, target, *others):
        partners = target.union(*others)
        wizard = self.by(by, self.env["base.partner.merge.automatic.wizard"]).create(
            {
                "partner_ids": [Command.set(partners.ids)],
                "dst_partner_id": target.id,
            }
        )
        return wizard.action_merge()

    def test_merged(self):
        """PU-07: an unjudged supplier is not merged into a judged one, once he was
        ordered from not even by the head."""
        order = self.rfq(self.granted(), supplier=self.newcomer)
        for post in ("buyer", "head"):
            self.refused(lambda p=post: self.merge(p, self.supplier, self.newcomer))
            self.refused(lambda p=post: self.merge(p, self.newcomer, self.supplier))
        self.assertEqual(order.partner_id, self.newcomer)
        self.refused(self.by("buyer", order).button_confirm, "opinions missing")
        twin = self._create_supplier("Northgate Steel Co.", qualified=False)
        self.refused(lambda: self.merge("buyer", self.supplier, twin))
        self.merge("head", self.supplier, twin)
        self.assertFalse(twin.exists())

    def test_joins(self):
        """PU-07: nor does he join the company of a judged one, for as long as the
        order takes."""
        order = self.rfq(self.granted(), supplier=self.newcomer)
        for values in (
            {"parent_id": self.supplier.id, "is_company": False},
            {"parent_id": self.supplier.id, "company_type": "person"},
        ):
            self.refused(
                lambda v=values: self.by("buyer", self.newcomer).write(v), "judged"
            )
        # a company below another stays its own
        self.by("buyer", self.newcomer).write({"parent_id": self.supplier.id})
        self.refused(self.by("buyer", order).button_confirm, "opinions missing")

    def test_takes_the_name(self):
        """PU-07: a judged supplier does not become another by the pen of a buyer; the
        rest of his card is kept up to date."""
        for values in ({"name": "Southgate"}, {"vat": "913100000000000001"}):
            self.refused(
                lambda v=values: self.by("buyer", self.supplier).write(v), "judged"
            )
        self.by("buyer", self.supplier).write({"phone": "1", "name": "Northgate Steel"})
        self.by("buyer", self.newcomer).write({"name": "Southgate Steel Ltd."})
        contact = self.by("buyer", self.env["res.partner"]).create(
            {"name": "Sales desk", "parent_id": self.supplier.id}
        )
        self.by("buyer", contact).write({"name": "Sales"})
        self.by("head", self.supplier).write({"name": "Northgate Steel Ltd."})
        self.company.purchase_gate_supplier = False
        self.by("buyer", self.supplier).write({"name": "Northgate"})

    def test_leaves_after_order(self):
        """PU-07: a contact that was ordered from does not leave the judged supplier
        afterwards."""
        contact = self.by("buyer", self.env["res.partner"]).create(
            {"name": "Branch", "parent_id": self.supplier.id}
        )
        order = self.rfq(self.granted(), supplier=contact)
        self.by("buyer", order).button_confirm()
        self.assertEqual(order.state, "purchase")
        self.refused(lambda: self.by("buyer", contact).write({"parent_id": False}))

    def test_supplier_exchanged(self):
        """PU-07: a confirmed order does not go to somebody else, also where orders
        need no signatures."""
        order = self.rfq(self.granted())
        self.by("buyer", order).button_confirm()
        self.refused(
            lambda: self.by("buyer", order).write({"partner_id": self.newcomer.id}),
            "opinions missing",
        )

    def test_certificate_exchanged(self):
        """PU-05: the copy of a certificate he was judged by is not exchanged; another
        one is added, the head corrects."""
        paper = self.supplier.supplier_file_ids.certificate_ids
        files = self.env["ir.attachment"].with_user(self.people["buyer"])
        other = files.create({"name": "forged.pdf", "raw": b"y"})
        old = paper.attachment_ids
        for attack in (
            lambda: self.by("buyer", paper).write(
                {"attachment_ids": [Command.set(other.ids)]}
            ),
            lambda: self.by("buyer", paper.supplier_id).write(
                {
                    "certificate_ids": [
                        Command.update(
                            paper.id, {"attachment_ids": [Command.set(other.ids)]}
                        )
                    ]
                }
            ),
            lambda: self.by("buyer", old).write({"raw": b"forged"}),
            lambda: self.by("buyer", old).unlink(),
            lambda: self.by("buyer", paper.supplier_id).write(
                {
                    "certificate_ids": [
                        Command.update(paper.id, {"date_end": "2199-12-31"})
                    ]
                }
            ),
            lambda: self.by("buyer", paper.supplier_id).write(
                {"certificate_ids": [Command.clear()]}
            ),
        ):
            self.refused(attack)
        self.by("buyer", paper).write({"attachment_ids": [Command.link(other.id)]})
        self.assertEqual(paper.attachment_ids, old | other)

    def test_opinions_rewritten(self):
        """PU-07: opinions are given once, by their department, and stand."""
        file = self._create_file(self.newcomer)
        self.by("buyer", file).action_evaluate()
        evaluation = file.evaluation_ids
        opinion = evaluation.opinion_ids[0]
        for attack in (
            lambda: self.by("buyer", opinion).write({"verdict": "yes"}),
            lambda: self.by("technology", opinion).write(
                {"verdict": "yes", "user_id": self.people["gm"].id}
            ),
            lambda: self.by("buyer", evaluation).write(
                {"opinion_ids": [Command.update(opinion.id, {"verdict": "yes"})]}
            ),
            lambda: self.by("buyer", evaluation).write({"result": "qualified"}),
            lambda: self.by("buyer", file).write({"state": "qualified"}),
            lambda: self.by("buyer", file).write({"date_until": "2199-12-31"}),
            lambda: self.by("buyer", file).write({"partner_id": self.supplier.id}),
            lambda: self.by("buyer", opinion).unlink(),
        ):
            self.refused(attack)
        self.by("technology", opinion).write({"verdict": "no", "note": "Poor works"})
        self.by("technology", opinion).action_give()
        self.refused(lambda: self.by("technology", opinion).write({"verdict": "yes"}))

    def test_trial_files(self):
        """PU-F08: files of a trial are added, not taken away."""
        file = self._create_file(self.newcomer)
        files = self.env["ir.attachment"].with_user(self.people["inspector"])
        proof = files.create({"name": "sample.jpg", "raw": b"x"})
        trial = self.by("inspector", self.env["ops.supplier.trial"]).create(
            {
                "supplier_id": file.id,
                "result": "failed",
                "note": "Cracked",
                "attachment_ids": [Command.link(proof.id)],
            }
        )
        self.refused(lambda: trial.write({"attachment_ids": [Command.clear()]}))
        self.refused(lambda: self.by("inspector", proof).unlink())
