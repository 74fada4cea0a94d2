from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...rent import areas_of, decimal
from ..unit_map import VACANT


class LeaseAmendment(models.Model):
    """Shops that change hands by an amendment: the lease says from when on with the
    signature, the shops themselves follow on that day (LE-F18)."""

    _inherit = "ops.lease.amendment"

    # FIELDS
    shop_ids = fields.One2many(
        "ops.lease.amendment.shop", "amendment_id", "Shops that change"
    )
    date_moved = fields.Date(
        "Shops followed on",
        readonly=True,
        copy=False,
        help="The day the register of shops says what the amendment says.",
    )
    area_before = fields.Float(
        "Rent area so far", compute="_compute_areas", compute_sudo=True, digits=(12, 2)
    )
    area = fields.Float(
        "Rent area then", compute="_compute_areas", compute_sudo=True, digits=(12, 2)
    )

    # COMPUTE
    @api.depends("effect")
    def _compute_areas(self):
        for paper in self:
            effect = paper.effect or {}
            paper.area_before = float(effect.get("area_before") or 0)
            paper.area = float(effect.get("area") or 0)

    # BUSINESS
    def _day_before(self):
        """Last day of the terms so far."""
        self.ensure_one()
        return self.date_start - timedelta(days=1)

    def _spans(self):
        """Areas of the lease as amended, see ``contract._rent_spans``."""
        self.ensure_one()
        lease = self.contract_id
        if self.effect_signed or not self.date_start:
            return lease._rent_spans()
        # a shop stands with its new area, or not at all, from the first day on
        changed, before = self.shop_ids.unit_id, self._day_before()
        spans = []
        for line in lease.line_ids:
            last = line.date_to or None
            if line.unit_id in changed and (not last or last > before):
                last = before
            spans.append((line.date_from or None, last, decimal(line.area)))
        return spans + [
            (self.date_start, None, decimal(shop.area))
            for shop in self.shop_ids
            if shop.kind != "give_back"
        ]

    def _area_then(self):
        """Rent area on the first day of the new terms."""
        self.ensure_one()
        if not self.date_start:
            return 0.0
        return float(areas_of(self._spans(), self.date_start, self.date_start)[0][1])

    def _lease_shops(self, leases):
        """Write the shops of signed amendments into their leases.

        :param leases: the leases, with their lists open
        """
        lines, ends = leases.env["ops.lease.contract.line"], defaultdict(list)
        for paper in self:
            before = paper._day_before()
            for line in paper.contract_id.line_ids:
                if line.unit_id in paper.shop_ids.unit_id and (
                    not line.date_to or line.date_to > before
                ):
                    ends[before].append(line.id)
        for day, ids in ends.items():
            lines.browse(ids).write({"date_to": day})
        # a shop stands without an end once: the old line ends first
        lines.flush_model(["date_to"])
        lines.create(
            [
                {
                    "contract_id": shop.contract_id.id,
                    "unit_id": shop.unit_id.id,
                    "area": shop.area,
                    "date_from": shop.amendment_id.date_start,
                    "amendment_id": shop.amendment_id.id,
                }
                for shop in self.shop_ids
                if shop.kind != "give_back"
            ]
        )

    def _move_shops(self):
        """On the day of the amendment its shops follow: those that were added are let,
        those given back are being left. A shop that is not vacant yet is asked for
        again the next day.

        :return: amendments whose shops have followed
        """
        today = fields.Date.context_today(self)
        # the signature was the right; the shops follow from it
        papers = self.sudo().filtered(
            lambda p: (
                p.shop_ids
                and not p.date_moved
                and p.date_start <= today
                and p.contract_id.state == "signed"
            )
        )
        units = papers.shop_ids.unit_id
        self.env.add_to_compute(units._fields["contract_id"], units)
        by_kind = papers.shop_ids.grouped("kind")
        none = papers.shop_ids.browse()
        added = by_kind.get("add", none)
        added.unit_id._flow_kernel_take("lease")
        held = added.filtered(
            lambda s: (
                s.unit_id.contract_id != s.contract_id or s.unit_id.state in VACANT
            )
        )
        moved = papers - held.amendment_id
        moved._flow_write({"date_moved": today})
        back = moved.shop_ids.filtered(lambda s: s.kind == "give_back")
        back.unit_id._flow_kernel_take("leave")
        return self.browse(moved.ids)

    @api.model
    def _cron_move_shops(self):
        """Every day: shops of amendments whose day has come."""
        self.search(
            Domain("state", "=", "signed")
            & Domain("date_moved", "=", False)
            & Domain("shop_ids", "!=", False)
            & Domain("date_start", "<=", fields.Date.context_today(self))
        )._move_shops()
