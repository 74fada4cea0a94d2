from odoo import fields, models


class ResCompany(models.Model):
    """Gates of a company: each is on as delivered; one that is off gives plain Odoo
    back for its document."""

    _inherit = "res.company"

    # FIELDS
    purchase_gate_request = fields.Boolean(
        "Orders need an approved request",
        default=True,
        help="PU-03: an order without approved request line, or above its open "
        "quantity, is refused.",
    )
    purchase_gate_approval = fields.Boolean(
        "Orders need the signatures for their amount",
        default=True,
        help="PU-10: an order is confirmed after the last signature of its route; what "
        "changes afterwards is signed again.",
    )
    purchase_gate_inspection = fields.Boolean(
        "Deliveries are inspected before they are stocked in",
        default=True,
        help="PU-15 to PU-19: deliveries are registered against their order into the "
        "inspection location; what is accepted, coded and placed goes into stock.",
    )
