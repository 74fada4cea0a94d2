from dataclasses import replace

from odoo import fields, models

from ..billing.free_mixin import FREE


class LeaseAmendmentFree(models.Model):
    """Rent-free time that an amendment grants, on fixed days or following the opening
    (LE-F06, LE-F18)."""

    _name = "ops.lease.amendment.free"
    _inherit = ["ops.lease.free.mixin", "ops.flow.line.mixin"]
    _description = "Rent-free time of an amendment"
    _order = "amendment_id, date_from, id"
    _rec_name = "kind"
    _flow_parent = ("amendment_id", "free_ids")

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

    # BUSINESS
    def _since(self):
        """The day it counts from; what follows an opening still to come has none."""
        self.ensure_one()
        lease, start = self.amendment_id.contract_id, self.amendment_id.date_start
        if self.kind == "after_opening":
            return lease.date_rent_start or lease.date_opened or None
        if self.kind == "until_opening":
            # never before the new terms
            return self.date_from or start
        return self.date_from or lease.date_start

    def _rent_free(self):
        free = super()._rent_free()
        if self.kind == "until_opening":
            free = replace(free, date_from=self._since())
        return free

    def _free_values(self):
        """Values of the rent-free time of the lease that it becomes."""
        self.ensure_one()
        values = {name: self[name] for name in FREE}
        if self.kind == "until_opening":
            values["date_from"] = self._since()
        return {"contract_id": self.amendment_id.contract_id.id, **values}
