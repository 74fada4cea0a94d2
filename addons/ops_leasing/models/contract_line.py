from itertools import pairwise

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

#: written by amendments, never entered
STAMPS = {"date_from", "date_to", "amendment_id"}


class LeaseContractLine(models.Model):
    """A shop in a lease and its rent area (LE-F03: a lease may hold several).

    An amendment ends a line and begins another one (LE-F18): a shop that was added,
    given back or surveyed anew stands here with its days. A line that ends before it
    begins never came into force.
    """

    _name = "ops.lease.contract.line"
    _inherit = ["ops.flow.line.mixin"]
    _description = "Shop of a lease"
    _order = "contract_id, id"
    _rec_name = "unit_id"
    _flow_parent = ("contract_id", "line_ids")

    # FIELDS
    contract_id = fields.Many2one(
        "ops.lease.contract", "Lease", required=True, index=True, ondelete="cascade"
    )
    unit_id = fields.Many2one(
        "ops.lease.unit", "Shop", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="contract_id.company_id", store=True, index=True
    )
    property_id = fields.Many2one(related="unit_id.property_id", store=True, index=True)
    area = fields.Float(
        "Rent area",
        compute="_compute_area",
        store=True,
        readonly=False,
        precompute=True,
        digits=(12, 2),
        help="Area the rent is counted on, as the lease says.",
    )

    date_from = fields.Date(
        "From",
        readonly=True,
        copy=False,
        help="Empty: from the first day of the lease.",
    )
    date_to = fields.Date(
        "Until", readonly=True, copy=False, help="Empty: until the end of the lease."
    )
    amendment_id = fields.Many2one(
        "ops.lease.amendment",
        "Agreed by amendment",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    _unit_uniq = models.UniqueIndex(
        "(contract_id, unit_id) WHERE date_to IS NULL",
        "A shop stands in a lease once.",
    )
    _area_positive = models.Constraint(
        "CHECK(area >= 0)", "An area cannot be negative."
    )

    # COMPUTE
    @api.depends("unit_id")
    def _compute_area(self):
        for line in self:
            line.area = line.unit_id.area_rent

    # CONSTRAINT
    @api.constrains("unit_id", "contract_id")
    def _check_one_project(self):
        """A line written by itself is held to what the lease is held to."""
        self.contract_id._check_one_project()

    @api.constrains("unit_id", "contract_id", "date_from", "date_to")
    def _check_no_overlap(self):
        """LE-10: nobody else has the shop on the days of the line, and the lease has
        it once."""
        self.contract_id._check_no_overlap()
        for lines in self.contract_id.line_ids.grouped(
            lambda line: (line.contract_id, line.unit_id)
        ).values():
            spans = sorted(
                (str(line.date_from or ""), str(line.date_to or "9999"))
                for line in lines
                if not line.date_to
                or not line._first_day()
                or line._first_day() <= line.date_to
            )
            for (_first, last), (following, _last) in pairwise(spans):
                if following <= last:
                    raise ValidationError(
                        self.env._(
                            "%(unit)s stands twice in %(contract)s on the same days.",
                            unit=lines.unit_id.display_name,
                            contract=lines.contract_id.display_name,
                        )
                    )

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """What an amendment did is not entered."""
        for vals in vals_list:
            self._check_stamps({name for name in vals if vals[name]})
        return super().create(vals_list)

    def write(self, vals):
        """What an amendment did is not entered."""
        self._check_stamps(vals)
        return super().write(vals)

    def copy_data(self, default=None):
        """Another lease of the same shops has those of today."""
        today = fields.Date.context_today(self)
        lines = self.filtered(lambda line: line._holds_on(today))
        return super(LeaseContractLine, lines).copy_data(default)

    # BUSINESS
    def _check_stamps(self, names):
        # an amendment writes it with the rights of its signature
        if not self.env.su and STAMPS.intersection(names):
            raise AccessError(
                self.env._("From when on a shop is let is said by amendments.")
            )

    def _holds_on(self, day):
        """Whether the lease, while it runs, has the shop on this day."""
        self.ensure_one()
        return (not self.date_from or self.date_from <= day) and (
            not self.date_to or self.date_to >= day
        )

    def _first_day(self):
        """The first day the shop is let by this line."""
        self.ensure_one()
        return max(
            filter(None, (self.date_from, self.contract_id.date_start)), default=None
        )

    def _last_day(self):
        """The last day the shop is let by this line."""
        self.ensure_one()
        return min(
            filter(None, (self.date_to, self.contract_id.date_end)), default=None
        )
