from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..groups import BUYER_HEAD

#: What a certificate says; it does not change, a renewed one is another.
SAID = frozenset(("supplier_id", "kind", "name", "date_start", "date_end"))


class SupplierCertificate(models.Model):
    """A certificate of a supplier, until when it counts and who sees to the next one
    (PU-05, PU-F07). Of each kind the one that lasts longest counts."""

    _name = "ops.supplier.certificate"
    _inherit = [
        "ops.stamp.mixin",
        "ops.evidence.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Supplier certificate"
    _order = "supplier_id, kind, date_end desc, id desc"
    _stamps = ("reminded_for",)

    # FIELDS
    supplier_id = fields.Many2one(
        "ops.supplier", "Supplier file", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="supplier_id.company_id", store=True, index=True
    )
    partner_id = fields.Many2one(related="supplier_id.partner_id", string="Supplier")
    kind = fields.Selection(
        [
            ("licence", "Business licence"),
            ("production", "Production licence"),
            ("quality", "Quality system certificate"),
            ("environment", "Environment system certificate"),
            ("product", "Product certificate"),
            ("agent", "Authorisation of the maker"),
            ("other", "Other certificate"),
        ],
        required=True,
        default="licence",
        tracking=True,
    )
    name = fields.Char("Certificate number", required=True, tracking=True)
    needed = fields.Boolean(
        "Needed to supply",
        default=True,
        tracking=True,
        help="PU-05: once it has expired nothing more is ordered.",
    )
    date_start = fields.Date("Valid from", tracking=True)
    date_end = fields.Date(
        "Valid until", index=True, tracking=True, help="Empty: without end"
    )
    state = fields.Selection(
        [
            ("valid", "Valid"),
            ("expiring", "Expires soon"),
            ("expired", "Expired"),
        ],
        "Validity",
        compute="_compute_state",
    )
    user_id = fields.Many2one(
        "res.users",
        "Sees to renewal",
        domain="[('share', '=', False)]",
        help="Empty: the buyer in charge",
    )
    reminded_for = fields.Date("Reminded of", readonly=True, copy=False)

    # COMPUTE
    @api.depends("kind", "name")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for paper in self:
            paper.display_name = f"{kinds.get(paper.kind, '')} {paper.name or ''}"

    @api.depends("date_end", "company_id")
    def _compute_state(self):
        today = fields.Date.context_today(self)
        for paper in self:
            # days of reminding are no secret
            days = paper.company_id.sudo().supplier_remind_days
            if not paper.date_end or paper.date_end > today + timedelta(days=days):
                paper.state = "valid"
            else:
                paper.state = "expired" if paper.date_end < today else "expiring"

    # CONSTRAINT
    _dates = models.Constraint(
        "CHECK(date_end IS NULL OR date_start IS NULL OR date_end >= date_start)",
        "A certificate does not end before it begins.",
    )

    @api.constrains("attachment_ids", "needed")
    def _check_copy_filed(self):
        """What a supplier may supply by is there to be looked at."""
        for paper in self.filtered(lambda r: r.needed and not r.attachment_ids):
            raise ValidationError(
                self.env._(
                    "%(certificate)s: attach a copy of it.",
                    certificate=paper.display_name,
                )
            )

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """Reminders are noted by themselves."""
        for vals in vals_list:
            self._check_stamps(vals)
        return super().create(vals_list)

    def write(self, vals):
        """What a certificate says stays; the head of purchasing corrects mistakes."""
        self._check_stamps(vals)
        if "needed" in vals and not vals["needed"]:
            self.filtered("needed")._check_correct()
        if not SAID.isdisjoint(vals):
            self.filtered(lambda r: r.supplier_id.state != "potential")._check_correct()
        copies = {paper: paper.attachment_ids for paper in self}
        result = super().write(vals)
        self.filtered(
            lambda r: (
                r.supplier_id.state != "potential" and copies[r] - r.attachment_ids
            )
        )._check_correct()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_if_beginning(self):
        kept = self.filtered(lambda r: r.supplier_id.state != "potential")
        if kept:
            raise UserError(
                self.env._(
                    "%(certificates)s: the certificates of a supplier are kept; enter "
                    "the renewed one beside it.",
                    certificates=", ".join(kept.mapped("display_name")),
                )
            )

    # BUSINESS
    def _evidence_closed(self):
        """Whether its copies stay as they are: the supplier is judged by them."""
        return self.supplier_id.state != "potential"

    @api.model
    def _check_stamps(self, vals):
        if vals.get("reminded_for") and not self.env.su:
            raise AccessError(self.env._("Reminders are noted by themselves."))

    def _check_correct(self):
        """:raise AccessError: for others than the head of purchasing"""
        if not self or self.env.su or self.env.user.has_group(BUYER_HEAD):
            return
        raise AccessError(
            self.env._(
                "%(certificates)s: a renewed certificate is entered as a new one; "
                "mistakes are corrected by the head of purchasing.",
                certificates=", ".join(self.mapped("display_name")),
            )
        )

    def _expired(self, day):
        """Those needed to supply that have expired and have no later one of their
        kind.

        :param day: the date to judge by
        """
        found = self.browse()
        for papers in self.grouped(lambda r: (r.supplier_id, r.kind)).values():
            papers = papers.filtered("needed")
            if papers and all(r.date_end and r.date_end < day for r in papers):
                found += papers.sorted("date_end")[-1]
        return found

    @api.model
    def _remind(self):
        """Tell who sees to it that a certificate ends; once for each end."""
        today = fields.Date.context_today(self)
        due = self.browse()
        # each company asks for its own days
        for company in self.env["res.company"].search([]):
            soon = today + timedelta(days=company.supplier_remind_days)
            due += self.search(
                [
                    ("company_id", "=", company.id),
                    ("supplier_id.state", "not in", ("eliminated",)),
                    ("needed", "=", True),
                    ("date_end", "<=", soon),
                ]
            ).filtered(lambda r: r.reminded_for != r.date_end)
        due = due.filtered(lambda r: r == r._latest())
        groups = due.grouped(lambda r: (r.user_id or r.supplier_id.user_id, r.date_end))
        for (user, date), papers in groups.items():
            papers.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=date,
                summary=self.env._("Certificate ends"),
                user_id=user.id,
            )
            # a stamp of the system's own
            papers.sudo().write({"reminded_for": date})

    def _latest(self):
        """The one of its kind that lasts longest."""
        self.ensure_one()
        papers = self.supplier_id.certificate_ids.filtered(
            lambda r: r.kind == self.kind and r.needed
        )
        endless = papers.filtered(lambda r: not r.date_end)
        return endless[:1] or papers.sorted(lambda r: (r.date_end, r.id))[-1:]
