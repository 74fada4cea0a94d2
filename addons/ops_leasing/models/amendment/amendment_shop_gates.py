from odoo import models
from odoo.addons.ops_base.flow import gate
from odoo.tools import LazyTranslate, format_date

from ..groups import LEASING
from ..unit_map import VACANT

_lt = LazyTranslate(__name__)


class LeaseAmendment(models.Model):
    """What shops that change need before they are put forward and signed (LE-10,
    LE-F18)."""

    _inherit = "ops.lease.amendment"

    # BUSINESS
    @gate(_lt("Shops can change"), who=LEASING)
    def _gate_shops_can_change(self):
        others = self.shop_ids.filtered(lambda s: s.kind == "add")._lettings()
        for paper in self.filtered("shop_ids"):
            lease, day = paper.contract_id, paper.date_start
            now = lease._lines_on(day).unit_id
            later = lease.line_ids.filtered(
                lambda line, day=day: not line.date_to or line.date_to >= day
            ).unit_id
            for shop in paper.shop_ids:
                unit = shop.unit_id
                if shop.kind == "add":
                    messages = shop._problems_added(later, others.get(shop, ()))
                elif unit not in now:
                    messages = [
                        self.env._(
                            "%(unit)s does not stand in the lease on %(day)s.",
                            unit=unit.display_name,
                            day=format_date(self.env, day),
                        )
                    ]
                elif shop.kind == "area" and shop.area == shop.area_before:
                    messages = [
                        self.env._(
                            "%(unit)s: the rent area stays as it is.",
                            unit=unit.display_name,
                        )
                    ]
                else:
                    messages = []
                for message in messages:
                    yield self._blocker(paper, message, fix=unit)
            given = paper.shop_ids.filtered(lambda s: s.kind == "give_back").unit_id
            added = paper.shop_ids.filtered(lambda s: s.kind == "add").unit_id
            if not (now - given | added):
                message = self.env._(
                    "Every shop is given back: that is an exit, or a shorter term."
                )
                yield self._blocker(paper, message, fix=paper)


class LeaseAmendmentShop(models.Model):
    _inherit = "ops.lease.amendment.shop"

    # BUSINESS
    def _problems_added(self, held, lettings):
        """Why a shop cannot be added, in sentences.

        :param held: shops the lease has on the day or later
        :param lettings: what :meth:`_lettings` found of it
        """
        self.ensure_one()
        unit, lease = self.unit_id, self.contract_id
        if unit in held:
            yield self.env._(
                "%(unit)s stands in the lease already.", unit=unit.display_name
            )
            return
        if unit.property_id != lease.property_id:
            yield self.env._("The shops of a lease belong to one project.")
        if not unit.active or unit.state not in VACANT:
            yield self.env._(
                "%(unit)s is “%(state)s”.",
                unit=unit.display_name,
                state=unit._flow_state_label(unit.state),
            )
        yield from lettings

    def _lettings(self):
        """``{line: sentences}`` on who else has these shops in the time of the lease:
        signed leases, leases whose tenant had not left yet, other amendments; as many
        queries for any number of lines."""
        # whoever has the shop, and may be read or not: it is not free
        found = {}
        lines = self.env["ops.lease.contract.line"].sudo()
        held = lines.search(
            [
                ("unit_id", "in", self.unit_id.ids),
                ("contract_id.state", "in", ("signed", "settled", "archived")),
            ]
        )
        asked = self.sudo().search(
            [
                ("unit_id", "in", self.unit_id.ids),
                ("kind", "=", "add"),
                ("amendment_id.state", "in", ("legal", "approving", "approved")),
            ]
        )
        for shop in self:
            first, last = shop.amendment_id.date_start, shop.amendment_id.date_end
            texts = found[shop] = []
            for line in held.filtered(lambda li, shop=shop: li.unit_id == shop.unit_id):
                lease = line.contract_id
                since, until = line._first_day(), line._let_until()
                if (
                    lease == shop.contract_id
                    or (since and last and since > last)
                    or (until and first and until < first)
                    or (since and until and until < since)
                ):
                    continue
                texts.append(
                    self.env._(
                        "%(unit)s is let to %(tenant)s until %(date)s by %(contract)s.",
                        unit=shop.unit_id.display_name,
                        tenant=lease.partner_id.display_name,
                        date=until or "",
                        contract=lease.display_name,
                    )
                )
            texts += [
                self.env._(
                    "%(unit)s is added by %(paper)s already.",
                    unit=shop.unit_id.display_name,
                    paper=other.amendment_id.display_name,
                )
                for other in asked - shop.sudo()
                if other.unit_id == shop.unit_id
            ]
        return found


class LeaseContractLine(models.Model):
    _inherit = "ops.lease.contract.line"

    # BUSINESS
    def _let_until(self):
        """The last day the tenant has the shop: he may have left early or late."""
        self.ensure_one()
        lease = self.contract_id
        if lease.state == "signed":
            return self._last_day()
        taken = lease.exit_ids.filtered(lambda e: e.state == "closed")
        days = [*filter(None, taken.mapped("date_taken_back"))] or [lease.date_end]
        return min(filter(None, [*days, self.date_to]), default=None)
