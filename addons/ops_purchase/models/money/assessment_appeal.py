"""An appeal is decided by somebody else (PU-X4); the promised day stays (PU-F10)."""

from odoo import models
from odoo.addons.ops_base.flow import gate
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

from ..groups import BUYER_HEAD

_lt = LazyTranslate(__name__)


class DeliveryAssessment(models.Model):
    _inherit = "ops.delivery.assessment"

    # BUSINESS
    @gate(_lt("Decided by another"), who=BUYER_HEAD)
    def _gate_another_decides(self):
        """Nobody decides on an appeal against his own assessment, nor on one he has
        entered himself."""
        # what was done is a fact, also for who may not read the log
        logs = (
            self.env["ops.flow.log"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("step", "in", ("confirm", "appeal")),
                ],
                order="id",
            )
        )
        last = {(log.res_id, log.step): log.user_id for log in logs}
        for paper in self.filtered(lambda r: r._gated_by_assessment()):
            mine = [
                step
                for step in ("confirm", "appeal")
                if last.get((paper.id, step)) == self.env.user
            ]
            if mine:
                message = self.env._(
                    "%(person)s has confirmed the assessment or entered the appeal: "
                    "another head of purchasing decides.",
                    person=self.env.user.name,
                )
                yield self._blocker(paper, message)

    def _gated_by_assessment(self):
        # whether a gate is on is no secret
        return self.company_id.sudo().purchase_gate_assessment


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    # CRUD
    def write(self, vals):
        """What was promised is not moved once goods have arrived: lateness is counted
        from it. A new day for the rest is a follow-up."""
        if vals.get("date_planned"):
            planned = self._fields["date_planned"]
            new = planned.convert_to_cache(vals["date_planned"], self)
            for line in self:
                if (
                    line.date_planned
                    and new > line.date_planned
                    # whether a gate is on, and what has arrived, are facts
                    and line.company_id.sudo().purchase_gate_assessment
                    and line.sudo()._arrivals()
                ):
                    raise UserError(
                        self.env._(
                            "%(order)s, %(product)s has arrived: the promised day "
                            "stays. Enter a new day for the rest in the follow-up.",
                            order=line.order_id.name,
                            product=line.product_id.display_name,
                        )
                    )
        return super().write(vals)
