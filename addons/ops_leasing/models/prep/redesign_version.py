from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..groups import DESIGN

STAMPS = (
    "number",
    "status",
    "release_date",
    "release_user_id",
    "confirm_date",
    "confirm_user_id",
)


class LeaseRedesignVersion(models.Model):
    """A version of the new design, with its drawings (LE-06)."""

    _name = "ops.lease.redesign.version"
    _inherit = ["ops.flow.line.mixin", "ops.evidence.mixin"]
    _description = "Version of a redesign"
    _order = "redesign_id, number, id"
    _flow_parent = ("redesign_id", "version_ids")
    _stamps = STAMPS

    # FIELDS
    redesign_id = fields.Many2one(
        "ops.lease.redesign", "Redesign", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="redesign_id.company_id", store=True, index=True
    )
    number = fields.Integer("Version", readonly=True, copy=False)
    name = fields.Char("What is new", required=True)
    status = fields.Selection(
        [
            ("draft", "Being drawn"),
            ("released", "Released to all"),
            ("confirmed", "Confirmed"),
            ("superseded", "Superseded"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    release_date = fields.Datetime("Released on", readonly=True, copy=False)
    release_user_id = fields.Many2one(
        "res.users", "Released by", readonly=True, copy=False
    )
    confirm_date = fields.Datetime("Confirmed on", readonly=True, copy=False)
    confirm_user_id = fields.Many2one(
        "res.users", "Confirmed by", readonly=True, copy=False
    )

    _number_uniq = models.UniqueIndex(
        "(redesign_id, number)", "A version number stands once."
    )

    # COMPUTE
    @api.depends("number", "name")
    def _compute_display_name(self):
        for version in self:
            version.display_name = f"V{version.number} {version.name or ''}".strip()

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """Versions are drawn by the design centre and count up by themselves."""
        for vals in vals_list:
            if vals.get("status", "draft") != "draft" or any(
                vals.get(name) for name in STAMPS if name != "status"
            ):
                raise AccessError(self.env._("A new version is not released yet."))
        self._check_design()
        papers = self.env["ops.lease.redesign"].browse(
            {vals["redesign_id"] for vals in vals_list if vals.get("redesign_id")}
        )
        # the next number of a paper one may write
        rows = self.sudo()._read_group(
            [("redesign_id", "in", papers.ids)], ["redesign_id"], ["number:max"]
        )
        last = {paper.id: number or 0 for paper, number in rows}
        values = []
        for vals in vals_list:
            paper = vals.get("redesign_id")
            last[paper] = last.get(paper, 0) + 1
            values.append({**vals, "number": last[paper]})
        return super().create(values)

    def write(self, vals):
        """A version that was released is not changed; a new one is drawn."""
        if not self.env.su:
            if set(STAMPS).intersection(vals):
                raise AccessError(
                    self.env._("Who released a version is recorded by itself.")
                )
            self._check_design()
            self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        if not self.env.su:
            self._check_design()
        self._check_draft()

    # BUSINESS
    def _check_design(self):
        if not self.env.su:
            self.env["ops.guard.mixin"]._check_group(DESIGN)

    def _check_draft(self):
        for version in self.filtered(lambda v: v.status != "draft"):
            raise AccessError(
                self.env._(
                    "%(version)s has been released; draw a new version.",
                    version=version.display_name,
                )
            )

    def _evidence_closed(self):
        """What has been released keeps its drawings (rule 10)."""
        return self.status != "draft"

    @api.model
    def _flow_line_open(self, state):
        """Stamps follow the steps of the paper; clients never write them."""
        return STAMPS

    def _version_write(self, vals):
        """Write past the guard of the paper; for the flow's own code."""
        return super().write(vals)
