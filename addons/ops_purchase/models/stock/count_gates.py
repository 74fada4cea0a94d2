"""What each step of a count demands (PU-25)."""

from odoo import models
from odoo.addons.ops_base.flow import gate
from odoo.tools import LazyTranslate

from ..groups import KEEPER, KEEPER_HEAD

_lt = LazyTranslate(__name__)


class StockInventory(models.Model):
    _inherit = "stock.inventory"

    # BUSINESS
    @gate(_lt("Places given"), who=KEEPER_HEAD)
    def _gate_places_given(self):
        for count in self:
            if not count.location_ids:
                message = self.env._("Which places are counted is not said.")
                yield self._blocker(count, message, fix=count)
            wrong = count.location_ids.filtered(
                lambda place, company=count.company_id: (
                    place.usage not in ("internal", "view")
                    or place.company_id not in (company, company.browse())
                )
            )
            if wrong:
                message = self.env._(
                    "%(places)s: not a place of this warehouse.",
                    places=", ".join(wrong.mapped("display_name")),
                )
                yield self._blocker(count, message, fix=count)

    @gate(_lt("Counters named"), who=KEEPER_HEAD)
    def _gate_counters_named(self):
        for count in self.filtered(lambda c: not c.counter_ids):
            message = self.env._("Who counts is not said.")
            yield self._blocker(count, message, fix=count)

    @gate(_lt("No other count there"), who=KEEPER_HEAD)
    def _gate_places_free(self):
        """Two counts of one place would adjust one difference twice."""
        running = self.search(
            [
                ("company_id", "in", self.company_id.ids),
                ("state", "in", ("in_progress", "counted", "approving", "approved")),
            ]
        )
        for count in self:
            for other in (running | self) - count:
                if count._places_meet(other):
                    message = self.env._(
                        "%(other)s counts the same places.", other=other.display_name
                    )
                    yield self._blocker(count, message, fix=other)

    @gate(_lt("Everything counted"), who=KEEPER)
    def _gate_all_counted(self):
        for count in self:
            open_lines = count.count_line_ids.filtered(lambda line: not line.counted)
            if open_lines:
                message = self.env._(
                    "%(count)s lines are not counted yet: %(goods)s",
                    count=len(open_lines),
                    goods=", ".join(open_lines[:5].mapped("product_id.display_name")),
                )
                yield self._blocker(count, message, fix=count)

    @gate(_lt("Differences explained"), who=KEEPER)
    def _gate_differences_explained(self):
        for count in self:
            for line in count.count_line_ids:
                if line.difference and not (line.cause and (line.reason or "").strip()):
                    message = self.env._(
                        "%(product)s differs by %(difference)s %(unit)s: the reason is "
                        "missing.",
                        product=line.product_id.display_name,
                        difference=f"{line.difference:+g}",
                        unit=line.uom_id.name,
                    )
                    yield self._blocker(count, message, fix=count)

    # TOOLING
    def _places_meet(self, other):
        """Whether a place of this count holds a place of the other, or the reverse."""
        self.ensure_one()
        return any(
            mine.parent_path.startswith(its.parent_path)
            or its.parent_path.startswith(mine.parent_path)
            for mine in self.location_ids
            for its in other.location_ids
        )
