from odoo import api, fields, models
from odoo.addons.ops_base.flow import Flow, Step, gate
from odoo.exceptions import ValidationError
from odoo.tools import LazyTranslate

from ..groups import PROJECT, PROPERTY, PROPERTY_MANAGER

_lt = LazyTranslate(__name__)


class LeaseCompletion(models.Model):
    """工程竣工验收资料: what the project department hands over of a finished building,
    floor or set of shops, and the property company receives (LE-13)."""

    _name = "ops.lease.completion"
    _inherit = ["ops.flow.mixin", "ops.evidence.mixin"]
    _description = "Completion acceptance file"
    _order = "id desc"
    _check_company_auto = True

    _flow = Flow(
        Step(
            "hand_in",
            "draft",
            "handed_in",
            label=_lt("Hand over papers"),
            group=PROJECT,
            gates=("shops_named", "date_finished", "papers_given"),
        ),
        Step(
            "accept",
            "handed_in",
            "accepted",
            label=_lt("Accept completion"),
            group=PROPERTY,
            gates=("papers_received", "other_person"),
        ),
        Step(
            "send_back",
            "handed_in",
            "draft",
            label=_lt("Send back"),
            group=PROPERTY,
            reason=True,
        ),
        Step(
            "void",
            "accepted",
            "void",
            label=_lt("Withdraw acceptance"),
            group=PROPERTY_MANAGER,
            gates=("no_shop_waiting",),
            reason=True,
        ),
        sequence="ops.lease.completion",
        editable={"handed_in": ("remark", "attachment_ids")},
        protected=("handed_user_id", "accepted_user_id", "accepted_date"),
        side=("void",),
    )

    # FIELDS
    state = fields.Selection(
        [
            ("draft", "Collecting papers"),
            ("handed_in", "Handed over for acceptance"),
            ("accepted", "Accepted"),
            ("void", "Withdrawn"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    property_id = fields.Many2one(
        "ops.lease.property", "Project", required=True, index=True, tracking=True
    )
    company_id = fields.Many2one(
        related="property_id.company_id",
        store=True,
        precompute=True,
        index=True,
        default=None,
    )
    building_id = fields.Many2one(
        "ops.lease.building",
        "Building",
        domain="[('property_id', '=', property_id)]",
        tracking=True,
    )
    floor_id = fields.Many2one(
        "ops.lease.floor",
        "Floor",
        domain="[('property_id', '=', property_id)]",
        tracking=True,
    )
    unit_ids = fields.Many2many(
        "ops.lease.unit",
        "ops_lease_completion_unit_rel",
        string="Shops",
        compute="_compute_unit_ids",
        store=True,
        readonly=False,
        domain="[('property_id', '=', property_id)]",
    )
    unit_count = fields.Integer("Shops covered", compute="_compute_counts")
    work = fields.Char("Works", help="What was built, as the contract of works says.")
    contractor = fields.Char()
    date_finished = fields.Date("Finished on")
    user_id = fields.Many2one(
        "res.users", "Handled by", default=lambda self: self.env.user
    )
    line_ids = fields.One2many(
        "ops.lease.completion.line", "completion_id", "Completion papers"
    )
    missing_count = fields.Integer("Papers missing", compute="_compute_counts")
    handed_user_id = fields.Many2one(
        "res.users", "Handed over by", readonly=True, copy=False
    )
    accepted_user_id = fields.Many2one(
        "res.users", "Accepted by", readonly=True, copy=False
    )
    accepted_date = fields.Datetime("Accepted on", readonly=True, copy=False)
    remark = fields.Text()

    # COMPUTE
    @api.depends("property_id", "building_id", "floor_id")
    def _compute_unit_ids(self):
        """The shops of the floor, the building or – where neither is named and none
        chosen – of nothing: a whole project is rarely finished in one day."""
        floors = self.floor_id | self.building_id.floor_ids
        shops = self.env["ops.lease.unit"].search([("floor_id", "in", floors.ids)])
        for paper in self:
            scope = paper.floor_id or paper.building_id.floor_ids
            if scope:
                paper.unit_ids = shops.filtered(
                    lambda unit, scope=scope: unit.floor_id.id in scope.ids
                )
            else:
                paper.unit_ids = paper.unit_ids.filtered(
                    lambda unit, paper=paper: unit.property_id == paper.property_id
                )

    @api.depends(
        "line_ids.received",
        "line_ids.required",
        "line_ids.evidence_required",
        "line_ids.attachment_ids",
        "unit_ids",
    )
    def _compute_counts(self):
        for paper in self:
            paper.missing_count = len(paper.line_ids._missing())
            paper.unit_count = len(paper.unit_ids)

    # CONSTRAINT
    @api.constrains("property_id", "building_id", "floor_id", "unit_ids")
    def _check_one_project(self):
        for paper in self:
            places = paper.building_id | paper.floor_id.building_id
            if places.property_id - paper.property_id or (
                paper.unit_ids.property_id - paper.property_id
            ):
                raise ValidationError(
                    self.env._(
                        "The building, floor and shops of a completion file belong to "
                        "%(project)s.",
                        project=paper.property_id.name,
                    )
                )

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """The papers every completion needs are listed from the start."""
        papers = super().create(vals_list)
        self.env["ops.lease.completion.line"]._receipt_list(
            papers, ("lease_completion",)
        )
        return papers

    # ACTION
    def action_hand_in(self):
        return self._flow_take("hand_in")

    def action_accept(self):
        return self._flow_take("accept")

    def action_send_back(self, reason=None):
        return self._flow_take("send_back", reason)

    def action_void(self, reason=None):
        return self._flow_take("void", reason)

    def action_receive_all(self):
        """Confirm every paper of which a copy is there; those missing stay listed."""
        self.line_ids._receipt_check_person()
        there = self.line_ids.filtered(
            lambda x: (
                x.copies > 0
                and not x.received
                and (x.attachment_ids or not x.evidence_required)
            )
        )
        return there.action_receive()

    # BUSINESS
    @gate(_lt("Shops named"), who=PROJECT)
    def _gate_shops_named(self):
        for paper in self.filtered(lambda p: not p.unit_ids):
            message = self.env._("The shops that are finished are not named.")
            yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Day of completion"), who=PROJECT)
    def _gate_date_finished(self):
        today = fields.Date.context_today(self)
        for paper in self:
            if not paper.date_finished:
                message = self.env._("The day the works were finished is missing.")
                yield self._blocker(paper, message, fix=paper)
            elif paper.date_finished > today:
                message = self.env._(
                    "The works are finished on %(date)s only.",
                    date=paper.date_finished,
                )
                yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Papers enclosed"), who=PROJECT)
    def _gate_papers_given(self):
        for paper in self:
            if not any(line.copies > 0 for line in paper.line_ids):
                message = self.env._("No paper of the list is enclosed.")
                yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Every paper received"), who=PROPERTY)
    def _gate_papers_received(self):
        """LE-13: the missing papers are listed."""
        project = self._guard_who((PROJECT,))
        for paper in self:
            for line in paper.line_ids._missing():
                if line.copies > 0:
                    message = self.env._(
                        "“%(paper)s” is not received.", paper=line.name
                    )
                    yield self._blocker(paper, message, fix=paper)
                else:
                    message = self.env._("“%(paper)s” is missing.", paper=line.name)
                    yield self._blocker(paper, message, project, fix=paper)

    @gate(_lt("Received by another person"), who=PROPERTY)
    def _gate_other_person(self):
        for paper in self.filtered(lambda p: p.handed_user_id == self.env.user):
            message = self.env._(
                "%(person)s has handed the papers over and cannot receive them.",
                person=self.env.user.name,
            )
            yield self._blocker(paper, message)

    @gate(_lt("No tenant called in"), who=PROPERTY_MANAGER)
    def _gate_no_shop_waiting(self):
        """A shop whose tenant has been told to come stays deliverable."""
        entries = self.env["ops.lease.entry"].search(
            [
                ("contract_id.line_ids.unit_id", "in", self.unit_ids.ids),
                ("state", "in", ("notified", "formalities")),
            ]
        )
        for paper in self:
            for entry in entries.filtered(
                lambda e, paper=paper: e.contract_id.line_ids.unit_id & paper.unit_ids
            ):
                message = self.env._(
                    "%(tenant)s has been told to take over the shop by %(entry)s.",
                    tenant=entry.partner_id.display_name,
                    entry=entry.display_name,
                )
                yield self._blocker(paper, message, fix=entry)

    def _prepare_hand_in_values(self):
        return {"handed_user_id": self.env.uid}

    def _after_send_back(self):
        self.line_ids._receipt_clear()

    def _prepare_accept_values(self):
        return {
            "accepted_user_id": self.env.uid,
            "accepted_date": fields.Datetime.now(),
        }
