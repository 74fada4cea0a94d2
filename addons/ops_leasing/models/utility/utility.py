from odoo import api, fields, models
from odoo.addons.ops_base.flow import Flow, Step
from odoo.exceptions import UserError, ValidationError
from odoo.tools import LazyTranslate, date_utils, format_date

from ..groups import FINANCE, PROPERTY, PROPERTY_MANAGER

_lt = LazyTranslate(__name__)
READING = ("line_ids", "note")


class LeaseUtility(models.Model):
    """水电费结算单: the meters of a project are read for a period and settled with the
    tenants (LE-F15). The property company reads, its manager checks, finance approves;
    what is approved is owed by the leases and billed by the next run."""

    _name = "ops.lease.utility"
    _inherit = ["ops.flow.mixin"]
    _description = "Utility settlement"
    _order = "date_from desc, property_id, id desc"
    _check_company_auto = True

    _flow = Flow(
        Step(
            "submit",
            "draft",
            "checking",
            label=_lt("Hand in readings"),
            group=PROPERTY,
            gates=(
                "earlier_first",
                "all_read",
                "findings_settled",
                "tenants_bounded",
                "computable",
            ),
        ),
        Step(
            "check",
            "checking",
            "checked",
            label=_lt("Readings are right"),
            group=PROPERTY_MANAGER,
            gates=("another_reader", "figures_hold"),
        ),
        Step(
            "approve",
            "checked",
            "approved",
            label=_lt("Approve settlement"),
            group=FINANCE,
            gates=("another_approver", "figures_hold", "leases_billable"),
        ),
        Step(
            "archive",
            "approved",
            "archived",
            label=_lt("Archive settlement"),
            group=FINANCE,
            gates=("all_billed",),
        ),
        Step(
            "send_back",
            ("checking", "checked"),
            "draft",
            label=_lt("Read again"),
            group=(PROPERTY_MANAGER, FINANCE),
            reason=True,
        ),
        Step(
            "drop",
            "draft",
            "void",
            label=_lt("Drop round"),
            group=PROPERTY_MANAGER,
            reason=True,
        ),
        Step(
            "void",
            ("approved", "archived"),
            "void",
            label=_lt("Void settlement"),
            group=FINANCE,
            reason=True,
        ),
        sequence="ops.lease.utility",
        editable={"draft": ("property_id", "date_from", "date_to", *READING)},
        protected=(
            "part_ids",
            "read_user_id",
            "check_user_id",
            "approve_user_id",
            "date_approved",
        ),
        side=("void",),
    )

    # FIELDS
    state = fields.Selection(
        [
            ("draft", "Being read"),
            ("checking", "Readings to check"),
            ("checked", "Settlement to approve"),
            ("approved", "Settlement approved"),
            ("archived", "Settlement archived"),
            ("void", "Settlement void"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    property_id = fields.Many2one(
        "ops.lease.property", "Project", required=True, index=True, tracking=True
    )
    company_id = fields.Many2one(
        related="property_id.company_id",
        store=True,
        precompute=True,
        index=True,
        default=None,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_from = fields.Date(
        "Period from",
        required=True,
        tracking=True,
        default=lambda self: self._last_month()[0],
    )
    date_to = fields.Date(
        "Period until",
        required=True,
        tracking=True,
        default=lambda self: self._last_month()[1],
    )
    line_ids = fields.One2many("ops.lease.utility.line", "utility_id", "Meters read")
    part_ids = fields.One2many(
        "ops.lease.utility.part", "utility_id", "Settled", readonly=True
    )
    line_count = fields.Integer("Meters", compute="_compute_counts")
    missing_count = fields.Integer("Not read", compute="_compute_counts")
    doubt_count = fields.Integer("To look at", compute="_compute_counts")
    amount = fields.Monetary("Tenants owe", compute="_compute_amounts")
    amount_landlord = fields.Monetary("Landlord bears", compute="_compute_amounts")
    note = fields.Text("Remarks")
    read_user_id = fields.Many2one(
        "res.users", "Readings by", readonly=True, copy=False
    )
    check_user_id = fields.Many2one(
        "res.users", "Readings checked by", readonly=True, copy=False
    )
    approve_user_id = fields.Many2one(
        "res.users", "Settlement approved by", readonly=True, copy=False
    )
    date_approved = fields.Date("Settled on", readonly=True, copy=False)

    _period_ordered = models.Constraint(
        "CHECK(date_to >= date_from)", "The period ends before it begins."
    )

    # COMPUTE
    @api.depends("name", "property_id", "date_from")
    def _compute_display_name(self):
        for paper in self:
            month = format_date(self.env, paper.date_from, date_format="yyyy-MM")
            words = (paper.name, paper.property_id.name, month)
            paper.display_name = " ".join(filter(None, words))

    @api.depends("line_ids.date", "line_ids.level", "line_ids.wanted")
    def _compute_counts(self):
        for paper in self:
            lines = paper.line_ids
            paper.line_count = len(lines)
            paper.missing_count = len(lines.filtered("missing"))
            paper.doubt_count = len(lines.filtered(lambda li: li.level != "ok"))

    @api.depends("part_ids.amount", "part_ids.contract_id")
    def _compute_amounts(self):
        owed, borne = {}, {}
        for paper, contract, amount in self.env["ops.lease.utility.part"]._read_group(
            [("utility_id", "in", self.ids)],
            ["utility_id", "contract_id"],
            ["amount:sum"],
        ):
            into = owed if contract else borne
            into[paper.id] = into.get(paper.id, 0.0) + amount
        for paper in self:
            paper.amount = owed.get(paper.id, 0.0)
            paper.amount_landlord = borne.get(paper.id, 0.0)

    # CONSTRAINT
    @api.constrains("property_id", "date_from", "date_to", "state")
    def _check_no_overlap(self):
        """LE-F15: a day is settled once in a project."""
        live = self.filtered(lambda u: u.state != "void")
        if not live:
            return
        others = self.search(
            [("property_id", "in", live.property_id.ids), ("state", "!=", "void")]
        )
        for paper in live:
            for other in others - paper:
                if (
                    other.property_id == paper.property_id
                    and other.date_from <= paper.date_to
                    and paper.date_from <= other.date_to
                ):
                    raise ValidationError(
                        self.env._(
                            "%(other)s settles days of this period already.",
                            other=other.display_name,
                        )
                    )

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """A new round lists the meters of its project."""
        papers = super().create(vals_list)
        papers._list_meters()
        return papers

    def write(self, vals):
        """Another project or period is another round."""
        moved = {"property_id", "date_from", "date_to"}.intersection(vals)
        result = super().write(vals)
        if moved and not self._flow_passes(vals):
            self._list_meters()
        return result

    def copy_data(self, default=None):
        """A copy is of the month after the last round of the project."""
        result = super().copy_data(default)
        last = dict(
            self._read_group(
                [
                    ("property_id", "in", self.property_id.ids),
                    ("state", "!=", "void"),
                ],
                ["property_id"],
                ["date_to:max"],
            )
        )
        for paper, vals in zip(self, result, strict=True):
            first = fields.Date.add(
                last.get(paper.property_id) or paper.date_to, days=1
            )
            vals.update(
                {
                    "date_from": first,
                    "date_to": date_utils.end_of(first, "month"),
                    **(default or {}),
                }
            )
        return result

    # ACTION
    def action_submit(self):
        return self._flow_take("submit")

    def action_check(self):
        return self._flow_take("check")

    def action_approve(self):
        return self._flow_take("approve")

    def action_archive(self):
        return self._flow_take("archive")

    def action_send_back(self, reason=None):
        """Readings are open again; those the round had written down are taken back."""
        done = self._flow_take("send_back", reason)
        self._take_back_readings()
        return done

    def action_drop(self, reason=None):
        return self._flow_take("drop", reason)

    def action_void(self, reason=None):
        """Nothing of it is owed any longer; the next billing run credits what was
        billed."""
        return self._flow_take("void", reason)

    def action_list_meters(self):
        """List the meters anew and take over readings that have come in since.

        :raise AccessError: for others than the property company
        :raise UserError: when the round is handed in
        """
        self._check_group(PROPERTY)
        self.check_access("write")
        self._check_reading()
        self._list_meters()
        return True

    def action_settle_preview(self):
        """Work out who owes what by the readings so far.

        :raise AccessError: for others than the property company
        :raise UserError: when the round is handed in, or a price is missing
        """
        self._check_group(PROPERTY)
        self.check_access("write")
        self._check_reading()
        self._settle()
        return True

    @api.model
    def action_start_rounds(self):
        """Begin the round of last month in every project that has none (LE-F15).

        :raise AccessError: for others than the property company
        """
        self.env["ops.guard.mixin"]._check_group(PROPERTY)
        first, last = self._last_month()
        meters = self.env["ops.lease.meter"]._read_group(
            [("company_id", "in", self.env.companies.ids)], ["property_id"]
        )
        busy = self.search(
            [
                ("state", "!=", "void"),
                ("date_from", "<=", last),
                ("date_to", ">=", first),
            ]
        ).property_id
        made = self.create(
            [
                {"property_id": project.id, "date_from": first, "date_to": last}
                for (project,) in meters
                if project not in busy
            ]
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": self.env._("%(count)s rounds begun.", count=len(made)),
                "type": "success" if made else "info",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_open_lines(self):
        """The meters of this round as a list to fill in, also from Excel."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ops_leasing.utility_line_action"
        )
        action["domain"] = [("utility_id", "=", self.id)]
        action["context"] = {"default_utility_id": self.id}
        return action

    # BUSINESS
    def _check_reading(self):
        for paper in self.filtered(lambda p: p.state != "draft"):
            raise UserError(
                self.env._(
                    "%(round)s is “%(state)s”: its readings are closed. Send it back "
                    "to read again.",
                    round=paper.display_name,
                    state=paper._flow_state_label(paper.state),
                )
            )

    def _prepare_submit_values(self):
        return {"read_user_id": self.env.uid}

    def _prepare_check_values(self):
        return {"check_user_id": self.env.uid}

    def _prepare_approve_values(self):
        return {
            "approve_user_id": self.env.uid,
            "date_approved": fields.Date.context_today(self),
        }

    def _after_submit(self):
        self._take_readings()
        self._settle()

    def _after_approve(self):
        self._charge_leases()

    @api.model
    def _last_month(self):
        first = date_utils.start_of(
            fields.Date.subtract(fields.Date.context_today(self), months=1), "month"
        )
        return first, date_utils.end_of(first, "month")
