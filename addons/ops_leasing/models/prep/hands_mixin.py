from odoo import models
from odoo.exceptions import AccessError


class LeaseHandsMixin(models.AbstractModel):
    """A paper that several departments write on, each its own part.

    A model names in ``_hands`` the groups that write it: ``{group: fields}``, None for
    all that the state leaves open. Create and delete are the access rights' own.
    """

    _name = "ops.lease.hands.mixin"
    _description = "Paper with parts of several departments"

    _hands = {}

    # CRUD
    def write(self, vals):
        """Refused for parts of another department; steps and chatter stay open."""
        if not self.env.su and not self._flow_passes(vals):
            allowed = set(self._flow_always_open())
            for group, names in self._hands.items():
                if self.env.user.has_group(group):
                    if names is None:
                        return super().write(vals)
                    allowed.update(names)
            # who signs may fill in what his step of the approval leaves to him
            rights = self.env["ops.approval.request"]._editable_fields(self)
            for paper in self:
                closed = set(vals) - allowed - set(rights.get(paper.id, ()))
                closed -= {"state"}
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
