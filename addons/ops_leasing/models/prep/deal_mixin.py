from odoo import api, fields, models
from odoo.exceptions import ValidationError


class LeaseDealMixin(models.AbstractModel):
    """A paper of a deal: it hangs on the prospect, on the lease, or on both."""

    _name = "ops.lease.deal.mixin"
    _description = "Paper of a prospect or a lease"

    # FIELDS
    lead_id = fields.Many2one(
        "crm.lead",
        "Prospect",
        index=True,
        ondelete="restrict",
        check_company=True,
        domain=[("lease_prospect", "=", True)],
    )
    contract_id = fields.Many2one(
        "ops.lease.contract",
        "Lease",
        index=True,
        ondelete="restrict",
        check_company=True,
        compute="_compute_contract_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_deal",
        store=True,
        precompute=True,
        index=True,
        default=None,
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Tenant",
        compute="_compute_deal",
        store=True,
        precompute=True,
        index=True,
    )
    tenant_name = fields.Char(
        "Tenant's name", compute="_compute_deal", store=True, precompute=True
    )
    tenant_class = fields.Selection(
        selection=lambda self: (
            self.env["ops.lease.contract"]
            ._fields["tenant_class"]
            ._description_selection(self.env)
        ),
        string="Tenant class",
        compute="_compute_tenant_class",
        compute_sudo=True,
    )
    property_id = fields.Many2one(
        "ops.lease.property",
        "Project",
        compute="_compute_deal",
        store=True,
        precompute=True,
        index=True,
    )

    # COMPUTE
    @api.depends("lead_id")
    def _compute_contract_id(self):
        """The lease that came of the prospect, if there is one under way."""
        for paper in self:
            found = paper.lead_id.lease_contract_ids.filtered(
                lambda c: c.state != "cancelled"
            )
            paper.contract_id = paper.contract_id or found[:1]

    @api.depends(
        "lead_id.partner_id",
        "lead_id.partner_name",
        "lead_id.name",
        "lead_id.company_id",
        "lead_id.lease_property_id",
        "contract_id.partner_id",
        "contract_id.company_id",
        "contract_id.property_id",
    )
    def _compute_deal(self):
        for paper in self:
            lead, lease = paper.lead_id, paper.contract_id
            partner = lease.partner_id or lead.partner_id
            paper.partner_id = partner
            paper.tenant_name = partner.name or lead.partner_name or lead.name
            paper.property_id = lease.property_id or lead.lease_property_id
            paper.company_id = lease.company_id or lead.company_id or self.env.company

    @api.depends("lead_id.lease_tenant_class", "contract_id.tenant_class")
    def _compute_tenant_class(self):
        for paper in self:
            paper.tenant_class = (
                paper.contract_id.tenant_class
                or paper.lead_id.lease_tenant_class
                or False
            )

    # CONSTRAINT
    @api.constrains("lead_id", "contract_id")
    def _check_deal(self):
        for paper in self:
            lead, lease = paper.lead_id, paper.contract_id
            if not lead and not lease:
                raise ValidationError(
                    self.env._("The prospect or the lease it is about is missing.")
                )
            if lead and lease.lead_id and lease.lead_id != lead:
                raise ValidationError(
                    self.env._("The lease came of another prospect than this one.")
                )
            if lead and lease and lead.company_id != lease.company_id:
                raise ValidationError(
                    self.env._("Prospect and lease belong to different companies.")
                )
            tenant = lease.partner_id.commercial_partner_id
            known = lead.partner_id.commercial_partner_id
            if tenant and known and tenant != known:
                raise ValidationError(
                    self.env._("Prospect and lease name different tenants.")
                )
            if lead and not lead.lease_prospect:
                raise ValidationError(
                    self.env._("%(lead)s is no leasing prospect.", lead=lead.name)
                )

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """A paper hangs on a deal that its writer may see, on no other."""
        papers = super().create(vals_list)
        papers._check_deal_seen(("lead_id", "contract_id"))
        return papers

    def write(self, vals):
        """A paper moves to a deal that its writer may see, to no other."""
        result = super().write(vals)
        self._check_deal_seen({"lead_id", "contract_id"}.intersection(vals))
        return result

    # BUSINESS
    def _check_deal_seen(self, names):
        if not self.env.su:
            for name in names:
                self[name].check_access("read")
