from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..groups import LEASING_MANAGER


class LeaseOpeningLine(models.Model):
    """A tenant of an opening batch: ready, or left out and why (LE-21)."""

    _name = "ops.lease.opening.line"
    _inherit = ["ops.flow.line.mixin"]
    _description = "Tenant of an opening batch"
    _order = "batch_id, id"
    _rec_name = "partner_id"
    _flow_parent = ("batch_id", "line_ids")
    _stamps = ("opened",)

    # FIELDS
    batch_id = fields.Many2one(
        "ops.lease.opening.batch",
        "Batch",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="batch_id.company_id", store=True, index=True)
    contract_id = fields.Many2one(
        "ops.lease.contract",
        "Lease",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('property_id', '=', parent.property_id), ('state', '=', 'signed')]",
    )
    partner_id = fields.Many2one(
        related="contract_id.partner_id", string="Tenant", store=True
    )
    unit_ids = fields.Many2many(related="contract_id.unit_ids", string="Shops")
    fitout_ok = fields.Boolean("Fit-out accepted", compute="_compute_ready")
    licences_ok = fields.Boolean("Licences obtained", compute="_compute_ready")
    fees_ok = fields.Boolean("Fees paid", compute="_compute_ready")
    ready = fields.Boolean(compute="_compute_ready")
    missing = fields.Text("Missing", compute="_compute_ready")
    left_out = fields.Boolean("Left out")
    reason = fields.Char("Reason for leaving out")
    rent_start = fields.Date("Rent from", help="Empty: from the opening day.")
    rent_reason = fields.Char("Reason for another rent start")
    opened = fields.Boolean(readonly=True, copy=False)

    _contract_uniq = models.UniqueIndex(
        "(batch_id, contract_id)", "The tenant stands in this batch already."
    )

    # COMPUTE
    @api.depends("contract_id", "batch_id.date_planned", "opened")
    def _compute_ready(self):
        """LE-21: fit-out accepted, licences, fees; an opened line stays as it was."""
        # what is missing is a fact, whoever may read bills and licences
        lines = self.sudo()
        missing = lines.filtered(lambda r: not r.opened).contract_id._opening_missing()
        for line in lines:
            needs = () if line.opened else missing.get(line.contract_id, ())
            parts = {need.gate for need in needs}
            line.fitout_ok = "fitout" not in parts
            line.licences_ok = "licences" not in parts
            line.fees_ok = "fees" not in parts
            line.ready = not needs
            line.missing = "\n".join(need.message for need in needs)

    # CONSTRAINT
    @api.constrains("rent_start", "rent_reason", "contract_id")
    def _check_rent_start(self):
        """LE-F22: rent from another day than the opening's has a reason and stays
        within the lease."""
        for line in self.filtered(lambda r: r.rent_start and not r.opened):
            if not (line.rent_reason or "").strip():
                raise ValidationError(
                    self.env._(
                        "%(tenant)s: the reason for another rent start is missing.",
                        tenant=line.partner_id.display_name,
                    )
                )
            lease = line.contract_id
            first = lease.date_start or line.rent_start
            last = lease.date_end or line.rent_start
            if not first <= line.rent_start <= last:
                raise ValidationError(
                    self.env._(
                        "%(tenant)s: rent starts within the lease, %(start)s – "
                        "%(end)s.",
                        tenant=line.partner_id.display_name,
                        start=first,
                        end=last,
                    )
                )

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_opened(vals)
        lines = super().create(vals_list)
        lines._check_project()
        lines.filtered("rent_start")._check_rent_right()
        return lines

    def write(self, vals):
        """Once planned, a tenant is left out with the reason, not taken away."""
        self._check_opened(vals)
        if not {"rent_start", "rent_reason"}.isdisjoint(vals):
            self._check_rent_right()
        if not {"contract_id", "batch_id"}.isdisjoint(vals):
            self._check_planned()
        result = super().write(vals)
        if not {"contract_id", "batch_id"}.isdisjoint(vals):
            self._check_project()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_if_not_planned(self):
        self._check_planned()

    # BUSINESS
    def _check_planned(self):
        for line in self.filtered(lambda r: r.batch_id.state != "draft"):
            raise UserError(
                self.env._(
                    "%(tenant)s has been planned: leave it out and say why.",
                    tenant=line.partner_id.display_name,
                )
            )

    def _check_rent_right(self):
        """LE-F22: a rent start that is not the opening day is the manager's."""
        if self and not (self.env.su or self.env.user.has_group(LEASING_MANAGER)):
            raise AccessError(
                self.env._(
                    "Rent from another day than the opening's is up to %(who)s.",
                    who=self.batch_id._guard_who((LEASING_MANAGER,)),
                )
            )

    def _check_project(self):
        for line in self:
            if line.contract_id.property_id != line.batch_id.property_id:
                raise AccessError(
                    self.env._(
                        "%(tenant)s rents in another project.",
                        tenant=line.partner_id.display_name,
                    )
                )

    def _open(self):
        """Open the shops and start the rent of these lines; for the batch alone."""
        self.unit_ids._flow_kernel_take("open")
        groups = {}
        for line in self:
            opened = line.batch_id.date_opened
            key = (opened, line.rent_start or opened)
            groups.setdefault(key, self.browse())
            groups[key] += line
        for (opened, start), lines in groups.items():
            # a shop that was added later opens in a lease that has opened
            lines.contract_id.filtered(lambda c: not c.date_opened)._flow_write(
                {"date_opened": opened, "date_rent_start": start}
            )
            super(LeaseOpeningLine, lines).write({"opened": True, "rent_start": start})

    @api.model
    def _flow_line_open(self, state):
        # written by the batch alone, see _check_opened
        return ("opened", "rent_start") if state == "opened" and self.env.su else ()

    # TOOLING
    @api.model
    def _check_opened(self, vals):
        if vals.get("opened") and not self.env.su:
            raise AccessError(self.env._("A shop is opened by its batch alone."))
