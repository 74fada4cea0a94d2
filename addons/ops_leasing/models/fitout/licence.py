from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain

from ..groups import LEASING_MANAGER

KEPT = {"contract_id", "kind_id"}
STAMPS = ("reminded_for", "waived_user_id")


class LeaseLicence(models.Model):
    """经营证照清单: a licence of a tenant, wanted or obtained (LE-20, LE-F29)."""

    _name = "ops.lease.licence"
    _inherit = [
        "ops.stamp.mixin",
        "ops.evidence.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Licence of a tenant"
    _order = "contract_id, id"
    _stamps = STAMPS

    # FIELDS
    contract_id = fields.Many2one(
        "ops.lease.contract", "Lease", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="contract_id.company_id", store=True, index=True
    )
    property_id = fields.Many2one(
        related="contract_id.property_id", store=True, index=True
    )
    partner_id = fields.Many2one(
        related="contract_id.partner_id", string="Tenant", store=True, index=True
    )
    unit_ids = fields.Many2many(related="contract_id.unit_ids", string="Shops")
    kind_id = fields.Many2one(
        "ops.lease.licence.kind",
        "Licence",
        required=True,
        index=True,
        ondelete="restrict",
    )
    required = fields.Boolean(default=True, tracking=True)
    name = fields.Char("Licence number", tracking=True)
    issued_by = fields.Char(
        "Issued by", compute="_compute_issued_by", store=True, readonly=False
    )
    date_obtained = fields.Date("Obtained on", tracking=True)
    date_end = fields.Date("Valid until", tracking=True)
    state = fields.Selection(
        [
            ("missing", "Missing"),
            ("obtained", "Obtained"),
            ("expiring", "Expires soon"),
            ("expired", "Expired"),
        ],
        compute="_compute_state",
        search="_search_state",
    )
    reminded_for = fields.Date("Reminded of", readonly=True, copy=False)
    waived_user_id = fields.Many2one(
        "res.users",
        "Waived by",
        readonly=True,
        copy=False,
        help="Who has decided that the shop opens without a licence it needs.",
    )
    remark = fields.Char()

    _kind_uniq = models.UniqueIndex(
        "(contract_id, kind_id)", "The lease lists this licence already."
    )
    _dates = models.Constraint(
        "CHECK(date_end IS NULL OR date_obtained IS NULL OR date_end >= date_obtained)",
        "A licence does not expire before it is obtained.",
    )

    # COMPUTE
    @api.depends("kind_id", "name")
    def _compute_display_name(self):
        for licence in self:
            words = (licence.kind_id.name, licence.name)
            licence.display_name = " ".join(filter(None, words))

    @api.depends("kind_id")
    def _compute_issued_by(self):
        for licence in self:
            licence.issued_by = licence.issued_by or licence.kind_id.issued_by

    @api.depends("date_obtained", "date_end", "kind_id.days_before")
    def _compute_state(self):
        today = fields.Date.context_today(self)
        for licence in self:
            soon = today + timedelta(days=licence.kind_id.days_before)
            if not licence.date_obtained:
                licence.state = "missing"
            elif licence.date_end and licence.date_end < today:
                licence.state = "expired"
            elif licence.date_end and licence.date_end <= soon:
                licence.state = "expiring"
            else:
                licence.state = "obtained"

    @api.model
    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        had = Domain("date_obtained", "!=", False)
        expired = had & Domain("date_end", "<", today)
        soon = Domain.FALSE
        # every period of reminding asks for its own day
        kinds = self.env["ops.lease.licence.kind"].search([])
        for days in set(kinds.mapped("days_before")):
            soon |= Domain("kind_id.days_before", "=", days) & Domain(
                "date_end", "<=", today + timedelta(days=days)
            )
        soon &= had & Domain("date_end", ">=", today)
        domains = {
            "missing": Domain("date_obtained", "=", False),
            "expired": expired,
            "expiring": soon,
            "obtained": had & ~expired & ~soon,
        }
        return Domain.OR([domains[v] for v in value if v in domains])

    # CONSTRAINT
    @api.constrains("date_obtained", "date_end", "name", "attachment_ids", "kind_id")
    def _check_proven(self):
        """LE-20: a licence is obtained when its number, its file and – where it
        expires – its expiry are there."""
        for licence in self.filtered("date_obtained"):
            missing = [name for name in ("name", "attachment_ids") if not licence[name]]
            if licence.kind_id.has_expiry and not licence.date_end:
                missing.append("date_end")
            if missing:
                labels = self.fields_get(missing, ["string"])
                raise ValidationError(
                    self.env._(
                        "%(licence)s is obtained: %(fields)s is missing.",
                        licence=licence.kind_id.name,
                        fields=", ".join(f"“{labels[n]['string']}”" for n in missing),
                    )
                )

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """What a licence is for stays; who waives one is the manager."""
        for vals in vals_list:
            self._check_stamps([name for name in STAMPS if vals.get(name)])
        licences = super().create(vals_list)
        waived = licences.filtered(lambda licence: not licence.required)
        waived._check_waive()
        waived._stamp_waived()
        return licences

    def write(self, vals):
        self._check_stamps([name for name in STAMPS if name in vals])
        for name in KEPT.intersection(vals):
            if any(licence[name].id != vals[name] for licence in self):
                raise AccessError(
                    self.env._("A licence stays with its lease: list another one.")
                )
        if "required" in vals:
            changed = self.filtered(lambda r: r.required != bool(vals["required"]))
            changed._check_waive()
        result = super().write(vals)
        if "required" in vals:
            self.filtered("required")._stamp_waived(False)
            self.filtered(lambda r: not r.required)._stamp_waived()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_if_not_asked(self):
        self.filtered("required")._check_waive()

    # BUSINESS
    @api.model
    def _check_stamps(self, names):
        if names and not self.env.su:
            raise AccessError(
                self.env._("Reminders and waivers are noted by themselves.")
            )

    def _stamp_waived(self, waived=True):
        """Note who has waived licences that are asked for; for the guards above."""
        if waived and not (self.env.su or self.env.user.has_group(LEASING_MANAGER)):
            return
        asked = self.kind_id._asked_of(self.contract_id) if self else {}
        licences = self.filtered(
            lambda r: not waived or asked[r.contract_id].get(r.kind_id)
        )
        # a stamp, written past the guards of this model
        super(LeaseLicence, licences.sudo()).write(
            {"waived_user_id": waived and self.env.uid}
        )

    def _check_waive(self):
        """LE-20: whether the shop may open without it is the manager's decision."""
        asked = self.kind_id._asked_of(self.contract_id) if self else {}
        for licence in self:
            by_rule = asked[licence.contract_id].get(licence.kind_id, False)
            if not by_rule and not licence.required:
                continue
            if self.env.su or self.env.user.has_group(LEASING_MANAGER):
                continue
            raise AccessError(
                self.env._(
                    "%(licence)s is required; only the commercial manager waives it.",
                    licence=licence.kind_id.name,
                )
            )

    def _valid_on(self, date):
        """Those of this set that are in force on ``date``."""
        return self.filtered(
            lambda r: (
                r.date_obtained
                and r.date_obtained <= date
                and r.attachment_ids
                and not (r.date_end and r.date_end < date)
            )
        )

    @api.model
    def _cron_remind(self):
        """LE-F29: who handles the lease is told in time that a licence, or the
        insurance of a fit-out, ends; once for each expiry."""
        today = fields.Date.context_today(self)
        due = self.search(
            [
                ("state", "in", ("expiring", "expired")),
                ("contract_id.state", "=", "signed"),
            ]
        ).filtered(lambda r: r.reminded_for != r.date_end)
        for user, licences in due.grouped(lambda r: r.contract_id.user_id).items():
            for date, group in licences.grouped("date_end").items():
                group._remind(user, date, self.env._("Licence ends"))
                group.sudo().write({"reminded_for": date})
        self.env["ops.lease.fitout"]._remind_insurance(today)

    def _remind(self, user, date, summary):
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=date,
            summary=summary,
            user_id=user.id or self.env.uid,
        )
