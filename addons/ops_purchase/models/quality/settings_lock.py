"""What decides how goods are inspected, followed and kept is not for who handles them
(PU-16, PU-17, PU-27)."""

from odoo import api, models
from odoo.exceptions import AccessError

from ..groups import QUALITY_HEAD

#: Settings that only the head of quality changes once they are made.
STRICT = ("type", "is_storable", "tracking", "inspect_by", "use_expiration_date")


class InspectionSettingsMixin(models.AbstractModel):
    """Records whose settings say how goods are inspected."""

    _name = "ops.quality.settings.mixin"
    _description = "Settings of the inspection"

    # BUSINESS
    @api.model
    def _settings_open(self, companies):
        """Whether the present user may change them.

        :param companies: those concerned, none for all of the user
        """
        user = self.env.user
        if self.env.su or user.has_group(QUALITY_HEAD):
            return True
        # whether a gate is on is no secret; which companies a client names says nothing
        companies = (companies or user.company_ids).sudo()
        return not any(companies.mapped("purchase_gate_inspection"))

    @api.model
    def _settings_refuse(self, records):
        raise AccessError(
            self.env._(
                "%(records)s: how goods are inspected, followed by lot and kept is "
                "up to %(who)s.",
                records=", ".join(records.mapped("display_name")),
                who=self.env["ops.guard.mixin"]._guard_who((QUALITY_HEAD,)),
            )
        )


class ProductTemplate(models.Model):
    _name = "product.template"
    _inherit = ["ops.quality.settings.mixin", "product.template"]

    # CRUD
    def write(self, vals):
        """Who handles goods does not loosen how they are inspected."""
        if self._settings_open(self.company_id):
            return super().write(vals)
        loosened = self.filtered(lambda product: product._settings_loosened(vals))
        if loosened:
            self._settings_refuse(loosened)
        if "categ_id" not in vals:
            return super().write(vals)
        before = self._settings_standards()
        result = super().write(vals)
        self._settings_check_standards(before)
        return result

    # BUSINESS
    def _settings_loosened(self, vals):
        """Whether a setting that was made is taken back."""
        self.ensure_one()
        if any(
            name in vals and self[name] and (vals[name] or False) != self[name]
            for name in STRICT
            if not (name == "inspect_by" and self[name] == "simple")
            and not (name == "tracking" and self[name] == "none")
        ):
            return True
        return (
            self.use_expiration_date
            and "expiration_time" in vals
            and vals["expiration_time"] != self.expiration_time
        )

    def _settings_standards(self):
        """Which standards are in force for the goods."""
        # which standard is in force is a fact, whoever asks
        companies = self.company_id or self.env.user.company_ids
        variants = self.sudo().with_context(active_test=False).product_variant_ids
        return variants._quality_standards(companies.sudo())

    def _settings_check_standards(self, before):
        """:raise AccessError: where another standard applies than ``before``"""
        if self._settings_standards() != before:
            self._settings_refuse(self)


class ProductProduct(models.Model):
    _name = "product.product"
    _inherit = ["ops.quality.settings.mixin", "product.product"]

    # CRUD
    def write(self, vals):
        """The category reaches the template when the variant has it already."""
        if "categ_id" not in vals or self._settings_open(self.company_id):
            return super().write(vals)
        before = self.product_tmpl_id._settings_standards()
        result = super().write(vals)
        self.product_tmpl_id._settings_check_standards(before)
        return result


class ProductCategory(models.Model):
    _name = "product.category"
    _inherit = ["ops.quality.settings.mixin", "product.category"]

    # CRUD
    def write(self, vals):
        """A category is not moved away from under its standard."""
        companies = self.env.user.company_ids
        if "parent_id" not in vals or self._settings_open(companies):
            return super().write(vals)
        before = self._settings_standards()
        result = super().write(vals)
        if self._settings_standards() != before:
            self._settings_refuse(self)
        return result

    # BUSINESS
    def _settings_standards(self):
        # which standard is in force is a fact, whoever asks
        goods = self.env["product.template"].sudo()
        goods = goods.search([("categ_id", "child_of", self.ids)])
        return goods._settings_standards()
