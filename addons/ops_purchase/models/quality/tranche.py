from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..groups import KEEPER, QUALITY

CAUSES = [
    ("damage", "Damaged"),
    ("size", "Size or measure"),
    ("material", "Material or composition"),
    ("function", "Does not work"),
    ("look", "Looks"),
    ("label", "Label or papers"),
    ("expired", "Shelf life"),
    ("other", "Other"),
]


class QualityTranche(models.Model):
    """A part of a received quantity and what becomes of it (PU-16, PU-X3): accepted
    合格, accepted by concession 让步, reworked 返工 or returned 退货. It is signed with
    its entry: inspector and moment come from the system."""

    _name = "ops.quality.tranche"
    _inherit = ["ops.flow.line.mixin"]
    _description = "Decision on received goods"
    _order = "id"
    _flow_parent = ("inspection_id", "tranche_ids")
    _stamps = ("user_id", "date", "concession_id")

    # FIELDS
    inspection_id = fields.Many2one(
        "qc.inspection", "Inspection", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="inspection_id.company_id", store=True, index=True
    )
    product_id = fields.Many2one(related="inspection_id.product_id")
    uom_id = fields.Many2one(related="inspection_id.uom_id", string="Unit")
    quantity = fields.Float(digits="Product Unit", required=True)
    disposition = fields.Selection(
        [
            ("pass", "Accepted"),
            ("concession", "Accepted by concession"),
            ("rework", "To be reworked"),
            ("return", "To be returned"),
        ],
        required=True,
        default="pass",
    )
    serial_ids = fields.Many2many(
        "stock.lot", "ops_quality_tranche_serial", string="Serial numbers", copy=False
    )
    reworked = fields.Boolean(
        "After rework", help="These goods come back from rework and are decided again."
    )
    cause = fields.Selection(
        CAUSES,
        "What is wrong",
    )
    reason = fields.Char()
    user_id = fields.Many2one(
        "res.users",
        "Inspector",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env.user,
    )
    date = fields.Datetime(
        "Decided on",
        required=True,
        readonly=True,
        copy=False,
        default=fields.Datetime.now,
    )
    concession_id = fields.Many2one(
        "ops.quality.concession", "Concession", readonly=True, copy=False
    )

    # CONSTRAINT
    _quantity_positive = models.Constraint(
        "CHECK(quantity > 0)", "A decision is about a quantity above zero."
    )
    _concession_signed = models.Constraint(
        "CHECK((disposition = 'concession') = (concession_id IS NOT NULL))",
        "Goods are accepted by concession with an approved concession only.",
    )
    _reason_given = models.Constraint(
        "CHECK(disposition IN ('pass', 'concession') "
        "OR (cause IS NOT NULL AND COALESCE(BTRIM(reason), '') != ''))",
        "What is reworked or returned needs what is wrong, and a reason in words.",
    )

    # ONCHANGE
    @api.onchange("serial_ids")
    def _onchange_serial_ids(self):
        if self.serial_ids:
            self.quantity = len(self.serial_ids)

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """Decide on a quantity; what is returned goes to the return area at once.

        :raise UserError: about more than is left
        :raise AccessError: for goods that others inspect
        """
        if not self.env.su:
            self._check_stamped(vals_list)
        ids = {vals["inspection_id"] for vals in vals_list if vals.get("inspection_id")}
        # two inspectors at once: the second waits or is told so
        inspections = self.env["qc.inspection"].browse(ids)
        inspections._flow_check_act(self.env._("Decide"), "conclude", "inspecting")
        tranches = super().create(
            [
                {**vals, "user_id": self.env.uid, "date": fields.Datetime.now()}
                for vals in vals_list
            ]
        )
        tranches._check_inspector()
        # worked out now, so that too much is refused now
        inspections.flush_recordset()
        tranches._check_sample()
        inspections._serial_fates_check()
        returned = tranches.filtered(lambda t: t.disposition == "return")
        returned.inspection_id._send_back()
        return tranches

    def write(self, vals):  # pylint: disable=method-required-super
        """What was decided is not rewritten."""
        raise UserError(
            self.env._(
                "A decision is not changed: take it back and decide again, as long as "
                "the goods have not moved."
            )
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_if_goods_stay(self):
        """A decision is taken back as long as nobody acted on it."""
        self._check_inspector()
        for inspection, tranches in self.grouped("inspection_id").items():
            passed = tranches.filtered(lambda t: t.disposition == "pass")
            accepted = sum(passed.mapped("quantity"))
            kept = inspection.tranche_ids - tranches
            used = [
                inspection._serials_left_with(tranches),
                # goods went to the return area, or the head of quality has signed
                tranches.filtered(lambda t: t.disposition in ("return", "concession")),
                inspection.uom_id.compare(accepted, inspection.stockable_qty) > 0,
                "rework" in tranches.mapped("disposition")
                and kept.filtered("reworked"),
            ]
            if any(used):
                raise UserError(
                    self.env._(
                        "%(inspection)s: goods have moved on this decision; it cannot "
                        "be taken back.",
                        inspection=inspection.display_name,
                    )
                )

    # BUSINESS
    def _check_stamped(self, vals_list):
        if any(vals.get(name) for vals in vals_list for name in self._stamps):
            raise AccessError(
                self.env._("Inspector, moment and concession come from the system.")
            )
        if any(vals.get("disposition") == "concession" for vals in vals_list):
            raise UserError(
                self.env._(
                    "Acceptance by concession is applied for with a concession, which "
                    "the head of quality approves."
                )
            )

    def _check_sample(self):
        """What its sample speaks against does not pass as it is."""
        passed = self.filtered(lambda t: t.disposition == "pass" and not t.reworked)
        passed.inspection_id._sample_check()

    def _check_inspector(self):
        """Quality decides; on simple goods the stores may."""
        if self.env.su:
            return
        simple = all(
            product.inspect_by == "simple" for product in self.inspection_id.product_id
        )
        self.inspection_id._check_group(QUALITY, *([KEEPER] if simple else []))
