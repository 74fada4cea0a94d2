import json

from odoo import api, fields, models
from odoo.addons.ops_base.flow import gate
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

from ..groups import BUYER
from .order import BINDING

_lt = LazyTranslate(__name__)

#: Changes of an order itself that undo its signatures.
KEYS = frozenset(("partner_id", "currency_id", "order_line", "company_id"))


class PurchaseOrder(models.Model):
    """An order is confirmed as it was signed, by everybody its amount needs (PU-10)."""

    _inherit = "purchase.order"

    # FIELDS
    signoff_ids = fields.One2many("ops.purchase.signoff", "order_id", "Approvals")
    signoff_state = fields.Selection(
        [
            ("none", "Not submitted"),
            ("approving", "In approval"),
            ("approved", "Approved"),
            ("changed", "Changed since"),
        ],
        "Approval",
        compute="_compute_signoff_state",
    )

    # COMPUTE
    @api.depends("signoff_ids.state")
    def _compute_signoff_state(self):
        for order in self:
            paper = order.sudo()._signoff()
            if paper.state == "approved":
                same = paper.signed == order._to_sign()
                order.signoff_state = "approved" if same else "changed"
            else:
                order.signoff_state = (
                    "approving" if paper.state == "approving" else "none"
                )

    # CRUD
    def write(self, vals):
        """What was signed lapses with the change that undoes it."""
        if KEYS.isdisjoint(vals):
            return super().write(vals)
        bound = self._fixed().filtered(lambda r: r.state in BINDING)
        said = [order._to_sign() for order in bound]
        before = self._signed_now()
        result = super().write(vals)
        if said != [order._to_sign() for order in bound]:
            bound._refuse_change()
        self._signed_recheck(before)
        return result

    # ACTION
    def action_submit_signoff(self):
        """Hand the orders in for the signatures their amounts need.

        :raise AccessError: for others than buyers
        """
        self._check_group(BUYER)
        self.check_access("write")
        papers = self.env["ops.purchase.signoff"].search(
            [("order_id", "in", self.ids), ("state", "!=", "lapsed")]
        )
        papers |= papers.create(
            [
                {"order_id": order.id, "company_id": order.company_id.id}
                for order in self - papers.order_id
            ]
        )
        return papers.filtered(lambda r: r.state == "draft").action_submit()

    # BUSINESS
    def _needs_signoff(self):
        """Orders that need signatures of their own; one inside a signed contract was
        signed with it (PU-10)."""
        return self._gated("approval")

    def _fixed(self):
        """Orders that say what was signed, and keep saying it once confirmed."""
        return self._gated("approval")

    @gate(_lt("Signed for its amount"), who=BUYER)
    def _gate_order_signed(self):
        # read for all of them at once
        self.order_line.mapped("tax_ids")
        for order in self._needs_signoff():
            paper = order._signoff()
            if paper.state == "approved" and paper.signed == order._to_sign():
                continue
            if paper.state == "approving":
                message = self.env._("The approval is not finished.")
            elif paper.state == "approved":
                message = self.env._("It was changed after the approval.")
            else:
                message = self.env._("It has not been submitted for approval.")
            yield self._blocker(order, message, fix=paper or order)

    def _refuse_change(self):
        """:raise UserError: for each of these confirmed orders"""
        if self:
            raise UserError(
                self.env._(
                    "%(orders)s: the order is confirmed, and product, quantity and "
                    "price are what was signed. Cancel it, set it to draft, change it "
                    "and have it signed again; or order the rest separately.",
                    orders=", ".join(self.mapped("display_name")),
                )
            )

    def _signoff(self):
        """The approval in force of an order, the one handed in last."""
        self.ensure_one()
        return self.signoff_ids.filtered(
            lambda r: r.state in ("approving", "approved")
        ).sorted("id")[-1:]

    def _to_sign(self):
        """What the signatures stand for, as text to compare."""
        self.ensure_one()
        said = {
            "supplier": self.partner_id.id,
            "currency": self.currency_id.name,
            "lines": [
                [
                    line.product_id.id,
                    line.product_uom_id.id,
                    repr(line.product_qty),
                    repr(line.price_unit),
                    repr(line.discount),
                    sorted(line.tax_ids.ids),
                ]
                for line in self._bought_lines().sorted("id")
            ],
        }
        return json.dumps(said, sort_keys=True)

    def _signed_now(self):
        """``{order: what it says}`` of the orders that have signatures."""
        # who changes an order need not be allowed to read its approval
        papers = self.sudo().signoff_ids.filtered(
            lambda r: r.state in ("approving", "approved")
        )
        orders = papers.order_id.with_env(self.env)
        return {order: order._to_sign() for order in orders}

    def _signed_recheck(self, before):
        """Signatures of orders that now say something else lapse."""
        changed = self.browse(
            [o.id for o, said in before.items() if o._to_sign() != said]
        )
        if changed:
            reason = self.env._("Supplier, quantity or price changed")
            self.env["ops.purchase.signoff"]._lapse(changed, reason)


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        orders = self.env["purchase.order"].browse(
            {vals["order_id"] for vals in vals_list if vals.get("order_id")}
        )
        before = orders._signed_now()
        lines = super().create(vals_list)
        orders._signed_recheck(before)
        return lines

    def write(self, vals):
        before = self.order_id._signed_now()
        result = super().write(vals)
        self.order_id._signed_recheck(before)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_lapses(self):
        orders = self.order_id
        signed = self.env["purchase.order"].browse(
            [order.id for order in orders._signed_now()]
        )
        if signed and self._bought():
            reason = self.env._("Supplier, quantity or price changed")
            self.env["ops.purchase.signoff"]._lapse(signed, reason)
