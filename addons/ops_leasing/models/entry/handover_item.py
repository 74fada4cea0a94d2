from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.misc import clean_context

from ..groups import PROPERTY

STAMPS = ("cured_user_id", "cured_date")
# What a point is about; listed ones keep it.
SUBJECT = {"kind", "unit_id", "name", "agreed", "sequence"}


class LeaseHandoverItem(models.Model):
    """A point of the handover record: condition of the shop or a technical condition,
    accepted or open with its cure (LE-15, LE-X3)."""

    _name = "ops.lease.handover.item"
    _inherit = ["ops.flow.line.mixin"]
    _description = "Point of the handover"
    _order = "handover_id, kind, sequence, id"
    _flow_parent = ("handover_id", "item_ids")
    _stamps = (*STAMPS, "listed", "template_line_id", "agreed_key")

    # FIELDS
    handover_id = fields.Many2one(
        "ops.lease.handover",
        "Handover record",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="handover_id.company_id", store=True, index=True
    )
    record_state = fields.Selection(related="handover_id.state", string="Record is")
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [("shop", "Condition of the shop"), ("technical", "Technical condition")],
        required=True,
        default="shop",
    )
    unit_id = fields.Many2one("ops.lease.unit", "Shop", index=True)
    listed = fields.Boolean("Listed by the system", readonly=True)
    template_line_id = fields.Many2one(
        "ops.checklist.template.line", "Demanded by", readonly=True, ondelete="set null"
    )
    name = fields.Char("Point", required=True)
    agreed = fields.Char("Agreed value")
    agreed_key = fields.Char(readonly=True, copy=False)
    result = fields.Selection(
        [("accepted", "Found as agreed"), ("open", "To be cured")],
        "Finding at handover",
    )
    remark = fields.Char("What is wrong")
    cured_by = fields.Selection(
        [
            ("project", "Project department"),
            ("property", "Property company"),
            ("tenant", "Tenant"),
        ],
        "Cured by",
    )
    cure_date = fields.Date("To be cured by")
    photo = fields.Image(max_width=1920, max_height=1920)
    is_open = fields.Boolean("Still open", compute="_compute_is_open", store=True)
    cured_date = fields.Date("Cured on", readonly=True, copy=False)
    cured_user_id = fields.Many2one(
        "res.users", "Cure confirmed by", readonly=True, copy=False
    )

    # COMPUTE
    @api.depends("name", "unit_id.number", "handover_id.unit_ids")
    def _compute_display_name(self):
        for item in self:
            name = item.name or ""
            several = item.unit_id and len(item.handover_id.unit_ids) > 1
            item.display_name = f"{item.unit_id.number} {name}" if several else name

    @api.depends("result", "cured_date")
    def _compute_is_open(self):
        for item in self:
            item.is_open = item.result == "open" and not item.cured_date

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_own(vals)
        return super().create(vals_list)

    def write(self, vals):
        """That a point is cured is confirmed, not written; what is to be judged
        stands."""
        self._check_own(vals)
        if not SUBJECT.isdisjoint(vals):
            self._check_listed()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_not_listed(self):
        self._check_listed()

    # ACTION
    def action_cured(self):
        """Confirm that an open point of a signed record is cured.

        :raise AccessError: for others than the property company
        :raise UserError: for points that are not open
        """
        self.env["ops.guard.mixin"]._check_group(PROPERTY)
        self.check_access("write")
        wrong = self.filtered(lambda x: x.record_state != "done" or not x.is_open)
        if wrong:
            raise UserError(
                self.env._(
                    "“%(point)s” is not an open point of a signed record.",
                    point=wrong[0].display_name,
                )
            )
        # the record is signed and closed; who confirms was checked
        self.sudo().write(
            {
                "cured_user_id": self.env.uid,
                "cured_date": fields.Date.context_today(self),
            }
        )
        return True

    # BUSINESS
    def _check_own(self, vals):
        # a client can forge any context but never superuser mode
        # emptying a stamp is entering it too; a new line may leave it empty
        if not self.env.su and any(
            name in vals and (self or vals[name]) for name in self._stamps
        ):
            raise AccessError(
                self.env._("That a point is cured is confirmed, not written.")
            )

    def _check_listed(self):
        # a client can forge any context but never superuser mode
        listed = self.filtered("listed")
        if listed and not self.env.su:
            raise AccessError(
                self.env._(
                    "“%(point)s” is listed by the template or agreed with the tenant: "
                    "it is judged, not changed.",
                    point=listed[0].display_name,
                )
            )

    @api.model
    def _points_missing(self, records):
        """``{record: [(shop, point of the template)]}`` that are not listed yet."""
        # what is looked at is no secret; the templates are the administrator's
        templates = self.env["ops.checklist.template"].sudo()
        template = templates.search(
            [
                ("code", "=", "lease_handover"),
                ("company_id", "in", (*records.company_id.ids, False)),
            ],
            order="company_id",
            limit=1,
        )
        result = {}
        for record in records:
            listed = {(x.unit_id, x.template_line_id) for x in record.item_ids.sudo()}
            result[record] = [
                (unit, point)
                for unit in record.unit_ids
                for point in template.line_ids
                if (unit, point) not in listed
            ]
        return result

    @api.model
    def _conditions_differing(self, records):
        """``{record: (agreed, points)}``: technical conditions of the lease that are
        not listed with the value agreed, and listed points agreed otherwise or no
        more (LE-15)."""
        # what was agreed is part of the lease
        agreed = records.sudo().contract_id._conditions_agreed()
        result = {}
        for record in records:
            known = agreed.get(record.sudo().contract_id, ())
            wanted = {condition[-1]: condition for condition in known}
            listed = record.item_ids.filtered(
                lambda x: x.kind == "technical" and x.listed
            )
            keys = set(listed.mapped("agreed_key"))
            result[record] = (
                [wanted[key] for key in wanted if key not in keys],
                listed.filtered(lambda x, w=wanted: x.agreed_key not in w),
            )
        return result

    @api.model
    def _create_for(self, records):
        """The usual points of every shop, and the technical conditions of the lease."""
        conditions = self._conditions_differing(records)
        # what is agreed otherwise by now is judged anew, the rest keeps its finding
        self.union(*(points for _new, points in conditions.values())).sudo().unlink()
        values = []
        for record, points in self._points_missing(records).items():
            values += [
                {
                    "handover_id": record.id,
                    "kind": "shop",
                    "unit_id": unit.id,
                    "template_line_id": point.id,
                    "listed": True,
                    "sequence": point.sequence,
                    "name": point.name,
                }
                for unit, point in points
            ]
            values += [
                {
                    "handover_id": record.id,
                    "kind": "technical",
                    "listed": True,
                    "sequence": number,
                    "name": name,
                    "agreed": value,
                    "agreed_key": key,
                    "result": "open" if still_open else False,
                }
                for number, (name, value, still_open, key) in enumerate(
                    conditions[record][0]
                )
            ]
        # the template and the lease are the right to their points
        lines = self.sudo().with_context(clean_context(self.env.context))
        return lines.create(values)

    # TOOLING
    @api.model
    def _flow_line_open(self, state):
        return STAMPS if state == "done" else ()
