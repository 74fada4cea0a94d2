from odoo import api, fields, models
from odoo.addons.ops_base.flow import Flow, Step
from odoo.exceptions import ValidationError
from odoo.tools import LazyTranslate

from ..groups import LEASING, PROPERTY

_lt = LazyTranslate(__name__)

WORK = ("user_id", "contractor", "date_planned", "urgency")


class LeaseRepair(models.Model):
    """报修单: something in a shop is broken (LE-F28).

    The tenant or staff report it, the property company has it repaired and shows it,
    the tenant or the commercial company confirms. Gates are in ``repair_gates.py``.
    """

    _name = "ops.lease.repair"
    _inherit = ["ops.lease.paper.mixin", "ops.evidence.mixin"]
    _description = "Repair application"
    _order = "id desc"
    _check_company_auto = True
    _own_files = ("attachment_ids", "evidence_ids")

    _flow = Flow(
        Step(
            "submit",
            "draft",
            "reported",
            label=_lt("Report repair"),
            group=(LEASING, PROPERTY),
            gates=("lease_in_force", "described"),
        ),
        Step(
            "assign",
            "reported",
            "assigned",
            label=_lt("Assign repair"),
            group=PROPERTY,
            gates=("worker_named",),
        ),
        Step(
            "finish",
            "assigned",
            "done",
            label=_lt("Repair done"),
            group=PROPERTY,
            gates=("result_shown",),
        ),
        Step(
            "confirm",
            "done",
            "closed",
            label=_lt("Confirm repair"),
            group=LEASING,
            gates=("other_confirms",),
        ),
        Step(
            "reject",
            "done",
            "assigned",
            label=_lt("Not repaired"),
            group=LEASING,
            reason=True,
        ),
        Step(
            "refuse",
            ("reported", "assigned"),
            "refused",
            label=_lt("Refuse repair"),
            group=PROPERTY,
            reason=True,
        ),
        Step(
            "withdraw",
            "reported",
            "withdrawn",
            label=_lt("Withdraw report"),
            group=LEASING,
            reason=True,
        ),
        sequence="ops.lease.repair",
        editable={
            "reported": WORK,
            "assigned": (*WORK, "result", "evidence_ids"),
        },
        protected=(
            "reported_date",
            "done_user_id",
            "done_date",
            "confirmed_user_id",
            "confirmed_date",
        ),
        side=("refused", "withdrawn"),
    )

    # FIELDS
    state = fields.Selection(
        [
            ("draft", "Being written"),
            ("reported", "Repair reported"),
            ("assigned", "Under repair"),
            ("done", "Repaired, to be confirmed"),
            ("closed", "Repair confirmed"),
            ("refused", "Repair refused"),
            ("withdrawn", "Repair withdrawn"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    unit_id = fields.Many2one(
        "ops.lease.unit",
        "Shop",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('id', 'in', unit_ids)]",
    )
    kind = fields.Selection(
        [
            ("power", "Electricity and lighting"),
            ("water", "Water supply and drains"),
            ("air", "Air conditioning and exhaust"),
            ("fire", "Fire fighting equipment"),
            ("door", "Doors, windows and shopfront"),
            ("building", "Walls, ceiling and floor"),
            ("public", "Public area"),
            ("other", "Something else"),
        ],
        "What it concerns",
        required=True,
        default="power",
        tracking=True,
    )
    subject = fields.Char("What is broken", required=True)
    description = fields.Text("Description of the damage")
    urgency = fields.Selection(
        [
            ("normal", "Not urgent"),
            ("urgent", "Urgent: trade is hampered"),
            ("danger", "Danger to people or goods"),
        ],
        required=True,
        default="normal",
        tracking=True,
    )
    raised_by = fields.Selection(
        [("tenant", "Tenant"), ("staff", "Staff")],
        "Repair reported by",
        required=True,
        readonly=True,
        default="staff",
    )
    phone = fields.Char("Telephone on the spot")
    reported_date = fields.Datetime("Repair reported on", readonly=True, copy=False)
    user_id = fields.Many2one(
        "res.users", "In charge of the repair", tracking=True, copy=False
    )
    contractor = fields.Char("Repaired by", copy=False, help="A firm from outside.")
    date_planned = fields.Date("Repair planned for", copy=False)
    result = fields.Text("What was done", copy=False)
    evidence_ids = fields.Many2many(
        "ir.attachment",
        "ops_lease_repair_evidence_rel",
        string="Photos after the repair",
        copy=False,
    )
    done_user_id = fields.Many2one(
        "res.users", "Repair reported done by", readonly=True, copy=False
    )
    done_date = fields.Datetime("Repaired on", readonly=True, copy=False)
    confirmed_user_id = fields.Many2one(
        "res.users", "Repair confirmed by", readonly=True, copy=False
    )
    confirmed_date = fields.Datetime("Repair confirmed on", readonly=True, copy=False)

    # CONSTRAINT
    @api.constrains("unit_id", "contract_id")
    def _check_own_unit(self):
        # which shops a lease names is a fact, whoever may read leases
        for paper in self.sudo():
            if paper.unit_id not in paper.contract_id.unit_ids:
                raise ValidationError(
                    self.env._(
                        "%(unit)s is no shop of %(lease)s.",
                        unit=paper.unit_id.display_name,
                        lease=paper.contract_id.display_name,
                    )
                )

    # ACTION
    def action_submit(self):
        return self._flow_take("submit")

    def action_assign(self):
        return self._flow_take("assign")

    def action_finish(self):
        return self._flow_take("finish")

    def action_confirm(self):
        return self._flow_take("confirm")

    def action_reject(self, reason=None):
        return self._flow_take("reject", reason)

    def action_refuse(self, reason=None):
        return self._flow_take("refuse", reason)

    def action_withdraw(self, reason=None):
        return self._flow_take("withdraw", reason)
