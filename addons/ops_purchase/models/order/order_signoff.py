import json
from typing import NamedTuple

from odoo import api, fields, models
from odoo.addons.ops_base.flow import gate
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

from ..groups import BUYER

_lt = LazyTranslate(__name__)


class Said(NamedTuple):
    """What orders said before a change."""

    #: ``{order: what it said}`` of confirmed orders and of those with signatures
    words: dict
    #: confirmed orders that keep to what was signed
    fixed: models.BaseModel


class PurchaseOrder(models.Model):
    """An order is confirmed as it was signed, by everybody its amount needs (PU-10)."""

    _inherit = "purchase.order"

    # FIELDS
    signoff_ids = fields.One2many(
        "ops.purchase.signoff", "order_id", "Approvals", groups="ops_base.group_user"
    )
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
        """What was signed lapses with the change that undoes it, and with the end of
        the order."""
        watched = not self._signed_fields().isdisjoint(vals)
        said = self._said() if watched else None
        bound = self._binding() if "state" in vals else self.browse()
        result = super().write(vals)
        if watched:
            self._said_since(said)
        ended = bound - bound._binding()
        if vals.get("state") == "cancel":
            ended = self
        ended._lapse(self.env._("The order was cancelled or set back"))
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
        self.order_line._asked()
        self.partner_id.mapped("commercial_partner_id")
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
            lambda r: (
                r.state in ("approving", "approved") and r.company_id == self.company_id
            )
        ).sorted("id")[-1:]

    @api.model
    def _signed_fields(self):
        """Names of the fields that make up :meth:`_to_sign`."""
        return {
            "partner_id",
            "currency_id",
            "company_id",
            "picking_type_id",
            "dest_address_id",
            "order_line",
        }

    def _to_sign(self):
        """What the signatures stand for, as text to compare."""
        return json.dumps(self.sudo()._facts_to_sign(), sort_keys=True)

    def _facts_to_sign(self):
        """What is signed of an order. Asked as the system: it is the same whoever
        changes the order, whatever he may read."""
        self.ensure_one()
        supplier = self.partner_id
        return {
            "supplier": [supplier.id, supplier.commercial_partner_id.id],
            "currency": self.currency_id.name,
            "company": self.company_id.id,
            "place": [self.picking_type_id.id, self.dest_address_id.id],
            "lines": [line._to_sign() for line in self._bought_lines().sorted("id")],
        }

    def _said(self):
        """What confirmed orders, and those with signatures, say now."""
        # who changes an order need not be allowed to read its approval
        papers = self.sudo().signoff_ids.filtered(
            lambda r: r.state in ("approving", "approved")
        )
        bound = self._binding()
        orders = bound | self.browse(papers.order_id.ids)
        orders.order_line._asked()
        return Said({order: order._to_sign() for order in orders}, bound._fixed())

    def _said_since(self, before):
        """Refuse changes of confirmed orders; signatures of others lapse.

        :param before: :class:`Said` before the change
        """
        changed = self.browse(
            [o.id for o, said in before.words.items() if o._to_sign() != said]
        )
        bound = changed._binding()
        (changed & (before.fixed | bound._fixed()))._refuse_change()
        if bound:
            # nothing was signed: the other gates judge it as if it were confirmed now
            guards = [g for g in self._guards_all() if g.field == "state"]
            self._guards_check([(guard, bound) for guard in guards])
            bound._count_bound()
        (changed - bound)._lapse(self.env._("Supplier, quantity or price changed"))

    def _lapse(self, reason):
        """Signatures of these orders no longer hold.

        :param reason: translated, for the history
        """
        if self:
            self.env["ops.purchase.signoff"]._lapse(self, reason)
