from odoo import api, models, tools
from odoo.exceptions import AccessError


class StampMixin(models.AbstractModel):
    """Fields that the system fills: stamps it sets and figures it works out.

    Nobody enters them: not by a value, not by a caller's ``default_…``, not by a
    default that somebody has saved for himself. A model names its stamps in
    ``_stamps`` and refuses their values itself; figures are known by themselves.
    """

    _name = "ops.stamp.mixin"
    _description = "Fields filled by the system"

    _stamps = ()

    # CRUD
    @api.model
    def default_get(self, fields):
        """Stamps and figures start as the model says, whatever a person prefers."""
        own = self._stamp_fields() | self._stamp_figures()
        values = super().default_get([name for name in fields if name not in own])
        for name in own.intersection(fields):
            field = self._fields[name]
            if field.default:
                value = field.convert_to_cache(field.default(self), self, False)
                values[name] = field.convert_to_write(value, self)
        return values

    @api.model_create_multi
    def create(self, vals_list):
        """Refused when somebody enters a figure that is worked out."""
        for vals in vals_list:
            self._stamp_check(vals)
        return super().create(vals_list)

    def write(self, vals):
        """Refused when somebody enters a figure that is worked out."""
        self._stamp_check(vals)
        return super().write(vals)

    # TOOLING
    @api.model
    def _stamp_fields(self):
        """Names of the fields that only the system's own code writes."""
        return set(self._stamps)

    @api.model
    @tools.ormcache()
    def _stamp_figures(self):
        """Names of stored fields that are computed and not meant to be entered. The
        ORM would keep what a client writes into them."""
        return frozenset(
            name
            for name, field in self._fields.items()
            if field.store and field.compute and field.readonly
        )

    @api.model
    def _stamp_check(self, vals):
        # a client can forge any context but never superuser mode
        asked = () if self.env.su else self._stamp_figures().intersection(vals)
        if asked:
            labels = self.fields_get(asked, ["string"])
            raise AccessError(
                self.env._(
                    "%(paper)s: %(fields)s is worked out by itself and cannot be "
                    "entered.",
                    paper=self.env["ir.model"]._get(self._name).sudo().name,
                    fields=", ".join(f"“{labels[n]['string']}”" for n in sorted(asked)),
                )
            )
