from odoo import api, fields, models
from odoo.exceptions import ValidationError


class FilesMixin(models.AbstractModel):
    """Fields that hold a record's own files, readable by whoever may read it."""

    _name = "ops.files.mixin"
    _description = "Record with its own files"

    #: fields whose files are the record's own, never another paper's
    _own_files = ()

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """A file uploaded into the form becomes the record's own."""
        records = super().create(vals_list)
        for name in self._own_files:
            if any(name in vals for vals in vals_list):
                records._files_adopt(name)
        return records

    def write(self, vals):
        """A file uploaded into the form becomes the record's own."""
        result = super().write(vals)
        for name in self._own_files:
            if name in vals:
                self._files_adopt(name)
        return result

    # BUSINESS
    def _files_adopt(self, name):
        """Give files that hang nowhere yet to the record, so that its readers can open
        them.

        :raise ValidationError: for a file that hangs on another record
        """
        for record in self:
            # where a file hangs is no secret to who attaches it
            files = record.sudo()[name]
            # only files the user has just uploaded himself
            loose = files.filtered(
                lambda file: not file.res_id and file.create_uid == self.env.user
            )
            if loose:
                loose.write({"res_model": record._name, "res_id": record.id})
            for file in files.filtered("res_id"):
                if (file.res_model, file.res_id) != (record._name, record.id):
                    raise ValidationError(
                        self.env._(
                            "“%(file)s” belongs to another paper: attach a file of "
                            "%(paper)s.",
                            file=file.name,
                            paper=record.display_name,
                        )
                    )


class EvidenceMixin(models.AbstractModel):
    """Files added to a record, readable by whoever may read the record."""

    _name = "ops.evidence.mixin"
    _inherit = ["ops.files.mixin"]
    _description = "Record with attached files"

    _own_files = ("attachment_ids",)

    # FIELDS
    attachment_ids = fields.Many2many("ir.attachment", string="Attachments", copy=False)
