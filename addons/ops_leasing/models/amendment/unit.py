from odoo import models
from odoo.addons.ops_base.flow import gate
from odoo.tools import LazyTranslate

from ..groups import PROPERTY

_lt = LazyTranslate(__name__)


class LeaseUnit(models.Model):
    """A shop that an amendment gave back: left and vacant without an exit (LE-F18)."""

    _inherit = "ops.lease.unit"

    # BUSINESS
    def _given_back(self):
        """Lines of amendments by which these shops were given back and wait."""
        # that a shop is being left is no secret to who may see it
        shops = self.env["ops.lease.amendment.shop"].sudo()
        return shops.search([("unit_id", "in", self.ids), ("waiting", "=", True)])

    @gate(_lt("Goods released"), who=PROPERTY)
    def _gate_exit_released(self):
        leaving = self - self._given_back().unit_id.with_env(self.env)
        yield from super(LeaseUnit, leaving)._gate_exit_released()

    @gate(_lt("Shop taken back"), who=PROPERTY)
    def _gate_handed_back(self):
        """LE-25 LE-26: a shop given back is read and inspected before it is vacant."""
        waiting = self._given_back()
        problems = waiting._back_problems()
        for line in waiting:
            message = self.env._(
                "%(unit)s was given back by %(paper)s and is not taken back yet.",
                unit=line.unit_id.display_name,
                paper=line.amendment_id.display_name,
            )
            for text in problems[line] or [message]:
                yield self._blocker(line.unit_id, text, fix=line.amendment_id)
