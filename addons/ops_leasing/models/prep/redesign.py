from odoo import api, fields, models
from odoo.addons.ops_base.flow import Flow, Step, gate
from odoo.addons.ops_base.public import harmless
from odoo.tools import LazyTranslate

from ..groups import COST, DESIGN, LEASING

_lt = LazyTranslate(__name__)


class LeaseRedesign(models.Model):
    """设计变更单: new design of the technical conditions by the tenant's needs, and
    what it costs 成本核算明细 (LE-06, LE-07)."""

    _name = "ops.lease.redesign"
    _inherit = ["ops.lease.hands.mixin", "ops.flow.mixin"]
    _description = "Redesign"
    _order = "id desc"

    _flow = Flow(
        Step(
            "submit",
            "draft",
            "designing",
            label=_lt("Ask for a design"),
            group=(LEASING, DESIGN),
            gates=("scope_given",),
        ),
        Step(
            "release",
            "designing",
            "released",
            label=_lt("Release version"),
            group=DESIGN,
            gates=("version_filed",),
        ),
        Step(
            "confirm",
            "released",
            "costing",
            label=_lt("Confirm design"),
            group=LEASING,
        ),
        Step(
            "cost",
            "costing",
            "costed",
            label=_lt("Costs calculated"),
            group=COST,
            gates=("version_released", "costs_listed"),
        ),
        Step(
            "revise",
            ("released", "costing"),
            "designing",
            label=_lt("Design anew"),
            group=(LEASING, DESIGN),
            reason=True,
        ),
        Step(
            "cancel",
            ("draft", "designing", "released", "costing"),
            "cancelled",
            label=_lt("Call off"),
            group=LEASING,
            reason=True,
        ),
        sequence="ops.lease.redesign",
        editable={
            "designing": ("version_ids", "scope"),
            "costing": ("cost_ids", "cost_note"),
        },
        side=("cancelled",),
    )

    _hands = {
        LEASING: None,
        DESIGN: ("subject", "scope", "date_due", "techcond_id", "version_ids"),
        COST: ("cost_ids", "cost_note"),
    }

    # FIELDS
    state = fields.Selection(
        [
            ("draft", "Wish"),
            ("designing", "Designing"),
            ("released", "Design released"),
            ("costing", "Calculating costs"),
            ("costed", "Costs calculated"),
            ("cancelled", "Called off"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    user_id = fields.Many2one(
        "res.users", "Handled by", default=lambda self: self.env.user
    )
    techcond_id = fields.Many2one(
        "ops.lease.techcond",
        "Technical conditions",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("state", "!=", "cancelled")],
    )
    company_id = fields.Many2one(
        related="techcond_id.company_id",
        store=True,
        precompute=True,
        index=True,
        default=None,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    property_id = fields.Many2one(
        related="techcond_id.property_id", store=True, index=True
    )
    contract_id = fields.Many2one(
        related="techcond_id.contract_id", store=True, index=True
    )
    tenant_name = fields.Char(
        related="techcond_id.tenant_name", string="Tenant", store=True
    )
    unit_ids = fields.Many2many(related="techcond_id.unit_ids", string="Shops")
    subject = fields.Char(required=True)
    scope = fields.Text("What is to be designed anew")
    date_due = fields.Date("Design wanted by")
    version_ids = fields.One2many(
        "ops.lease.redesign.version", "redesign_id", "Versions"
    )
    version_id = fields.Many2one(
        "ops.lease.redesign.version",
        "Version in force",
        compute="_compute_version",
        store=True,
    )
    cost_ids = fields.One2many(
        "ops.lease.redesign.cost", "redesign_id", "Cost calculation"
    )
    cost_note = fields.Text("Remarks on the costs")
    total = fields.Monetary(compute="_compute_total", store=True)
    tender_ids = fields.One2many("ops.lease.tender", "redesign_id", "Tenders")
    tender_count = fields.Integer("Tender papers", compute="_compute_tender_count")

    # COMPUTE
    @api.depends("version_ids.status")
    def _compute_version(self):
        for paper in self:
            paper.version_id = paper.version_ids.filtered(
                lambda v: v.status in ("released", "confirmed")
            )[-1:]

    @api.depends("cost_ids.amount")
    def _compute_total(self):
        for paper in self:
            paper.total = sum(paper.cost_ids.mapped("amount"))

    def _compute_tender_count(self):
        # how many there are is no secret to who reads the redesign
        rows = (
            self.env["ops.lease.tender"]
            .sudo()
            ._read_group(
                [("redesign_id", "in", self.ids)], ["redesign_id"], ["__count"]
            )
        )
        counts = {paper.id: count for paper, count in rows}
        for paper in self:
            paper.tender_count = counts.get(paper.id, 0)

    # ACTION
    def action_submit(self):
        return self._flow_take("submit")

    def action_release(self):
        return self._flow_take("release")

    def action_confirm(self):
        return self._flow_take("confirm")

    def action_cost(self):
        return self._flow_take("cost")

    def action_revise(self, reason=None):
        return self._flow_take("revise", reason)

    def action_cancel(self, reason=None):
        return self._flow_take("cancel", reason)

    @harmless("opens a list; record rules decide what it shows")
    def action_open_tenders(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ops_leasing.tender_action"
        )
        action["domain"] = [("redesign_id", "=", self.id)]
        action["context"] = {"default_redesign_id": self.id}
        return action

    # BUSINESS
    @gate(_lt("Scope given"), who=LEASING)
    def _gate_scope_given(self):
        for paper in self.filtered(lambda p: not (p.scope or "").strip()):
            message = self.env._("What is to be designed anew is not said.")
            yield self._blocker(paper, message, fix=paper)

    @gate(_lt("New version with its file"), who=DESIGN)
    def _gate_version_filed(self):
        """LE-06: a version is a file, and a new one each time."""
        # read all files at once
        self.version_ids.mapped("attachment_ids")
        for paper in self:
            version = paper.version_ids.filtered(lambda v: v.status == "draft")[-1:]
            if not version:
                message = self.env._("There is no new version of the design.")
                yield self._blocker(paper, message, fix=paper)
            elif not version.attachment_ids:
                message = self.env._(
                    "%(version)s has no file.", version=version.display_name
                )
                yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Design version released"), who=DESIGN)
    def _gate_version_released(self):
        """LE-07: no cost calculation before a design is released."""
        for paper in self.filtered(lambda p: not p.version_id):
            message = self.env._("No version of the design has been released.")
            yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Costs listed by item"), who=COST)
    def _gate_costs_listed(self):
        for paper in self:
            if not paper.cost_ids:
                message = self.env._("The cost calculation names no item.")
                yield self._blocker(paper, message, fix=paper)
            for line in paper.cost_ids.filtered(lambda li: not li.amount):
                message = self.env._("%(item)s has no amount.", item=line.name)
                yield self._blocker(paper, message, fix=paper)

    def _after_release(self):
        """The new version takes the place of the one before."""
        # stamps of the versions follow from the step
        versions = self.sudo().version_ids
        fresh = versions.browse()
        for paper in self.sudo():
            drafts = paper.version_ids.filtered(lambda v: v.status == "draft")
            fresh += drafts[-1:]
        old = (versions - fresh).filtered(lambda v: v.status != "superseded")
        old._version_write({"status": "superseded"})
        fresh._version_write(
            {
                "status": "released",
                "release_date": fields.Datetime.now(),
                "release_user_id": self.env.uid,
            }
        )

    def _after_confirm(self):
        # the version confirmed is the one in force
        versions = self.sudo().version_id
        versions._version_write(
            {
                "status": "confirmed",
                "confirm_date": fields.Datetime.now(),
                "confirm_user_id": self.env.uid,
            }
        )

    def _approval_summary(self):
        self.ensure_one()
        return {**super()._approval_summary(), "amount": self.total}
