"""Who reviews the drawings, and what they are judged by."""

from markupsafe import Markup
from odoo import api, fields, models
from odoo.addons.ops_base.public import harmless

from ..groups import DESIGN, LEASING_MANAGER


class LeaseFitoutReview(models.Model):
    _inherit = "ops.lease.fitout"

    # FIELDS
    conditions = fields.Html(
        "Technical conditions agreed",
        compute="_compute_conditions",
        compute_sudo=True,
        sanitize=False,
    )
    reviewer_leasing_id = fields.Many2one(
        "res.users",
        "Reviewer of the commercial company",
        compute="_compute_reviewers",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        tracking=True,
    )
    reviewer_design_id = fields.Many2one(
        "res.users",
        "Reviewer of the design centre",
        compute="_compute_reviewers",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        tracking=True,
    )
    # both sides sit in one step of the route (会签)
    reviewer_ids = fields.Many2many(
        "res.users", string="Reviewers", compute="_compute_reviewer_ids"
    )

    # COMPUTE
    @api.depends("company_id", "user_id")
    def _compute_reviewers(self):
        """The two who review: a commercial manager and a designer of the company."""
        sides = {
            "reviewer_leasing_id": LEASING_MANAGER,
            "reviewer_design_id": DESIGN,
        }
        for company, papers in self.grouped("company_id").items():
            for name, group in sides.items():
                people = self._people_of(group, company)
                for paper in papers.filtered(lambda p, n=name: not p[n]):
                    paper[name] = (people - paper.user_id)[:1]

    @api.depends("reviewer_leasing_id", "reviewer_design_id")
    def _compute_reviewer_ids(self):
        for paper in self:
            paper.reviewer_ids = paper.reviewer_leasing_id | paper.reviewer_design_id

    @api.depends("contract_id")
    def _compute_conditions(self):
        """LE-X3: what the landlord and the tenant have agreed on stands beside the
        drawings that are judged by it."""
        agreed = self.contract_id._conditions_agreed()
        row = Markup("<tr><td>%s</td><td>%s</td><td>%s</td></tr>")
        head = Markup("<tr><th>%s</th><th>%s</th><th>%s</th></tr>") % (
            self.env._("Technical condition"),
            self.env._("Agreed value"),
            self.env._("State"),
        )
        words = {True: self.env._("open"), False: self.env._("agreed")}
        for paper in self:
            rows = [
                row % (name, value or "", words[bool(pending)])
                for name, value, pending, _key in agreed.get(paper.contract_id, ())
            ]
            paper.conditions = (
                Markup('<table class="table table-sm">%s%s</table>')
                % (head, Markup("").join(rows))
                if rows
                else False
            )

    # ACTION
    @harmless("opens a list; access rights decide who writes which opinion")
    def action_open_drawings(self):
        """The drawings under review, for the opinions of both sides (LE-18)."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Review drawings"),
            "res_model": "ops.lease.drawing",
            "view_mode": "list,kanban,form",
            "domain": [("fitout_id", "=", self.id), ("state", "=", "submitted")],
            "context": {"create": False},
        }

    # BUSINESS
    @api.model
    def _people_of(self, group, company):
        """Users of a group who may work in a company."""
        # who belongs to a post is no secret; groups are not readable to all
        return (
            self.env["res.users"]
            .sudo()
            .search(
                [
                    ("all_group_ids", "in", self.env.ref(group).ids),
                    ("company_ids", "in", company.ids),
                    ("share", "=", False),
                ],
                order="id",
            )
            .sudo(False)
            # the administrator can do it all, but it is not his post
            .sorted(lambda user: user.has_group("base.group_system"))
        )
