"""Shops are merged and split while they are vacant (LE-F03)."""

from odoo import fields, models
from odoo.addons.ops_base.public import harmless
from odoo.exceptions import AccessError, UserError


class LeaseUnit(models.Model):
    _inherit = "ops.lease.unit"

    # FIELDS
    formed_from_ids = fields.Many2many(
        "ops.lease.unit",
        "ops_lease_unit_formed_rel",
        "unit_id",
        "former_id",
        string="Formed from",
        readonly=True,
        copy=False,
        context={"active_test": False},
    )

    # CRUD
    def write(self, vals):
        """A shop leaves the register by being merged or split, not by hand."""
        moved = "active" in vals and not self._flow_passes(vals)
        if moved and any(unit.active != vals["active"] for unit in self):
            raise AccessError(
                self.env._("Shops are merged and split by the commercial manager.")
            )
        return super().write(vals)

    # ACTION
    @harmless("opens a dialog, which checks the role")
    def action_reshape(self):
        """Open the dialog that merges or splits these shops."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Merge or split shops"),
            "res_model": "ops.lease.unit.reshape",
            "view_mode": "form",
            "target": "new",
            "context": {"default_unit_ids": self.ids},
        }

    # BUSINESS
    def _check_reshaped(self):
        """Refuse to merge or split shops that somebody has or is about to get.

        :raise UserError: naming each shop and what stands on it
        """
        problems = []
        # whether a lease names it is a fact, whoever may read leases
        for unit in self.sudo():
            lease = unit.line_ids.contract_id.filtered("flow_is_open")[:1]
            if lease or unit.state != "vacant" or not unit.active:
                problems.append(
                    self.env._(
                        "%(unit)s is “%(state)s” %(lease)s",
                        unit=unit.display_name,
                        state=unit._flow_state_label(unit.state),
                        lease=lease.display_name or "",
                    ).strip()
                )
        if problems:
            raise UserError(
                self.env._("Only vacant shops are merged or split:")
                + "\n"
                + "\n".join(problems)
            )
