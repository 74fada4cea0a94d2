from odoo import api, fields, models
from odoo.exceptions import AccessError

#: What a signer may change of a line: less than was asked for, with a reason.
CUT = frozenset(("granted_qty", "grant_note", "cancelled"))

#: What orders say of a line; they are linked from there.
COUNTED = frozenset(("ordered_qty", "purchase_lines"))


class PurchaseRequestLine(models.Model):
    """What is asked for, how much of it was granted and how much is ordered (PU-03,
    PU-F02)."""

    _name = "purchase.request.line"
    _inherit = ["ops.flow.line.mixin", "purchase.request.line"]

    _flow_parent = ("request_id", "line_ids")

    # FIELDS
    approved_qty = fields.Float(
        "Granted",
        digits="Product Unit",
        compute="_compute_approved_qty",
        store=True,
        help="Quantity that may be ordered; whoever signs may cut it.",
    )
    granted_qty = fields.Float(
        "Cut to", digits="Product Unit", copy=False, help="0: as asked for."
    )
    grant_note = fields.Char("Why cut", copy=False)
    ordered_qty = fields.Float("Ordered", digits="Product Unit", copy=False)
    open_qty = fields.Float(
        "Still to order",
        digits="Product Unit",
        compute="_compute_open_qty",
        store=True,
    )

    # CONSTRAINT
    _quantity_positive = models.Constraint(
        "CHECK(COALESCE(product_qty, 0) >= 0 AND COALESCE(granted_qty, 0) >= 0)",
        "Quantities cannot be negative.",
    )
    _cut_is_less = models.Constraint(
        "CHECK(COALESCE(granted_qty, 0) <= product_qty)",
        "Nobody is granted more than was asked for.",
    )
    _cut_said = models.Constraint(
        "CHECK(COALESCE(granted_qty, 0) = 0 OR COALESCE(BTRIM(grant_note), '') != '')",
        "A quantity is cut for a reason: write it down.",
    )

    # COMPUTE
    @api.depends("product_qty", "granted_qty", "cancelled")
    def _compute_approved_qty(self):
        for line in self:
            asked = line.granted_qty or line.product_qty
            line.approved_qty = 0.0 if line.cancelled else asked

    @api.depends("approved_qty", "ordered_qty")
    def _compute_open_qty(self):
        for line in self:
            line.open_qty = max(0.0, line.approved_qty - line.ordered_qty)

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """How much is ordered is counted, never entered."""
        for vals in vals_list:
            self._check_counted({n: v for n, v in vals.items() if v})
        return super().create(vals_list)

    def write(self, vals):
        """How much is ordered is counted; who signs may cut a line, nobody else."""
        if not self.request_id._flow_passes(["line_ids"]):
            self._check_counted(vals)
            self._check_cut(vals)
        return super().write(vals)

    # BUSINESS
    def _check_counted(self, vals):
        if not COUNTED.isdisjoint(vals) and not self.env.su:
            raise AccessError(
                self.env._("How much is ordered is counted from the orders.")
            )

    def _check_cut(self, vals):
        """While a request is being signed, its lines are cut by who is to sign."""
        signing = self.request_id.filtered(lambda r: r.state == "to_approve")
        if CUT.isdisjoint(vals) or not signing:
            return
        mine = self.env["ops.approval.request"]._pending_ids("purchase.request")
        others = signing.filtered(lambda r: r.id not in mine)
        if others:
            raise AccessError(
                self.env._(
                    "%(requests)s: lines are cut by who is to sign now.",
                    requests=", ".join(others.mapped("display_name")),
                )
            )

    @api.model
    def _flow_line_open(self, state):
        return CUT if state == "to_approve" else ()
