"""From a calculated need, or a plan, to requests that keep their source (PU-01)."""

from odoo import api, fields, models
from odoo.fields import Command


class PurchaseRequestLine(models.Model):
    _inherit = "purchase.request.line"

    # FIELDS
    need_line_id = fields.Many2one(
        "ops.purchase.need.line",
        "Calculated need",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    plan_line_id = fields.Many2one(
        "ops.purchase.plan.line",
        "Line of the purchase plan",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )


class PurchaseRequest(models.Model):
    _inherit = "purchase.request"

    # BUSINESS
    @api.model
    def _need_requests(self, lines, link, source, origin, reason, day):
        """Draft requests, one for each warehouse and purchase kind.

        :param lines: records with product, warehouse and quantity
        :param link: field of the request line that keeps where it comes from
        :return: the requests
        """
        groups = lines.grouped(
            lambda line: (
                line.warehouse_id,
                line.product_id.categ_id.purchase_kind or "material",
            )
        )
        requests = self.create(
            [
                {
                    "company_id": warehouse.company_id.id,
                    "picking_type_id": warehouse.in_type_id.id,
                    "purchase_kind": kind,
                    "source": source,
                    "origin": origin,
                    "description": reason,
                    "line_ids": [
                        Command.create(line._prepare_request_line(link, day))
                        for line in group
                    ],
                }
                for (warehouse, kind), group in groups.items()
            ]
        )
        return requests


class PurchaseNeedSource(models.AbstractModel):
    """A line that may become a line of a request."""

    _name = "ops.purchase.need.source"
    _description = "Source of a purchase request"

    # BUSINESS
    def _prepare_request_line(self, link, day):
        self.ensure_one()
        product = self.product_id.with_company(self.company_id)
        return {
            "product_id": product.id,
            "name": product.display_name,
            "product_uom_id": product.uom_id.id,
            "product_qty": self.quantity,
            "estimated_cost": self.quantity * product.standard_price,
            "date_required": day,
            link: self.id,
        }


class PurchaseNeedLine(models.Model):
    _name = "ops.purchase.need.line"
    _inherit = ["ops.purchase.need.source", "ops.purchase.need.line"]

    # BUSINESS
    def _make_requests(self):
        """Requests for these lines of one calculation."""
        need = self.need_id
        today = fields.Date.context_today(self)
        requests = self.env["purchase.request"]._need_requests(
            self,
            "need_line_id",
            need.kind,
            need.display_name,
            self.env._("Calculated need: %(need)s", need=need.display_name),
            max(need.date_from, today),
        )
        for line in requests.line_ids:
            # the calculation writes down what became of it
            line.need_line_id.sudo().request_line_id = line
        return requests
