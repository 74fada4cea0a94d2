from odoo import api, models
from odoo.exceptions import AccessError


class LeaseHandsMixin(models.AbstractModel):
    """A paper that several departments write on, each its own part.

    A model names in ``_hands`` the groups that write it: ``{group: fields}``, None for
    all that the state leaves open. Create and delete are the access rights' own.
    """

    _name = "ops.lease.hands.mixin"
    _description = "Paper with parts of several departments"

    _hands = {}

    # COMPUTE
    @api.depends("state")
    @api.depends_context("uid")
    def _compute_flow_editable(self):
        """The form closes what a save would refuse."""
        super()._compute_flow_editable()
        saved = self.filtered("id")
        allowed = saved._hands_allowed()
        for paper in saved:
            mine = allowed[paper.id]
            if mine is None:
                continue
            if paper.flow_editable != "*":
                mine = mine.intersection(paper.flow_editable.split(","))
            paper.flow_editable = "," + "".join(f"{name}," for name in sorted(mine))

    # CRUD
    def write(self, vals):
        """Refused for parts of another department; steps and chatter stay open."""
        if not self.env.su and not self._flow_passes(vals):
            allowed = self._hands_allowed()
            for paper in self:
                mine = allowed[paper.id]
                closed = set() if mine is None else set(vals) - mine - {"state"}
                if closed:
                    raise AccessError(
                        self.env._(
                            "%(paper)s: %(fields)s is up to %(who)s.",
                            paper=paper.display_name,
                            fields=self._flow_field_labels(closed),
                            who=self._guard_who(tuple(self._hands)[:1]),
                        )
                    )
        return super().write(vals)

    # BUSINESS
    def _hands_allowed(self):
        """``{id: set of fields this user writes, or None for all}``."""
        mine = set(self._flow_always_open())
        for group, names in self._hands.items():
            if self.env.user.has_group(group):
                if names is None:
                    return dict.fromkeys(paper.id for paper in self)
                mine.update(names)
        # who signs may fill in what his step of the approval leaves to him
        rights = self.env["ops.approval.request"]._editable_fields(self)
        return {paper.id: mine | set(rights.get(paper.id, ())) for paper in self}
