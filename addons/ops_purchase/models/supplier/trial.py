from odoo import api, fields, models
from odoo.exceptions import UserError


class SupplierTrial(models.Model):
    """A sample, a trial delivery or a visit to the works of a supplier, and what came
    of it (PU-F08). A record of quality and technology: nobody changes it afterwards, a
    repeated trial is entered beside it."""

    _name = "ops.supplier.trial"
    _inherit = ["ops.evidence.mixin", "mail.thread"]
    _description = "Trial of a supplier"
    _order = "supplier_id, date desc, id desc"

    # FIELDS
    supplier_id = fields.Many2one(
        "ops.supplier", "Supplier file", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="supplier_id.company_id", store=True, index=True
    )
    partner_id = fields.Many2one(related="supplier_id.partner_id", string="Supplier")
    kind = fields.Selection(
        [
            ("sample", "Sample of goods"),
            ("trial", "Trial delivery"),
            ("visit", "Visit to the works"),
        ],
        required=True,
        default="sample",
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    product_id = fields.Many2one("product.product", "Product")
    result = fields.Selection(
        [("passed", "Passed"), ("failed", "Failed")], "Trial result", required=True
    )
    note = fields.Text("Findings", required=True)
    user_id = fields.Many2one(
        "res.users",
        "Judged by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
    )

    # COMPUTE
    @api.depends("kind", "date")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for trial in self:
            trial.display_name = f"{kinds.get(trial.kind, '')} {trial.date or ''}"

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """Whoever enters a trial has judged it."""
        if not self.env.su:
            vals_list = [{**vals, "user_id": self.env.uid} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        """Refused: what came of a trial stays; only files are added."""
        if set(vals) - {"attachment_ids"} and not self.env.su:
            raise UserError(self._words_kept())
        files = {trial: trial.attachment_ids for trial in self}
        result = super().write(vals)
        if any(files[trial] - trial.attachment_ids for trial in self):
            raise UserError(self._words_kept())
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if not self.env.su:
            raise UserError(self._words_kept())

    # BUSINESS
    def _evidence_closed(self):
        """The files of a trial stay with what came of it."""
        return True

    def _passed(self):
        """Kinds of trial whose last result is “passed”; of one supplier."""
        last = {trial.kind: trial for trial in self.sorted(lambda r: (r.date, r.id))}
        return {kind for kind, trial in last.items() if trial.result == "passed"}

    # TOOLING
    def _words_kept(self):
        return self.env._(
            "What came of a trial stays; a repeated trial is entered beside it."
        )


class ProductCategory(models.Model):
    _inherit = "product.category"

    # FIELDS
    supplier_sample = fields.Boolean(
        "New suppliers: sample",
        help="PU-F08: opinions are asked once a sample has passed.",
    )
    supplier_trial = fields.Boolean(
        "New suppliers: trial delivery",
        help="PU-F08: opinions are asked once a trial delivery has passed.",
    )
    supplier_visit = fields.Boolean(
        "New suppliers: visit",
        help="PU-F08: opinions are asked once the works were visited.",
    )
