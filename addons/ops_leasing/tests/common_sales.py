"""Leases with rent from sales, and their sales reports taken by the right people."""

from datetime import date

from odoo.fields import Command

from .common_billing import BillingCase


class SalesCase(BillingCase):
    """Guarantee of 8,000 a month (80 m² at 100) and 10 % of goods unless said
    otherwise."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.goods = cls.env.ref("ops_leasing.sales_category_goods")
        cls.food = cls.env.ref("ops_leasing.sales_category_food")

    def tiers(self, *rows):
        """(category, above, up to, percent)"""
        return [
            Command.create(
                {
                    "category_id": category.id,
                    "floor": floor,
                    "ceiling": ceiling,
                    "percent": percent,
                }
            )
            for category, floor, ceiling, percent in rows
        ]

    def selling(self, *rows, **values):
        """A signed lease with rent from sales."""
        return self.rented(
            **{
                "turnover_method": "greater",
                "turnover_tier_ids": self.tiers(*(rows or [(self.goods, 0, 0, 10)])),
                **values,
            }
        )

    def report(self, lease, month=date(2026, 3, 1)):
        """The report of a month, asked for by the calendar."""
        self.env["ops.lease.sales"]._cron_sales()
        return lease.sales_ids.filtered(lambda r: r.month == month)

    def sold(self, lease, month, *nets, check=True):
        """Sales of a month reported by the clerk and checked by finance."""
        report = self.report(lease, month)
        for line, net in zip(report.line_ids, nets, strict=True):
            self.by("clerk", line).net = net
        if not any(nets):
            self.by("clerk", report).note = "Closed for works"
        self.by("clerk", report).action_report()
        if check:
            self.by("finance", report).action_check()
        return report

    def of_sales(self, moves):
        """What of these bills is rent from sales, credit notes negative."""
        return sum(
            line.price_subtotal * (-1 if line.move_id.move_type == "out_refund" else 1)
            for line in moves.invoice_line_ids
            if line.lease_charge_id.kind == "turnover"
        )
