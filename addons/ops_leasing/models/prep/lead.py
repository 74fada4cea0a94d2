from odoo import api, fields, models
from odoo.addons.ops_base.models.guard_mixin import FlowRefused
from odoo.addons.ops_base.public import harmless
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command

from ..groups import LEASING
from .classes import CLASSES, RANK, check_not_lowered

TEAM = "ops_leasing.team_leasing"


class CrmLead(models.Model):
    """A prospect for a shop is an opportunity of the leasing team (LE-03)."""

    _inherit = "crm.lead"

    # FIELDS
    lease_prospect = fields.Boolean("Leasing prospect", index=True)
    lease_tenant_class = fields.Selection(
        CLASSES,
        "Tenant class",
        compute="_compute_lease_tenant_class",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )
    lease_property_id = fields.Many2one(
        "ops.lease.property",
        "Wanted project",
        compute="_compute_lease_property",
        store=True,
        readonly=False,
        index=True,
        check_company=True,
    )
    lease_use = fields.Selection(
        selection=lambda self: (
            self.env["ops.lease.unit"]._fields["use"]._description_selection(self.env)
        ),
        string="Wanted use",
    )
    lease_area_min = fields.Float("Wanted area from", digits=(12, 2))
    lease_area_max = fields.Float("Wanted area to", digits=(12, 2))
    lease_unit_ids = fields.Many2many(
        "ops.lease.unit",
        "ops_lease_lead_unit_rel",
        "lead_id",
        "unit_id",
        string="Wanted shops",
    )
    lease_negotiation_ids = fields.One2many(
        "ops.lease.negotiation", "lead_id", "Negotiation log"
    )
    lease_techcond_ids = fields.One2many(
        "ops.lease.techcond", "lead_id", "Technical conditions"
    )
    lease_contract_ids = fields.One2many("ops.lease.contract", "lead_id", "Leases")
    lease_negotiation_count = fields.Integer(
        "Rounds", compute="_compute_lease_counts", compute_sudo=True
    )
    lease_techcond_count = fields.Integer(
        "Condition sheets", compute="_compute_lease_counts", compute_sudo=True
    )
    lease_contract_count = fields.Integer(
        "Leases under way", compute="_compute_lease_counts", compute_sudo=True
    )
    lease_last_round = fields.Date(
        "Last round", compute="_compute_lease_counts", compute_sudo=True
    )

    _lease_area = models.Constraint(
        "CHECK(lease_area_max IS NULL OR lease_area_max = 0 "
        "OR lease_area_min IS NULL OR lease_area_max >= lease_area_min)",
        "The wanted area ends before it starts.",
    )

    # COMPUTE
    @api.depends("partner_id")
    def _compute_lease_tenant_class(self):
        for lead in self:
            known = lead.partner_id.commercial_partner_id.lease_tenant_class
            if RANK[known] > RANK[lead.lease_tenant_class] or not (
                lead.lease_tenant_class
            ):
                lead.lease_tenant_class = known or "ordinary"

    @api.depends("lease_unit_ids")
    def _compute_lease_property(self):
        """The project of the shops he wants, where he names some."""
        for lead in self:
            lead.lease_property_id = (
                lead.lease_unit_ids[:1].property_id or lead.lease_property_id
            )

    @api.depends("lease_prospect")
    def _compute_team_id(self):
        """Prospects belong to the leasing team, whoever handles them."""
        result = super()._compute_team_id()
        team = self.env.ref(TEAM, raise_if_not_found=False)
        if team:
            self.filtered("lease_prospect").team_id = team
        return result

    def _compute_stage_id(self):
        """Prospects begin at the first stage of the leasing team's own."""
        result = super()._compute_stage_id()
        team = self.env.ref(TEAM, raise_if_not_found=False)
        stray = self.filtered(
            lambda x: x.lease_prospect and x.stage_id.team_ids != team
        )
        if team and stray:
            stray.stage_id = self.env["crm.stage"].search(
                [("team_ids", "in", team.ids)], limit=1
            )
        return result

    @api.model
    def _read_group_stage_ids(self, stages, domain):
        """The board of prospects shows the stages of the leasing team."""
        if not self.env.context.get("default_lease_prospect"):
            return super()._read_group_stage_ids(stages, domain)
        team = self.env.ref(TEAM, raise_if_not_found=False)
        return stages | stages.search([("team_ids", "in", team.ids)])

    @api.depends("lease_property_id", "lease_prospect")
    def _compute_company_id(self):
        """A prospect belongs to the company of the project it asks for."""
        result = super()._compute_company_id()
        for lead in self.filtered("lease_prospect"):
            lead.company_id = (
                lead.lease_property_id.company_id or lead.company_id or self.env.company
            )
        return result

    @api.depends(
        "lease_negotiation_ids.state",
        "lease_negotiation_ids.date",
        "lease_techcond_ids",
        "lease_contract_ids.state",
    )
    def _compute_lease_counts(self):
        for lead in self:
            rounds = lead.lease_negotiation_ids.filtered(lambda r: r.state != "void")
            lead.lease_negotiation_count = len(rounds)
            lead.lease_last_round = max(rounds.mapped("date"), default=False)
            lead.lease_techcond_count = len(lead.lease_techcond_ids)
            lead.lease_contract_count = len(
                lead.lease_contract_ids.filtered(lambda c: c.state != "cancelled")
            )

    # CONSTRAINT
    @api.constrains("lease_prospect", "company_id")
    def _check_lease_company(self):
        for lead in self.filtered("lease_prospect"):
            if not lead.company_id:
                raise ValidationError(
                    self.env._("A leasing prospect belongs to a company.")
                )

    @api.constrains("lease_unit_ids", "lease_property_id", "company_id")
    def _check_lease_units(self):
        for lead in self.filtered("lease_unit_ids"):
            # which company a shop belongs to is no secret to who names it
            units = lead.sudo().lease_unit_ids
            wanted = lead.sudo().lease_property_id or units.property_id
            if (
                len(wanted | units.property_id) > 1
                or units.company_id - lead.company_id
            ):
                raise ValidationError(
                    self.env._("The wanted shops belong to one project of the company.")
                )

    @api.constrains("stage_id")
    def _check_lease_won(self):
        """Won is a prospect whose lease is signed."""
        for lead in self.filtered(lambda x: x.lease_prospect and x.stage_id.is_won):
            if "signed" not in lead.sudo().lease_contract_ids.mapped("state"):
                raise ValidationError(
                    self.env._(
                        "%(lead)s is won once its lease is signed; the commercial "
                        "company makes the lease from here.",
                        lead=lead.name,
                    )
                )

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create(vals_list)
        leads._lease_class_to_partner()
        return leads

    def write(self, vals):
        """A class is lowered by the commercial manager alone (LE-04)."""
        if "lease_tenant_class" in vals:
            check_not_lowered(self, "lease_tenant_class", vals["lease_tenant_class"])
        if not vals.get("lease_prospect", True) and any(self.mapped("lease_prospect")):
            raise AccessError(
                self.env._("A leasing prospect stays one; mark it as lost instead.")
            )
        result = super().write(vals)
        if "lease_tenant_class" in vals or "partner_id" in vals:
            self._lease_class_to_partner()
        return result

    # ACTION
    def action_lease_contract(self):
        """Make the lease of each prospect: shops, class and tenant go over, the shops
        are in negotiation from now on (LE-03, LE-10).

        :raise AccessError: for others than the commercial company
        :raise FlowRefused: naming what each prospect lacks
        """
        self.env["ops.guard.mixin"]._check_group(LEASING)
        self.check_access("write")
        self._lease_check_ready()
        self._lease_create_partners()
        contracts = self.env["ops.lease.contract"].create(
            [lead._prepare_lease_values() for lead in self]
        )
        for lead, contract in zip(self, contracts, strict=True):
            contract._flow_write({"lead_id": lead.id})
        # papers of the talks are papers of the lease from now on
        self.sudo()._lease_hand_to(contracts)
        units = self.lease_unit_ids.filtered(lambda u: u.state == "vacant")
        if units:
            units.action_negotiate()
        self._lease_stage("ops_leasing.stage_lease")
        return contracts._lease_open()

    @harmless("opens a list; record rules decide what it shows")
    def action_open_lease_rounds(self):
        return self._lease_open_papers(
            "ops_leasing.negotiation_action", "ops.lease.negotiation"
        )

    @harmless("opens a list; record rules decide what it shows")
    def action_open_lease_techconds(self):
        return self._lease_open_papers(
            "ops_leasing.techcond_action", "ops.lease.techcond"
        )

    @harmless("opens a list; record rules decide what it shows")
    def action_open_lease_contracts(self):
        return self.lease_contract_ids._lease_open()

    # BUSINESS
    def _lease_check_ready(self):
        guard = self.env["ops.guard.mixin"]
        lines = []
        for lead in self:
            missing = []
            if not lead.lease_prospect:
                missing.append(self.env._("It is no leasing prospect."))
            if not lead.lease_unit_ids:
                missing.append(self.env._("The shops wanted are not named."))
            if not (lead.partner_id or lead.partner_name):
                missing.append(self.env._("The tenant is not named."))
            running = lead.lease_contract_ids.filtered(lambda c: c.state != "cancelled")
            if running:
                missing.append(
                    self.env._(
                        "%(lease)s has been made from it.",
                        lease=running[0].display_name,
                    )
                )
            if missing:
                lines.append(f"{lead.name}:")
                who = guard._guard_who((LEASING,))
                lines += [f"  ✗ {text} → {who}" for text in missing]
        if lines:
            raise FlowRefused("\n".join(lines))

    def _lease_create_partners(self):
        """Who negotiates with a firm may enter it as tenant, nothing else of the
        address book."""
        leads = self.filtered(lambda lead: not lead.partner_id)
        partners = (
            self.env["res.partner"]
            .sudo()
            .create(
                [
                    {
                        "name": lead.partner_name,
                        "is_company": True,
                        "company_id": lead.company_id.id,
                        "lease_tenant_class": lead.lease_tenant_class,
                    }
                    for lead in leads
                ]
            )
        )
        for lead, partner in zip(leads, partners.sudo(False), strict=True):
            lead.partner_id = partner

    def _prepare_lease_values(self):
        self.ensure_one()
        return {
            "partner_id": self.partner_id.commercial_partner_id.id,
            "company_id": self.company_id.id,
            "tenant_class": self.lease_tenant_class,
            "user_id": self.user_id.id or self.env.uid,
            "line_ids": [
                Command.create({"unit_id": u.id}) for u in self.lease_unit_ids
            ],
        }

    def _lease_hand_to(self, contracts):
        """Negotiations and condition sheets name the lease, too."""
        by_lead = {contract.lead_id: contract for contract in contracts.sudo()}
        for lead in self:
            for papers in (lead.lease_negotiation_ids, lead.lease_techcond_ids):
                loose = papers.filtered(
                    lambda p: p.contract_id.state in (False, "cancelled")
                )
                if loose:
                    loose._flow_write({"contract_id": by_lead[lead].id})

    def _lease_class_to_partner(self):
        """The tenant's own class is never below that of his prospects."""
        for lead in self.filtered(lambda x: x.lease_prospect and x.partner_id):
            # the class alone, raised alone: nothing else of the address book
            partner = lead.partner_id.commercial_partner_id.sudo()
            if RANK[partner.lease_tenant_class] < RANK[lead.lease_tenant_class]:
                partner.lease_tenant_class = lead.lease_tenant_class

    def _lease_stage(self, xmlid):
        """Move prospects on to a stage of the leasing team, never back."""
        stage = self.env.ref(xmlid, raise_if_not_found=False)
        leads = self.filtered(
            lambda x: (
                x.lease_prospect and stage and x.stage_id.sequence < stage.sequence
            )
        )
        if leads:
            # the stage follows from the paper, whoever took its step
            leads.sudo().stage_id = stage

    @api.model
    def _lease_who(self, group):
        return self.env["ops.guard.mixin"]._guard_who((group,))

    def _lease_open_papers(self, xmlid, model):
        self.ensure_one()
        if not self.env[model].has_access("read"):
            raise UserError(self.env._("You may not read these papers."))
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        action["domain"] = [("lead_id", "=", self.id)]
        action["context"] = {"default_lead_id": self.id}
        return action
