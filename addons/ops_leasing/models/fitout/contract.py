from odoo import api, fields, models
from odoo.addons.ops_base.public import harmless


class LeaseContract(models.Model):
    """Fit-out, licences and opening of a lease (LE-18 … LE-21)."""

    _inherit = "ops.lease.contract"

    # FIELDS
    fitout_ids = fields.One2many("ops.lease.fitout", "contract_id", "Fit-outs")
    fitout_count = fields.Integer("Fit-out files", compute="_compute_fitout_count")

    # COMPUTE
    @api.depends("fitout_ids")
    def _compute_fitout_count(self):
        for contract in self:
            contract.fitout_count = len(contract.fitout_ids)

    # ACTION
    @harmless("opens a list; record rules decide what it shows")
    def action_open_fitouts(self):
        """Fit-out files of this lease."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ops_leasing.fitout_action"
        )
        action["domain"] = [("contract_id", "=", self.id)]
        action["context"] = {"default_contract_id": self.id}
        return action
