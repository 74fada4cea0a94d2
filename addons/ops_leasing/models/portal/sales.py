"""A tenant reports his sales himself (LE-F09, LE-F28)."""

from odoo import models
from odoo.fields import Command


class LeaseSales(models.Model):
    _inherit = "ops.lease.sales"

    # BUSINESS
    def _portal_open(self):
        """Whether the tenant may still say what he sold: nobody has checked it."""
        self.ensure_one()
        return self.state in ("open", "correcting", "reported")

    def _portal_report(self, figures, note, files, reason):
        """Take over what the tenant typed, and report it by the step of the flow.

        For the portal alone, which has asked before whose report it is.

        :param figures: ``{line: values}``
        :param files: values of attachments of his own
        :param reason: why a report is corrected; asked where it was reported before
        :raise UserError: with what is missing, a sentence a line
        """
        self.ensure_one()
        if self.state == "reported":
            self._portal_take("correct", reason)
            self._sales_keep_version(reason)
        self.write(
            {
                "note": note,
                "line_ids": [
                    Command.update(line.id, values) for line, values in figures.items()
                ],
                "attachment_ids": [Command.create(values) for values in files],
            }
        )
        self._portal_take("report")
