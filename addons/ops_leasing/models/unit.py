from itertools import count

from odoo import api, fields, models
from odoo.addons.ops_base.flow import Flow, Step, gate
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from .groups import LEASING, LEASING_MANAGER, PROPERTY

_lt = LazyTranslate(__name__)

MASTER_DATA = (
    "number",
    "floor_id",
    "area_gross",
    "area_net",
    "area_rent",
    "use",
    "expected_rent",
    "note",
    "meter_ids",
    "condition_ids",
)
STATES = [
    ("vacant", "Vacant"),
    ("negotiating", "Negotiating"),
    ("leased", "Leased"),
    ("handed_over", "Handed over"),
    ("fitting_out", "Fitting out"),
    ("open", "Open"),
    ("exiting", "Exiting"),
]


class LeaseUnit(models.Model):
    """A shop and where it stands in its life (LE-01).

    The papers move it: a signed lease, an exit. A step taken by hand passes the same
    gates, so the state always says what the papers say.
    """

    _name = "ops.lease.unit"
    _inherit = ["ops.flow.mixin"]
    _description = "Shop"
    _order = "property_id, floor_level, number, id"
    _rec_names_search = ["number", "tenant_id.name"]

    _flow = Flow(
        Step(
            "negotiate",
            "vacant",
            "negotiating",
            label=_lt("Start negotiation"),
            group=LEASING,
        ),
        Step(
            "lease",
            ("negotiating", "vacant"),
            "leased",
            label=_lt("Let shop"),
            group=LEASING,
            gates=("lease_signed",),
        ),
        # taken by the handover record, the fit-out file and the opening batch
        Step("hand_over", "leased", "handed_over", label=_lt("Hand over"), kernel=True),
        Step(
            "fit_out",
            "handed_over",
            "fitting_out",
            label=_lt("Start fit-out"),
            kernel=True,
        ),
        Step("open", "fitting_out", "open", label=_lt("Open shop"), kernel=True),
        Step(
            "leave",
            ("leased", "handed_over", "fitting_out", "open"),
            "exiting",
            label=_lt("Start exit"),
            group=PROPERTY,
            gates=("exit_released",),
        ),
        Step(
            "vacate",
            "exiting",
            "vacant",
            label=_lt("Vacant again"),
            group=LEASING,
            gates=("exit_closed", "handed_back"),
        ),
        Step(
            "give_up",
            "negotiating",
            "vacant",
            label=_lt("Stop negotiation"),
            group=LEASING,
        ),
        Step(
            "take_over",
            ("vacant", "negotiating"),
            "open",
            label=_lt("Take over as let"),
            kernel=True,
        ),
        editable={state: MASTER_DATA for state, _label in STATES},
        protected=("formed_from_ids",),
    )

    # FIELDS
    state = fields.Selection(
        STATES, default="vacant", required=True, readonly=True, copy=False, index=True
    )
    active = fields.Boolean(default=True, readonly=True, copy=False)
    number = fields.Char("Shop number", required=True, index="trigram", tracking=True)
    floor_id = fields.Many2one(
        "ops.lease.floor", "Floor", required=True, index=True, tracking=True
    )
    floor_level = fields.Integer(related="floor_id.level", store=True)
    building_id = fields.Many2one(
        related="floor_id.building_id", store=True, index=True
    )
    property_id = fields.Many2one(
        related="floor_id.property_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="floor_id.company_id",
        store=True,
        precompute=True,
        index=True,
        default=None,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    area_gross = fields.Float("Gross area", digits=(12, 2), tracking=True)
    area_net = fields.Float("Net area", digits=(12, 2), tracking=True)
    area_rent = fields.Float("Rent area", digits=(12, 2), tracking=True)
    use = fields.Selection(
        [
            ("retail", "Retail"),
            ("food", "Food and drink"),
            ("leisure", "Leisure"),
            ("service", "Services"),
            ("children", "Children"),
            ("supermarket", "Supermarket"),
            ("department", "Department store"),
            ("cinema", "Cinema"),
            ("other", "Other"),
        ],
        default="retail",
        tracking=True,
    )
    expected_rent = fields.Monetary(
        "Expected rent per m² and month",
        compute="_compute_expected_rent",
        store=True,
        readonly=False,
    )
    note = fields.Text("Remarks")
    meter_ids = fields.One2many("ops.lease.meter", "unit_id", "Meters")
    line_ids = fields.One2many("ops.lease.contract.line", "unit_id", "Leases")
    contract_id = fields.Many2one(
        "ops.lease.contract",
        "Current lease",
        compute="_compute_contract",
        store=True,
        index=True,
    )
    tenant_id = fields.Many2one(
        related="contract_id.partner_id", string="Tenant", store=True, index=True
    )
    lease_end = fields.Date(related="contract_id.date_end", string="Lease until")
    exit_id = fields.Many2one(
        "ops.lease.exit", "Exit under way", compute="_compute_exit"
    )
    color = fields.Integer(compute="_compute_color")

    _number_uniq = models.UniqueIndex(
        "(building_id, number)", "The building has a shop of this number already."
    )
    _areas_positive = models.Constraint(
        "CHECK(area_gross >= 0 AND area_net >= 0 AND area_rent >= 0)",
        "An area cannot be negative.",
    )

    # COMPUTE
    @api.depends("number", "floor_id.display_name")
    @api.depends_context("lease_unit_short")
    def _compute_display_name(self):
        """Project and number; the number alone where the list asks for it."""
        short = self.env.context.get("lease_unit_short")
        for unit in self:
            words = (unit.property_id.name, unit.number)
            unit.display_name = " ".join(filter(None, words[1:] if short else words))

    @api.depends("property_id")
    def _compute_expected_rent(self):
        for unit in self:
            unit.expected_rent = unit.expected_rent or unit.property_id.expected_rent

    @api.depends("line_ids.contract_id.state", "line_ids.date_from", "line_ids.date_to")
    def _compute_contract(self):
        """The lease that has the shop today; what an amendment adds or gives back later
        follows on its day, see amendment/shop_moves.py."""
        today = fields.Date.context_today(self)
        for unit in self:
            lines = unit.line_ids.filtered(lambda line: line._holds_on(today))
            signed = lines.contract_id.filtered(lambda c: c.state == "signed")
            unit.contract_id = signed.sorted("date_start")[:1]

    def _compute_exit(self):
        # that an exit is under way is no secret to who may see the shop
        exits = (
            self.env["ops.lease.exit"]
            .sudo()
            .search(
                Domain("contract_id", "in", self.contract_id.ids)
                & Domain("flow_is_open", "=", True)
                & Domain("state", "!=", "draft")
            )
        )
        by_contract = {e.contract_id: e.id for e in exits}
        for unit in self:
            unit.exit_id = by_contract.get(unit.contract_id, False)

    @api.depends("state")
    def _compute_color(self):
        """Odoo's palette: a state has the same colour wherever a shop is drawn."""
        colors = {
            "vacant": 0,
            "negotiating": 3,
            "leased": 4,
            "handed_over": 8,
            "fitting_out": 11,
            "open": 10,
            "exiting": 2,
        }
        for unit in self:
            unit.color = colors.get(unit.state, 0)

    # CRUD
    def write(self, vals):
        """LE-10: a shop that is let stays where the lease says it is."""
        if "floor_id" in vals:
            floor = self.env["ops.lease.floor"].browse(vals["floor_id"])
            self.filtered(lambda u: u.property_id != floor.property_id)._check_not_let()
        if "use" in vals and not self.env.su:
            self.filtered(lambda u: u.use != vals["use"])._check_use()
        return super().write(vals)

    def copy_data(self, default=None):
        """The copy stands beside the shop under a number that is still free."""
        result = super().copy_data(default)
        if "number" in (default or {}):
            return result
        taken = set(
            self.search([("building_id", "in", self.building_id.ids)]).mapped("number")
        )
        for vals in result:
            number = next(
                text
                for i in count(1)
                if (text := f"{vals['number']} ({i})") not in taken
            )
            taken.add(number)
            vals["number"] = number
        return result

    # ACTION
    def action_negotiate(self):
        return self._flow_take("negotiate")

    def action_lease(self):
        return self._flow_take("lease")

    def action_leave(self):
        return self._flow_take("leave")

    def action_vacate(self):
        return self._flow_take("vacate")

    def action_give_up(self):
        return self._flow_take("give_up")

    # BUSINESS
    def _check_not_let(self):
        """Refuse to take shops that a lease in force names to another project."""
        # whether it is let is a fact, whoever may read leases
        for unit in self.sudo().filtered("contract_id"):
            raise UserError(
                self.env._(
                    "%(unit)s is let by %(contract)s and stays in %(project)s.",
                    unit=unit.display_name,
                    contract=unit.contract_id.display_name,
                    project=unit.property_id.name,
                )
            )

    def _check_use(self):
        """LE-20: the licences of a tenant follow from the use of his shop."""
        if self.env.user.has_group(LEASING_MANAGER):
            return
        # whether it is let is a fact, whoever may read leases
        for unit in self.sudo().filtered("contract_id"):
            raise AccessError(
                self.env._(
                    "%(unit)s is let: its use is up to %(who)s.",
                    unit=unit.display_name,
                    who=self._guard_who((LEASING_MANAGER,)),
                )
            )

    @gate(_lt("Lease signed"), who=LEASING)
    def _gate_lease_signed(self):
        for unit in self.filtered(lambda u: not u.contract_id):
            message = self.env._("No signed lease names this shop.")
            yield self._blocker(unit, message, fix=unit)

    @gate(_lt("Goods released"), who=PROPERTY)
    def _gate_exit_released(self):
        past = ("released", "settled", "inspecting", "inspected", "decided", "refunded")
        leaving = self._exits(past)
        for unit in self.filtered(lambda u: u.contract_id not in leaving):
            message = self.env._("No exit has released the tenant's goods yet.")
            yield self._blocker(unit, message, fix=unit)

    @gate(_lt("Exit closed"), who=LEASING)
    def _gate_exit_closed(self):
        for unit in self.filtered("contract_id"):
            message = self.env._(
                "%(contract)s is still in force.",
                contract=unit.contract_id.display_name,
            )
            yield self._blocker(unit, message, fix=unit.contract_id)

    def _exits(self, states):
        """Contracts of these shops with an exit in one of ``states``."""
        return (
            self.env["ops.lease.exit"]
            .search(
                [
                    ("contract_id", "in", self.contract_id.ids),
                    ("state", "in", states),
                ]
            )
            .contract_id
        )
