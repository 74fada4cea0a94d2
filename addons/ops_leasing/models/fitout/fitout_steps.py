"""What follows from the steps of a fit-out: stamps, lists, the shop."""

from odoo import fields, models

ANNEXES = "lease_fitout_annexes"
ACCEPTANCE = "lease_fitout_acceptance"


class LeaseFitoutSteps(models.Model):
    _inherit = "ops.lease.fitout"

    # BUSINESS
    def _after_submit(self):
        """The papers the permit asks for (C-28) and the licences the opening asks for
        (LE-20) are listed at once."""
        # the lists belong to the paper, whoever may write lists
        papers = self.sudo()
        papers._checklist_start(ANNEXES)
        papers.contract_id._licences_start()

    def _after_approve(self):
        self.sudo().drawing_ids._stamp_review("approved")
        self._permit_start()

    def _after_return(self):
        """LE-18: what was objected to is returned and keeps its remarks; where nobody
        marked a drawing, all that were under review are. Who takes his paper back
        himself has nothing returned to him that bears no remark."""
        route = self._flow.step("approve").route
        # how the approval ended is no secret of who takes the paper back
        requests = self.env["ops.approval.request"].sudo()._latest_of(self, route)
        withdrawn = requests.filtered(lambda r: r.state == "withdrawn")
        own = self.filtered(lambda p: p.id in withdrawn.mapped("res_id"))
        own._after_recall()
        for paper in (self - own).sudo():
            pending = paper.drawing_ids.filtered(lambda d: d.state == "submitted")
            (pending.filtered("to_revise") or pending)._stamp_review("returned")

    def _after_recall(self):
        """LE-18: what bears a remark is returned with it."""
        self.sudo().drawing_ids.filtered("remarked")._stamp_review("returned")

    def _after_redraw(self):
        """The permit rests on the drawings: it falls with them."""
        stamps = ("permit_number", "permit_date", "permit_user_id", "permit_due")
        self._flow_write(dict.fromkeys(stamps, False))

    def _prepare_permit_values(self):
        return {"permit_date": fields.Date.context_today(self)}

    def _after_permit(self):
        for paper, number in self._flow_numbers("ops.lease.fitout.permit"):
            paper._flow_write({"permit_number": number, "permit_user_id": self.env.uid})
        self.worker_ids._issue_passes()

    def _prepare_start_values(self):
        return {
            "date_started": self.date_started or fields.Date.context_today(self),
        }

    def _after_start(self):
        """LE-18: with the start of works the shop is being fitted out."""
        # the permit is the right: the shop follows from it
        units = self.sudo().unit_ids
        units.filtered(lambda u: u.state == "handed_over")._flow_kernel_take("fit_out")

    def _prepare_finish_values(self):
        return {"date_finished": fields.Date.context_today(self)}

    def _after_finish(self):
        """LE-19, LE-X4: fire, engineering and operations tick off the acceptance."""
        self.sudo()._checklist_start(ACCEPTANCE)

    def _after_rework(self):
        """What three departments ticked off is looked at again after the rework."""
        lists = self.sudo().checklist_ids.filtered(lambda c: c.code == ACCEPTANCE)
        ticked = lists.line_ids.filtered(lambda line: line.state != "open")
        ticked.write({"state": "open", "done_user_id": False, "done_date": False})

    def _prepare_accept_values(self):
        return {"date_accepted": fields.Date.context_today(self)}
