import unicodedata

from odoo import api, fields, models
from odoo.addons.ops_base.flow import Flow, Step
from odoo.tools import LazyTranslate
from stdnum.cn import uscc

from ..groups import FINANCE, LEASING, PROPERTY

_lt = LazyTranslate(__name__)

KINDS = [
    ("e_special", "Digital special fapiao"),
    ("e_plain", "Digital plain fapiao"),
    ("special", "Special fapiao of tax control"),
    ("plain", "Plain fapiao"),
    ("receipt", "Receipt without tax"),
]
DIGITAL = ("e_special", "e_plain")
SPECIAL = ("e_special", "special")
# Who asks for a fapiao; finance issues it.
ASKS = (LEASING, PROPERTY, FINANCE)
FACE = (
    "kind",
    "code",
    "number",
    "date",
    "amount_untaxed",
    "amount_tax",
    "amount_total",
    "goods_code",
    "remark",
    "buyer_name",
    "buyer_uscc",
    "buyer_address",
    "buyer_bank",
    "seller_name",
    "seller_uscc",
    "seller_address",
    "seller_bank",
    "rental_address",
    "rental_from",
    "rental_to",
    "rental_area",
    "rental_unit",
    "rental_certificate",
)
PROOF = ("proof", "proof_date")


class Fapiao(models.Model):
    """发票: one sheet of the register, issued to a tenant or received from a supplier
    (LE-F30, C-34 … C-37).

    It stands for bills by :class:`FapiaoLine`, each with its amount. Who deals with
    tenants asks for it, finance issues it. A red one takes back a blue one, wholly or
    in part, and is a sheet of its own with negative amounts.
    """

    _name = "ops.fapiao"
    _inherit = ["ops.flow.mixin", "ops.evidence.mixin"]
    _description = "Fapiao"
    _order = "date desc, id desc"
    _rec_names_search = ["number", "name"]
    _check_company_auto = True

    _flow = Flow(
        Step(
            "request",
            "draft",
            "requested",
            label=_lt("Ask for the fapiao"),
            group=ASKS,
            gates=("issued_by_us", "bills_fit", "buyer_known"),
        ),
        Step(
            "issue",
            "requested",
            "issued",
            label=_lt("Issue"),
            group=FINANCE,
            gates=("face_complete", "bills_fit", "buyer_known", "blue_left"),
        ),
        Step(
            "record",
            "draft",
            "issued",
            label=_lt("Enter in the register"),
            group=FINANCE,
            gates=("face_complete", "bills_fit", "buyer_known", "blue_left"),
        ),
        Step(
            "give_back",
            "requested",
            "draft",
            label=_lt("Send back"),
            group=ASKS,
            reason=True,
        ),
        Step(
            "void",
            "issued",
            "void",
            label=_lt("Void"),
            group=FINANCE,
            gates=("voidable", "no_red"),
            reason=True,
        ),
        Step("reverse", "issued", "red", label=_lt("Taken back"), kernel=True),
        Step("restore", "red", "issued", label=_lt("In force again"), kernel=True),
        sequence="ops.fapiao",
        editable={
            "requested": (*FACE, "attachment_ids"),
            "issued": ("attachment_ids", *PROOF),
        },
        side=("void", "red"),
    )

    # FIELDS
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("requested", "Asked for"),
            ("issued", "Issued"),
            ("red", "Taken back by red fapiao"),
            ("void", "Voided"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    direction = fields.Selection(
        [("issued", "Issued by us"), ("received", "Received by us")],
        "Issued or received",
        required=True,
        default="issued",
    )
    kind = fields.Selection(KINDS, "Kind of fapiao", required=True, default="e_plain")
    code = fields.Char("Fapiao code", copy=False, help="Digital fapiao have none.")
    number = fields.Char("Fapiao number", copy=False, index="trigram", tracking=True)
    date = fields.Date("Issued on", copy=False, tracking=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount_untaxed = fields.Monetary("Without tax", tracking=True)
    amount_tax = fields.Monetary("Tax")
    amount_total = fields.Monetary(
        "With tax",
        compute="_compute_total",
        store=True,
        readonly=False,
        precompute=True,
    )
    partner_id = fields.Many2one(
        "res.partner", "Tenant or supplier", index=True, check_company=True
    )
    buyer_name = fields.Char(
        "Buyer", compute="_compute_parties", store=True, readonly=False, precompute=True
    )
    buyer_uscc = fields.Char(
        "Buyer's credit code",
        compute="_compute_parties",
        store=True,
        readonly=False,
        precompute=True,
        help="Unified social credit code, 18 signs.",
    )
    buyer_address = fields.Char("Buyer's address and phone")
    buyer_bank = fields.Char("Buyer's bank and account")
    seller_name = fields.Char(
        "Seller",
        compute="_compute_parties",
        store=True,
        readonly=False,
        precompute=True,
    )
    seller_uscc = fields.Char(
        "Seller's credit code",
        compute="_compute_parties",
        store=True,
        readonly=False,
        precompute=True,
        help="Unified social credit code, 18 signs.",
    )
    seller_address = fields.Char("Seller's address and phone")
    seller_bank = fields.Char("Seller's bank and account")
    goods_code = fields.Char(
        "Tax code of goods and services", size=19, help="19 digits."
    )
    remark = fields.Text("Remarks on the fapiao")
    rental_address = fields.Char("Address of the property")
    rental_from = fields.Date("Leased from")
    rental_to = fields.Date("Leased until")
    rental_area = fields.Float("Leased area", digits=(12, 2))
    rental_unit = fields.Selection(
        [("m2", "m²"), ("mu", "mu"), ("hectare", "hectare"), ("km2", "km²")],
        "Unit of area",
        default="m2",
    )
    rental_certificate = fields.Char("Number of the property certificate")
    line_ids = fields.One2many("ops.fapiao.line", "fapiao_id", "Bills", copy=False)
    contract_id = fields.Many2one(
        "ops.lease.contract", "Lease", index="btree_not_null", check_company=True
    )
    property_id = fields.Many2one(
        related="contract_id.property_id", store=True, index="btree_not_null"
    )
    blue_id = fields.Many2one(
        "ops.fapiao",
        "Takes back",
        index="btree_not_null",
        check_company=True,
        copy=False,
        ondelete="restrict",
        help="The blue fapiao that this red one takes back.",
    )
    red_ids = fields.One2many("ops.fapiao", "blue_id", "Red fapiao", readonly=True)
    amount_left = fields.Monetary(
        "Left of it",
        compute="_compute_amount_left",
        help="What no red fapiao has taken back.",
    )
    proof = fields.Selection(
        [
            ("none", "Not verified"),
            ("verified", "Verified as genuine"),
            ("ticked", "Ticked for deduction"),
            ("refused", "Not genuine"),
        ],
        "Verification",
        default="none",
        required=True,
        copy=False,
        tracking=True,
    )
    proof_date = fields.Date("Verified on", copy=False)
    attachment_ids = fields.Many2many(string="Files (PDF, OFD, XML)")

    # CONSTRAINT
    # The code belongs to the number only on paper; a number without its seller is
    # nobody's.
    _number_uniq = models.UniqueIndex(
        "(company_id, number, COALESCE(code, ''), COALESCE(seller_uscc, seller_name))"
        " WHERE number IS NOT NULL",
        "This fapiao stands in the register already: a number of one seller is entered "
        "once.",
    )
    _sign = models.Constraint(
        "CHECK(CASE WHEN blue_id IS NULL"
        " THEN amount_untaxed >= 0 AND amount_tax >= 0"
        " ELSE amount_untaxed <= 0 AND amount_tax <= 0 END)",
        "A blue fapiao has positive amounts, a red one negative amounts and names the "
        "blue one.",
    )
    _sum = models.Constraint(
        "CHECK(amount_total = amount_untaxed + amount_tax)",
        "The amount with tax is the amount without tax and the tax together.",
    )
    _not_itself = models.Constraint(
        "CHECK(blue_id IS NULL OR blue_id != id)",
        "A fapiao does not take back itself.",
    )

    # COMPUTE
    @api.depends("kind", "code", "number", "name")
    def _compute_display_name(self):
        super()._compute_display_name()
        for fapiao in self.filtered("number"):
            fapiao.display_name = " ".join(filter(None, (fapiao.code, fapiao.number)))

    @api.depends("amount_untaxed", "amount_tax")
    def _compute_total(self):
        for fapiao in self:
            currency = fapiao.currency_id or self.env.company.currency_id
            fapiao.amount_total = currency.round(
                fapiao.amount_untaxed + fapiao.amount_tax
            )

    @api.depends("direction", "partner_id", "company_id")
    def _compute_parties(self):
        """Names and codes as they are when the paper is made; the face stays when the
        master data change later."""
        for fapiao in self:
            # who issues or receives is on the face of the paper
            own = fapiao.company_id.partner_id.sudo()
            other = fapiao.partner_id.sudo().commercial_partner_id
            buyer, seller = (
                (other, own) if fapiao.direction == "issued" else (own, other)
            )
            fapiao.buyer_name, fapiao.buyer_uscc = buyer.name, _code_of(buyer)
            fapiao.seller_name, fapiao.seller_uscc = seller.name, _code_of(seller)

    @api.depends("amount_total", "red_ids.amount_total", "red_ids.state")
    def _compute_amount_left(self):
        for fapiao in self:
            reds = fapiao.red_ids.filtered(lambda red: red.state == "issued")
            fapiao.amount_left = fapiao.amount_total + sum(reds.mapped("amount_total"))

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """Numbers are kept as they are printed: no blanks, no full-width digits."""
        for vals in vals_list:
            self._check_proof(vals)
        return super().create([self._plain(vals) for vals in vals_list])

    def write(self, vals):
        """See :meth:`create`; verification is finance's."""
        self._check_proof(vals)
        return super().write(self._plain(vals))

    # ACTION
    def action_request(self):
        return self._flow_take("request")

    def action_issue(self):
        return self._flow_take("issue")

    def action_record(self):
        return self._flow_take("record")

    def action_give_back(self, reason=None):
        return self._flow_take("give_back", reason)

    def action_void(self, reason=None):
        return self._flow_take("void", reason)

    def action_make_red(self):
        """Draft the red fapiao that takes back what is left of this one (C-34).

        :raise AccessError: for others than finance
        :raise UserError: when nothing is left or it is not in force
        """
        self.ensure_one()
        self._check_group(FINANCE)
        self._flow_check_act(self.env._("Take back"), "void", "issued")
        return self.create(self._prepare_red())._fapiao_open()

    def action_open_bills(self):
        """The bills of this fapiao; read under the reader's own rights."""
        self.check_access("read")
        # the lines belong to the fapiao one may read
        return self.sudo().line_ids.move_id.sudo(False)._deposit_open()

    # BUSINESS
    def _fapiao_open(self):
        """Action that opens these sheets."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ops_leasing.fapiao_action"
        )
        if len(self) == 1:
            action.update(views=[(False, "form")], res_id=self.id)
        else:
            action.update(domain=[("id", "in", self.ids)], context={})
        return action


def _code_of(partner):
    """The partner's credit code, empty where he has none or another kind of number."""
    code = unicodedata.normalize("NFKC", partner.vat or "").strip().upper()
    return code if uscc.is_valid(code) else False
