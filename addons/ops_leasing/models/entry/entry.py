from odoo import api, fields, models
from odoo.addons.ops_base.flow import Flow, Step
from odoo.addons.ops_base.public import harmless
from odoo.fields import Command
from odoo.tools import LazyTranslate

from ..groups import LEASING, PROPERTY

_lt = LazyTranslate(__name__)

STATES = [
    ("draft", "Preparing"),
    ("notified", "Notice sent"),
    ("formalities", "Formalities and fees"),
    ("handed_over", "Shop taken over"),
    ("transferring", "Tenant file handed over"),
    ("done", "Entered"),
    ("cancelled", "Cancelled"),
]


class LeaseEntry(models.Model):
    """进场: a tenant enters, from the notice to his file with the property company
    (LE-14 to LE-17, LE-F20). Gates are in ``entry_gates.py``, money in
    ``entry_money.py``, the letter in ``entry_notice.py``."""

    _name = "ops.lease.entry"
    _inherit = ["ops.lease.paper.mixin", "ops.evidence.mixin"]
    _description = "Tenant entry"
    _order = "id desc"
    _check_company_auto = True

    _flow = Flow(
        Step(
            "notify",
            "draft",
            "notified",
            label=_lt("Send entry notice"),
            group=LEASING,
            gates=(
                "date_given",
                "lease_in_force",
                "no_other_entry",
                "deposit_received",
                "shops_deliverable",
                "papers_listed",
                "tenant_reachable",
            ),
        ),
        Step(
            "confirm",
            "notified",
            "formalities",
            label=_lt("Confirm receipt"),
            group=(LEASING, PROPERTY),
            gates=("receipt_given",),
        ),
        # follows from the last handover record of the lease
        Step(
            "take_over",
            "formalities",
            "handed_over",
            label=_lt("Shop taken over"),
            kernel=True,
        ),
        Step(
            "transfer",
            "handed_over",
            "transferring",
            label=_lt("Hand over tenant file"),
            group=LEASING,
            gates=("transfer_listed",),
        ),
        Step(
            "accept",
            "transferring",
            "done",
            label=_lt("Confirm tenant file"),
            group=PROPERTY,
            gates=("file_received", "other_person"),
        ),
        Step(
            "recall",
            "notified",
            "draft",
            label=_lt("Withdraw notice"),
            group=LEASING,
            reason=True,
        ),
        Step(
            "send_back",
            "transferring",
            "handed_over",
            label=_lt("Send file back"),
            group=PROPERTY,
            reason=True,
        ),
        Step(
            "cancel",
            ("draft", "notified", "formalities", "handed_over", "transferring"),
            "cancelled",
            label=_lt("Cancel entry"),
            group=LEASING,
            gates=("nothing_taken_over", "no_bill"),
            reason=True,
        ),
        sequence="ops.lease.entry",
        editable={
            "notified": ("receipt_date", "receipt_name", "attachment_ids", "fee_ids"),
            "formalities": ("fee_ids",),
            "handed_over": ("fee_ids", "transfer_ids"),
            "transferring": ("fee_ids",),
        },
        protected=(
            "notice_date",
            "notice_user_id",
            "transfer_date",
            "transfer_user_id",
            "accepted_date",
            "accepted_user_id",
        ),
        side=("cancelled",),
    )

    # FIELDS
    state = fields.Selection(
        STATES, default="draft", required=True, readonly=True, copy=False, index=True
    )
    user_id = fields.Many2one(
        "res.users", "Handled by", default=lambda self: self.env.user
    )
    contract_id = fields.Many2one(domain=[("state", "in", ("approved", "signed"))])
    date_entry = fields.Date("Take over on", tracking=True)
    place = fields.Char("Where to come", default=lambda self: self._default_place())
    notice_way = fields.Selection(
        [("mail", "By e-mail"), ("hand", "By hand"), ("post", "By courier")],
        "Notice goes",
        compute="_compute_notice_way",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    notice_date = fields.Datetime("Notice sent on", readonly=True, copy=False)
    notice_user_id = fields.Many2one(
        "res.users", "Notice sent by", readonly=True, copy=False
    )
    receipt_date = fields.Date("Tenant received it on", copy=False)
    receipt_name = fields.Char("Received for the tenant by", copy=False)
    attachment_ids = fields.Many2many(string="Signed receipt")
    item_ids = fields.One2many(
        "ops.lease.entry.item", "entry_id", "Papers and formalities"
    )
    item_open_count = fields.Integer(
        "Formalities open", compute="_compute_item_open_count"
    )
    fee_ids = fields.One2many("ops.lease.entry.fee", "entry_id", "Entry fees")
    handover_ids = fields.One2many("ops.lease.handover", "entry_id", "Handover records")
    handover_count = fields.Integer("Handovers", compute="_compute_handover_count")
    transfer_ids = fields.One2many(
        "ops.lease.entry.transfer", "entry_id", "Tenant file"
    )
    transfer_date = fields.Datetime("File handed over on", readonly=True, copy=False)
    transfer_user_id = fields.Many2one(
        "res.users", "File handed over by", readonly=True, copy=False
    )
    accepted_date = fields.Datetime("File received on", readonly=True, copy=False)
    accepted_user_id = fields.Many2one(
        "res.users", "File received by", readonly=True, copy=False
    )
    remark = fields.Text("Remarks for the tenant")

    _lease_uniq = models.UniqueIndex(
        "(contract_id) WHERE state NOT IN ('draft', 'cancelled')",
        "This lease has an entry under way already.",
    )

    shop_added = fields.Boolean(
        "Shop added since", compute="_compute_shop_added", compute_sudo=True
    )

    # COMPUTE
    @api.depends("state", "contract_id.line_ids.unit_id.state", "handover_ids.state")
    def _compute_shop_added(self):
        """Whether an amendment has added a shop after the others were taken over."""
        over = ("handed_over", "transferring", "done")
        for entry in self:
            entry.shop_added = entry.state in over and bool(entry._shops_left())

    @api.model
    def _default_place(self):
        return self.env._("Service centre of the property company")

    @api.depends("contract_id.partner_id")
    def _compute_notice_way(self):
        for entry in self:
            tenant = entry.contract_id.partner_id
            entry.notice_way = "mail" if tenant.email else "hand"

    @api.depends(
        "item_ids.received",
        "item_ids.required",
        "item_ids.evidence_required",
        "item_ids.attachment_ids",
    )
    def _compute_item_open_count(self):
        for entry in self:
            entry.item_open_count = len(entry.item_ids._missing())

    @api.depends("handover_ids")
    def _compute_handover_count(self):
        for entry in self:
            entry.handover_count = len(entry.handover_ids)

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """What a tenant brings, signs and pays is listed from the start."""
        entries = super().create(vals_list)
        self.env["ops.lease.entry.item"]._receipt_list(
            entries, ("lease_entry", "lease_formalities")
        )
        self.env["ops.lease.entry.transfer"]._receipt_list(entries, ("lease_transfer",))
        # fees are the property company's, the entry is the commercial one's
        self.env["ops.lease.entry.fee"].sudo()._create_for(entries.sudo())
        return entries

    # ACTION
    def action_notify(self):
        return self._flow_take("notify")

    def action_confirm(self):
        return self._flow_take("confirm")

    def action_transfer(self):
        return self._flow_take("transfer")

    def action_accept(self):
        return self._flow_take("accept")

    def action_recall(self, reason=None):
        return self._flow_take("recall", reason)

    def action_send_back(self, reason=None):
        return self._flow_take("send_back", reason)

    def action_cancel(self, reason=None):
        return self._flow_take("cancel", reason)

    def action_start_handover(self):
        """The handover record of the shops that are not taken over yet (LE-15).

        :raise AccessError: for others than the property company
        :raise FlowRefused: while the tenant has not been told to come
        """
        self._check_group(PROPERTY)
        self.check_access("write")
        open_records = self.handover_ids.filtered(lambda r: r.state == "draft")
        # what has been agreed since is judged as well
        open_records._list_points()
        bare = self - open_records.entry_id
        if bare:
            open_records += self.env["ops.lease.handover"].create(
                [{"entry_id": entry.id} for entry in bare]
            )
        return open_records._open()

    @harmless("opens a list; record rules decide what it shows")
    def action_open_handovers(self):
        """Handover records of these entries."""
        return self.handover_ids._open()

    # BUSINESS
    def _lease_fixed(self):
        """Fees and lists are those of the lease the entry was made for, from the
        start."""
        return True

    def _shops_left(self):
        """Shops of the lease without a signed handover record."""
        self.ensure_one()
        done = self.handover_ids.filtered(lambda record: record.state == "done")
        return (self.unit_ids - done.unit_ids).filtered(lambda u: u.state != "open")

    def _hands_over(self):
        """Whether shops are handed over now: in the formalities, or one that an
        amendment has added later."""
        self.ensure_one()
        return self.state == "formalities" or self.shop_added

    def _prepare_notify_values(self):
        return {
            "notice_date": fields.Datetime.now(),
            "notice_user_id": self.env.uid,
            "receipt_date": False,
            "receipt_name": False,
        }

    def _after_notify(self):
        # the receipt of an earlier notice is none of this one
        self.filtered("attachment_ids").write({"attachment_ids": [Command.clear()]})
        # as in create: what the signed lease says is what the notice asks for
        self.env["ops.lease.entry.fee"].sudo()._follow_lease(self.sudo())
        self._send_notice()

    def _after_send_back(self):
        self.transfer_ids._receipt_clear()

    def _prepare_transfer_values(self):
        return {
            "transfer_date": fields.Datetime.now(),
            "transfer_user_id": self.env.uid,
        }

    def _prepare_accept_values(self):
        return {
            "accepted_date": fields.Datetime.now(),
            "accepted_user_id": self.env.uid,
        }

    def _after_cancel(self):
        # records that were never signed go with the entry
        drafts = self.sudo().handover_ids.filtered(lambda r: r.state == "draft")
        drafts.unlink()
