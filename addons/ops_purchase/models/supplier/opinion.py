from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..groups import FINANCE_HEAD, QUALITY_HEAD, TECHNOLOGY

#: Departments that are all heard, and who speaks for them.
DEPARTMENTS = {
    "technology": TECHNOLOGY,
    "quality": QUALITY_HEAD,
    "finance": FINANCE_HEAD,
}
SPOKEN = frozenset(("score", "verdict", "note"))


class SupplierOpinion(models.Model):
    """What one department says of a supplier (PU-07): a score, yes or no, and why."""

    _name = "ops.supplier.opinion"
    _inherit = ["ops.stamp.mixin"]
    _description = "Opinion on a supplier"
    _order = "evaluation_id, id"
    _stamps = ("evaluation_id", "department", "user_id", "date")

    # FIELDS
    evaluation_id = fields.Many2one(
        "ops.supplier.evaluation",
        "Evaluation",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="evaluation_id.company_id", store=True, index=True
    )
    evaluation_state = fields.Selection(
        related="evaluation_id.state", string="Evaluation state"
    )
    department = fields.Selection(
        [
            ("technology", "Technology"),
            ("quality", "Quality"),
            ("finance", "Finance"),
        ],
        required=True,
        readonly=True,
    )
    score = fields.Integer("Score", aggregator="avg", help="0 to 100")
    verdict = fields.Selection([("yes", "Qualified"), ("no", "Not qualified")])
    note = fields.Text("Opinion")
    user_id = fields.Many2one("res.users", "Given by", readonly=True)
    date = fields.Datetime("Given on", readonly=True)
    is_mine = fields.Boolean(compute="_compute_is_mine")

    # COMPUTE
    @api.depends("department", "date", "evaluation_state")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        mine = self._departments_mine()
        for opinion in self:
            opinion.is_mine = (
                opinion.department in mine
                and not opinion.date
                and opinion.evaluation_state == "judging"
            )

    def _compute_display_name(self):
        words = self._department_words()
        for opinion in self:
            opinion.display_name = (
                f"{opinion.evaluation_id.display_name} {words[opinion.department]}"
            )

    # CONSTRAINT
    _department_once = models.UniqueIndex(
        "(evaluation_id, department)", "Each department is asked once."
    )
    _score_range = models.Constraint(
        "CHECK(score BETWEEN 0 AND 100)", "A score lies between 0 and 100."
    )

    @api.constrains("user_id")
    def _check_own_head(self):
        """Three departments are three people, none of them who asked."""
        for opinion in self.filtered("user_id"):
            others = opinion.evaluation_id.opinion_ids - opinion
            if opinion.user_id in others.user_id | opinion.evaluation_id.user_id:
                raise ValidationError(
                    self.env._(
                        "%(user)s has asked for the opinions or has given another one: "
                        "somebody else speaks for this department.",
                        user=opinion.user_id.name,
                    )
                )

    # CRUD
    def write(self, vals):
        """Each department writes its own, until it is given."""
        if not self.env.su:
            closed = set(vals) - SPOKEN
            if closed:
                raise AccessError(
                    self.env._("An opinion is a score, a verdict and its reasons.")
                )
            self._check_speaks()
        return super().write(vals)

    # ACTION
    def action_open(self):
        """Write one's opinion in a window of its own."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_give(self):
        """Give the opinion; the last of the three decides the evaluation.

        :raise AccessError: for others than the department's own people
        :raise UserError: without a verdict, or a “no” without reasons
        """
        self.check_access("write")
        self._check_speaks()
        for opinion in self:
            if not opinion.verdict:
                raise UserError(self.env._("Say whether the supplier is qualified."))
            if opinion.verdict == "no" and not (opinion.note or "").strip():
                raise UserError(self.env._("Say why the supplier is not qualified."))
        # who and when are stamps
        self.sudo().write({"user_id": self.env.uid, "date": fields.Datetime.now()})
        papers = self.evaluation_id
        complete = papers.filtered(lambda r: not r._opinions_missing())
        if complete:
            complete._flow_kernel_take("decide")
        return True

    # BUSINESS
    def _check_speaks(self):
        """:raise UserError: for whoever does not speak for the department, or too
        late"""
        for opinion in self:
            self.env["ops.supplier"]._check_group(DEPARTMENTS[opinion.department])
            if opinion.date or opinion.evaluation_state != "judging":
                raise UserError(
                    self.env._(
                        "%(opinion)s: opinions are no longer, or not yet, asked for.",
                        opinion=opinion.display_name,
                    )
                )

    @api.model
    def _departments_mine(self):
        """Departments the present user speaks for."""
        user = self.env.user
        return [name for name, group in DEPARTMENTS.items() if user.has_group(group)]

    @api.model
    def _department_words(self):
        return dict(self._fields["department"]._description_selection(self.env))

    @api.model
    def _missing_words(self, opinions=None):
        """“quality and finance opinions missing”, for these or for all three."""
        missing = opinions.mapped("department") if opinions else list(DEPARTMENTS)
        words = {
            "technology": self.env._("technology"),
            "quality": self.env._("quality"),
            "finance": self.env._("finance"),
        }
        *first, last = (words[name] for name in DEPARTMENTS if name in missing)
        if not first:
            return self.env._("%(department)s opinion missing", department=last)
        return self.env._(
            "%(departments)s and %(last)s opinions missing",
            departments=", ".join(first),
            last=last,
        )

    def _who(self):
        """Who can give these opinions, as text."""
        guard = self.env["ops.supplier"]
        groups = (DEPARTMENTS[name] for name in self.mapped("department"))
        return "; ".join(guard._guard_who((group,)) for group in groups)
