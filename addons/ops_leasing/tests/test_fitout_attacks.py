from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests.common import tagged

from .common import LeasingCase


@tagged("post_install", "-at_install")
class TestFitoutAttacks(LeasingCase):
    """LE-18 … LE-21, LE-X4: ways around the fit-out that do not lead there."""

    def refused(self, post, records, step, message="", *args):
        with self.assertRaisesRegex(UserError, message), self.cr.savepoint():
            getattr(self.by(post, records), f"action_{step}")(*args)

    def denied(self, post, records, values, error=AccessError):
        with self.assertRaises(error):
            self.by(post, records).write(values)

    def request(self, paper):
        return self.env["ops.approval.request"].search(
            [
                ("res_model", "=", paper._name),
                ("res_id", "=", paper.id),
                ("state", "=", "pending"),
            ]
        )

    # --- opening

    def test_opening_by_previous_lease(self):
        """LE-20, LE-21: a shop does not open through the settled lease of the tenant
        who was there before; through its own lease it does."""
        # without meters: nobody reads one twice on a day
        past = self.lease(units=self.unit(meters=()))
        unit = past.unit_ids
        self.fit_out(past)
        self.obtain(past)
        # the tenant has left; another one fits the shop out
        past._flow_write({"state": "settled"})
        unit._flow_write({"state": "vacant"})
        now = self.lease(units=unit)
        self.walk_fitout(self.draft_fitout(now), "working")
        self.assertEqual((unit.state, unit.contract_id), ("fitting_out", now))
        batch = self.opening(past)
        self.assertFalse(batch.line_ids.ready)
        self.refused("clerk", batch, "open", "not signed")
        self.assertEqual(unit.state, "fitting_out")
        self.by("clerk", batch).action_cancel("Wrong lease")
        paper = now.fitout_ids
        self.walk_fitout(paper, "accepted")
        self.obtain(now)
        self.by("clerk", self.opening(now)).action_open()
        self.assertEqual(unit.state, "open")

    def test_works_by_previous_lease(self):
        """LE-15: nobody starts works in a shop his lease does not let now."""
        past = self.lease()
        unit = past.unit_ids
        paper = self.walk_fitout(self.draft_fitout(past), "permitted")
        past._flow_write({"state": "settled"})
        unit._flow_write({"state": "vacant"})
        now = self.lease(units=unit)
        self.hand_over_shops(now)
        self.refused("keeper", paper, "start", "does not let")

    def test_rent_start(self):
        """LE-F22: another rent start is the manager's, with a reason, within the
        lease; who is planned is left out, not taken away."""
        contract = self.lease()
        self.fit_out(contract)
        self.obtain(contract)
        batch = self.opening(contract)
        line = batch.line_ids
        later = fields.Date.today() + timedelta(days=20)
        values = {"rent_start": later, "rent_reason": "Agreed in the lease"}
        self.denied("clerk", line, values)
        with self.assertRaises(AccessError):
            self.by("clerk", self.env["ops.lease.opening.line"]).with_context(
                default_rent_start=later, default_rent_reason="Mine"
            ).create({"batch_id": batch.id, "contract_id": self.lease().id})
        self.denied("manager", line, {"rent_start": later}, ValidationError)
        outside = {**values, "rent_start": contract.date_end + timedelta(days=1)}
        self.denied("manager", line, outside, ValidationError)
        self.by("manager", line).write(values)
        for post in ("clerk", "manager"):
            with self.assertRaises(UserError):
                self.by(post, line).unlink()
            with self.assertRaises(UserError):
                self.by(post, batch).line_ids = [Command.clear()]
            self.denied(post, line, {"contract_id": self.lease().id}, UserError)
        self.by("clerk", batch).action_open()
        self.assertEqual(contract.date_rent_start, later)

    def test_opening_day(self):
        """LE-21, LE-F22: no opening day before the shop was accepted."""
        contract = self.lease()
        self.fit_out(contract)
        self.obtain(contract)
        today = fields.Date.today()
        batch = self.opening(contract, date_planned=today - timedelta(days=30))
        self.refused("clerk", batch, "open", "after the opening day")
        self.by("clerk", batch).date_planned = today
        self.by("clerk", batch).action_open()
        self.assertEqual(contract.date_rent_start, today)

    # --- licences

    def test_use_of_a_let_shop(self):
        """LE-20: the use of a let shop, and with it its licences, is the commercial
        manager's."""
        contract = self.lease(units=self.unit(use="food"))
        unit = contract.unit_ids
        self.assertEqual(contract.licence_open, 2)
        for post in ("clerk", "keeper"):
            self.denied(post, unit, {"use": "retail"})
        self.by("clerk", unit).write({"use": "food", "note": "Corner shop"})
        self.by("manager", unit).use = "retail"
        self.assertEqual(contract.licence_open, 1)
        vacant = self.unit(use="food")
        self.by("clerk", vacant).use = "retail"

    def test_waiver_is_stamped(self):
        """LE-20: what nobody needed when it was listed is not waived by that."""
        food = self.env.ref("ops_leasing.licence_food")
        contract = self.lease(units=self.unit(use="retail"))
        licences = self.by("clerk", self.env["ops.lease.licence"])
        licence = licences.create(
            {"contract_id": contract.id, "kind_id": food.id, "required": False}
        )
        self.assertFalse(licence.waived_user_id)
        self.by("manager", contract.unit_ids).use = "food"
        self.assertEqual(contract.licence_open, 2)
        self.denied("clerk", licence, {"waived_user_id": self.people["manager"].id})
        with self.assertRaises(AccessError):
            licences.create(
                {
                    "contract_id": self.lease().id,
                    "kind_id": food.id,
                    "waived_user_id": self.people["manager"].id,
                }
            )
        licence.required = False
        self.assertFalse(licence.waived_user_id)
        self.assertEqual(contract.licence_open, 2)
        manager = self.by("manager", licence)
        manager.required = False
        self.assertEqual(licence.waived_user_id, self.people["manager"])
        self.assertEqual(contract.licence_open, 1)
        manager.required = True
        self.assertFalse(licence.waived_user_id)
        self.assertEqual(contract.licence_open, 2)

    def test_licence_proof(self):
        """LE-20: a licence obtained tomorrow, or whose file is gone, does not open."""
        contract = self.lease()
        contract._licences_start()
        self.obtain(contract)
        licence = contract.licence_ids.filtered("required")
        self.assertEqual(contract.licence_open, 0)
        self.by("clerk", licence).date_obtained = fields.Date.today() + timedelta(1)
        self.assertEqual(contract.licence_open, 1)
        self.by("clerk", licence).date_obtained = fields.Date.today()
        self.assertEqual(contract.licence_open, 0)
        self.by("clerk", licence.attachment_ids).unlink()
        self.env.invalidate_all()
        self.assertEqual(contract.licence_open, 1)

    # --- refund

    def test_refund_amount_signed(self):
        """LE-X4: who signs the refund signs an amount; a changed deduction is signed
        anew by all."""
        paper = self.accepted_fitout(deductions=[("Floor of the corridor", 500)])
        self.by("clerk", paper).action_request_refund()
        request = self.request(paper)
        self.assertEqual(request.amount, 7500)
        self.assertIn("Floor of the corridor", request.fact)
        self.by("keeper", request).agree("OK")
        self.by("manager", request).send_back("Why 500?")
        self.assertEqual(paper.state, "accepted")
        self.by("clerk", paper).deduction_ids = [Command.clear()]
        self.by("clerk", paper).action_request_refund()
        again = self.request(paper)
        self.assertEqual(again.amount, 8000)
        self.assertEqual(paper.amount_asked, 8000)
        with self.assertRaises(UserError):
            self.by("manager", again).agree("OK")
        self.denied("clerk", paper, {"amount_asked": 1})
        self.approve(paper, ("keeper", "manager", "gm"))
        self.assertEqual(paper.amount_approved, 8000)

    def test_second_fitout_deposit(self):
        """C-30, LE-X4: a second fit-out of the lease is permitted once its deposit is
        held again, and while it runs nothing is paid back."""
        first = self.accepted_fitout()
        contract = first.contract_id
        second = self.walk_fitout(self.draft_fitout(contract), "approved")
        self.refused("clerk", first, "request_refund", "under way")
        self.by("clerk", second).action_cancel("Later")
        self.approve_refund(first)
        third = self.walk_fitout(self.draft_fitout(contract), "approved")
        self.refused("finance", first, "refund", "under way")
        self.by("clerk", third).action_cancel("Later")
        self.by("finance", first).action_refund()
        deposit = contract.deposit_ids.filtered(lambda d: d.kind == "fit_out")
        with self.assertRaisesRegex(UserError, "invoiced already"):
            self.by("clerk", deposit).action_invoice()
        last = self.walk_fitout(self.draft_fitout(contract), "approved")
        self.fill_permit(last)
        self.refused("keeper", last, "permit", "is held")
        before = deposit.move_line_ids.move_id
        self.by("clerk", deposit).action_invoice()
        with self.assertRaisesRegex(UserError, "invoiced already"):
            self.by("clerk", deposit).action_invoice()
        self.refused("keeper", last, "permit", "is held")
        deposit.invalidate_recordset()
        self.pay(deposit.move_line_ids.move_id - before)
        self.by("keeper", last).action_permit()
        self.assertEqual(last.state, "permitted")

    # --- the file

    def test_stays_with_its_lease(self):
        """LE-18: a file that has been reviewed does not move to another lease."""
        fresh = self.draft_fitout()
        other = self.lease()
        self.by("clerk", fresh).contract_id = other
        paper = self.walk_fitout(self.draft_fitout(), "reviewing")
        self.by("clerk", paper).action_recall("Wrong scale")
        self.assertEqual(paper.state, "draft")
        for post in ("clerk", "manager"):
            self.denied(post, paper, {"contract_id": other.id}, UserError)
        self.by("clerk", paper).contract_id = paper.contract_id

    def test_hands(self):
        """C-28, LE-X4: the property company says how long the permit lasts, regional
        finance when the deposit is paid; nobody writes the other's part."""
        paper = self.walk_fitout(self.draft_fitout(), "working")
        until = fields.Date.today() + timedelta(days=30)
        for value in (False, until):
            for post in ("clerk", "manager"):
                self.denied(post, paper, {"permit_until": value})
        with self.assertRaises(AccessError):
            self.by("clerk", self.env["ops.lease.fitout"]).create(
                {"contract_id": self.lease().id, "permit_until": until}
            )
        with self.assertRaises(AccessError):
            self.by("clerk", self.env["ops.lease.fitout"]).with_context(
                default_permit_until=until
            ).create({"contract_id": self.lease().id})
        self.by("keeper", paper).permit_until = until
        # a permit without an end is none
        self.by("keeper", paper).action_stop("Noise")
        self.by("keeper", paper).permit_until = False
        self.refused("keeper", paper, "resume", "not said until when")
        refund = self.accepted_fitout()
        self.approve_refund(refund)
        today = fields.Date.today()
        for post in ("clerk", "manager", "keeper"):
            self.denied(post, refund, {"refund_date": today})
            self.denied(post, refund, {"refund_journal_id": self.bank.id})
        self.by("finance", refund).write(
            {"refund_date": today, "refund_journal_id": self.bank.id}
        )

    def test_pass_stays(self):
        """C-28: a pass is of one worker on one site."""
        paper = self.walk_fitout(self.draft_fitout(), "permitted")
        other = self.walk_fitout(self.draft_fitout(), "approved")
        worker = paper.worker_ids
        for post in ("clerk", "manager", "keeper"):
            for values in ({"name": "Another"}, {"fitout_id": other.id}):
                self.denied(post, worker, values, UserError)
            with self.assertRaises(UserError):
                self.by(post, worker).unlink()
        ended = {"valid_until": fields.Date.today()}
        self.denied("clerk", worker, ended, UserError)
        self.by("keeper", worker).write(ended)
        fresh = self.by("clerk", self.env["ops.lease.fitout.worker"]).create(
            {"fitout_id": paper.id, "name": "Second", "trade": "Electrician"}
        )
        fresh.name = "Third"
        fresh.unlink()

    # --- findings

    def test_finding_is_not_dropped(self):
        """LE-19: a finding is corrected and checked; only the property manager sets
        one aside."""
        paper = self.walk_fitout(self.draft_fitout(), "working")
        action = self.visit(paper, ["Open fire"]).finding_ids.improvement_id
        administrator = self.people["gm"]
        administrator.group_ids |= self.env.ref("ops_base.group_manager")
        self.refused("gm", action, "drop", "corrected and checked", "No time")
        other = self.by("gm", self.env["ops.improvement"]).create({"problem": "Noise"})
        other.action_drop("No time")
        administrator.group_ids |= self.env.ref("ops_leasing.group_property_manager")
        self.by("gm", action).action_drop("Raised twice")
        self.assertEqual(action.state, "dropped")

    def test_finding_survives_the_file(self):
        """LE-19: neither a new file nor a new drawing takes a finding away."""
        contract = self.lease()
        paper = self.walk_fitout(self.draft_fitout(contract), "working")
        finding = self.visit(paper, ["Open fire"], stop_work=True).finding_ids
        self.by("clerk", paper).action_cancel("Once more")
        again = self.walk_fitout(self.draft_fitout(contract), "permitted")
        self.refused("keeper", again, "start", "Open fire")
        self.correct(finding)
        self.by("keeper", again).action_start()
        minor = self.visit(again, ["Wall moved"]).finding_ids
        self.by("clerk", again).action_cancel("Once more")
        last = self.walk_fitout(self.draft_fitout(contract), "acceptance")
        self.tick(last, "lease_fitout_acceptance", ("keeper", "project", "clerk"))
        self.refused("keeper", last, "accept", "Wall moved")
        self.correct(minor)
        self.by("keeper", last).action_accept()

    def test_finding_survives_a_new_drawing(self):
        """LE-19: a stop is lifted by its correction, not by drawing anew."""
        paper = self.walk_fitout(self.draft_fitout(), "working")
        finding = self.visit(paper, ["Open fire"], stop_work=True).finding_ids
        self.assertEqual(paper.state, "stopped")
        self.by("clerk", self.env["ops.lease.drawing"]).create(
            {"fitout_id": paper.id, **self.drawing()}
        )
        self.assertEqual(paper.state, "draft")
        self.walk_fitout(paper, "approved")
        self.by("keeper", paper).action_permit()
        self.refused("keeper", paper, "start", "Open fire")
        self.correct(finding)
        self.by("keeper", paper).action_start()

    def test_correction_stays(self):
        """LE-19: an issued record keeps the correction of its finding."""
        paper = self.walk_fitout(self.draft_fitout(), "working")
        finding = self.visit(paper, ["Open fire"]).finding_ids
        for post in ("keeper", "clerk"):
            self.denied(post, finding, {"improvement_id": False})
        self.assertTrue(finding.improvement_id)

    def test_department_of_a_point(self):
        """LE-X4, cross-cutting rule 8: a point handed over is still of its department:
        one person does not accept for two, three do."""
        paper = self.walk_fitout(self.draft_fitout(), "acceptance")
        code = "lease_fitout_acceptance"
        lines = paper.sudo().checklist_ids.filtered(lambda c: c.code == code).line_ids
        project = self.env.ref("ops_leasing.group_project")
        point = lines.filtered(lambda p: p.group_id == project)
        self.people["keeper"].group_ids |= project
        self.by("keeper", point).group_id = self.env.ref("ops_leasing.group_property")
        self.tick(paper, code, ("keeper", "clerk"))
        self.refused("keeper", paper, "accept", "more than one department")
        self.by("keeper", point).action_reopen()
        self.by("keeper", point).group_id = project
        self.tick(paper, code, ("project",))
        self.by("keeper", paper).action_accept()

    # --- drawings

    def remark(self, drawing, **values):
        self.by("designer", drawing).write({"opinion_design": "Exit blocked", **values})

    def test_recall_keeps_remarks(self):
        """LE-18: taking the paper back does not wipe what a reviewer has written."""
        paper = self.walk_fitout(self.draft_fitout(), "reviewing")
        layout, fire = paper.drawing_ids.sorted("name", reverse=True)
        self.remark(fire)
        self.by("clerk", paper).action_recall("Mistake")
        self.assertEqual((layout.state, fire.state), ("submitted", "returned"))
        self.denied("clerk", fire, {"name": "Other"}, UserError)
        with self.assertRaises(UserError):
            self.by("clerk", fire).unlink()
        self.refused("clerk", paper, "submit", "new version is missing")
        self.by("clerk", layout).name = "Floor plan"
        self.by("clerk", paper).drawing_ids = [
            Command.create(self.drawing("Fire", "fire"))
        ]
        self.by("clerk", paper).action_submit()

    def test_withdrawn_returns_nothing(self):
        """LE-18: who withdraws his paper has nothing returned that bears no remark; a
        reviewer who sends it back returns what he marked, else all."""
        paper = self.walk_fitout(self.draft_fitout(), "reviewing")
        self.by("clerk", self.request(paper)).withdraw("Mistake")
        self.assertEqual(paper.state, "draft")
        self.assertEqual(set(paper.drawing_ids.mapped("state")), {"submitted"})
        self.by("clerk", paper).action_submit()
        layout, fire = paper.drawing_ids.sorted("name", reverse=True)
        self.remark(fire, to_revise=True)
        self.by("clerk", self.request(paper)).withdraw("Mistake")
        self.assertEqual((layout.state, fire.state), ("submitted", "returned"))
        plain = self.walk_fitout(self.draft_fitout(), "reviewing")
        self.by("designer", self.request(plain)).send_back("Scale is missing")
        self.assertEqual(set(plain.drawing_ids.mapped("state")), {"returned"})

    def test_remark_stays_after_return(self):
        """LE-18: a drawing that was not returned keeps the opinion it was given."""
        paper = self.walk_fitout(self.draft_fitout(), "reviewing")
        layout, fire = paper.drawing_ids.sorted("name", reverse=True)
        self.remark(layout)
        self.remark(fire, to_revise=True)
        self.by("designer", self.request(paper)).send_back("Exit")
        self.assertEqual((layout.state, fire.state), ("submitted", "returned"))
        self.denied("clerk", layout, {"name": "Other"}, UserError)
        with self.assertRaises(UserError):
            self.by("clerk", layout).unlink()

    def test_files_of_reviewed_drawings(self):
        """LE-18, rule 10: a reviewed drawing keeps its file, also once a new version
        has led the paper back to its beginning."""
        paper = self.walk_fitout(self.draft_fitout(), "approved")
        approved = paper.drawing_ids[:1]
        added = self.by("clerk", self.env["ops.lease.drawing"]).create(
            {"fitout_id": paper.id, **self.drawing()}
        )
        self.assertEqual((paper.state, approved.state), ("draft", "approved"))
        for post in ("clerk", "manager", "designer"):
            files = self.by(post, approved.attachment_ids)
            with self.assertRaises(AccessError):
                files.raw = b"another"
            with self.assertRaises(AccessError):
                files.unlink()
        self.by("clerk", added.attachment_ids).raw = b"corrected"
