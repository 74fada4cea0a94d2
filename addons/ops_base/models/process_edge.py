from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ProcessEdge(models.Model):
    """An arrow of a process map."""

    _name = "ops.process.edge"
    _description = "Arrow of a process"
    _order = "map_id, id"
    _rec_name = "label"

    # FIELDS
    source_id = fields.Many2one(
        "ops.process.node", "From", required=True, index=True, ondelete="cascade"
    )
    target_id = fields.Many2one(
        "ops.process.node", "To", required=True, index=True, ondelete="cascade"
    )
    map_id = fields.Many2one(
        "ops.process.map",
        "Process",
        related="source_id.map_id",
        store=True,
        index=True,
    )
    label = fields.Char(translate=True)
    kind = fields.Selection(
        [("forward", "Forward"), ("branch", "Branch"), ("return", "Return")],
        required=True,
        default="forward",
    )

    _pair_uniq = models.UniqueIndex(
        "(source_id, target_id)", "These two steps are connected already."
    )

    # CONSTRAINT
    @api.constrains("source_id", "target_id")
    def _check_ends(self):
        for edge in self:
            if edge.source_id == edge.target_id:
                raise ValidationError(
                    self.env._(
                        "“%(step)s”: an arrow leads to another step.",
                        step=edge.source_id.name,
                    )
                )
            if edge.source_id.map_id != edge.target_id.map_id:
                raise ValidationError(
                    self.env._(
                        "“%(first)s” and “%(second)s” belong to different processes.",
                        first=edge.source_id.name,
                        second=edge.target_id.name,
                    )
                )

    # BUSINESS
    def _payload(self):
        """The arrows as the drawing reads them."""
        return [
            {
                "id": edge.id,
                "from": edge.source_id.id,
                "to": edge.target_id.id,
                "label": edge.label or "",
                "kind": edge.kind,
            }
            for edge in self
        ]
