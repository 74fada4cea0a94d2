from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError

CONTENT = {"raw", "datas", "name", "res_model", "res_id", "res_field", "url", "type"}


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    # CRUD
    def write(self, vals):
        """Files a paper was handed on with stay as they were (rule 10)."""
        if CONTENT.intersection(vals):
            self._check_evidence()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_evidence(self):
        self._check_evidence()

    # BUSINESS
    def _check_evidence(self):
        """Refuse to touch files that were there when their paper entered the state it
        is in; what has been added since may still be taken away."""
        if self.env.uid == SUPERUSER_ID:
            return
        # the place of a file is no secret; the ORM itself writes files of a field as
        # the system, after it has asked the paper
        files = self.sudo().filtered(
            lambda file: file.res_id and not (self.env.su and file.res_field)
        )
        for model, group in files.grouped("res_model").items():
            holder = self.env.get(model, self)
            link = (getattr(holder, "_flow_parent", None) or [None])[0]
            kept_by_itself = hasattr(holder, "_evidence_closed")
            if not link and "flow_is_open" not in holder._fields and not kept_by_itself:
                continue
            records = holder.sudo().browse(group.mapped("res_id")).exists()
            papers = {record.id: record[link] if link else record for record in records}
            # a line may keep its files although its paper is back at the beginning
            closed = {
                record.id
                for record in records
                if hasattr(record, "_evidence_closed") and record._evidence_closed()
            }
            for file in group:
                paper = papers.get(file.res_id)
                kept = file.res_id in closed
                flow = getattr(paper, "_flow", None)
                if not paper or (
                    not kept and (not flow or paper.state == flow.initial)
                ):
                    continue
                # steps are stamped to the second, files more finely
                born = file.create_date.replace(microsecond=0)
                if kept or (paper.state_since and born <= paper.state_since):
                    raise AccessError(
                        self.env._(
                            "“%(file)s” belongs to %(paper)s, which has been handed "
                            "on with it: it stays as it is.",
                            file=file.name,
                            paper=paper.display_name,
                        )
                    )
