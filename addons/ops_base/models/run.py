from odoo import api, fields, models
from odoo.exceptions import AccessError, LockError, UserError
from odoo.tools import config, split_every

#: So many records are processed while the user waits, more go to the background.
NOW_LIMIT = 200


class Run(models.Model):
    """A batch job over records: preview, start, progress, failures with reasons.

    A *handler* is a model with two private methods::

        def _run_preview(self, run):
            '''Records to process, or pairs (record, note).'''

        def _run_process(self, run, records):
            '''Process them; may return {record id: note}. Raise to refuse.'''

    and, if it wants to know, ``_run_finished(run)``: nothing is left to do.

    A business addon opens a run with :meth:`_open`. ``_run_process`` gets a chunk; if
    it fails, the chunk is rolled back and repeated record by record, so that one bad
    record fails alone. Result and line are committed together: a record is processed
    once, whatever is repeated, interrupted or started twice.
    """

    _name = "ops.run"
    _description = "Batch run"
    _order = "id desc"

    # FIELDS
    name = fields.Char(required=True, readonly=True)
    handler = fields.Char(required=True, readonly=True)
    res_model = fields.Char("Record type", readonly=True)
    params = fields.Json("Parameters", readonly=True)
    key = fields.Char(
        "Open identity",
        readonly=True,
        help="Only one open run may have it, e.g. the period billed.",
    )
    state = fields.Selection(
        [
            ("ready", "Preview"),
            ("running", "Running"),
            ("done", "Done"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="ready",
        index=True,
    )
    chunk = fields.Integer("Records per job", required=True, readonly=True, default=50)
    user_id = fields.Many2one(
        "res.users", "Started by", required=True, readonly=True, index=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    date_start = fields.Datetime("Started at", readonly=True)
    date_end = fields.Datetime("Ended at", readonly=True)
    line_ids = fields.One2many(
        "ops.run.line", "run_id", "Records to process", readonly=True
    )
    failed_line_ids = fields.One2many(
        "ops.run.line",
        "run_id",
        "Failed records",
        domain=[("state", "=", "failed")],
        readonly=True,
    )
    line_count = fields.Integer("Number of records", compute="_compute_counts")
    todo_count = fields.Integer("To do", compute="_compute_counts")
    done_count = fields.Integer("Done", compute="_compute_counts")
    failed_count = fields.Integer("Failed", compute="_compute_counts")
    progress = fields.Float("Progress (%)", compute="_compute_counts")

    _key_open = models.UniqueIndex(
        "(handler, company_id, key) WHERE state IN ('ready', 'running')",
        "There is already an open run for this; finish or cancel it first.",
    )

    # COMPUTE
    @api.depends("line_ids.state")
    def _compute_counts(self):
        counts = {
            (run.id, state): count
            for run, state, count in self.env["ops.run.line"]._read_group(
                [("run_id", "in", self.ids)], ["run_id", "state"], ["__count"]
            )
        }
        for run in self:
            todo, done, failed, cancelled = (
                counts.get((run.id, state), 0)
                for state in ("todo", "done", "failed", "cancelled")
            )
            run.todo_count, run.done_count, run.failed_count = todo, done, failed
            run.line_count = todo + done + failed + cancelled
            ended = run.line_count - todo
            run.progress = 100 * ended / run.line_count if run.line_count else 0

    # CRUD
    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        if any(run.state in ("running", "done") for run in self):
            raise UserError(self.env._("A run that was started is kept as a record."))

    # ACTION
    def action_preview(self):
        """Ask the handler again which records are due."""
        self._check_mine()
        for run in self:
            run._lock(("ready",))
            run._preview()
        return True

    def action_start(self):
        """Process in the background; the screen may be closed meanwhile."""
        self._check_mine()
        for run in self:
            run._lock(("ready",))
            if not self._has_background():
                if run.todo_count > NOW_LIMIT:
                    raise UserError(
                        self.env._(
                            "Background jobs do not run on this server, and "
                            "%(count)s records are too many to wait for. Whoever runs "
                            "the server must load queue_job (server_wide_modules).",
                            count=run.todo_count,
                        )
                    )
                run._work_now()
                continue
            run._begin()
            run._enqueue()
        return True

    def action_process_now(self):
        """Process a small run while the user waits."""
        self._check_mine()
        for run in self:
            run._lock(("ready",))
            if run.todo_count > NOW_LIMIT:
                raise UserError(
                    self.env._(
                        "%(count)s records are too many to wait for (at most "
                        "%(limit)s); start the run in the background.",
                        count=run.todo_count,
                        limit=NOW_LIMIT,
                    )
                )
            run._work_now()
        return True

    def action_resume(self):
        """Take up what is left after an interruption; done records stay done."""
        self._check_mine()
        for run in self:
            run._lock(("running",))
            if self._has_background():
                run._enqueue()
                run._enqueue_finish()
            else:
                run._work_now()
        return True

    def action_retry_failed(self):
        """Try the failed records again, after their cause was mended."""
        self._check_mine()
        for run in self:
            run._lock(("running", "done"))
            failed = run.line_ids.filtered(lambda line: line.state == "failed")
            # lines are written by the run alone, nobody has the right to
            failed.sudo().write({"state": "todo", "message": False})
            if self._has_background():
                run._begin()
                run._enqueue()
            else:
                run._work_now()
        return True

    def action_cancel(self):
        """Stop: what is in work is finished, the rest is not begun."""
        self._check_mine()
        for run in self:
            run._lock(("ready", "running"))
            waiting = run.line_ids.filtered(lambda line: line.state == "todo")
            # as above: the run's own lines
            waiting.sudo().try_lock_for_update().write({"state": "cancelled"})
            run.sudo().write({"state": "cancelled", "date_end": fields.Datetime.now()})
        return True

    def action_open_failed(self):
        """The failed records as a list."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id(
            "ops_base.action_ops_run_line"
        )
        action["domain"] = [("run_id", "=", self.id), ("state", "=", "failed")]
        return action

    # BUSINESS
    @api.model
    def _open(self, handler, name, params=None, key=None, chunk=50):
        """Make a run with its preview; for business code, after its own checks.

        :param handler: model with ``_run_preview`` and ``_run_process``
        :param params: JSON the handler finds in ``run.params``
        :param key: a second open run with the same key is refused
        :return: the run, in state "ready"
        """
        # nobody may create a run by himself: it acts with the handler's code; and a
        # run of somebody else counts, too
        runs = self.sudo()
        other = key and runs.search(
            [
                ("handler", "=", handler),
                ("company_id", "=", self.env.company.id),
                ("key", "=", key),
                ("state", "in", ("ready", "running")),
            ],
            limit=1,
        )
        if other:
            raise UserError(
                self.env._(
                    "There is already an open run for this: “%(run)s” of %(user)s. "
                    "Finish or stop it first.",
                    run=other.name,
                    user=other.user_id.name,
                )
            )
        run = runs.create(
            {
                "handler": handler,
                "name": name,
                "params": params or {},
                "key": key,
                "chunk": chunk,
                "user_id": self.env.uid,
                "company_id": self.env.company.id,
            }
        )
        run = run.sudo(False)
        run._preview()
        return run

    def _open_action(self):
        """Window action that shows this run."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "current",
        }

    def _preview(self):
        self.ensure_one()
        found = self._handler()._run_preview(self)
        entries = {}
        for entry in found:
            record, note = entry if isinstance(entry, tuple) else (entry, "")
            entries[record] = note
        models_found = {record._name for record in entries}
        if len(models_found) > 1:
            raise ValueError(f"{self.handler}: a run works on records of one model")
        # the run writes its own lines; nobody else has the right to
        lines = self.line_ids.sudo()
        lines.unlink()
        lines.create(
            [
                {
                    "run_id": self.id,
                    "res_id": record.id,
                    "name": record.display_name,
                    "note": note,
                }
                for record, note in entries.items()
            ]
        )
        self.sudo().res_model = next(iter(models_found), False)

    def _begin(self):
        vals = {"state": "running", "date_end": False, "rescues": 0}
        if not self.date_start:
            vals["date_start"] = fields.Datetime.now()
        # the state belongs to the run; nobody has the right to write it
        self.sudo().write(vals)

    def _work_now(self):
        self._begin()
        lines = self.line_ids.filtered(lambda line: line.state == "todo")
        for ids in split_every(self.chunk, lines.ids, list):
            self._process(ids)
        self._finish()

    def _enqueue(self, chunk=None):
        """One job per chunk; a chunk that waits already is not queued twice."""
        lines = self.line_ids.filtered(lambda line: line.state == "todo")
        parts = split_every(chunk or self.chunk, lines.ids, list)
        for number, ids in enumerate(parts, 1):
            self.with_delay(
                identity_key=f"ops.run-{self.id}-{ids[0]}",
                description=self.env._(
                    "%(run)s, part %(number)s", run=self.name, number=number
                ),
            )._process_job(ids)
        if not lines:
            self._enqueue_finish()

    def _enqueue_finish(self, part=0):
        """Close the run later if nothing is left by then.

        Each part asks for itself: a closing that another part asked for may run
        before this part is committed, and would then be the last one.
        """
        self.with_delay(
            identity_key=f"ops.run-{self.id}-finish-{part}",
            priority=20,
            description=self.env._("%(run)s, closing", run=self.name),
        )._finish()

    def _process_job(self, line_ids):
        """Body of a background job: one chunk, one transaction."""
        if self.exists().state != "running":
            return
        self._process(line_ids)
        # in a later transaction, which sees the chunks committed meanwhile
        self._enqueue_finish(line_ids[0])

    def _process(self, line_ids):
        lines = self.env["ops.run.line"].sudo().browse(line_ids).try_lock_for_update()
        # what the lock returned, read again: done lines stay done
        lines.invalidate_recordset(["state"])
        lines._work(self)

    def _finish(self):
        """Close the run when nothing is left; harmless to call at any time."""
        run = self.exists()
        if not run or run.state != "running" or run.todo_count:
            return
        # as in _begin
        run.sudo().write({"state": "done", "date_end": fields.Datetime.now()})
        finished = getattr(run._handler(), "_run_finished", None)
        if finished:
            finished(run)
        run.user_id._bus_send(
            "simple_notification",
            {
                "type": "warning" if run.failed_count else "success",
                "title": run.name,
                "message": self.env._(
                    "%(done)s done, %(failed)s failed.",
                    done=run.done_count,
                    failed=run.failed_count,
                ),
                "sticky": bool(run.failed_count),
            },
        )

    # TOOLING
    def _handler(self):
        """The handler model, in the company and with the rights of the user."""
        self.ensure_one()
        return self.env[self.handler].with_company(self.company_id)

    def _lock(self, states):
        """Nobody else starts, resumes or cancels this run at the same time."""
        self.ensure_one()
        try:
            # the right was checked above; the lock itself needs none
            self.sudo().lock_for_update(allow_referencing=True)
        except LockError:
            raise UserError(
                self.env._(
                    "“%(run)s” is being started or stopped by somebody else at this "
                    "very moment.",
                    run=self.name,
                )
            ) from None
        self.invalidate_recordset(["state"])
        if self.state not in states:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "“%(run)s” is “%(state)s”: this is not possible any more.",
                    run=self.name,
                    state=labels[self.state],
                )
            )

    def _check_mine(self):
        """Only who opened a run, or the process administrator, drives it."""
        self.check_access("read")
        manager = self.env.user.has_group("ops_base.group_manager")
        for run in self:
            if run.user_id != self.env.user and not manager and not self.env.su:
                raise AccessError(
                    self.env._(
                        "“%(run)s” belongs to %(user)s.",
                        run=run.name,
                        user=run.user_id.name,
                    )
                )

    @api.model
    def _has_background(self):
        return "queue_job" in config["server_wide_modules"]
