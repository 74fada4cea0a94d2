from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.misc import clean_context

from ..groups import PROPERTY, PROPERTY_MANAGER

STAMPS = ("received_user_id", "received_date")
# What a template asks for; only the property manager softens it.
DEMANDS = {"name", "required", "evidence_required", "template_line_id"}


class LeaseReceiptMixin(models.AbstractModel):
    """A line of a list of papers that the property company ticks as received (LE-13,
    LE-16, LE-17). A model says in which states of its paper that is done."""

    _name = "ops.lease.receipt.mixin"
    _inherit = ["ops.flow.line.mixin", "ops.evidence.mixin"]
    _description = "Paper to be received"
    _stamps = (*STAMPS, "template_line_id")

    _receipt_states = ()

    # FIELDS
    sequence = fields.Integer(default=10)
    name = fields.Char("Paper", required=True)
    note = fields.Char("Requirement")
    template_line_id = fields.Many2one(
        "ops.checklist.template.line", "Demanded by", readonly=True, ondelete="set null"
    )
    required = fields.Boolean(default=True)
    evidence_required = fields.Boolean("Scan asked for")
    copies = fields.Integer(default=1)
    attachment_ids = fields.Many2many(string="Scans")
    received = fields.Boolean(compute="_compute_received", store=True)
    received_user_id = fields.Many2one(
        "res.users", "Received by", readonly=True, copy=False
    )
    received_date = fields.Datetime("Received on", readonly=True, copy=False)
    remark = fields.Char()

    # COMPUTE
    @api.depends("received_date")
    def _compute_received(self):
        for line in self:
            line.received = bool(line.received_date)

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """Nothing is born received."""
        for vals in vals_list:
            self._receipt_guard(vals)
            # a client can forge any context but never superuser mode
            if vals.get("template_line_id") and not self.env.su:
                raise AccessError(
                    self.env._("What a template demands is listed by itself.")
                )
        return super().create(vals_list)

    def write(self, vals):
        """What is received stays as it was received; what a template demands stands."""
        self._receipt_guard(vals)
        if not self.env.su:
            self._receipt_check_open()
            changed = {
                name
                for name in DEMANDS & set(vals)
                if any(line[name] != vals[name] for line in self)
            }
            if changed:
                self._receipt_check_demanded()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_not_received(self):
        if not self.env.su:
            self._receipt_check_open()
            self._receipt_check_demanded()

    # ACTION
    def action_receive(self):
        """Confirm that the paper has arrived, by the property company.

        :raise AccessError: for others
        :raise UserError: while the paper's state is another, or a scan is missing
        """
        self._receipt_check_person()
        bare = self.filtered(lambda x: x.evidence_required and not x.attachment_ids)
        if bare:
            raise UserError(
                self.env._(
                    "%(papers)s: the scan is missing, attach it first.",
                    papers=", ".join(bare.mapped("name")),
                )
            )
        self._receipt_check_given()
        # the list itself is closed to whoever receives; he was checked above
        self.filtered(lambda line: not line.received).sudo().write(
            {"received_user_id": self.env.uid, "received_date": fields.Datetime.now()}
        )
        return True

    def action_unreceive(self):
        """Take a confirmation back: the paper is wrong after all."""
        self._receipt_check_person()
        # as above
        self.sudo().write({"received_user_id": False, "received_date": False})
        return True

    # BUSINESS
    def _receipt_check_person(self):
        self.env["ops.guard.mixin"]._check_group(PROPERTY)
        self.check_access("read")
        for paper in self[self._flow_parent[0]]:
            if paper.state not in self._receipt_states:
                raise UserError(
                    self.env._(
                        "%(paper)s is “%(state)s”: its papers are received while it is "
                        "%(states)s.",
                        paper=paper.display_name,
                        state=paper._flow_state_label(paper.state),
                        states=", ".join(
                            f"“{paper._flow_state_label(state)}”"
                            for state in self._receipt_states
                        ),
                    )
                )

    def _receipt_check_given(self):
        """Refused for papers of which no copy is there."""
        absent = self.filtered(lambda line: line.copies <= 0)
        if absent:
            raise UserError(
                self.env._(
                    "%(papers)s: no copy is handed over.",
                    papers=", ".join(absent.mapped("name")),
                )
            )

    def _receipt_guard(self, vals):
        # a client can forge any context but never superuser mode
        # emptying a stamp is entering it too; a new line may leave it empty
        if not self.env.su and any(
            name in vals and (self or vals[name]) for name in STAMPS
        ):
            raise AccessError(
                self.env._("A paper is received by confirming it, not by writing it.")
            )

    def _receipt_check_open(self):
        received = self.filtered("received")
        if received:
            raise UserError(
                self.env._(
                    "“%(paper)s” is received; take the confirmation back to change it.",
                    paper=received[0].name,
                )
            )

    def _receipt_check_demanded(self):
        demanded = self.filtered(lambda x: x.template_line_id and x.required)
        if demanded and not self.env.user.has_group(PROPERTY_MANAGER):
            raise AccessError(
                self.env._(
                    "“%(paper)s” is demanded by the template; only %(who)s takes it "
                    "away or softens it.",
                    paper=demanded[0].name,
                    who=self._receipt_who(PROPERTY_MANAGER),
                )
            )

    def _missing(self):
        """Required papers that are not received, or whose scan is gone again."""
        # that a scan is there is a fact, whoever looks
        bare = self.sudo().filtered(
            lambda line: line.evidence_required and not line.attachment_ids
        )
        return self.filtered(
            lambda line: line.required and (not line.received or line in bare)
        )

    def _receipt_clear(self):
        """A list that goes back is received anew: its scans are open again."""
        # whoever may send it back takes all confirmations back
        self.filtered("received").sudo().write(
            {"received_user_id": False, "received_date": False}
        )

    # TOOLING
    @api.model
    def _receipt_list(self, papers, codes):
        """List what the templates demand of the papers and is not listed yet,
        whatever a client brings along."""
        link, listed = self._flow_parent
        # the template is the right to its lines, and no caller's default softens them
        lines = self.sudo().with_context(clean_context(self.env.context))
        points = {
            company: [
                {**self._receipt_kind(code), **point}
                for code in codes
                for point in self._receipt_points(code, company)
            ]
            for company in papers.company_id
        }
        return lines.create(
            [
                {link: paper.id, **point}
                for paper in papers.sudo()
                for point in points[paper.company_id]
                if point["template_line_id"] not in paper[listed].template_line_id.ids
            ]
        )

    @api.model
    def _receipt_kind(self, code):
        """Further values of the lines of that template."""
        return {}

    def _receipt_who(self, group):
        return self.env["ops.guard.mixin"]._guard_who((group,))

    @api.model
    def _flow_line_open(self, state):
        if state not in self._receipt_states:
            return ()
        return (*STAMPS, "attachment_ids", "copies", "remark")

    @api.model
    def _receipt_points(self, code, company):
        """Values of lines for the points of the checklist template ``code``."""
        # what is asked for is no secret; the templates are the administrator's
        templates = self.env["ops.checklist.template"].sudo()
        template = templates.search(
            [("code", "=", code), ("company_id", "in", (company.id, False))],
            order="company_id",
            limit=1,
        )
        return [
            {
                "template_line_id": point.id,
                "sequence": point.sequence,
                "name": point.name,
                "note": point.note,
                "required": point.required,
                "evidence_required": point.evidence_required,
            }
            for point in template.line_ids
        ]
