from odoo import api, fields, models
from odoo.addons.ops_base.flow import Flow, Step, gate
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

from ..groups import LEASING, PROJECT

_lt = LazyTranslate(__name__)


class LeaseWork(models.Model):
    """Landlord works: what the project department builds by the agreed conditions
    and the new design, line by line (LE-09)."""

    _name = "ops.lease.work"
    _inherit = ["ops.flow.mixin", "ops.evidence.mixin"]
    _description = "Landlord works"
    _order = "id desc"

    _flow = Flow(
        Step(
            "start",
            "draft",
            "doing",
            label=_lt("Start works"),
            group=PROJECT,
            gates=("conditions_agreed", "lines_named", "award_followed"),
        ),
        Step(
            "finish",
            "doing",
            "done",
            label=_lt("Works finished"),
            group=PROJECT,
            gates=("lines_ticked",),
        ),
        Step(
            "cancel",
            ("draft", "doing"),
            "cancelled",
            label=_lt("Call off"),
            group=PROJECT,
            reason=True,
        ),
        sequence="ops.lease.work",
        editable={
            "doing": (
                "line_ids",
                "attachment_ids",
                "date_start",
                "date_end",
                "contractor_id",
            ),
        },
        protected=("task_ref",),
        side=("cancelled",),
    )

    # FIELDS
    state = fields.Selection(
        [
            ("draft", "Planned"),
            ("doing", "Being built"),
            ("done", "Finished"),
            ("cancelled", "Called off"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    user_id = fields.Many2one(
        "res.users", "Handled by", default=lambda self: self.env.user
    )
    techcond_id = fields.Many2one(
        "ops.lease.techcond",
        "Technical conditions",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("state", "=", "agreed")],
    )
    tender_id = fields.Many2one(
        "ops.lease.tender",
        "Tender",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('state', '=', 'awarded')]",
    )
    company_id = fields.Many2one(
        related="techcond_id.company_id",
        store=True,
        precompute=True,
        index=True,
        default=None,
    )
    property_id = fields.Many2one(
        related="techcond_id.property_id", store=True, index=True
    )
    contract_id = fields.Many2one(
        related="techcond_id.contract_id", store=True, index=True
    )
    tenant_name = fields.Char(
        related="techcond_id.tenant_name", string="Tenant", store=True
    )
    unit_ids = fields.Many2many(related="techcond_id.unit_ids", string="Shops")
    contractor_id = fields.Many2one(
        "res.partner",
        "Contractor",
        compute="_compute_contractor",
        store=True,
        readonly=False,
    )
    date_start = fields.Date("Planned from")
    date_end = fields.Date("Planned until")
    line_ids = fields.One2many(
        "ops.lease.work.line",
        "work_id",
        "Works",
        compute="_compute_lines",
        store=True,
        readonly=False,
    )
    progress = fields.Float(
        "Progress (%)", compute="_compute_progress", store=True, aggregator="avg"
    )
    task_ref = fields.Integer("Task", readonly=True, copy=False)
    task_possible = fields.Boolean(compute="_compute_task_possible")

    _dates_in_order = models.Constraint(
        "CHECK(date_end IS NULL OR date_start IS NULL OR date_end >= date_start)",
        "The works end before they start.",
    )

    # COMPUTE
    @api.depends("tender_id")
    def _compute_contractor(self):
        for work in self:
            work.contractor_id = work.tender_id.winner_partner_id or work.contractor_id

    @api.depends("techcond_id")
    def _compute_lines(self):
        """A line for each condition the landlord has to build, in the language of
        who plans it, also where a program names none."""
        lang = self.env.lang or self.env.user.lang
        for work in self:
            if work.line_ids or not work.techcond_id:
                continue
            work.line_ids = [
                fields.Command.create(
                    {
                        "techcond_line_id": line.id,
                        "name": line._work_text(),
                        "sequence": line.sequence,
                    }
                )
                for line in work.techcond_id.with_context(lang=lang).line_ids
                if line.to_build
            ]

    @api.depends("line_ids.progress")
    def _compute_progress(self):
        for work in self:
            shares = work.line_ids.mapped("progress")
            work.progress = sum(shares) / len(shares) if shares else 0.0

    def _compute_task_possible(self):
        possible = "project.task" in self.env and self.env["project.task"].has_access(
            "create"
        )
        for work in self:
            work.task_possible = bool(possible and work.state == "doing")

    # CONSTRAINT
    @api.constrains("tender_id", "techcond_id", "contractor_id")
    def _check_tender(self):
        for work in self:
            if work.tender_id or work.state != "draft":
                message = work._award_missing()
                if message:
                    raise UserError(message)
            # which sheet a tender belongs to is no secret here
            sheet = work.sudo().tender_id.redesign_id.techcond_id
            if sheet and sheet != work.techcond_id:
                raise UserError(
                    self.env._("The tender belongs to another sheet of conditions.")
                )

    @api.constrains("techcond_id")
    def _check_lines(self):
        """Works moved to another sheet leave the lines of the old one behind."""
        self.line_ids._check_sheet()

    # ACTION
    def action_start(self):
        return self._flow_take("start")

    def action_finish(self):
        return self._flow_take("finish")

    def action_cancel(self, reason=None):
        return self._flow_take("cancel", reason)

    def action_task(self):
        """Open the task of these works, made under the rights of who asks; only
        where the project app is installed."""
        self.ensure_one()
        self._check_group(PROJECT)
        self.check_access("write")
        if "project.task" not in self.env:
            raise UserError(self.env._("The project app is not installed."))
        tasks = self.env["project.task"]
        task = tasks.browse(self.task_ref).exists() if self.task_ref else tasks
        if not task:
            task = tasks.create(
                {
                    "name": f"{self.display_name} {self.tenant_name or ''}".strip(),
                    "company_id": self.company_id.id,
                    "date_deadline": self.date_end,
                    "user_ids": [fields.Command.set(self.env.user.ids)],
                }
            )
            self._flow_write({"task_ref": task.id})
        return {
            "type": "ir.actions.act_window",
            "res_model": "project.task",
            "res_id": task.id,
            "views": [(False, "form")],
        }

    # BUSINESS
    @gate(_lt("Conditions agreed"), who=LEASING)
    def _gate_conditions_agreed(self):
        for work in self.filtered(lambda w: w.techcond_id.state != "agreed"):
            message = self.env._(
                "%(sheet)s is “%(state)s”.",
                sheet=work.techcond_id.display_name,
                state=work.techcond_id._flow_state_label(work.techcond_id.state),
            )
            yield self._blocker(work, message, fix=work.techcond_id)

    @gate(_lt("Award followed"), who=PROJECT)
    def _gate_award_followed(self):
        """LE-08: who won the tender builds it."""
        for work in self:
            message = work._award_missing()
            if message:
                yield self._blocker(work, message, fix=work)

    def _award_missing(self):
        """What these works lack of the award they rest on, or None."""
        self.ensure_one()
        # who won is no secret to who builds
        work = self.sudo()
        tender = work.tender_id
        if tender and tender.state != "awarded":
            return self.env._("%(tender)s is not awarded.", tender=tender.display_name)
        tenders = tender or work.techcond_id.redesign_ids.tender_ids.filtered(
            lambda t: t.state == "awarded"
        )
        if tenders and work.contractor_id not in tenders.winner_partner_id:
            return self.env._(
                "%(tender)s is awarded to %(winner)s: the works go to nobody else.",
                tender=tenders[0].display_name,
                winner=", ".join(tenders.winner_partner_id.mapped("name")),
            )
        return None

    @gate(_lt("Works named"), who=PROJECT)
    def _gate_lines_named(self):
        for work in self.filtered(lambda w: not w.line_ids):
            message = self.env._("There is nothing to build on the list.")
            yield self._blocker(work, message, fix=work)

    @gate(_lt("Every line ticked"), who=PROJECT)
    def _gate_lines_ticked(self):
        """LE-09: done only after the tick of every line."""
        for work in self:
            for line in work.line_ids.filtered(lambda li: not li.done):
                message = self.env._("“%(line)s” is not done.", line=line.name)
                yield self._blocker(work, message, fix=work)
            for line in work.techcond_id.line_ids.filtered("to_build"):
                # what other works of the sheet still build is theirs to finish
                under_way = line.work_line_ids.work_id.filtered(
                    lambda w: w.state in ("draft", "doing")
                )
                if not under_way:
                    message = self.env._(
                        "%(condition)s is agreed and on no list of works.",
                        condition=line.display_name,
                    )
                    yield self._blocker(work, message, fix=work)

    def _after_finish(self):
        """LE-F25: the shop gives what was built for it."""
        # the shop's conditions follow from the works, whoever keeps the register
        lines = self.sudo().line_ids.techcond_line_id.filtered(
            lambda li: (
                li.status == "agreed"
                and li.unit_id
                and (li.agreed_value or li.agreed_words)
            )
        )
        supplies = self.env["ops.lease.unit.condition"].sudo()
        known = {
            (row.unit_id, row.condition_id): row
            for row in supplies.search(
                [
                    ("unit_id", "in", lines.unit_id.ids),
                    ("condition_id", "in", lines.condition_id.ids),
                ]
            )
        }
        fresh = {}
        for line in lines:
            key = (line.unit_id, line.condition_id)
            # what was agreed in words alone says nothing of the figure
            given = {"value": line.agreed_value, "words": line.agreed_words}
            values = {name: value for name, value in given.items() if value}
            if key in known:
                known[key].write(values)
            else:
                fresh[key] = {
                    "unit_id": key[0].id,
                    "condition_id": key[1].id,
                    **values,
                }
        supplies.create(list(fresh.values()))
