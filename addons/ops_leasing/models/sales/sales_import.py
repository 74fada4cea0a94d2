"""Sales come in from Excel (C-40); see ``import_mixin.py``."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class LeaseSales(models.Model):
    _name = "ops.lease.sales"
    _inherit = ["ops.lease.sales", "ops.lease.import.mixin"]

    # BUSINESS
    @api.model
    def _load_records_create(self, vals_list):
        """Rows of a file fill in the reports that wait for them; the rights are those
        of ``write``.

        :raise UserError: for a lease and month nobody asked for, or reported already
        """
        keys = [
            (vals.get("contract_id"), fields.Date.to_date(vals["month"]).replace(day=1))
            for vals in vals_list
        ]
        found = {
            (paper.contract_id.id, paper.month): paper
            for paper in self.search(
                [
                    ("contract_id", "in", [lease for lease, _month in keys]),
                    ("month", "in", [month for _lease, month in keys]),
                ]
            )
        }
        papers = self.browse()
        for (lease, month), vals in zip(keys, vals_list, strict=True):
            paper = found.get((lease, month))
            if not paper:
                raise UserError(
                    self.env._(
                        "No sales of %(month)s are asked for from this lease: create "
                        "the due reports first.",
                        month=fields.Date.to_string(month)[:7],
                    )
                )
            paper.write(paper._import_values(vals))
            papers |= paper
        return papers

    def _import_values(self, vals):
        """The values of a row, its lines matched with those of the report."""
        self.ensure_one()
        lines = {line.category_id.id: line for line in self.line_ids}
        commands = []
        for command in vals.get("line_ids") or ():
            figures = command[2]
            line = lines.get(figures.get("category_id"))
            commands.append(
                Command.update(line.id, figures) if line else Command.create(figures)
            )
        kept = {
            name: value
            for name, value in vals.items()
            if name not in ("contract_id", "month", "line_ids")
        }
        return {**kept, "line_ids": commands}
