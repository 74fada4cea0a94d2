from odoo import api, fields, models
from odoo.addons.ops_base.public import harmless
from odoo.exceptions import AccessError, UserError

from .groups import PROPERTY

RELEASE = ("disposition", "release_date", "release_user_id")
WHAT = {"name", "quantity", "unit", "kind", "exit_id"}
# what becomes of a thing left behind is known after the shop is taken back
AFTERWARDS = ("handling", "place", "remark")


class LeaseExitItem(models.Model):
    """A line of the removal list 撤场清单: what leaves, what stays behind (LE-24)."""

    _name = "ops.lease.exit.item"
    _inherit = ["ops.flow.line.mixin"]
    _description = "Removal list line"
    _order = "exit_id, sequence, id"
    _flow_parent = ("exit_id", "item_ids")
    _stamps = RELEASE

    # FIELDS
    exit_id = fields.Many2one(
        "ops.lease.exit", "Exit", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="exit_id.company_id", store=True, index=True)
    exit_state = fields.Selection(related="exit_id.state", string="Exit is")
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [("goods", "Goods"), ("facility", "Facility")], required=True, default="goods"
    )
    name = fields.Char("Item", required=True)
    quantity = fields.Float(default=1.0)
    unit = fields.Char("Unit")
    disposition = fields.Selection(
        [
            ("pending", "Pending"),
            ("released", "Released"),
            ("left", "Left behind"),
        ],
        "Goods are",
        required=True,
        default="pending",
        copy=False,
    )
    handling = fields.Selection(
        [
            ("stored", "In storage"),
            ("returned", "Given back"),
            ("sold", "Sold"),
            ("scrapped", "Disposed of"),
            ("kept", "Kept as fixture"),
        ],
        "Left things are",
        copy=False,
    )
    place = fields.Char("Stored at", copy=False)
    release_date = fields.Datetime("Decided on", readonly=True, copy=False)
    release_user_id = fields.Many2one(
        "res.users", "Decided by", readonly=True, copy=False
    )
    remark = fields.Char()

    _quantity_positive = models.Constraint(
        "CHECK(quantity > 0)", "The quantity is above zero."
    )

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """A line starts pending: the property company clears it, nobody else."""
        for vals in vals_list:
            if vals.get("disposition", "pending") != "pending" or any(
                vals.get(name) for name in RELEASE[1:]
            ):
                raise AccessError(self.env._("A new line of the list is pending."))
        items = super().create(vals_list)
        for paper in items.exit_id.filtered("slip_number"):
            raise UserError(
                self.env._(
                    "The release slip %(slip)s is issued.", slip=paper.slip_number
                )
            )
        return items

    def write(self, vals):
        """LE-24: only the property company clears, and only after the approval; what
        is cleared is no longer rewritten."""
        if not set(RELEASE[1:]).isdisjoint(vals) and not self.env.su:
            raise AccessError(self.env._("Who cleared a line is recorded by itself."))
        if not WHAT.isdisjoint(vals):
            self._check_pending()
        if not {"handling", "place"}.isdisjoint(vals):
            self.exit_id._check_group(PROPERTY)
        if "disposition" in vals:
            changed = self.filtered(lambda i: i.disposition != vals["disposition"])
            changed._check_clearing()
            result = super().write(vals)
            stamp = vals["disposition"] != "pending"
            # the stamp says who pressed the button; nobody may write it himself
            super(LeaseExitItem, changed.sudo()).write(
                {
                    "release_date": fields.Datetime.now() if stamp else False,
                    "release_user_id": self.env.uid if stamp else False,
                }
            )
            return result
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_pending(self):
        self._check_pending()

    # ACTION
    @harmless("write checks the role")
    def action_released(self):
        """Let the goods out; the property company's right, checked in ``write``."""
        return self.write({"disposition": "released"})

    @harmless("write checks the role")
    def action_left(self):
        """Record that it stays behind; checked in ``write``."""
        return self.write({"disposition": "left"})

    # BUSINESS
    @api.model
    def _flow_line_open(self, state):
        """Storage ends long after the shop is let again."""
        return () if state in ("draft", "approving", "cancelled") else AFTERWARDS

    def _check_pending(self):
        if self.filtered(lambda item: item.disposition != "pending"):
            raise AccessError(
                self.env._("A line that is cleared can no longer be changed.")
            )

    def _check_clearing(self):
        if not self:
            return
        self.exit_id._check_group(PROPERTY)
        blockers = self.exit_id._flow_blockers_of("release", "approved")
        blockers += [
            self.exit_id._blocker(
                paper,
                self.env._(
                    "The release slip %(slip)s is issued.", slip=paper.slip_number
                ),
            )
            for paper in self.exit_id.filtered("slip_number")
        ]
        if blockers:
            raise self.exit_id._guard_refusal(self.env._("Clear goods"), blockers)
