from odoo import api, fields, models


class PurchaseRequest(models.Model):
    """Who asked for goods sees on the request what is wrong with their arrival
    (PU-14)."""

    _inherit = "purchase.request"

    # FIELDS
    arrival_problem = fields.Text(
        "Wrong with the arrival", compute="_compute_arrival_problem"
    )

    # COMPUTE
    @api.depends("line_ids.purchase_lines.order_id.arrival_exception_ids.state")
    def _compute_arrival_problem(self):
        # who asked for the goods is told, whoever may read the order
        for request in self:
            orders = request.sudo().line_ids.purchase_lines.order_id
            papers = orders.arrival_exception_ids.filtered(
                lambda r: r.state == "issued"
            )
            request.arrival_problem = "\n".join(
                paper._problem_words() for paper in papers
            )
