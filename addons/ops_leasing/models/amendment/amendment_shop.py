from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ..groups import LEASING, PROPERTY

#: written by the property company once the amendment is signed
FINDINGS = {"findings"}
#: written by the action alone
STAMPS = {"date_back", "back_user_id"}


class LeaseAmendmentShop(models.Model):
    """扩租、缩租、实测面积补差: a shop that a lease gains, gives back, or has with
    another rent area from the first day of the new terms (LE-F03, LE-F18)."""

    _name = "ops.lease.amendment.shop"
    _inherit = ["ops.flow.line.mixin"]
    _description = "Shop of an amendment"
    _order = "amendment_id, kind, id"
    _rec_name = "unit_id"
    _flow_parent = ("amendment_id", "shop_ids")

    # FIELDS
    amendment_id = fields.Many2one(
        "ops.lease.amendment",
        "Amendment",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="amendment_id.company_id", store=True, precompute=True, index=True
    )
    contract_id = fields.Many2one(related="amendment_id.contract_id")
    partner_id = fields.Many2one(related="amendment_id.partner_id", string="Tenant")
    property_id = fields.Many2one(related="amendment_id.property_id")
    date_start = fields.Date(related="amendment_id.date_start")
    state = fields.Selection(related="amendment_id.state")
    kind = fields.Selection(
        [
            ("add", "Shop added to the lease"),
            ("give_back", "Given back by the tenant"),
            ("area", "Area surveyed anew"),
        ],
        "What happens to the shop",
        required=True,
        default="add",
    )
    unit_id = fields.Many2one(
        "ops.lease.unit", "Shop", required=True, index=True, ondelete="restrict"
    )
    area_before = fields.Float(
        "Rent area so far",
        compute="_compute_area_before",
        compute_sudo=True,
        digits=(12, 2),
    )
    area = fields.Float(
        "Rent area then",
        compute="_compute_area",
        store=True,
        readonly=False,
        precompute=True,
        digits=(12, 2),
        help="Area the rent is counted on from then on; proposed as the register of "
        "shops has it.",
    )
    findings = fields.Text(
        "Found at the handback",
        help="State of the shop, keys, what is left behind: as inspected by the "
        "property company.",
    )
    date_back = fields.Date("Taken back on", readonly=True, copy=False)
    back_user_id = fields.Many2one(
        "res.users", "Taken back by", readonly=True, copy=False
    )
    waiting = fields.Boolean(
        "To be taken back",
        compute="_compute_waiting",
        search="_search_waiting",
        help="Given back by a signed amendment, and not taken back yet.",
    )

    _shop_uniq = models.UniqueIndex(
        "(amendment_id, unit_id)", "A shop stands in an amendment once."
    )
    _area_positive = models.Constraint(
        "CHECK(kind = 'give_back' OR area > 0)",
        "The rent area of a shop is above zero.",
    )

    # COMPUTE
    @api.depends("unit_id", "kind")
    def _compute_area(self):
        for line in self:
            line.area = 0.0 if line.kind == "give_back" else line.unit_id.area_rent

    @api.depends(
        "unit_id",
        "amendment_id.date_start",
        "amendment_id.effect_signed",
        "amendment_id.contract_id.line_ids.area",
    )
    def _compute_area_before(self):
        """Area on the day before; once signed, what it was at the signature."""
        for line in self:
            paper = line.amendment_id
            kept = (paper.effect_signed or {}).get("areas", {})
            if str(line.unit_id.id) in kept:
                line.area_before = float(kept[str(line.unit_id.id)])
                continue
            held = line.env["ops.lease.contract.line"]
            if paper.date_start:
                held = paper.contract_id._lines_on(paper.date_start)
            of_unit = held.filtered(lambda li, line=line: li.unit_id == line.unit_id)
            line.area_before = sum(of_unit.mapped("area"))

    @api.depends("kind", "date_back", "amendment_id.state", "amendment_id.date_moved")
    def _compute_waiting(self):
        for line in self:
            paper = line.amendment_id
            line.waiting = bool(
                line.kind == "give_back" and paper.date_moved and not line.date_back
            )

    def _search_waiting(self, operator, value):
        if operator != "in" or True not in value or False in value:
            return NotImplemented
        return (
            Domain("kind", "=", "give_back")
            & Domain("amendment_id.date_moved", "!=", False)
            & Domain("date_back", "=", False)
        )

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """Leasing agrees on shops; what is found at a handback comes later."""
        for vals in vals_list:
            self._check_who({name for name in vals if vals[name]})
        return super().create(vals_list)

    def write(self, vals):
        """Leasing agrees on shops, the property company says what it found."""
        self._check_who(vals)
        if FINDINGS.intersection(vals):
            self._check_not_back()
        return super().write(vals)

    # ACTION
    def action_take_back(self):
        """Take given-back shops back: they are vacant again (LE-25, LE-26, LE-F18).

        :raise AccessError: for others than the property company
        :raise UserError: while a final reading or the findings are missing
        """
        self.amendment_id._check_group(PROPERTY)
        self.check_access("write")
        problems = [text for texts in self._back_problems().values() for text in texts]
        if problems:
            raise UserError("\n".join(problems))
        # the property company has it back: the shop follows
        lines = self.sudo()
        lines.write(
            {"date_back": fields.Date.context_today(self), "back_user_id": self.env.uid}
        )
        lines.unit_id._flow_kernel_take("vacate")
        return True

    # BUSINESS
    def _check_who(self, names):
        """Whose these fields are; the rights of a signature may write them all."""
        names = set(names)
        if self.env.su or not names:
            return
        if STAMPS.intersection(names):
            raise AccessError(
                self.env._("A shop is taken back by the button, which says when.")
            )
        amendments = self.env["ops.lease.amendment"]
        amendments._check_group(*([PROPERTY] if names <= FINDINGS else [LEASING]))

    def _check_not_back(self):
        for line in self.filtered("date_back"):
            raise UserError(
                self.env._(
                    "%(unit)s was taken back on %(day)s: the findings stay.",
                    unit=line.unit_id.display_name,
                    day=format_date(self.env, line.date_back),
                )
            )

    def _back_problems(self):
        """``{line: sentences}`` on what keeps shops from being taken back; as many
        queries for any number of shops."""
        # a final reading is a fact, whoever may read meters
        lines = self.sudo()
        last = self.env["ops.lease.reading"].sudo()._last(lines.unit_id.meter_ids)
        result = {}
        for line in lines:
            texts = result[line] = []
            unit, paper = line.unit_id, line.amendment_id
            if not line.waiting:
                texts.append(
                    self.env._("%(unit)s is not given back.", unit=unit.display_name)
                )
                continue
            until = paper._day_before()
            for meter in unit.meter_ids:
                reading = last.get(meter.id)
                if not reading or reading.date < until:
                    texts.append(
                        self.env._(
                            "%(unit)s: the final reading of %(meter)s on %(day)s or "
                            "later is missing; %(who)s takes it.",
                            unit=unit.display_name,
                            meter=meter.display_name,
                            day=format_date(self.env, until),
                            who=paper._guard_who((PROPERTY,)),
                        )
                    )
            if not (line.findings or "").strip():
                texts.append(
                    self.env._(
                        "%(unit)s: what the inspection found is missing; %(who)s "
                        "enters it.",
                        unit=unit.display_name,
                        who=paper._guard_who((PROPERTY,)),
                    )
                )
        return result

    @api.model
    def _flow_line_open(self, state):
        """What is found at the handback is entered once it is agreed."""
        return (
            FINDINGS | (STAMPS if self.env.su else set())
            if state in ("signed", "settled")
            else ()
        )
