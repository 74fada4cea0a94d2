from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain


class ApprovalDeputy(models.Model):
    """Somebody who signs in another's place for a period (代理, C-14).

    Everybody appoints his own deputies; the process administrator anybody's. The
    person himself may still sign. A deputy never signs his own paper.
    """

    _name = "ops.approval.deputy"
    _description = "Approval deputy"
    _order = "date_from desc, sequence, id"
    _rec_name = "deputy_id"

    # FIELDS
    user_id = fields.Many2one(
        "res.users",
        "Away",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
    )
    deputy_id = fields.Many2one(
        "res.users",
        "Deputy",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('share', '=', False), ('id', '!=', user_id)]",
    )
    company_id = fields.Many2one(
        "res.company", help="Only papers of this company; empty: of all"
    )
    date_from = fields.Datetime("From", required=True, default=fields.Datetime.now)
    date_to = fields.Datetime("Until", required=True)
    sequence = fields.Integer("Order of choice", default=10)
    note = fields.Char("Reason")
    active = fields.Boolean(default=True)
    in_force = fields.Boolean(compute="_compute_in_force", search="_search_in_force")

    # COMPUTE
    @api.depends("date_from", "date_to", "active")
    def _compute_in_force(self):
        now = fields.Datetime.now()
        for deputy in self:
            deputy.in_force = (
                deputy.active
                and bool(deputy.date_from and deputy.date_to)
                and deputy.date_from <= now < deputy.date_to
            )

    def _search_in_force(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        domain = (
            Domain("active", "=", True)
            & Domain("date_from", "<=", now)
            & Domain("date_to", ">", now)
        )
        return domain if True in value else ~domain

    # CONSTRAINT
    @api.constrains("user_id", "deputy_id", "date_from", "date_to")
    def _check_deputy(self):
        for deputy in self:
            if deputy.user_id == deputy.deputy_id:
                raise ValidationError(
                    self.env._("Nobody is his own deputy: choose somebody else.")
                )
            if deputy.deputy_id.share:
                raise ValidationError(
                    self.env._(
                        "%(user)s is not a colleague and cannot sign for one.",
                        user=deputy.deputy_id.name,
                    )
                )
            if deputy.date_to <= deputy.date_from:
                raise ValidationError(
                    self.env._("A deputy's period ends after it begins.")
                )

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        deputies = super().create(vals_list)
        deputies._check_own()
        deputies._hand_over(deputies.user_id)
        return deputies

    def write(self, vals):
        people = self.user_id
        result = super().write(vals)
        self._check_own()
        self._hand_over(people | self.user_id)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_if_handed_back(self):
        """Deleting ends the period: open tasks go back to their signers."""
        self._check_own()
        people = self.user_id
        # the period ends before the row goes; nobody may be left with a stale deputy
        super().write({"active": False})
        self._hand_over(people)

    # BUSINESS
    def _check_own(self):
        """Nobody makes himself, or a friend, the deputy of somebody else."""
        if self.env.su:
            return
        if self.env.user.has_group("ops_base.group_manager"):
            for deputy in self:
                if deputy.deputy_id == self.env.user != deputy.user_id:
                    raise AccessError(
                        self.env._("Nobody gives himself another's signature.")
                    )
            return
        if self.user_id - self.env.user:
            raise AccessError(
                self.env._(
                    "You appoint your own deputies only; the process administrator "
                    "appoints those of others."
                )
            )

    @api.model
    def _in_force(self):
        """``{company id or False: {user id: (deputy ids in order of choice)}}``."""
        # whose deputy signs is a fact of the paper, whoever looks at it
        rows = self.sudo().search([("in_force", "=", True)], order="sequence, id")
        found = defaultdict(lambda: defaultdict(tuple))
        for row in rows:
            if row.deputy_id.active:
                found[row.company_id.id][row.user_id.id] += (row.deputy_id.id,)
        return found

    @api.model
    def _hand_over(self, users):
        """Give the open tasks of ``users`` to the deputies now in force, or back."""
        Task = self.env["ops.approval.task"].sudo()  # nobody reads all tasks himself
        tasks = Task.search([("state", "=", "open"), ("user_id", "in", users.ids)])
        tasks.request_id._refresh_deputies()

    @api.model
    def _cron_hand_over(self):
        """Deputies whose period has begun or ended since the last time."""
        Task = self.env["ops.approval.task"].sudo()
        acting = self.sudo().search([("in_force", "=", True)]).user_id
        tasks = Task.search(
            [
                ("state", "=", "open"),
                "|",
                ("user_id", "in", acting.ids),
                ("deputy_id", "!=", False),
            ]
        )
        tasks.request_id._refresh_deputies()
