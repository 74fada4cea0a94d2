"""确认订单: a supplier confirms his order and says when each line comes (PU-11, PU-13).

A day he gives himself is a promise that the buyer sees. What he is measured against,
and what is called overdue, it does not put off: that stays with the day of the order,
or with what a colleague has agreed to since.
"""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..order.order import BINDING

#: Days a contact names, the one that counts first.
DAYS = ("date_expected", "date_promised")


class DeliveryFollowup(models.Model):
    _inherit = "ops.delivery.followup"

    # FIELDS
    by_supplier = fields.Boolean(
        "By the supplier",
        readonly=True,
        copy=False,
        help="The supplier has entered it himself.",
    )

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """What a supplier says himself is not entered by others."""
        if not self.env.su:
            vals_list = [{**vals, "by_supplier": False} for vals in vals_list]
        return super().create(vals_list)


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    # COMPUTE
    @api.depends("order_id.date_confirmed", "followup_ids.by_supplier")
    def _compute_date_due(self):
        """The supplier's own word brings it forward, but puts nothing off."""
        super()._compute_date_due()
        for line in self:
            # how a delivery stands is no secret of who may read the order
            contacts = line.sudo().followup_ids.sorted(lambda r: (r.date, r.id))
            said = contacts.filtered(
                lambda r: r.by_supplier and any(r[name] for name in DAYS)
            )[-1:]
            if not said:
                continue
            agreed = contacts.filtered(lambda r: not r.by_supplier)
            base = line.order_id.date_confirmed or line._portal_asked()
            for name in reversed(DAYS):
                base = agreed.filtered(name)[-1:][name] or base
            dated = agreed.filtered(lambda r: any(r[name] for name in DAYS))[-1:]
            if dated and (dated.date, dated.id) > (said.date, said.id):
                line.date_due = base
            else:
                day = said.date_expected or said.date_promised
                line.date_due = min(base, day) if base else day


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    # BUSINESS
    @api.model
    def _unconfirmed_domain(self):
        """Confirmed is also what the supplier has confirmed himself."""
        return super()._unconfirmed_domain() & fields.Domain(
            "supplier_confirmed_on", "=", False
        )

    def _portal_confirm_problem(self):
        """Why there is nothing to confirm; empty while there is."""
        self.ensure_one()
        if self.state not in BINDING:
            return self.env._("The order is not placed, or was cancelled.")
        if not self._portal_awaited():
            return self.env._("Nothing of this order is awaited.")
        return ""

    def _portal_confirm(self, days, note=""):
        """The supplier takes the order and says when it comes.

        For his pages alone, which have asked before whose order it is.

        :param days: ``{line: day}``, for every awaited line
        :raise UserError: with what is wrong
        """
        self._portal_lock()
        problem = self._portal_confirm_problem()
        if problem:
            raise UserError(problem)
        self.write(
            {"acknowledged": True, "supplier_confirmed_on": fields.Datetime.now()}
        )
        self._portal_promise(days, note)

    def _portal_promise(self, days, note=""):
        """Note the days the supplier gives; the buyer decides what follows from a
        later one.

        :param days: ``{line: day}``
        :raise UserError: for an order that is not placed, or a day that is over
        """
        if self.state not in BINDING:
            raise UserError(self._portal_confirm_problem())
        for line, day in days.items():
            self._portal_check_day(line, day)
        self.env["ops.delivery.followup"].create(
            [
                {
                    "line_id": line.id,
                    "kind": "promised",
                    "date_promised": day,
                    "note": note[:200],
                    "by_supplier": True,
                }
                for line, day in days.items()
            ]
        )
        self._portal_for_us()._portal_say_promise(days, note)

    def _portal_say_promise(self, days, note):
        rows, late = [], False
        for line, day in days.items():
            asked = line._portal_asked()
            words = {"goods": line._portal_name(), "day": day, "asked": asked}
            if asked and day > asked:
                late = True
                row = self.env._("%(goods)s: %(day)s, asked for %(asked)s", **words)
            else:
                row = self.env._("%(goods)s: %(day)s", **words)
            rows.append(row)
        title = self.env._("%(who)s promises to deliver", who=self._portal_speaker())
        self._portal_say(title, [*rows, *filter(None, [note])])
        if late:
            self._portal_remind(
                self.env._("The supplier wants to deliver later than ordered"),
                "\n".join(rows),
            )
