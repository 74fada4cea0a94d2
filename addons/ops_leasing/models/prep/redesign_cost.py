from odoo import api, fields, models


class LeaseRedesignCost(models.Model):
    """成本核算明细: one item of what a new design costs (LE-07)."""

    _name = "ops.lease.redesign.cost"
    _inherit = ["ops.lease.cost.mixin"]
    _description = "Item of a cost calculation"
    _order = "redesign_id, sequence, id"
    _flow_parent = ("redesign_id", "cost_ids")

    # FIELDS
    redesign_id = fields.Many2one(
        "ops.lease.redesign", "Redesign", required=True, index=True, ondelete="cascade"
    )
    techcond_id = fields.Many2one(related="redesign_id.techcond_id")
    techcond_line_id = fields.Many2one(
        "ops.lease.techcond.line",
        "For the condition",
        index="btree_not_null",
        domain="[('techcond_id', '=', techcond_id)]",
    )
    company_id = fields.Many2one(
        related="redesign_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="redesign_id.currency_id")

    _positive = models.Constraint(
        "CHECK(quantity >= 0 AND price >= 0)", "A cost cannot be negative."
    )

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """LE-07: refused before a version of the design is released."""
        lines = super().create(vals_list)
        # whether a design is released is a fact, whoever looks
        papers = lines.redesign_id.sudo()
        blockers = papers._gates_ask(("version_released",))
        if blockers:
            raise papers._guard_refusal(self.env._("Calculate costs"), blockers)
        return lines

    # BUSINESS
    def _flow_line_guard(self, vals=()):
        """Before the closed list, say whose design is missing (LE-07)."""
        papers = self.redesign_id.sudo()
        early = papers.filtered(lambda p: p.state in ("draft", "designing"))
        blockers = early._gates_ask(("version_released",)) if early else []
        if blockers:
            raise papers._guard_refusal(self.env._("Calculate costs"), blockers)
        return super()._flow_line_guard(vals)
