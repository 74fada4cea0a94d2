from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..groups import DESIGN, LEASING

STAMPS = ("state", "version", "date_reviewed")
# who writes which opinion
OPINIONS = {"opinion_leasing": (LEASING,), "opinion_design": (DESIGN,)}
REVIEW = (*OPINIONS, "to_revise")
RUNNING = ("approved", "permitted", "working", "stopped")


class LeaseDrawing(models.Model):
    """A version of one of the tenant's drawings and what was said about it (LE-18).

    What has been reviewed stays as it is, with its remarks; a change is a new version.
    """

    _name = "ops.lease.drawing"
    _inherit = ["ops.flow.line.mixin", "ops.evidence.mixin"]
    _description = "Fit-out drawing"
    _order = "fitout_id, discipline, name, version desc, id desc"
    _flow_parent = ("fitout_id", "drawing_ids")
    _stamps = STAMPS

    # FIELDS
    fitout_id = fields.Many2one(
        "ops.lease.fitout", "Fit-out", required=True, index=True, ondelete="cascade"
    )
    fitout_state = fields.Selection(related="fitout_id.state", string="Fit-out is")
    company_id = fields.Many2one(related="fitout_id.company_id", store=True, index=True)
    discipline = fields.Selection(
        [
            ("layout", "Layout"),
            ("interior", "Interior"),
            ("shopfront", "Shopfront and signage"),
            ("power", "Power and lighting"),
            ("water", "Water and drainage"),
            ("air", "Air and smoke"),
            ("fire", "Fire protection"),
            ("structure", "Structure"),
        ],
        required=True,
        default="layout",
    )
    name = fields.Char("Drawing", required=True)
    version = fields.Integer(readonly=True, copy=False, default=0)
    date = fields.Date("Received on", default=fields.Date.context_today)
    state = fields.Selection(
        [
            ("submitted", "Submitted"),
            ("returned", "Returned"),
            ("approved", "Approved"),
        ],
        "Review result",
        default="submitted",
        required=True,
        readonly=True,
        copy=False,
    )
    opinion_leasing = fields.Text("Opinion of the commercial company", copy=False)
    opinion_design = fields.Text("Opinion of the design centre", copy=False)
    to_revise = fields.Boolean("To be revised", copy=False)
    date_reviewed = fields.Date("Reviewed on", readonly=True, copy=False)

    _version_uniq = models.UniqueIndex(
        "(fitout_id, discipline, name, version)",
        "This version of the drawing is filed already.",
    )

    remarked = fields.Boolean("Bears a remark", compute="_compute_remarked")

    # COMPUTE
    @api.depends(*REVIEW)
    def _compute_remarked(self):
        for drawing in self:
            drawing.remarked = any(drawing[name] for name in REVIEW)

    @api.depends("name", "version")
    def _compute_display_name(self):
        for drawing in self:
            drawing.display_name = f"{drawing.name} V{drawing.version}"

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """A new version is numbered by itself and not reviewed yet; one that comes
        after the approval starts the approval again."""
        for vals in vals_list:
            asked = {
                name
                for name in (*STAMPS, *REVIEW)
                if vals.get(name) and (name, vals[name]) != ("state", "submitted")
            }
            if asked:
                raise AccessError(
                    self.env._("A new drawing is numbered and reviewed by the flow.")
                )
        drawings = super().create(vals_list)
        drawings._number()
        drawings._restart()
        return drawings

    def write(self, vals):
        """Reviewers write their own side's opinion; what is reviewed stays."""
        if not set(STAMPS).isdisjoint(vals):
            raise AccessError(self.env._("A drawing is reviewed by the flow alone."))
        self._check_open(vals)
        self._check_opinions(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_not_reviewed(self):
        self._check_open(())

    # BUSINESS
    def _latest(self):
        """The newest version of each drawing of this set."""
        found = {}
        for drawing in self.sorted("version"):
            found[drawing.fitout_id, drawing.discipline, drawing.name] = drawing
        latest = self.browse(drawing.id for drawing in found.values())
        # read together with the drawings of the other papers
        return latest.with_prefetch(self._prefetch_ids)

    def _number(self):
        """Versions in the order they come, one query for the set."""
        last = {
            (fitout, discipline, name): number
            for fitout, discipline, name, number in self.sudo()._read_group(
                [("fitout_id", "in", self.fitout_id.ids), ("id", "not in", self.ids)],
                ["fitout_id", "discipline", "name"],
                ["version:max"],
            )
        }
        groups = {}
        for drawing in self:
            key = (drawing.fitout_id, drawing.discipline, drawing.name)
            last[key] = (last.get(key) or 0) + 1
            groups.setdefault(last[key], self.browse())
            groups[last[key]] += drawing
        for number, drawings in groups.items():
            # a stamp, written past the guards of this model
            super(LeaseDrawing, drawings).write({"version": number})
        # the next version of the same drawing is new to the table
        self.flush_recordset(["version"])

    def _restart(self):
        """LE-18: what was approved is approved anew with the new version."""
        # whoever may file a drawing sets the approval aside by it
        papers = self.fitout_id.sudo().filtered(lambda p: p.state in RUNNING)
        if papers:
            reason = self.env._(
                "New version: %(drawings)s",
                drawings=", ".join(self.mapped("display_name")),
            )
            self.env["ops.approval.request"]._supersede(papers, reason)
            papers._flow_kernel_take("redraw", reason)

    def _stamp_review(self, state):
        """Result of the review for those that are under review; for the flow alone."""
        pending = self.filtered(lambda d: d.state == "submitted")
        super(LeaseDrawing, pending.sudo()).write(
            {"state": state, "date_reviewed": fields.Date.context_today(self)}
        )

    def _evidence_closed(self):
        """What has been reviewed keeps its files (rule 10)."""
        return self.state != "submitted" or self.remarked

    @api.model
    def _flow_line_open(self, state):
        return REVIEW if state == "reviewing" else ()

    # TOOLING
    def _check_open(self, vals):
        reviewed = self.filtered(
            lambda d: (
                d.state != "submitted"
                or d.fitout_state in RUNNING
                or (d.fitout_state == "draft" and d.remarked)
            )
        )
        if reviewed:
            raise UserError(
                self.env._(
                    "%(drawing)s has been reviewed and stays as it is: file a new "
                    "version.",
                    drawing=reviewed[0].display_name,
                )
            )

    def _check_opinions(self, vals):
        asked = [name for name in REVIEW if name in vals]
        if not asked or self.env.su:
            return
        early = self.filtered(lambda d: d.fitout_state != "reviewing")
        if early:
            raise UserError(
                self.env._(
                    "%(drawing)s is not under review.", drawing=early[0].display_name
                )
            )
        for name in asked:
            self.fitout_id._check_group(*OPINIONS.get(name, (LEASING, DESIGN)))
