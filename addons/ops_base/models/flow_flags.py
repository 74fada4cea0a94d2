"""Open, late, waiting for me: what lists, filters and maps ask of every paper."""

from odoo import api, fields, models
from odoo.fields import Domain


class FlowFlags(models.AbstractModel):
    _inherit = "ops.flow.mixin"

    # FIELDS
    flow_is_open = fields.Boolean(
        "Not finished", compute="_compute_flow_flags", search="_search_flow_is_open"
    )
    flow_is_late = fields.Boolean(
        "Late", compute="_compute_flow_flags", search="_search_flow_is_late"
    )
    flow_is_mine = fields.Boolean(
        "Waiting for me", compute="_compute_flow_is_mine", search="_search_flow_is_mine"
    )

    # COMPUTE
    @api.depends("state", "state_due")
    def _compute_flow_flags(self):
        now, final = fields.Datetime.now(), self._flow.final
        for paper in self:
            paper.flow_is_open = paper.state not in final
            paper.flow_is_late = bool(paper.state_due and paper.state_due < now)

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_flow_is_mine(self):
        mine = self.filtered_domain(Domain("id", "in", self.ids) & self._flow_mine())
        for paper in self:
            paper.flow_is_mine = paper in mine

    @api.model
    def _search_flow_is_open(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._flow_flag(~Domain("state", "in", sorted(self._flow.final)), value)

    @api.model
    def _search_flow_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("state_due", "<", fields.Datetime.now())
        return self._flow_flag(late, value)

    @api.model
    def _search_flow_is_mine(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._flow_flag(self._flow_mine(), value)

    @api.model
    def _flow_flag(self, domain, values):
        """Search on a yes/no that ``domain`` describes, for the asked values."""
        if True in values and False in values:
            return Domain.TRUE
        return domain if True in values else ~domain

    # BUSINESS
    def _flow_mine(self):
        """Domain of the papers that wait for the present user: his group's step is
        next, or he is to sign. A draft waits for whoever began it."""
        states = {
            state
            for state in self._flow.states
            for step in self._flow.steps_from(state)
            if step == self._flow.next_step(state)
            and step.group
            and any(map(self.env.user.has_group, step.group))
        }
        tasks = self.env["ops.approval.request"]._pending_ids(self._name)
        initial = self._flow.initial
        own = Domain("state", "=", initial) & Domain("create_uid", "=", self.env.uid)
        return (
            Domain("state", "in", sorted(states - {initial}))
            | (own if initial in states else Domain.FALSE)
            | Domain("id", "in", tasks)
        )
