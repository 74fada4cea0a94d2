from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.ops_base.flow import Flow, Step, gate
from odoo.addons.ops_base.public import harmless
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from ..groups import DESIGN, LEASING, PROJECT, PROPERTY
from .classes import KEY_CLASSES
from .techcond_line import OWNERS

_lt = LazyTranslate(__name__)


class LeaseTechcond(models.Model):
    """房产技术条件对接表: what the tenant needs against what the shop gives (LE-05,
    LE-F25, LE-X3)."""

    _name = "ops.lease.techcond"
    _inherit = [
        "ops.lease.deal.mixin",
        "ops.lease.hands.mixin",
        "ops.flow.mixin",
        "ops.evidence.mixin",
    ]
    _description = "Technical conditions sheet"
    _order = "id desc"
    _check_company_auto = True

    _flow = Flow(
        Step(
            "submit",
            "draft",
            "matching",
            label=_lt("Ask for answers"),
            group=LEASING,
            gates=("demands_named",),
        ),
        Step(
            "agree",
            "matching",
            "agreed",
            label=_lt("Conditions agreed"),
            group=LEASING,
            gates=("lines_settled",),
        ),
        Step(
            "close",
            "agreed",
            "closed",
            label=_lt("Close sheet"),
            group=LEASING,
            gates=("works_done",),
        ),
        Step(
            "reopen",
            "agreed",
            "matching",
            label=_lt("Match again"),
            group=LEASING,
            gates=("not_signed",),
            reason=True,
        ),
        Step(
            "cancel",
            ("draft", "matching"),
            "cancelled",
            label=_lt("Call off"),
            group=LEASING,
            gates=("not_relied_on",),
            reason=True,
        ),
        sequence="ops.lease.techcond",
        editable={
            "matching": ("line_ids", "attachment_ids", "note"),
            "agreed": ("attachment_ids",),
        },
        side=("cancelled",),
    )

    _hands = {
        LEASING: None,
        PROJECT: ("line_ids", "attachment_ids"),
        DESIGN: ("line_ids", "attachment_ids"),
        PROPERTY: ("line_ids", "attachment_ids"),
    }

    # FIELDS
    state = fields.Selection(
        [
            ("draft", "Demand"),
            ("matching", "Matching"),
            ("agreed", "All settled"),
            ("closed", "Closed"),
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
    unit_ids = fields.Many2many(
        "ops.lease.unit",
        "ops_lease_techcond_unit_rel",
        "techcond_id",
        "unit_id",
        string="Shops",
        compute="_compute_units",
        store=True,
        readonly=False,
        copy=True,
    )
    line_ids = fields.One2many(
        "ops.lease.techcond.line", "techcond_id", "Conditions", copy=True
    )
    redesign_ids = fields.One2many("ops.lease.redesign", "techcond_id", "Redesigns")
    work_ids = fields.One2many("ops.lease.work", "techcond_id", "Landlord works")
    redesign_count = fields.Integer("Redesign papers", compute="_compute_counts")
    work_count = fields.Integer("Works", compute="_compute_counts")
    line_count = fields.Integer("Lines", compute="_compute_lines")
    open_count = fields.Integer("Open lines", compute="_compute_lines")
    gap_count = fields.Integer("Gaps", compute="_compute_lines")
    late_count = fields.Integer("Late answers", compute="_compute_lines")
    note = fields.Text("Remarks")

    # COMPUTE
    @api.depends("lead_id", "contract_id")
    def _compute_units(self):
        for sheet in self:
            sheet.unit_ids = (
                sheet.unit_ids
                or sheet.contract_id.line_ids.unit_id
                or sheet.lead_id.lease_unit_ids
            )

    @api.depends("line_ids.status", "line_ids.short", "line_ids.date_due")
    def _compute_lines(self):
        for sheet in self:
            lines = sheet.line_ids
            sheet.line_count = len(lines)
            sheet.open_count = len(lines.filtered("is_open"))
            sheet.gap_count = len(lines.filtered("short"))
            sheet.late_count = len(lines.filtered("is_late"))

    def _compute_counts(self):
        for name, model in (
            ("redesign_count", "ops.lease.redesign"),
            ("work_count", "ops.lease.work"),
        ):
            # how many there are is no secret to who reads the sheet
            rows = (
                self.env[model]
                .sudo()
                ._read_group(
                    [("techcond_id", "in", self.ids)], ["techcond_id"], ["__count"]
                )
            )
            counts = {sheet.id: count for sheet, count in rows}
            for sheet in self:
                sheet[name] = counts.get(sheet.id, 0)

    # CONSTRAINT
    @api.constrains("unit_ids", "lead_id", "contract_id")
    def _check_units(self):
        """LE-F25: the sheet is about shops of the deal's own company and project."""
        for sheet in self:
            units = sheet.unit_ids
            foreign = units.company_id - sheet.company_id
            if sheet.property_id:
                foreign = foreign or units.property_id - sheet.property_id
            if foreign or len(units.property_id) > 1:
                raise ValidationError(
                    self.env._(
                        "%(sheet)s: its shops belong to the project of the deal.",
                        sheet=sheet.display_name,
                    )
                )
            if sheet.line_ids.unit_id - units:
                raise ValidationError(
                    self.env._(
                        "%(sheet)s: a line names a shop that the sheet leaves out.",
                        sheet=sheet.display_name,
                    )
                )

    # ACTION
    def action_submit(self):
        return self._flow_take("submit")

    def action_agree(self):
        return self._flow_take("agree")

    def action_close(self):
        return self._flow_take("close")

    def action_reopen(self, reason=None):
        return self._flow_take("reopen", reason)

    def action_cancel(self, reason=None):
        return self._flow_take("cancel", reason)

    @harmless("opens a list; record rules decide what it shows")
    def action_open_gaps(self):
        """The gap list of this sheet (LE-X3)."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ops_leasing.techcond_line_action"
        )
        action["domain"] = [("techcond_id", "=", self.id)]
        action["context"] = {"search_default_gaps": 1}
        return action

    @harmless("opens a list; record rules decide what it shows")
    def action_open_redesigns(self):
        return self._open_papers("ops_leasing.redesign_action")

    @harmless("opens a list; record rules decide what it shows")
    def action_open_works(self):
        return self._open_papers("ops_leasing.work_action")

    # BUSINESS
    @gate(_lt("Demands named"), who=LEASING)
    def _gate_demands_named(self):
        for sheet in self:
            if not sheet.line_ids:
                message = self.env._("The sheet names no condition.")
                yield self._blocker(sheet, message, fix=sheet)
            for line in sheet.line_ids.filtered(lambda li: not li._demand_given()):
                message = self.env._(
                    "%(condition)s: the tenant's demand is missing.",
                    condition=line.display_name,
                )
                yield self._blocker(sheet, message, fix=sheet)

    @gate(_lt("Every line agreed"), who=LEASING)
    def _gate_lines_settled(self):
        """LE-05: every line is answered by its owner and agreed with the tenant."""
        for sheet in self:
            if not sheet.line_ids.filtered(lambda li: li.status != "dropped"):
                message = self.env._("No condition is agreed on it.")
                yield self._blocker(sheet, message, fix=sheet)
            for line in sheet.line_ids:
                if line.status == "open":
                    due = line.date_due or ""
                    message = self.env._(
                        "%(condition)s is not answered (due %(date)s).",
                        condition=line.display_name,
                        date=due,
                    )
                    yield self._blocker(sheet, message, line._owner_text(), fix=sheet)
                elif line.status == "answered":
                    message = self.env._(
                        "%(condition)s is answered, not agreed with the tenant.",
                        condition=line.display_name,
                    )
                    yield self._blocker(sheet, message, fix=sheet)

    @gate(_lt("Landlord works done"), who="ops_leasing.group_project")
    def _gate_works_done(self):
        """LE-09: what the landlord owes is built before the sheet is closed."""
        for sheet in self:
            for line in sheet.line_ids.filtered("to_build"):
                message = self.env._(
                    "%(condition)s is not built yet.", condition=line.display_name
                )
                yield self._blocker(sheet, message, fix=sheet.work_ids[:1] or sheet)

    @gate(_lt("Lease not signed"))
    def _gate_not_signed(self):
        """What a signed lease rests on is not taken back."""
        for sheet in self:
            if sheet.contract_id.state in ("signed", "settled", "archived"):
                message = self.env._(
                    "%(lease)s is signed on it; a second-round change is the way.",
                    lease=sheet.contract_id.display_name,
                )
                yield self._blocker(sheet, message, fix=sheet.contract_id)

    @gate(_lt("No lease rests on it"), who=LEASING)
    def _gate_not_relied_on(self):
        """LE-10: an open sheet is not called off under a lease that asks for it."""
        leases = self.contract_id | self.lead_id.lease_contract_ids
        live = leases.filtered(
            lambda c: (
                c.state in ("signed", "settled", "archived")
                or (c.state != "cancelled" and c._class_in_force() in KEY_CLASSES)
            )
        )
        for sheet in self:
            mine = sheet.contract_id | sheet.lead_id.lease_contract_ids
            for lease in mine & live:
                message = self.env._(
                    "%(lease)s rests on it: settle its lines, or call off the lease "
                    "first.",
                    lease=lease.display_name,
                )
                yield self._blocker(sheet, message, fix=lease)

    def _after_submit(self):
        """LE-05: who has to answer learns it at once, and until when."""
        # due dates and activities follow from the step, whoever may write the lines
        lines = self.sudo().line_ids
        today = fields.Date.context_today(self)
        groups = defaultdict(lines.browse)
        for line in lines.filtered(lambda li: not li.date_due):
            groups[line.company_id.lease_answer_days] += line
        for days, group in groups.items():
            group._line_write({"date_due": today + timedelta(days=days)})
        lines._notify_owners()
        self.sudo().lead_id._lease_stage("ops_leasing.stage_conditions")

    def _after_agree(self):
        self.sudo().activity_unlink(["ops_leasing.activity_answer"])

    def _after_cancel(self):
        self.sudo().activity_unlink(["ops_leasing.activity_answer"])

    def _after_reopen(self):
        """Lines go back to answered; what was built stays built."""
        # the lines follow from the step
        lines = self.sudo().line_ids.filtered(lambda li: li.status == "agreed")
        lines._line_write({"status": "answered"})

    def _flow_mine(self):
        """A sheet being matched waits for the departments that owe it an answer."""
        owners = [
            owner
            for owner, group in OWNERS.items()
            if owner != "leasing" and self.env.user.has_group(group)
        ]
        if not owners:
            return super()._flow_mine()
        lines = self.env["ops.lease.techcond.line"]._search(
            [("status", "=", "open"), ("owner_group", "in", owners)],
            bypass_access=True,
        )
        return super()._flow_mine() | (
            Domain("state", "=", "matching") & Domain("line_ids", "in", lines)
        )

    def _open_papers(self, xmlid):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        action["domain"] = [("techcond_id", "=", self.id)]
        action["context"] = {"default_techcond_id": self.id}
        return action
