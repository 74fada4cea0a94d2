from odoo import fields, models


class LeaseUtilityPart(models.Model):
    """What of a meter's use one lease owes, or the landlord bears, with the figures it
    follows from (LE-F15, LE-X1). Worked out by the round; nobody enters it. Quantity in
    units, amount before taxes that are added on top."""

    _name = "ops.lease.utility.part"
    _inherit = ["ops.flow.line.mixin"]
    _description = "Settled use of a meter"
    _order = "utility_id desc, contract_id, line_id, id"
    _rec_name = "contract_id"
    _flow_parent = ("utility_id", "part_ids")

    # FIELDS
    utility_id = fields.Many2one(
        "ops.lease.utility",
        "Settlement round",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="utility_id.company_id", store=True, precompute=True, index=True
    )
    property_id = fields.Many2one(
        related="utility_id.property_id", store=True, precompute=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    line_id = fields.Many2one(
        "ops.lease.utility.line",
        "Meter read",
        required=True,
        index=True,
        ondelete="cascade",
    )
    meter_id = fields.Many2one(
        related="line_id.meter_id", store=True, precompute=True, index=True
    )
    kind = fields.Selection(related="meter_id.kind", store=True, precompute=True)
    unit_id = fields.Many2one("ops.lease.unit", "Shop", index=True)
    shared = fields.Boolean("Shared out")
    contract_id = fields.Many2one(
        "ops.lease.contract",
        "Lease",
        index=True,
        ondelete="restrict",
        help="Empty: borne by the landlord.",
    )
    partner_id = fields.Many2one(
        related="contract_id.partner_id", string="Tenant", store=True
    )
    date_from = fields.Date("From")
    date_to = fields.Date("Until")
    quantity = fields.Float("Used", digits=(16, 3))
    weight = fields.Float("Share", digits=(12, 4))
    of_weight = fields.Float("Of", digits=(12, 4))
    amount = fields.Monetary()
    taxes = fields.Json(help="Ids of the taxes of the tariff.")
    trace = fields.Json(help="Readings, multiplier, quantity, price, days, share.")
    charge_id = fields.Many2one(
        "ops.lease.charge",
        "Charge",
        index="btree_not_null",
        ondelete="restrict",
    )
