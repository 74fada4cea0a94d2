from odoo import api, fields, models
from odoo.exceptions import UserError


class LeaseExitLetter(models.Model):
    """A letter before a shop is taken back by force: demand, termination, taking back
    (C-33). It counts with the proof that it was served."""

    _name = "ops.lease.exit.letter"
    _inherit = ["ops.flow.line.mixin", "ops.files.mixin"]
    _description = "Letter of a forced take-back"
    _order = "exit_id, date_sent, id"
    _flow_parent = ("exit_id", "letter_ids")
    _stamps = ()
    _own_files = ("proof_ids",)

    # FIELDS
    exit_id = fields.Many2one(
        "ops.lease.exit", "Exit", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="exit_id.company_id", store=True, index=True)
    kind = fields.Selection(
        [
            ("demand", "Demand to perform"),
            ("termination", "Notice of termination"),
            ("taking", "Notice of taking back"),
        ],
        "Letter",
        required=True,
        default="demand",
    )
    date_sent = fields.Date("Served on", default=fields.Date.context_today)
    way = fields.Selection(
        [
            ("courier", "Registered courier"),
            ("hand", "By hand, receipt signed"),
            ("posted", "Posted at the shop"),
            ("mail", "Mail address agreed in the lease"),
            ("notary", "Through a notary"),
        ],
        "Served by",
        required=True,
        default="courier",
    )
    tracking = fields.Char("Waybill or deed number")
    deadline = fields.Date("Time given until")
    proof_ids = fields.Many2many(
        "ir.attachment",
        "ops_lease_exit_letter_proof_rel",
        string="Letter and proof of service",
        copy=False,
        bypass_search_access=True,
    )

    _deadline_after = models.Constraint(
        "CHECK(deadline IS NULL OR date_sent IS NULL OR deadline >= date_sent)",
        "The time given ends after the letter is served.",
    )

    # COMPUTE
    @api.depends("kind", "date_sent")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for letter in self:
            letter.display_name = f"{kinds.get(letter.kind, '')} {letter.date_sent}"

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """A demand goes before the application: it is what was approved on."""
        letters = super().create(vals_list)
        letters._check_demand_open()
        return letters

    def write(self, vals):
        self._check_demand_open()
        result = super().write(vals)
        self._check_demand_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_if_demand_open(self):
        self._check_demand_open()

    # BUSINESS
    def _check_demand_open(self):
        for letter in self:
            if letter.kind == "demand" and letter.exit_id.state != "draft":
                raise UserError(
                    self.env._(
                        "%(exit)s is “%(state)s”: the demands it rests on stand as "
                        "they are.",
                        exit=letter.exit_id.display_name,
                        state=letter.exit_id._flow_state_label(letter.exit_id.state),
                    )
                )

    def _served(self):
        """Letters that count: served on a day that has come, with the proof of it."""
        today = fields.Date.context_today(self)
        return self.filtered(
            lambda x: x.date_sent and x.date_sent <= today and x.proof_ids
        )
