from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..groups import PROPERTY

STAMPS = ("pass_number", "pass_date")


class LeaseFitoutWorker(models.Model):
    """施工人员出入证: somebody who may enter the site (C-28)."""

    _name = "ops.lease.fitout.worker"
    _inherit = ["ops.flow.line.mixin"]
    _description = "Worker pass"
    _order = "fitout_id, id"
    _flow_parent = ("fitout_id", "worker_ids")
    _stamps = STAMPS

    # FIELDS
    fitout_id = fields.Many2one(
        "ops.lease.fitout", "Fit-out", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="fitout_id.company_id", store=True, index=True)
    name = fields.Char("Worker", required=True)
    trade = fields.Char(required=True)
    certificate = fields.Char(help="Number of the trade certificate, where one is due.")
    valid_until = fields.Date("Valid until", help="Empty: as long as the work permit.")
    pass_number = fields.Char("Pass", readonly=True, copy=False)
    pass_date = fields.Date("Pass issued on", readonly=True, copy=False)

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """A pass is issued with the work permit, or after it by the property
        company."""
        for vals in vals_list:
            if any(vals.get(name) for name in STAMPS):
                raise AccessError(self.env._("Passes are numbered by themselves."))
        return super().create(vals_list)

    def write(self, vals):
        if not set(STAMPS).isdisjoint(vals):
            raise AccessError(self.env._("Passes are numbered by themselves."))
        self._check_issued(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_no_pass(self):
        self._check_issued()

    # ACTION
    def action_issue_pass(self):
        """Number the passes of workers who came after the permit.

        :raise AccessError: for others than the property company
        """
        self.check_access("write")
        self.fitout_id._check_group(PROPERTY)
        blockers = self.fitout_id.sudo()._gates_ask(("permit_in_force",))
        if blockers:
            raise self.fitout_id._guard_refusal(self.env._("Issue pass"), blockers)
        self._issue_passes()
        return True

    # BUSINESS
    def _check_issued(self, vals=()):
        """A pass is of one worker on one site; the property company may end it."""
        if self.env.su or (
            vals and set(vals) <= {"valid_until"} and self.env.user.has_group(PROPERTY)
        ):
            return
        for worker in self.filtered("pass_number"):
            raise UserError(
                self.env._(
                    "%(worker)s has pass %(number)s: it stays as it was issued.",
                    worker=worker.name,
                    number=worker.pass_number,
                )
            )

    def _issue_passes(self):
        """Numbers for those who have none; one write for each of them."""
        fresh = self.filtered(lambda worker: not worker.pass_number)
        if not fresh:
            return
        today = fields.Date.context_today(self)
        for company, workers in fresh.grouped("company_id").items():
            # passes are numbered by the step, whoever may read numberings
            sequence = (
                self.env["ir.sequence"]
                .sudo()
                .search(
                    [
                        ("code", "=", "ops.lease.fitout.pass"),
                        ("company_id", "in", (company.id, False)),
                    ],
                    order="company_id",
                    limit=1,
                )
            )
            numbers = sequence._ops_take(len(workers))
            for worker, number in zip(workers, numbers, strict=True):
                # a stamp, written past the guards of this model
                super(LeaseFitoutWorker, worker.sudo()).write(
                    {"pass_number": number, "pass_date": today}
                )
