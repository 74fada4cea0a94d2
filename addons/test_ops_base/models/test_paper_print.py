from odoo import models


class TestPaperPrint(models.Model):
    """The approved paper also prints; who signs is left to the defaults."""

    _name = "test.ops.paper"
    _inherit = ["test.ops.paper", "ops.paper.mixin"]
