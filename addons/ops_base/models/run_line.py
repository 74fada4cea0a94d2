import logging

from odoo import fields, models
from odoo.exceptions import MissingError, UserError
from psycopg2 import OperationalError

_logger = logging.getLogger(__name__)


class RunLine(models.Model):
    """One record of a run: to do, done, failed with its reason, or cancelled."""

    _name = "ops.run.line"
    _description = "Record of a batch run"
    _order = "run_id, id"

    # FIELDS
    run_id = fields.Many2one(
        "ops.run", required=True, readonly=True, index=True, ondelete="cascade"
    )
    res_model = fields.Char(related="run_id.res_model")
    res_id = fields.Many2oneReference(
        "Record ID", model_field="res_model", required=True, readonly=True
    )
    name = fields.Char("Record", required=True, readonly=True)
    note = fields.Char(readonly=True)
    state = fields.Selection(
        [
            ("todo", "To do"),
            ("done", "Done"),
            ("failed", "Failed"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="todo",
    )
    message = fields.Text("Reason", readonly=True)
    date = fields.Datetime("Ended at", readonly=True)

    _record_once = models.UniqueIndex("(run_id, res_id)")
    _run_state_idx = models.Index("(run_id, state)")

    # COMPUTE
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.name

    # ACTION
    def action_open_record(self):
        """Open the record, under its own rights."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
            "target": "current",
        }

    # BUSINESS
    def _work(self, run):
        """Process the locked lines that are still to do: together if that works, else
        one by one, so that a bad record fails alone."""
        lines = self.filtered(lambda line: line.state == "todo")
        if not lines:
            return
        records = run.env[run.res_model].browse(lines.mapped("res_id"))
        gone = records - records.exists()
        lost = lines.filtered(lambda line: line.res_id in gone.ids)
        lost._fail(MissingError(self.env._("The record no longer exists.")))
        lines -= lost
        try:
            lines._process(run)
        except Exception as error:
            lines._raise_if_retryable(error)
            if len(lines) == 1:
                lines._fail(error)
                return
            for line in lines:
                line._work_alone(run)

    def _work_alone(self, run):
        try:
            self._process(run)
        except Exception as error:
            self._raise_if_retryable(error)
            self._fail(error)

    def _process(self, run):
        """Hand the records to the run's model; all or nothing."""
        if not self:
            return
        with self.env.cr.savepoint():
            records = run.env[run.res_model].browse(self.mapped("res_id"))
            notes = run._handler()._run_process(run, records) or {}
            now = fields.Datetime.now()
            for line in self:
                vals = {"state": "done", "message": False, "date": now}
                if line.res_id in notes:
                    vals["note"] = notes[line.res_id]
                line.write(vals)

    def _fail(self, error):
        """Keep why it failed, in words for the person who reads the list."""
        if not self:
            return
        if isinstance(error, UserError):
            reason = str(error.args[0]) if error.args else str(error)
        else:
            _logger.warning(
                "%s: unexpected error on %s", self.run_id.name, self, exc_info=error
            )
            reason = self.env._(
                "Unexpected error (%(kind)s); the process administrator finds it in "
                "the server's log.",
                kind=type(error).__name__,
            )
        self.write(
            {"state": "failed", "message": reason, "date": fields.Datetime.now()}
        )

    def _raise_if_retryable(self, error):
        """A conflict with another transaction is no failure of the record: the whole
        job is repeated from the start."""
        if isinstance(error, OperationalError):
            raise error
