from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    # FIELDS
    lease_fitout_deposit_rate = fields.Monetary(
        "Fit-out deposit per m²",
        default=50.0,
        help="Proposed for a fit-out deposit, times the rent area of the lease (C-30).",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    # FIELDS
    lease_fitout_deposit_rate = fields.Monetary(
        related="company_id.lease_fitout_deposit_rate", readonly=False
    )


class LeaseDeposit(models.Model):
    _inherit = "ops.lease.deposit"

    # ONCHANGE
    @api.onchange("kind")
    def _onchange_kind(self):
        """C-30: a fit-out deposit is proposed by the area; people may agree
        otherwise."""
        if self.kind == "fit_out" and not self.amount:
            company = self.contract_id.company_id or self.env.company
            area = sum(self.contract_id.line_ids.mapped("area"))
            amount = area * company.lease_fitout_deposit_rate
            self.amount = company.currency_id.round(amount)

    # BUSINESS
    def _wanted_again(self):
        """C-30: a fit-out deposit that went back is asked for anew by the next fit-out
        of the lease."""
        self.ensure_one()
        if self.kind != "fit_out" or not (self.refunded or self.retained):
            return super()._wanted_again()
        papers = self.contract_id.fitout_ids
        done = {"cancelled", *papers._accepted_states()}
        return any(paper.state not in done for paper in papers)
