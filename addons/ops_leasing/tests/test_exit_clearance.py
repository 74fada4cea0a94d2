from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests.common import tagged

from .common import LeasingCase


@tagged("post_install", "-at_install")
class TestExitClearance(LeasingCase):
    """What a mall demands of an exit besides, switched on by its company."""

    def ready(self, **values):
        """An approved exit whose goods have passed the door."""
        paper = self.walk(self.draft_exit(**values), "approved")
        self.by("keeper", paper.item_ids).action_released()
        self.by("keeper", paper).action_issue_slip()
        return paper

    def test_termination_agreement(self):
        """C-32: an early exit is released with the signed termination agreement."""
        self.company.lease_exit_agreement = True
        early = self.ready()
        expiry = self.ready(
            kind="expiry", date_planned=fields.Date.today() + timedelta(days=400)
        )
        self.by("keeper", expiry).action_release()
        # called what it is not, an early exit is early all the same
        named = self.ready(kind="expiry")
        self.assertTrue(named.agreement_asked)
        with self.assertRaisesRegex(UserError, "termination agreement"):
            self.by("keeper", early).action_release()
        foreign = expiry.contract_id.signed_copy_ids
        with self.assertRaises(UserError):
            self.by("clerk", early).agreement_ids = foreign
        self.env.invalidate_all()
        self.by("clerk", early).agreement_ids = [
            Command.create({"name": "agreement.pdf", "raw": b"signed"})
        ]
        self.assertEqual(early.agreement_ids.res_id, early.id)
        self.by("keeper", early).action_release()
        self.assertEqual(early.state, "released")

    def test_two_departments_confirm(self):
        """C-32 rule 8: commercial company and finance, each by a person of its own."""
        self.company.lease_exit_clearance = True
        paper = self.ready()
        for post in ("keeper", "gm", "outsider"):
            with self.subTest(post=post), self.assertRaises(AccessError):
                self.by(post, paper).action_confirm_clearance()
        with self.assertRaises(AccessError):
            self.by("finance", paper).write({"cleared_finance_id": 1})
        both = self.people["finance"].copy(
            {
                "login": "lease_both",
                "group_ids": [
                    Command.link(self.env.ref("ops_leasing.group_leasing_user").id)
                ],
            }
        )
        self.people["both"] = both
        self.by("both", paper).action_confirm_clearance()
        self.assertEqual(paper.cleared_leasing_id, both)
        self.assertFalse(paper.cleared_finance_id)
        with self.assertRaisesRegex(UserError, "confirmed the clearance"):
            self.by("keeper", paper).action_release()
        self.by("finance", paper).action_confirm_clearance()
        self.tenant_clears(paper)
        self.tick(paper, "lease_clearance", ("keeper", "clerk"))
        self.by("keeper", paper).action_release()

    def tenant_clears(self, paper, **values):
        self.by("clerk", paper).write(
            {
                "clearance_date": fields.Date.today(),
                "clearance_ids": [Command.create({"name": "c.pdf", "raw": b"signed"})],
                **values,
            }
        )

    def test_tenant_signs_and_points_close(self):
        """C-32: the clearance form is signed by finance, commercial company and tenant;
        parking rights are closed first; the termination agreement takes effect on the
        day the last of them signs."""
        self.company.lease_exit_clearance = True
        self.company.lease_exit_agreement = True
        paper = self.ready()
        self.by("clerk", paper).agreement_ids = [
            Command.create({"name": "agreement.pdf", "raw": b"signed"})
        ]
        keeper = self.by("keeper", paper)
        self.by("clerk", paper).action_confirm_clearance()
        self.by("finance", paper).action_confirm_clearance()
        with self.assertRaises(UserError) as refusal:
            keeper.action_release()
        for words in ("signed by the tenant is not", "Parking rights", "The day"):
            self.assertIn(words, str(refusal.exception))
        self.assertFalse(paper.agreement_effective)
        with self.assertRaises(UserError):
            # another paper's file is no signature of this tenant
            self.by("clerk", paper).clearance_ids = paper.contract_id.signed_copy_ids
        self.env.invalidate_all()
        self.tenant_clears(paper, clearance_date=fields.Date.today() + timedelta(1))
        with self.assertRaisesRegex(UserError, "still to come"):
            keeper.action_release()
        self.tenant_clears(paper)
        self.assertEqual(paper.agreement_effective, fields.Date.today())
        # a point is closed by whose it is
        parking = paper.sudo().checklist_ids.line_ids.filtered(
            lambda line: "Parking" in line.name
        )
        with self.assertRaises(AccessError):
            self.by("clerk", parking).action_done()
        with self.assertRaisesRegex(UserError, "Parking rights"):
            keeper.action_release()
        self.tick(paper, "lease_clearance", ("keeper", "clerk"))
        keeper.action_release()
        self.assertEqual(paper.state, "released")
        with self.assertRaises(UserError):
            self.by("clerk", paper).clearance_date = fields.Date.today() - timedelta(9)

    def test_confirmed_anew(self):
        """Rule 1: a changed date is approved and confirmed anew."""
        self.company.lease_exit_clearance = True
        paper = self.walk(self.draft_exit(), "approved")
        self.by("finance", paper).action_confirm_clearance()
        self.by("clerk", paper).date_planned = fields.Date.today() + timedelta(days=99)
        self.assertEqual(paper.state, "draft")
        self.assertFalse(paper.cleared_finance_id)

    def test_refund_waits(self):
        """C-33: the deposit goes back so many days after the inspection."""
        self.company.lease_refund_delay = 90
        paper = self.walk(self.draft_exit(), "decided")
        today = fields.Date.today()
        self.assertEqual(paper.refund_from, today + timedelta(days=90))
        with self.assertRaisesRegex(UserError, "90 days after the inspection"):
            self.by("finance", paper).action_refund()
        self.company.lease_refund_delay = 0
        self.by("finance", paper).action_refund()
        self.assertEqual(paper.state, "refunded")
