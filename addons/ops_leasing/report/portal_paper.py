"""报修单 (LE-F28, C-06)."""

from odoo import models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class LeaseRepairPaper(models.Model):
    _name = "ops.lease.repair"
    _inherit = ["ops.lease.repair", "ops.paper.mixin"]

    _paper_blocks = {
        "ops_leasing.report_repair": [
            (_lt("Repair reported by"), "step:submit"),
            (_lt("Assigned by"), "step:assign"),
            (_lt("Repaired by"), "step:finish"),
            (_lt("Repair confirmed by"), "step:confirm"),
        ],
    }

    # TOOLING
    def _paper_repair_cells(self):
        self.ensure_one()
        return [
            "partner_id",
            (self.env._("Shop"), self.sudo().unit_id.display_name),
            "kind",
            "urgency",
            (self.env._("Repair reported on"), self._paper_day(self.reported_date)),
            "phone",
            "subject!",
            "description!",
            "user_id",
            "contractor",
            (self.env._("Repair planned for"), self._paper_day(self.date_planned)),
            (self.env._("Repaired on"), self._paper_day(self.done_date)),
            "result!",
        ]

    def _paper_repair_photos(self):
        """``[(when, image)]``: before and after, as they are printed."""
        self.ensure_one()
        # photos of the form belong to who may read the form
        paper = self.sudo()
        return [
            (label, f"data:{photo.mimetype};base64,{photo.datas.decode()}")
            for label, photos in (
                (self.env._("Before"), paper.attachment_ids[:3]),
                (self.env._("After"), paper.evidence_ids[:3]),
            )
            for photo in photos
            if photo.mimetype in ("image/jpeg", "image/png") and photo.datas
        ]
