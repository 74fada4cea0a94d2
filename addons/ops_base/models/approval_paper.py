from odoo import fields, models


class ApprovalPaper(models.Model):
    """审批意见表: the approval of any paper, printed (C-25)."""

    _name = "ops.approval.request"
    _inherit = ["ops.approval.request", "ops.paper.mixin"]

    # BUSINESS
    def _paper_sheets(self, report):
        sheets = super()._paper_sheets(report)
        for request_id, said in self._opinions().items():
            sheet = sheets[request_id]
            below = {
                (sign["name"], sign["opinion"])
                for block in sheet["signatures"]
                for sign in block["signs"]
            }
            # the words of a signature in force stand once, above that signature
            sheet["opinions"] = [
                {
                    **event,
                    "date": self._paper_moment(event["date"]),
                    "opinion": ""
                    if (event["user"], event["opinion"].strip()) in below
                    else event["opinion"],
                }
                for event in said
            ]
        return sheets

    def _paper_approval_nodes(self):
        """Its own nodes, those of an approval no longer in force included."""
        labels, now = self._panel_labels(), fields.Datetime.now()
        # whoever may read the approval may see who has signed it
        return {
            request.id: self._paper_nodes(
                [self._panel_node(node, labels, now) for node in request._nodes()]
            )
            for request in self.sudo()
        }

    def _paper_dates(self):
        return {request.id: self._paper_day(request.raised) for request in self}
