from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    # FIELDS
    purchase_gate_supplier = fields.Boolean(
        "Orders need a qualified supplier",
        default=True,
        help="PU-05, PU-07: an order to a supplier without the opinions of technology, "
        "quality and finance, or with an expired certificate, is refused.",
    )
    supplier_months = fields.Integer(
        "Months a supplier stays qualified", default=24, required=True
    )
    supplier_remind_days = fields.Integer(
        "Days ahead certificates are reminded of", default=30, required=True
    )

    # CONSTRAINT
    _supplier_terms = models.Constraint(
        "CHECK(supplier_months > 0 AND supplier_remind_days >= 0)",
        "A supplier is qualified for a month at least; days ahead are not negative.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    purchase_gate_supplier = fields.Boolean(
        related="company_id.purchase_gate_supplier", readonly=False
    )
    supplier_months = fields.Integer(
        related="company_id.supplier_months", readonly=False
    )
    supplier_remind_days = fields.Integer(
        related="company_id.supplier_remind_days", readonly=False
    )
