from odoo import api, fields, models
from odoo.addons.ops_base.flow import Flow, Step, gate
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class TestJob(models.Model):
    """A flow without approval: gates, lines, a branch, a reason, a way back."""

    _name = "test.ops.job"
    _inherit = ["ops.flow.mixin"]
    _description = "Test job"

    _flow = Flow(
        Step(
            "start",
            "draft",
            "doing",
            label=_lt("Start"),
            group="ops_base.group_user",
            gates="title_given",
        ),
        Step(
            "finish",
            "doing",
            "done",
            label=_lt("Finish"),
            group=("ops_base.group_legal", "ops_base.group_gm"),
            gates=("lines_ticked", "title_given"),
        ),
        Step(
            "stop",
            ("draft", "doing"),
            "stopped",
            label=_lt("Stop"),
            group="ops_base.group_user",
            reason=True,
        ),
        sequence="test.ops.job",
        editable={"doing": ("line_ids", "remark")},
        protected="done_by_id",
        side="stopped",
    )

    title = fields.Char()
    remark = fields.Char()
    amount = fields.Float()
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("doing", "Doing"),
            ("done", "Done"),
            ("stopped", "Stopped"),
        ],
        default="draft",
        required=True,
    )
    done_by_id = fields.Many2one("res.users")
    line_ids = fields.One2many("test.ops.job.line", "job_id")
    line_count = fields.Integer(compute="_compute_line_count", store=True)

    @api.depends("line_ids")
    def _compute_line_count(self):
        for job in self:
            job.line_count = len(job.line_ids)

    def action_start(self):
        return self._flow_take("start")

    def action_finish(self):
        return self._flow_take("finish")

    def action_stop(self, reason=None):
        return self._flow_take("stop", reason)

    def _prepare_finish_values(self):
        return {"done_by_id": self.env.uid}

    @api.model
    def _kpi_test_jobs(self, targets):
        """Figure of an indicator: jobs there are."""
        count = self.search_count([("title", "=", "counted")])
        return dict.fromkeys(targets.ids, count)

    @gate(_lt("Title given"), who="ops_base.group_user")
    def _gate_title_given(self):
        for job in self.filtered(lambda j: not j.title):
            yield self._blocker(job, self.env._("The title is missing."), fix=job)

    @gate(_lt("Lines ticked"), who="ops_base.group_manager")
    def _gate_lines_ticked(self):
        for line in self.line_ids.filtered(lambda line: not line.ticked):
            yield self._blocker(
                line.job_id,
                self.env._("Line %(name)s is not ticked.", name=line.name),
                fix=line,
            )


class TestJobLine(models.Model):
    """A line that is open as long as the job leaves its list open."""

    _name = "test.ops.job.line"
    _inherit = ["ops.flow.line.mixin"]
    _description = "Test job line"

    _flow_parent = ("job_id", "line_ids")

    job_id = fields.Many2one(
        "test.ops.job", required=True, ondelete="cascade", index=True
    )
    name = fields.Char()
    ticked = fields.Boolean()
