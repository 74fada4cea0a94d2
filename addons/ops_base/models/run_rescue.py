"""Runs whose jobs died for good: taken up again, in the end given up with a reason."""

import re

from odoo import api, fields, models
from odoo.exceptions import UserError

#: States of a job that will still do something.
ALIVE = ("wait_dependencies", "pending", "enqueued", "started")
#: So often a run is taken up, each time in smaller parts, before the rest fails.
RESCUES = 2


class RunRescue(models.Model):
    _inherit = "ops.run"

    # FIELDS
    rescues = fields.Integer(
        "Taken up again",
        readonly=True,
        help="How often the background jobs of this run were lost and begun again.",
    )

    # BUSINESS
    @api.model
    def _cron_rescue(self):
        """Let no run stay “running” that no job works for; called by a cron.

        Jobs that a dying server interrupts are begun again by queue_job itself. What
        is left are jobs that failed too often, or that somebody deleted: their
        records are tried in ever smaller parts, so that one record which brings a
        worker down does not take its neighbours with it, and then fail with a
        reason.
        """
        runs = self.search([("state", "=", "running")])
        if not runs or not self._has_background():
            return
        for run in runs - self._attended():
            if run.try_lock_for_update(allow_referencing=True):
                run._rescue()

    def _rescue(self):
        self.ensure_one()
        # with the rights, the company and the language of whoever started it
        user = self.user_id
        run = (
            self.with_user(user)
            .with_context(lang=user.lang, tz=user.tz)
            .with_company(self.company_id)
        )
        lost = self.line_ids.filtered(lambda line: line.state == "todo")
        if not lost or self.rescues < RESCUES:
            self.rescues += 1
            run._enqueue(max(1, self.chunk // 10**self.rescues))
            return
        reason = run.env._(
            "The server broke off while it worked on this record, again and again. "
            "The process administrator finds the cause in the job queue and in the "
            "server's log."
        )
        lost._fail(UserError(reason))
        run._finish()

    @api.model
    def _attended(self):
        """Runs that at least one job still works for, or will."""
        # jobs are the administrator's; here only the runs they belong to are read
        jobs = self.env["queue.job"].sudo()
        alive = jobs.search_fetch(
            [("model_name", "=", self._name), ("state", "in", ALIVE)], ["identity_key"]
        )
        found = (re.match(r"ops\.run-(\d+)-", j.identity_key or "") for j in alive)
        return self.browse({int(match[1]) for match in found if match})
