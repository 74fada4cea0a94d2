from datetime import timedelta

from odoo import api, fields, models

from ..terms_mixin import TERM_LINKS, TERMS


class LeaseAmendmentCharge(models.Model):
    """Rent or fee as it shall be from the first day of the new terms (LE-F18)."""

    _name = "ops.lease.amendment.charge"
    _inherit = ["ops.lease.terms.mixin", "ops.flow.line.mixin"]
    _description = "Rent or fee of an amendment"
    _order = "amendment_id, kind, date_from, id"
    _rec_name = "kind"
    _flow_parent = ("amendment_id", "charge_ids")

    # FIELDS
    amendment_id = fields.Many2one(
        "ops.lease.amendment",
        "Amendment",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="amendment_id.company_id", store=True, precompute=True, index=True
    )
    contract_id = fields.Many2one(related="amendment_id.contract_id")
    origin_id = fields.Many2one(
        "ops.lease.charge",
        "So far",
        domain="[('contract_id', '=', contract_id)]",
        index=True,
        ondelete="restrict",
        help="The rate of the lease this one goes on from. Empty: a new rent or fee.",
    )
    date_from = fields.Date(
        "From", help="Empty: from the first day of the amended terms."
    )
    date_to = fields.Date("Until", help="Empty: until the last day of the lease.")
    rate_before = fields.Monetary(
        "Rate so far", compute="_compute_change", compute_sudo=True
    )
    change = fields.Selection(
        [("same", "As before"), ("changed", "Changed"), ("new", "New")],
        "Against so far",
        compute="_compute_change",
        compute_sudo=True,
    )

    _origin_uniq = models.UniqueIndex(
        "(amendment_id, origin_id) WHERE origin_id IS NOT NULL",
        "A rate of the lease is carried on once.",
    )
    _dates_in_order = models.Constraint(
        "CHECK(date_to IS NULL OR date_from IS NULL OR date_to >= date_from)",
        "The rate ends before it starts.",
    )

    # COMPUTE
    @api.depends(
        "basis",
        "rate",
        "amendment_id.date_start",
        "amendment_id.contract_id.line_ids.area",
        "amendment_id.shop_ids.kind",
        "amendment_id.shop_ids.unit_id",
        "amendment_id.shop_ids.area",
    )
    def _compute_monthly(self):
        return super()._compute_monthly()

    @api.depends(
        *TERMS,
        *TERM_LINKS,
        "origin_id",
        "date_from",
        "date_to",
        "amendment_id.date_start",
    )
    def _compute_change(self):
        for paper, lines in self.grouped("amendment_id").items():
            proposed = paper._proposed() if paper else {}
            # once signed, what it took the place of has ended the day before
            ended = lines.origin_id - lines.origin_id.browse().union(*proposed)
            was = {}
            if ended and paper.date_start:
                was = ended._terms_on(paper.date_start - timedelta(days=1))
            for line in lines:
                values = proposed.get(line.origin_id)
                known = values or was.get(line.origin_id)
                line.rate_before = known["rate"] if known else 0.0
                if not line.origin_id:
                    line.change = "new"
                elif values and line._says(values):
                    line.change = "same"
                else:
                    line.change = "changed"

    # BUSINESS
    def _lease(self):
        return self.amendment_id.contract_id

    def _monthly_area(self):
        return self.amendment_id._area_then()

    def _says(self, values):
        """Whether the line says what these values of a proposal say."""
        self.ensure_one()
        mine = {
            **self._terms_values(),
            "date_from": self.date_from,
            "date_to": self.date_to,
        }
        return all(
            (mine[name] or False) == (value or False)
            for name, value in values.items()
            if name in mine
        )

    def _in_force(self):
        """``(first day, last day)``; the last one is empty for the end of the lease."""
        self.ensure_one()
        start = self.amendment_id.date_start
        return max(self.date_from or start, start), self.date_to or False

    def _charge_values(self):
        """Values of the rate of the lease that it becomes."""
        self.ensure_one()
        first, last = self._in_force()
        return {
            **self._terms_values(),
            "contract_id": self._lease().id,
            "date_from": first,
            "date_to": last,
            "tax_ids": [fields.Command.set(self.origin_id.tax_ids.ids)],
            "replaces_id": self.origin_id.id,
            "amendment_id": self.amendment_id.id,
        }
