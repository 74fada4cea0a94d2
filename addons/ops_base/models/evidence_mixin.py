from odoo import api, fields, models


class EvidenceMixin(models.AbstractModel):
    """Files added to a record, readable by whoever may read the record."""

    _name = "ops.evidence.mixin"
    _description = "Record with attached files"

    # FIELDS
    attachment_ids = fields.Many2many("ir.attachment", string="Attachments", copy=False)

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        if any("attachment_ids" in vals for vals in vals_list):
            records._evidence_adopt()
        return records

    def write(self, vals):
        result = super().write(vals)
        if "attachment_ids" in vals:
            self._evidence_adopt()
        return result

    # BUSINESS
    def _evidence_adopt(self):
        """A file uploaded into the form belongs to nobody yet: give it to the record,
        so that the record's readers can open it."""
        for record in self:
            # only files the user has just uploaded himself and that hang nowhere
            loose = record.sudo().attachment_ids.filtered(
                lambda file: not file.res_id and file.create_uid == self.env.user
            )
            if loose:
                loose.write({"res_model": record._name, "res_id": record.id})
