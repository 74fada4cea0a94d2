from odoo import api, fields, models
from odoo.addons.ops_base.flow import Flow, Step, gate
from odoo.fields import Command
from odoo.tools import LazyTranslate

from ..groups import QUALITY

_lt = LazyTranslate(__name__)


class QualityConcession(models.Model):
    """让步接收单: goods that miss the standard and can be used all the same, approved
    by the head of quality (PU-16, PU-F22)."""

    _name = "ops.quality.concession"
    _inherit = ["ops.flow.mixin", "ops.paper.mixin"]
    _description = "Concession"
    _order = "id desc"

    _flow = Flow(
        Step(
            "submit",
            "draft",
            "approving",
            label=_lt("Apply for concession"),
            group=QUALITY,
            gates=("deviation_given", "quantity_waiting"),
        ),
        Step(
            "approve",
            "approving",
            "approved",
            label=_lt("Approve concession"),
            route="quality_concession",
            gates=("quantity_waiting",),
            back="return",
            refuse="reject",
        ),
        Step("return", "approving", "draft", label=_lt("Return to draft"), kernel=True),
        Step("reject", "approving", "rejected", label=_lt("Refuse"), kernel=True),
        sequence="ops.quality.concession",
        key_fields=("inspection_id", "quantity", "reworked"),
        side=("rejected",),
    )

    # FIELDS
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("approving", "In approval"),
            ("approved", "Approved"),
            ("rejected", "Refused"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    inspection_id = fields.Many2one(
        "qc.inspection",
        "Inspection",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        domain="[('state', '=', 'inspecting')]",
    )
    product_id = fields.Many2one(related="inspection_id.product_id")
    partner_id = fields.Many2one(related="inspection_id.partner_id", string="Supplier")
    uom_id = fields.Many2one(related="inspection_id.uom_id", string="Unit")
    quantity = fields.Float(digits="Product Unit")
    serial_ids = fields.Many2many(
        "stock.lot",
        "ops_quality_concession_serial",
        string="Serial numbers",
        copy=False,
    )
    arrived_serial_ids = fields.Many2many(
        related="inspection_id.serial_ids", string="Serial numbers that arrived"
    )
    reworked = fields.Boolean("After rework")
    deviation = fields.Text("Where it misses the standard")
    use = fields.Text("What it may be used for")

    # ACTION
    def action_submit(self):
        return self._flow_take("submit")

    def action_approve(self):
        return self._flow_take("approve")

    # BUSINESS
    @gate(_lt("Deviation described"), who=QUALITY)
    def _gate_deviation_given(self):
        for paper in self.filtered(lambda p: not (p.deviation or "").strip()):
            message = self.env._("Where it misses the standard is not said.")
            yield self._blocker(paper, message, fix=paper)

    @gate(_lt("Quantity still waiting"), who=QUALITY)
    def _gate_quantity_waiting(self):
        for paper in self:
            inspection, unit = paper.inspection_id, paper.uom_id
            left = inspection.rework_qty if paper.reworked else inspection.waiting_qty
            if inspection.state != "inspecting":
                message = self.env._(
                    "%(inspection)s is “%(state)s”.",
                    inspection=inspection.display_name,
                    state=inspection._flow_state_label(inspection.state),
                )
                yield self._blocker(paper, message, fix=inspection)
            elif unit.compare(paper.quantity, 0) <= 0:
                message = self.env._("The quantity is missing.")
                yield self._blocker(paper, message, fix=paper)
            elif wrong := paper._serials_wrong():
                yield self._blocker(paper, wrong, fix=paper)
            elif unit.compare(paper.quantity, left) > 0:
                message = self.env._(
                    "Only %(left)s %(unit)s are left to decide on.",
                    left=f"{unit.round(left):g}",
                    unit=unit.name,
                )
                yield self._blocker(paper, message, fix=inspection)

    def _serials_wrong(self):
        """What is wrong with the serial numbers, as a sentence, or None."""
        inspection = self.inspection_id
        if not inspection.serial_ids:
            return None
        return inspection._serial_problem(
            self.serial_ids,
            self.quantity,
            self.reworked,
            inspection._serial_fates(),
        )

    def _after_approve(self):
        # the signer's right is his agreement; he need not be an inspector
        self.env["ops.quality.tranche"].sudo().create(
            [
                {
                    "inspection_id": paper.inspection_id.id,
                    "disposition": "concession",
                    "quantity": paper.quantity,
                    "reworked": paper.reworked,
                    "serial_ids": [Command.set(paper.serial_ids.ids)],
                    "reason": paper.deviation,
                    "concession_id": paper.id,
                }
                for paper in self
            ]
        )

    @api.model
    def _summary_quantity(self, paper):
        return f"{paper.uom_id.round(paper.quantity):g} {paper.uom_id.name}"

    def _approval_summary(self):
        self.ensure_one()
        return {
            **super()._approval_summary(),
            "partner": self.partner_id.display_name or "",
            "fact": self.env._(
                "%(product)s · %(quantity)s · %(deviation)s",
                product=self.product_id.display_name,
                quantity=self._summary_quantity(self),
                deviation=(self.deviation or "")[:80],
            ),
        }
