from odoo import api, models
from odoo.tools import SQL


class LeaseShareMixin(models.AbstractModel):
    """Report whose shares are those of a whole group: part ÷ whole of their sums, never
    a mean of rows."""

    _name = "ops.lease.share.mixin"
    _description = "Report with shares"

    #: ``{field: (part, whole)}``; the fields have the aggregator "avg"
    _shares = {}

    # BUSINESS
    @api.model
    def _read_group_select(self, aggregate_spec, query):
        name, _colon, function = aggregate_spec.partition(":")
        if function != "avg" or name not in self._shares:
            return super()._read_group_select(aggregate_spec, query)
        part, whole = (
            self._field_to_sql(self._table, field, query)
            for field in self._shares[name]
        )
        return SQL("SUM(%s) / NULLIF(SUM(%s), 0)", part, whole)
