"""The register comes in from Excel (C-40); see ``import_mixin.py``."""

from odoo import models


class Fapiao(models.Model):
    _name = "ops.fapiao"
    _inherit = ["ops.fapiao", "ops.lease.import.mixin"]
    _import_worked_out = (
        "amount_total",
        "buyer_name",
        "buyer_uscc",
        "seller_name",
        "seller_uscc",
    )
