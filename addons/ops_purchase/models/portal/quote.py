"""报价: a supplier answers a request for quotation himself (PU-06, PU-F29).

What he offers stands in the lines of the request, where the comparison reads it, and as
a round of negotiation, where it stays.
"""

from datetime import datetime, time

from odoo import api, fields, models
from odoo.exceptions import UserError


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    # BUSINESS
    def _portal_quote_problem(self):
        """Why the supplier can offer nothing on it; empty while he can."""
        self.ensure_one()
        if self.state != "sent":
            return self.env._("This request for quotation is not open.")
        if self.requisition_id.contract_ids:
            return self.env._("The prices of the contract hold for this order.")
        if self.comparison_ids.filtered(lambda r: r.state in ("approving", "awarded")):
            return self.env._(
                "The quotations are being decided on: nothing changes any more."
            )
        if self._signoff():
            return self.env._("The order is being signed: nothing changes any more.")
        if not self._bought_lines():
            return self.env._("This request names no goods.")
        return ""

    def _portal_offers(self):
        """``{line: (price, day)}`` as the supplier has offered last; nothing of what
        we reckon with."""
        rounds = self.negotiation_ids.filtered("by_supplier").sorted("id")
        offers = {}
        for line in self._bought_lines():
            last = rounds.filtered(lambda r, x=line: r.line_id == x)[-1:]
            same = last and not line.currency_id.compare_amounts(
                last.price_unit, line.price_unit
            )
            price = line.price_unit if same else last.price_unit
            day = fields.Date.add(last.date, days=last.lead_days) if last else None
            offers[line] = (price or "", day or line._portal_proposed())
        return offers

    def _portal_quote(self, offers, valid, note, files):
        """Take over what the supplier offers.

        For his pages alone, which have asked before whose order it is.

        :param offers: ``{line: (price, day)}``, for every line
        :param valid: last day of the offer, if he names one
        :param files: ``[(name, content)]``
        :raise UserError: with what is wrong
        """
        self._portal_lock()
        problem = self._portal_quote_problem()
        if problem:
            raise UserError(problem)
        if valid and valid < fields.Date.context_today(self):
            raise UserError(self.env._("The quotation would be over already."))
        for line, (price, day) in offers.items():
            if line.currency_id.compare_amounts(price, 0) <= 0:
                raise UserError(
                    self.env._(
                        "%(goods)s: the price is missing.", goods=line._portal_name()
                    )
                )
            self._portal_check_day(line, day)
        for line, (price, day) in offers.items():
            noon = line._convert_to_middle_of_day(datetime.combine(day, time()))
            # his price is what he wants to have: no discount is taken off it
            line.write({"price_unit": price, "discount": 0, "date_planned": noon})
        self.env["ops.purchase.negotiation"].create(
            [
                {
                    "order_id": self.id,
                    "line_id": line.id,
                    "price_unit": price,
                    "lead_days": line._portal_days_ahead(day),
                    "date_valid": valid,
                    "note": note[:200],
                    "by_supplier": True,
                }
                for line, (price, day) in offers.items()
            ]
        )
        self.write(
            {
                "supplier_quoted_on": fields.Datetime.now(),
                "quote_valid_until": valid,
            }
        )
        self._portal_for_us()._portal_say_quote(offers, valid, note, files)

    def _portal_say_quote(self, offers, valid, note, files):
        money = self.currency_id
        rows = [
            self.env._(
                "%(goods)s: %(price)s per %(unit)s, on %(day)s",
                goods=line._portal_name(),
                price=money.format(price),
                unit=line.product_uom_id.name,
                day=day,
            )
            for line, (price, day) in offers.items()
        ]
        if valid:
            rows.append(self.env._("Valid until %(day)s", day=valid))
        title = self.env._("Quotation of %(who)s", who=self._portal_speaker())
        self._portal_say(title, [*rows, *filter(None, [note])], files)


class PurchaseNegotiation(models.Model):
    _inherit = "ops.purchase.negotiation"
    _stamps = ("user_id", "round", "by_supplier")

    # FIELDS
    by_supplier = fields.Boolean(
        "By the supplier",
        readonly=True,
        copy=False,
        help="The supplier has entered it himself.",
    )
    date_valid = fields.Date("Valid until")

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """What a supplier says himself is not entered by others."""
        if not self.env.su:
            vals_list = [{**vals, "by_supplier": False} for vals in vals_list]
        return super().create(vals_list)
