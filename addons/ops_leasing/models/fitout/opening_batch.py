from odoo import api, fields, models
from odoo.addons.ops_base.flow import Flow, Step, gate
from odoo.fields import Command
from odoo.tools import LazyTranslate

from ..groups import LEASING

_lt = LazyTranslate(__name__)


class LeaseOpeningBatch(models.Model):
    """开业批次: tenants who open together (LE-21, LE-F22).

    Who is not ready stays out with a reason; who opens owes rent from that day.
    """

    _name = "ops.lease.opening.batch"
    _inherit = ["ops.flow.mixin"]
    _description = "Opening batch"
    _order = "date_planned desc, id desc"

    _flow = Flow(
        Step(
            "plan",
            "draft",
            "planned",
            label=_lt("Plan opening"),
            group=LEASING,
            gates=("date_given", "tenants_named", "one_batch"),
        ),
        Step(
            "open",
            "planned",
            "opened",
            label=_lt("Open shops"),
            group=LEASING,
            gates=(
                "day_come",
                "one_batch",
                "tenants_ready",
                "after_acceptance",
                "someone_opens",
            ),
        ),
        Step(
            "cancel",
            ("draft", "planned"),
            "cancelled",
            label=_lt("Cancel opening"),
            group=LEASING,
            reason=True,
        ),
        sequence="ops.lease.opening.batch",
        editable={"planned": ("date_planned", "line_ids", "remark", "user_id")},
        protected=("date_opened", "opened_user_id"),
        side=("cancelled",),
    )

    # FIELDS
    state = fields.Selection(
        [
            ("draft", "Being put together"),
            ("planned", "Planned"),
            ("opened", "Opened"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    property_id = fields.Many2one(
        "ops.lease.property", "Project", required=True, index=True
    )
    company_id = fields.Many2one(
        related="property_id.company_id",
        store=True,
        precompute=True,
        index=True,
        default=None,
    )
    user_id = fields.Many2one(
        "res.users", "Handled by", default=lambda self: self.env.user
    )
    date_planned = fields.Date("Opening day", tracking=True)
    date_opened = fields.Date("Opened on", readonly=True, copy=False)
    opened_user_id = fields.Many2one(
        "res.users", "Opened by", readonly=True, copy=False
    )
    line_ids = fields.One2many("ops.lease.opening.line", "batch_id", "Tenants")
    line_count = fields.Integer("Tenants planned", compute="_compute_counts")
    ready_count = fields.Integer("Tenants ready", compute="_compute_counts")
    out_count = fields.Integer("Tenants left out", compute="_compute_counts")
    remark = fields.Text()

    # COMPUTE
    @api.depends("line_ids.ready", "line_ids.left_out")
    def _compute_counts(self):
        for batch in self:
            lines = batch.line_ids
            batch.line_count = len(lines)
            batch.out_count = len(lines.filtered("left_out"))
            batch.ready_count = len(
                lines.filtered(lambda r: r.ready and not r.left_out)
            )

    # ACTION
    def action_plan(self):
        return self._flow_take("plan")

    def action_open(self):
        return self._flow_take("open")

    def action_cancel(self, reason=None):
        return self._flow_take("cancel", reason)

    def action_propose(self):
        """Name every tenant of the project whose shop is being fitted out and who is
        in no other batch; the rights to write the batch decide."""
        self.ensure_one()
        self.check_access("write")
        taken = self._others(self.property_id).contract_id | self.line_ids.contract_id
        contracts = (
            self.env["ops.lease.unit"]
            .search(
                [
                    ("property_id", "=", self.property_id.id),
                    ("state", "=", "fitting_out"),
                    ("contract_id", "!=", False),
                ]
            )
            .contract_id
        )
        self.write(
            {
                "line_ids": [
                    Command.create({"contract_id": contract.id})
                    for contract in contracts - taken
                ]
            }
        )
        return True

    # BUSINESS
    @gate(_lt("Opening day given"), who=LEASING)
    def _gate_date_given(self):
        for batch in self.filtered(lambda b: not b.date_planned):
            message = self.env._("The opening day is missing.")
            yield self._blocker(batch, message, fix=batch)

    @gate(_lt("Tenants named"), who=LEASING)
    def _gate_tenants_named(self):
        for batch in self.filtered(lambda b: not b.line_ids):
            message = self.env._("No tenant is named.")
            yield self._blocker(batch, message, fix=batch)

    @gate(_lt("In one batch only"), who=LEASING)
    def _gate_one_batch(self):
        others = self._others(self.property_id)
        for batch in self:
            mine = batch.line_ids.filtered(lambda r: not r.left_out).contract_id
            for line in others.filtered(
                lambda r, b=batch, m=mine: r.batch_id != b and r.contract_id in m
            ):
                message = self.env._(
                    "%(tenant)s opens with %(batch)s.",
                    tenant=line.partner_id.display_name,
                    batch=line.batch_id.display_name,
                )
                yield self._blocker(batch, message, fix=line.batch_id)

    @gate(_lt("Opening day come"), who=LEASING)
    def _gate_day_come(self):
        today = fields.Date.context_today(self)
        for batch in self:
            if not batch.date_planned:
                message = self.env._("The opening day is missing.")
                yield self._blocker(batch, message, fix=batch)
            elif batch.date_planned > today:
                message = self.env._(
                    "The opening day is %(date)s.", date=batch.date_planned
                )
                yield self._blocker(batch, message, fix=batch)

    @gate(_lt("Tenants ready or left out"), who=LEASING)
    def _gate_tenants_ready(self):
        """LE-21: who is not ready is left out, with the reason."""
        missing = self.line_ids.contract_id._opening_missing()
        for batch in self:
            for line in batch.line_ids:
                tenant = line.partner_id.display_name
                if line.left_out:
                    if not (line.reason or "").strip():
                        message = self.env._(
                            "%(tenant)s is left out without a reason.", tenant=tenant
                        )
                        yield self._blocker(batch, message, fix=batch)
                    continue
                for need in missing.get(line.contract_id, ()):
                    message = self.env._(
                        "%(tenant)s: %(need)s", tenant=tenant, need=need.message
                    )
                    yield self._blocker(batch, message, need.who, fix=need.fix)

    @gate(_lt("Opened after the acceptance"), who=LEASING)
    def _gate_after_acceptance(self):
        """LE-21, LE-F22: rent does not start before the shop was accepted."""
        for batch in self.filtered("date_planned"):
            for line in batch.line_ids.filtered(lambda r: not r.left_out):
                papers = line.contract_id.fitout_ids
                accepted = papers.filtered(
                    lambda p: p.state in p._accepted_states()
                ).sorted("id")[-1:]
                if accepted.date_accepted and (
                    accepted.date_accepted > batch.date_planned
                ):
                    message = self.env._(
                        "%(tenant)s: the fit-out was accepted on %(date)s, after the "
                        "opening day.",
                        tenant=line.partner_id.display_name,
                        date=accepted.date_accepted,
                    )
                    yield self._blocker(batch, message, fix=batch)

    @gate(_lt("Somebody opens"), who=LEASING)
    def _gate_someone_opens(self):
        for batch in self:
            if not batch.line_ids.filtered(lambda r: not r.left_out):
                message = self.env._("All tenants are left out.")
                yield self._blocker(batch, message, fix=batch)

    def _others(self, projects):
        """Lines of other batches of these projects that are still to open."""
        # a batch holds its tenants, whoever may see it
        return (
            self.env["ops.lease.opening.line"]
            .sudo()
            .search(
                [
                    ("batch_id.property_id", "in", projects.ids),
                    ("batch_id.state", "=", "planned"),
                    ("batch_id", "not in", self.ids if len(self) == 1 else ()),
                    ("left_out", "=", False),
                ]
            )
            .sudo(False)
        )

    def _prepare_open_values(self):
        return {
            "date_opened": self.date_planned,
            "opened_user_id": self.env.uid,
        }

    def _after_open(self):
        """LE-21, LE-F22: shops open; rent runs from the opening day."""
        # the batch is the right: shops and leases follow from it
        lines = self.sudo().line_ids.filtered(lambda r: not r.left_out)
        lines._open()
