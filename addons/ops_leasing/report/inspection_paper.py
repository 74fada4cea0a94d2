from odoo import models
from odoo.tools import LazyTranslate
from odoo.tools.image import image_data_uri

_lt = LazyTranslate(__name__)


class LeaseInspectionPaper(models.Model):
    """退租验房单 (LE-26, C-05, C-06)."""

    _name = "ops.lease.inspection"
    _inherit = ["ops.lease.inspection", "ops.paper.mixin"]

    _paper_blocks = {
        "ops_leasing.report_inspection": [
            (_lt("Tenant"), None, {"stamp": True}),
            (_lt("Property company"), "step:issue", {"stamp": True}),
            (_lt("Commercial company"), None),
        ],
    }

    # TOOLING
    def _paper_inspection_cells(self):
        """Whose shop was inspected, when, by whom, in whose presence."""
        self.ensure_one()
        # the exit is the reason of the inspection: its head belongs to this form
        paper = self.sudo().exit_id
        return [
            "partner_id",
            (self.env._("Lease number"), paper.contract_id.name or ""),
            (self.env._("Shop"), paper._paper_shop(), "wide"),
            (self.env._("Exit number"), paper.name or ""),
            (self.env._("Inspection wished on"), self._paper_day(paper.date_wished)),
            "date",
            "user_id",
            "tenant_present!",
        ]

    def _paper_photos(self):
        """Photos of the items, as they are printed: ``[(number, name, image)]``."""
        self.ensure_one()
        return [
            (number, line.name, image_data_uri(line.photo))
            for number, line in enumerate(self.line_ids, 1)
            if line.photo
        ]

    def _paper_damage_label(self):
        return self.env._("Damages in total")
