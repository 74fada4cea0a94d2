from odoo import fields, models
from odoo.addons.ops_base.flow import gate
from odoo.addons.ops_base.public import harmless
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

from .groups import LEASING

_lt = LazyTranslate(__name__)


class LeasePaperMixin(models.AbstractModel):
    """A paper of one lease: of its entry, fit-out, renewal or exit. Tenant, shops,
    project and company are those of the lease."""

    _name = "ops.lease.paper.mixin"
    _inherit = ["ops.flow.mixin"]
    _description = "Paper of a lease"

    # FIELDS
    contract_id = fields.Many2one(
        "ops.lease.contract",
        "Lease",
        required=True,
        index=True,
        tracking=True,
        domain=[("state", "=", "signed")],
    )
    company_id = fields.Many2one(
        related="contract_id.company_id",
        store=True,
        precompute=True,
        index=True,
        default=None,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        related="contract_id.partner_id", string="Tenant", store=True, index=True
    )
    property_id = fields.Many2one(
        related="contract_id.property_id", store=True, index=True
    )
    unit_ids = fields.Many2many(related="contract_id.unit_ids", string="Shops")

    # CRUD
    def write(self, vals):
        """What was approved, found and billed was so in the shop of its lease."""
        if "contract_id" in vals and not self._flow_passes(vals):
            for paper in self.filtered(lambda p: p._lease_fixed()):
                if paper.contract_id.id != vals["contract_id"]:
                    raise UserError(
                        self.env._(
                            "%(paper)s stays with %(contract)s: make another paper for "
                            "the other lease.",
                            paper=paper.display_name,
                            contract=paper.contract_id.display_name,
                        )
                    )
        return super().write(vals)

    # ACTION
    @harmless("opens a form; record rules decide what it shows")
    def action_open_lease(self):
        """The lease; read under the reader's own rights."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "ops.lease.contract",
            "res_id": self.contract_id.id,
            "view_mode": "form",
        }

    # BUSINESS
    def _lease_fixed(self):
        """Whether the paper has lived and stays with its lease: it has a number."""
        self.ensure_one()
        return bool(self.name)

    @gate(_lt("Lease in force"), who=LEASING)
    def _gate_lease_in_force(self):
        for paper in self.filtered(lambda p: p.contract_id.state != "signed"):
            lease = paper.contract_id
            message = self.env._(
                "%(contract)s is “%(state)s”, not signed.",
                contract=lease.display_name,
                state=lease._flow_state_label(lease.state),
            )
            yield self._blocker(paper, message, fix=lease)

    def _blockers_beside(self, *ended):
        """Blockers of papers beside which another one of the same lease is under way.

        :param ended: states in which a paper does not stand in the way
        """
        others = self.search(
            [("contract_id", "in", self.contract_id.ids), ("state", "not in", ended)]
        )
        for paper in self:
            for other in others - paper:
                if other.contract_id == paper.contract_id:
                    message = self.env._(
                        "%(paper)s is under way already.", paper=other.display_name
                    )
                    yield self._blocker(paper, message, fix=other)

    def _blockers_leaving(self):
        """Blockers of papers whose tenant is leaving."""
        for paper in self:
            leaving = paper.contract_id.exit_ids.filtered(
                lambda e: e.state not in ("draft", "closed", "cancelled")
            )
            for other in leaving[:1]:
                message = self.env._(
                    "The tenant leaves by %(exit)s.", exit=other.display_name
                )
                yield self._blocker(paper, message, fix=other)

    def _blockers_still_in_force(self):
        """Blockers of papers whose lease goes on."""
        for paper in self.filtered(lambda p: p.contract_id.state == "signed"):
            message = self.env._(
                "%(contract)s is still in force.",
                contract=paper.contract_id.display_name,
            )
            yield self._blocker(paper, message, fix=paper.contract_id)
