from odoo import fields, models
from odoo.addons.ops_base.flow import gate
from odoo.tools import LazyTranslate

from ..groups import QUALITY

_lt = LazyTranslate(__name__)


class ImprovingMixin(models.AbstractModel):
    """A paper that raises improvement actions and is closed once they were checked
    (PU-34, PU-36). The list of improvements is the suite's one list."""

    _name = "ops.improving.mixin"
    _description = "Paper that raises improvement actions"

    # FIELDS
    improvement_ids = fields.One2many(
        "ops.improvement", "res_id", "Measures", readonly=True, copy=False
    )

    # BUSINESS
    def _improvement_expected(self):
        """Whether the paper cannot be closed without a measure that was checked."""
        return True

    @gate(_lt("Measures checked"), who=QUALITY)
    def _gate_measures_checked(self):
        for paper in self:
            actions = paper.improvement_ids
            for action in actions.filtered(
                lambda r: r.state not in ("closed", "dropped")
            ):
                message = self.env._(
                    "%(measure)s is “%(state)s”.",
                    measure=action.display_name,
                    state=action._flow_state_label(action.state),
                )
                who = action.owner_id or action.user_id
                if action.state == "checking":
                    who = action.checker_id or who
                yield self._blocker(paper, message, who.name, fix=action)
            checked = actions.filtered(lambda r: r.state == "closed")
            waiting = actions.filtered(lambda r: r.state not in ("closed", "dropped"))
            if paper._improvement_expected() and not (checked or waiting):
                message = self.env._("No measure has been carried out and checked.")
                yield self._blocker(paper, message, fix=paper)
