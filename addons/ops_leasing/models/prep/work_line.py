from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..groups import PROJECT

STAMPS = ("done", "done_date", "done_user_id")


class LeaseWorkLine(models.Model):
    """One thing to build, with its progress, tick and evidence (LE-09)."""

    _name = "ops.lease.work.line"
    _inherit = ["ops.flow.line.mixin", "ops.evidence.mixin"]
    _description = "Line of landlord works"
    _order = "work_id, sequence, id"
    _flow_parent = ("work_id", "line_ids")
    _stamps = STAMPS

    # FIELDS
    work_id = fields.Many2one(
        "ops.lease.work",
        "Landlord works",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="work_id.company_id", store=True, index=True)
    work_state = fields.Selection(related="work_id.state", string="Works are")
    sequence = fields.Integer(default=10)
    techcond_line_id = fields.Many2one(
        "ops.lease.techcond.line",
        "Technical condition",
        index="btree_not_null",
        ondelete="restrict",
    )
    name = fields.Char("What is built", required=True)
    progress = fields.Float("Progress (%)", digits=(5, 1))
    evidence = fields.Char("Evidence")
    done = fields.Boolean(readonly=True, copy=False)
    done_date = fields.Date("Done on", readonly=True, copy=False)
    done_user_id = fields.Many2one("res.users", "Ticked by", readonly=True, copy=False)

    _progress_share = models.Constraint(
        "CHECK(progress >= 0 AND progress <= 100)",
        "Progress is between 0 and 100 %.",
    )

    # CONSTRAINT
    @api.constrains("techcond_line_id", "work_id")
    def _check_sheet(self):
        """LE-09: works build what their own sheet asks for."""
        for line in self:
            sheet = line.techcond_line_id.techcond_id
            if sheet and sheet != line.work_id.techcond_id:
                raise ValidationError(
                    self.env._(
                        "“%(line)s” names a condition of another sheet.",
                        line=line.name,
                    )
                )

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """A line starts undone: the project department ticks it, nobody else."""
        if any(vals.get(name) for vals in vals_list for name in STAMPS):
            raise AccessError(self.env._("A new line of the works is not done."))
        return super().create(vals_list)

    def write(self, vals):
        """What is ticked is no longer rewritten."""
        if not self.env.su:
            if set(STAMPS).intersection(vals):
                raise AccessError(
                    self.env._("Who ticked a line is recorded by itself.")
                )
            self._check_undone()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_undone(self):
        self._check_undone()

    # ACTION
    def action_tick(self):
        """Tick lines off as built, with date and evidence (LE-09).

        :raise AccessError: for others than the project department
        :raise UserError: without evidence, or while the works have not started
        """
        self.env["ops.guard.mixin"]._check_group(PROJECT)
        self.check_access("write")
        for line in self:
            if line.work_id.state != "doing":
                raise UserError(
                    self.env._(
                        "%(work)s is “%(state)s”.",
                        work=line.work_id.display_name,
                        state=line.work_id._flow_state_label(line.work_id.state),
                    )
                )
            if not ((line.evidence or "").strip() or line.attachment_ids):
                raise UserError(
                    self.env._(
                        "“%(line)s”: evidence is missing, a photo or the number of "
                        "the acceptance sheet.",
                        line=line.name,
                    )
                )
        # the stamp says who pressed the button; nobody may write it himself
        super(LeaseWorkLine, self.filtered(lambda li: not li.done).sudo()).write(
            {
                "done": True,
                "progress": 100,
                "done_date": fields.Date.context_today(self),
                "done_user_id": self.env.uid,
            }
        )
        return True

    # BUSINESS
    def _check_undone(self):
        for line in self.filtered("done"):
            raise AccessError(
                self.env._("“%(line)s” is ticked off already.", line=line.name)
            )


class LeaseTechcondLine(models.Model):
    _inherit = "ops.lease.techcond.line"

    # BUSINESS
    def _work_text(self):
        """What is to be built for a condition: 电力 600 kW."""
        self.ensure_one()
        return f"{self.display_name} {self._agreed_text()}".strip()
