from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.ops_base.flow import Flow, Step, gate
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from ..groups import KEEPER

_lt = LazyTranslate(__name__)

#: Business code of the points that are gone through.
CHECKLIST = "storage_safety"


class StorageCheck(models.Model):
    """储运检查表: is what is stored and moved safe (PU-24)? The rules are a controlled
    document; their points are gone through at each warehouse, time and again."""

    _name = "ops.storage.check"
    _inherit = ["ops.flow.mixin", "ops.checklist.mixin", "ops.paper.mixin"]
    _description = "Storage check"
    _order = "date desc, id desc"
    _check_company_auto = True

    _flow = Flow(
        Step(
            "finish",
            "draft",
            "done",
            label=_lt("Finish check"),
            group=KEEPER,
            gates=("checklist_done", "findings_told"),
        ),
        sequence="ops.storage.check",
    )

    # FIELDS
    state = fields.Selection(
        [("draft", "To check"), ("done", "Checked")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse", "Warehouse", required=True, index=True, check_company=True
    )
    date = fields.Date(
        "Check on", required=True, default=fields.Date.context_today, index=True
    )
    document_id = fields.Many2one(
        "ops.controlled.doc",
        "Rules",
        check_company=True,
        domain="[('state', '=', 'in_force')]",
        help="The rules of storage and transport in force.",
    )
    has_findings = fields.Boolean("Something is unsafe")
    findings = fields.Text(help="What is unsafe, and who mends it until when.")
    is_overdue = fields.Boolean(
        "Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )

    # COMPUTE
    @api.depends("state", "date")
    def _compute_is_overdue(self):
        late = self.filtered_domain(self._overdue_domain())
        for check in self:
            check.is_overdue = check in late

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._flow_flag(self._overdue_domain(), value)

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """Each check has its points from the start."""
        checks = super().create(vals_list)
        checks._checklist_start(CHECKLIST)
        return checks

    # ACTION
    def action_finish(self):
        return self._flow_take("finish")

    # BUSINESS
    @gate(_lt("Findings told"), who=KEEPER)
    def _gate_findings_told(self):
        for check in self:
            if check.has_findings and not (check.findings or "").strip():
                message = self.env._("What is unsafe, and who mends it, is not said.")
                yield self._blocker(check, message, fix=check)

    @api.model
    def _overdue_domain(self):
        today = fields.Date.context_today(self)
        return Domain("state", "=", "draft") & Domain("date", "<", today)

    @api.model
    def _cron_storage_checks(self):
        """Lay out the next check of each warehouse whose last one is long ago."""
        today = fields.Date.context_today(self)
        warehouses = self.env["stock.warehouse"].search([])
        last = dict(
            self._read_group(
                [("warehouse_id", "in", warehouses.ids)],
                ["warehouse_id"],
                ["date:max"],
            )
        )
        self.create(
            [
                {
                    "warehouse_id": warehouse.id,
                    "company_id": warehouse.company_id.id,
                    "date": today,
                }
                for warehouse in warehouses
                if warehouse.company_id.storage_check_days > 0
                and (
                    warehouse not in last
                    or last[warehouse]
                    + timedelta(days=warehouse.company_id.storage_check_days)
                    <= today
                )
            ]
        )
