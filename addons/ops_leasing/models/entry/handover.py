from odoo import api, fields, models
from odoo.addons.ops_base.flow import Flow, Step
from odoo.exceptions import UserError, ValidationError
from odoo.tools import LazyTranslate

from ..groups import PROPERTY

_lt = LazyTranslate(__name__)


class LeaseHandover(models.Model):
    """收铺单: the tenant takes over his shops – meters, keys, condition, technical
    conditions, signatures (LE-15, C-29). Gates are in ``handover_gates.py``."""

    _name = "ops.lease.handover"
    _inherit = ["ops.flow.mixin", "ops.evidence.mixin"]
    _description = "Shop handover record"
    _order = "id desc"
    _check_company_auto = True

    _flow = Flow(
        Step(
            "finish",
            "draft",
            "done",
            label=_lt("Hand over shop"),
            group=PROPERTY,
            gates=(
                "entry_called",
                "deposit_received",
                "fees_paid",
                "formalities_done",
                "shops_waiting",
                "meters_read",
                "keys_listed",
                "conditions_judged",
                "tenant_signed",
            ),
        ),
        sequence="ops.lease.handover",
        protected=("done_user_id", "done_date"),
    )

    # FIELDS
    state = fields.Selection(
        [("draft", "Being filled in"), ("done", "Signed")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    entry_id = fields.Many2one(
        "ops.lease.entry", "Entry", required=True, index=True, ondelete="restrict"
    )
    contract_id = fields.Many2one(
        related="entry_id.contract_id", string="Lease", store=True, index=True
    )
    company_id = fields.Many2one(
        related="entry_id.company_id",
        store=True,
        precompute=True,
        index=True,
        default=None,
    )
    property_id = fields.Many2one(
        related="entry_id.property_id", store=True, index=True
    )
    partner_id = fields.Many2one(
        related="entry_id.partner_id", string="Tenant", store=True, index=True
    )
    unit_ids = fields.Many2many("ops.lease.unit", string="Shops")
    date = fields.Date("Taken over on", default=fields.Date.context_today)
    user_id = fields.Many2one(
        "res.users",
        "Handled by",
        default=lambda self: self.env.user,
        tracking=True,
    )
    tenant_name = fields.Char("Tenant's representative", copy=False)
    attachment_ids = fields.Many2many(string="Signed copy")
    meter_line_ids = fields.One2many(
        "ops.lease.handover.meter", "handover_id", "Meters at handover"
    )
    key_ids = fields.One2many("ops.lease.handover.key", "handover_id", "Keys")
    item_ids = fields.One2many(
        "ops.lease.handover.item", "handover_id", "Condition of the shop"
    )
    open_count = fields.Integer("Points open", compute="_compute_open_count")
    done_user_id = fields.Many2one(
        "res.users", "Signed for the property company", readonly=True, copy=False
    )
    done_date = fields.Datetime("Signed on", readonly=True, copy=False)
    remark = fields.Text()

    # COMPUTE
    @api.depends("item_ids.result", "item_ids.cured_date")
    def _compute_open_count(self):
        for record in self:
            record.open_count = len(record.item_ids.filtered("is_open"))

    # CONSTRAINT
    @api.constrains("unit_ids", "entry_id")
    def _check_shops_of_lease(self):
        for record in self:
            strange = record.unit_ids - record.entry_id.sudo().unit_ids
            if strange:
                raise ValidationError(
                    self.env._(
                        "%(unit)s is not let by the lease of %(entry)s.",
                        unit=strange[0].display_name,
                        entry=record.entry_id.display_name,
                    )
                )

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """LE-14: no record before the tenant has been called; then the shops of the
        lease, their meters and what is looked at are listed from the start."""
        records = super().create(self._with_shops(vals_list))
        early = records.entry_id.filtered(lambda e: not e._hands_over())
        if early:
            raise early._guard_refusal(
                self.env._("Shop handover"),
                early._flow_blockers_of("take_over", "formalities"),
            )
        records._list_points()
        return records

    def write(self, vals):
        """Meters and points follow the shops; readings follow the day."""
        # a client can forge any context but never superuser mode
        if "entry_id" in vals and not self.env.su:
            moved = self.filtered(lambda r: r.entry_id.id != vals["entry_id"])
            if moved:
                raise UserError(
                    self.env._(
                        "%(record)s is a record of %(entry)s: delete it and fill in "
                        "one of the other entry.",
                        record=moved[0].display_name,
                        entry=moved[0].entry_id.display_name,
                    )
                )
        result = super().write(vals)
        if "unit_ids" in vals:
            for model in ("meter_line_ids", "key_ids", "item_ids"):
                # the points listed go with the shop they were listed for
                self.sudo()[model].filtered(
                    lambda x: x.unit_id and x.unit_id not in x.handover_id.unit_ids
                ).unlink()
            self._list_points()
        if "date" in vals:
            self.meter_line_ids._set_previous()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        if any(record.state != "draft" for record in self):
            raise UserError(self.env._("A signed handover record stays."))

    # ACTION
    def action_finish(self):
        return self._flow_take("finish")

    # BUSINESS
    @api.model
    def _with_shops(self, vals_list):
        """Records that name no shops are of all those not handed over yet."""
        # the shops of a lease are known to whoever hands them over
        entries = self.env["ops.lease.entry"].sudo()
        entries = entries.browse(
            {v["entry_id"] for v in vals_list if v.get("entry_id")}
        )
        rest = {
            entry.id: (entry.unit_ids - entry.handover_ids.unit_ids).filtered(
                # those of a lease amended later are open already
                lambda unit: unit.state != "open"
            )
            for entry in entries
        }
        return [
            {"unit_ids": [fields.Command.set(rest[vals["entry_id"]].ids)], **vals}
            if vals.get("entry_id")
            else vals
            for vals in vals_list
        ]

    def _open(self):
        """Action that shows these records."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ops_leasing.handover_action"
        )
        action["domain"] = [("id", "in", self.ids)]
        action["context"] = {"create": False}
        if len(self) == 1:
            action.update(view_mode="form", views=[(False, "form")], res_id=self.id)
        return action

    def _list_points(self):
        """Lines for meters, usual points and technical conditions not listed yet."""
        self.env["ops.lease.handover.meter"].create(
            [
                {"handover_id": record.id, "meter_id": meter.id}
                for record in self
                for meter in record.unit_ids.meter_ids - record.meter_line_ids.meter_id
            ]
        )
        self.env["ops.lease.handover.item"]._create_for(self)

    def _prepare_finish_values(self):
        return {"done_user_id": self.env.uid, "done_date": fields.Datetime.now()}

    def _after_finish(self):
        """Readings are taken, the shops are the tenant's, the entry goes on."""
        # the record is the right: readings, shops and entry follow from it
        records = self.sudo()
        records.meter_line_ids._take_readings()
        units = records.unit_ids
        moved = units._flow_kernel_take("hand_over")
        if units - moved:
            raise UserError(
                self.env._(
                    "%(units)s cannot be handed over now.",
                    units=", ".join((units - moved).mapped("display_name")),
                )
            )
        records.entry_id.filtered(
            lambda entry: not entry._shops_left()
        )._flow_kernel_take("take_over")
