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

    purchase_gate_comparison = fields.Boolean(
        "Compared quotations are ordered as awarded",
        default=True,
        help="PU-06: an order whose quotation was compared is refused before the "
        "award, or for goods that another supplier was awarded.",
    )
    compare_quality = fields.Integer("Weight of quality", default=40)
    compare_price = fields.Integer("Weight of price", default=40)
    compare_delivery = fields.Integer("Weight of delivery", default=20)

    # CONSTRAINT
    _compare_weights = models.Constraint(
        "CHECK(compare_quality >= 0 AND compare_price >= 0 AND compare_delivery >= 0"
        " AND compare_quality + compare_price + compare_delivery > 0)",
        "Weights are not negative, and one of them counts.",
    )
    _supplier_terms = models.Constraint(
        "CHECK(supplier_months > 0 AND supplier_remind_days >= 0)",
        "A supplier is qualified for a month at least; days ahead are not negative.",
    )
