from odoo import api, fields, models
from odoo.addons.ops_base.flow import Step, gate
from odoo.addons.ops_base.models.contract_mixin import contract_flow
from odoo.addons.ops_base.public import harmless
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL, LazyTranslate

from .groups import LEASING

_lt = LazyTranslate(__name__)

CONTENT = (
    "partner_id",
    "date_start",
    "date_end",
    "line_ids",
    "charge_ids",
    "free_ids",
    "proration",
    "billing_anchor",
    "date_billed_from",
    "deposit_ids",
    "clauses",
    "tenant_class",
    "user_id",
    # the clause on late payment, see money/late_terms.py
    "late_rate",
    "late_grace",
    "late_cap",
    "late_counts",
    # rent from sales, see sales/contract.py
    "turnover_method",
    "turnover_breakpoint",
    "turnover_rhythm",
    "turnover_advance",
    "turnover_cumulative",
    "turnover_prorated",
    "turnover_whole",
    "turnover_min",
    "turnover_max",
    "turnover_clause",
    "turnover_tier_ids",
)


class LeaseContract(models.Model):
    """商铺租赁合同: shops, term, rent and fees, deposits (LE-10, HR-42)."""

    _name = "ops.lease.contract"
    _inherit = ["ops.contract.mixin"]
    _description = "Shop lease contract"
    _order = "id desc"
    _check_company_auto = True

    _flow = contract_flow(
        group=LEASING,
        route="lease_contract",
        sequence="ops.lease.contract",
        key_fields=("partner_id", "date_start", "date_end", "tenant_class"),
        editable={
            "draft": CONTENT,
            "approved": ("partner_id", "date_start", "date_end", "signed_copy_ids"),
            "signed": ("signed_copy_ids", "user_id"),
            "settled": ("signed_copy_ids",),
        },
    ).extend(
        # what was signed before the suite was there; see lease_opening.py
        Step(
            "take_over",
            "negotiation",
            "signed",
            label=_lt("Take over as opening lease"),
            kernel=True,
        ),
        protected=(
            "opening",
            "date_opened",
            "date_rent_start",
            "date_billed",
            "turnover_past",
            "lead_id",
            "project_user_id",
            "project_date",
            "project_cleared_for",
        ),
        gates={
            "submit": ("units_named", "self_held", "turnover_sound"),
            # the last three stand in prep/contract.py
            "sign": (
                "self_held",
                "units_free",
                "project_took_part",
                "project_cleared",
                "conditions_settled",
            ),
            "settle": ("taken_back",),
        },
    )

    # FIELDS
    partner_id = fields.Many2one("res.partner", "Tenant", tracking=True)
    company_id = fields.Many2one("res.company", tracking=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    property_id = fields.Many2one(
        "ops.lease.property",
        "Project",
        compute="_compute_property",
        store=True,
        index=True,
    )
    tenant_class = fields.Selection(
        [
            ("anchor", "Anchor"),
            ("sub_anchor", "Sub-anchor"),
            ("key", "Key"),
            ("ordinary", "Ordinary"),
        ],
        "Tenant class",
        required=True,
        default="ordinary",
        tracking=True,
    )
    line_ids = fields.One2many(
        "ops.lease.contract.line", "contract_id", "Shops", copy=True
    )
    # sudo: the check of each shop's access would cost a query per lease
    unit_ids = fields.Many2many(
        "ops.lease.unit",
        string="All shops",
        compute="_compute_units",
        compute_sudo=True,
    )
    charge_ids = fields.One2many(
        "ops.lease.charge", "contract_id", "Rent and fees", copy=True
    )
    deposit_ids = fields.One2many(
        "ops.lease.deposit", "contract_id", "Deposits", copy=True
    )
    exit_ids = fields.One2many("ops.lease.exit", "contract_id", "Exits")
    exit_count = fields.Integer(
        "Exits under way or done", compute="_compute_exit_count", compute_sudo=True
    )
    area = fields.Float("Rent area", compute="_compute_area", digits=(12, 2))
    monthly = fields.Monetary("Per month", compute="_compute_amounts")
    deposit_amount = fields.Monetary("Deposit agreed", compute="_compute_amounts")

    # COMPUTE
    @api.depends("line_ids.unit_id.property_id")
    def _compute_property(self):
        for contract in self:
            contract.property_id = contract.line_ids[:1].unit_id.property_id

    @api.depends("line_ids.unit_id", "line_ids.date_from", "line_ids.date_to")
    def _compute_units(self):
        """Those of today; an amendment may have changed them."""
        # read for all of them at once, whatever of them was read before
        self.line_ids.mapped("date_from")
        self.line_ids.mapped("unit_id")
        for contract in self:
            contract.unit_ids = contract._lines_on().unit_id

    @api.depends("exit_ids")
    def _compute_exit_count(self):
        for contract in self:
            contract.exit_count = len(contract.exit_ids)

    @api.depends("line_ids.area", "line_ids.date_from", "line_ids.date_to")
    def _compute_area(self):
        """That of today; an amendment may have changed it."""
        for contract in self:
            contract.area = contract._area_on()

    @api.depends("charge_ids.monthly", "deposit_ids.amount")
    def _compute_amounts(self):
        for contract in self:
            contract.monthly = sum(contract._charges_on().mapped("monthly"))
            contract.deposit_amount = sum(contract.deposit_ids.mapped("amount"))

    # CONSTRAINT
    @api.constrains("line_ids", "company_id")
    def _check_one_project(self):
        for contract in self:
            if len(contract.line_ids.unit_id.property_id) > 1:
                raise ValidationError(
                    self.env._("The shops of a lease belong to one project.")
                )
            if contract.line_ids.unit_id.company_id - contract.company_id:
                raise ValidationError(
                    self.env._("The shops belong to another company than the lease.")
                )

    @api.constrains("state", "date_start", "date_end", "line_ids")
    def _check_no_overlap(self):
        """LE-10: no two signed leases hold a shop on the same day, however the second
        one came to be signed."""
        overlaps = self.filtered(lambda c: c.state == "signed")._overlaps()
        for contract, other, unit in overlaps:
            raise ValidationError(
                self.env._(
                    "%(unit)s is let by %(other)s in the time of %(contract)s.",
                    unit=unit.display_name,
                    other=other.display_name,
                    contract=contract.display_name,
                )
            )

    # BUSINESS
    @gate(_lt("Shops named"), who=LEASING)
    def _gate_units_named(self):
        for contract in self.filtered(lambda c: not c.line_ids):
            message = self.env._("The lease names no shop.")
            yield self._blocker(contract, message, fix=contract)

    @gate(_lt("Self-held property"))
    def _gate_self_held(self):
        """LE-10: only self-held property is let."""
        for contract in self.filtered("line_ids"):
            for project in contract.line_ids.unit_id.property_id:
                if project.self_held:
                    continue
                message = self.env._(
                    "%(project)s is not self-held.", project=project.name
                )
                yield self._blocker(contract, message, fix=project)

    @gate(_lt("Shops free"), who=LEASING)
    def _gate_units_free(self):
        """LE-10: shops are vacant (or in negotiation) and nobody else's."""
        for contract in self:
            for unit in contract.line_ids.unit_id:
                if unit.state not in ("vacant", "negotiating"):
                    message = self.env._(
                        "%(unit)s is “%(state)s”.",
                        unit=unit.display_name,
                        state=unit._flow_state_label(unit.state),
                    )
                    yield self._blocker(contract, message, fix=unit)
        for contract, other, unit in self._overlaps():
            message = self.env._(
                "%(unit)s is let to %(tenant)s until %(date)s by %(contract)s.",
                unit=unit.display_name,
                tenant=other.partner_id.display_name,
                date=other.date_end,
                contract=other.display_name,
            )
            yield self._blocker(contract, message, fix=other)

    @gate(_lt("Shop taken back"), who=LEASING)
    def _gate_taken_back(self):
        """LE-28: a lease is settled by its exit."""
        for contract in self:
            if "closed" not in contract.exit_ids.mapped("state"):
                message = self.env._("No exit of this lease has been closed.")
                yield self._blocker(contract, message, fix=contract.exit_ids[:1])

    def _after_sign(self):
        # signing is the right; the shops follow from it whoever may write them
        units = self.sudo().line_ids.unit_id
        units._flow_kernel_take("lease")

    def _flow_lock(self, step):
        """Two leases on one shop cannot be signed at the same moment."""
        super()._flow_lock(step)
        if step.name == "sign":
            self.sudo().line_ids.unit_id._flow_lock(step)

    def _overlaps(self):
        """``[(contract, other, unit)]`` where ``other`` is signed, holds the same shop
        and shares a day with ``contract``; one query for the set."""
        if not self.ids:
            return []
        self.env[self._name].flush_model(["state", "date_start", "date_end"])
        self.env["ops.lease.contract.line"].flush_model(
            ["contract_id", "unit_id", "date_from", "date_to"]
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT mine.contract_id, other.contract_id, mine.unit_id
                  FROM ops_lease_contract_line mine
                  JOIN ops_lease_contract a ON a.id = mine.contract_id
                  JOIN ops_lease_contract_line other
                    ON other.unit_id = mine.unit_id
                   AND other.contract_id != mine.contract_id
                  JOIN ops_lease_contract b ON b.id = other.contract_id
                 WHERE a.id IN %s
                   AND b.state = 'signed'
                   -- the days that all four have in common; a missing one is no limit
                   AND COALESCE(GREATEST(a.date_start, b.date_start, mine.date_from,
                                         other.date_from), '-infinity')
                       <= COALESCE(LEAST(a.date_end, b.date_end, mine.date_to,
                                         other.date_to), 'infinity')
                 ORDER BY mine.contract_id, mine.unit_id
                """,
                tuple(self.ids),
            )
        )
        # a lease of another company or project still holds the shop
        every, units = self.sudo(), self.env["ops.lease.unit"].sudo()
        return [
            (self.browse(a), every.browse(b), units.browse(unit)) for a, b, unit in rows
        ]

    def _lines_on(self, day=None):
        """Shops of these leases with their rent areas on a day (today)."""
        day = day or fields.Date.context_today(self)
        return self.line_ids.filtered(lambda line: line._holds_on(day))

    def _shops_ahead(self):
        """Shops of today that have not opened; all of them if all have. One that an
        amendment added goes its way beside shops that are open."""
        self.ensure_one()
        shops = self.unit_ids
        return shops.filtered(lambda unit: unit.state != "open") or shops

    def _area_on(self, day=None):
        """Rent area on a day (today), in m²."""
        self.ensure_one()
        return sum(self._lines_on(day).mapped("area"))

    def _monthly_of(self, basis, rate, area=None):
        """What a rate comes to in a month, in the company's currency.

        :param area: rent area in m²; None: that of today
        """
        area = self._area_on() if area is None else area
        times = {
            "month": 1,
            "day": 365 / 12,
            "area_month": area,
            "area_day": area * 365 / 12,
        }
        amount = rate * times.get(basis, 0)
        return self.currency_id.round(amount) if amount else 0.0

    def _charges_on(self, date=None):
        """Rent and fees in force on ``date`` (today)."""
        date = date or fields.Date.context_today(self)
        return self.charge_ids.filtered(
            lambda c: (
                (not c.date_from or c.date_from <= date)
                and (not c.date_to or c.date_to >= date)
            )
        )

    def _approval_summary(self):
        self.ensure_one()
        return {
            **super()._approval_summary(),
            "amount": self.monthly,
            "currency": self.currency_id,
            "fact": self.env._(
                "%(units)s · %(start)s – %(end)s · deposit %(deposit)s",
                units=", ".join(self.line_ids.unit_id.mapped("number")),
                start=self.date_start,
                end=self.date_end,
                deposit=self.currency_id.format(self.deposit_amount),
            ),
        }

    # ACTION
    @harmless("the deposit checks the role")
    def action_invoice_deposits(self):
        """Invoice what is not invoiced yet of the deposits (LE-11); checked there."""
        return self.deposit_ids.action_invoice()

    @harmless("opens a list; record rules decide what it shows")
    def action_open_exits(self):
        """Exits of this lease; harmless, rules decide what is seen."""
        return self._open_of_lease("ops_leasing.exit_action")

    # TOOLING
    def _open_of_lease(self, action):
        """Window action over the papers of this lease; rules decide what is seen."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(action)
        action["domain"] = [("contract_id", "=", self.id)]
        action["context"] = {"default_contract_id": self.id}
        return action

    def _open_agreement(self, papers, refusal):
        """The one of these agreements on the lease that is under way, or a new one.

        :param refusal: said when the lease is not in force or has no end
        """
        self.ensure_one()
        ended = ("signed", "settled", "archived", "cancelled")
        paper = papers.filtered(lambda p: p.state not in ended)[:1]
        if not paper:
            if self.state != "signed" or not self.date_end:
                raise UserError(refusal)
            paper = papers.create({"contract_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "res_model": paper._name,
            "res_id": paper.id,
            "view_mode": "form",
        }
