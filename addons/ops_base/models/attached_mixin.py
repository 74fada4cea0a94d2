from collections import defaultdict

from odoo import fields, models
from odoo.fields import Domain


class AttachedMixin(models.AbstractModel):
    """Something that hangs on a record of any model, and is seen by whoever sees that
    record: read with it, changed by those who may change it."""

    _name = "ops.attached.mixin"
    _description = "Belongs to a record of any model"

    # FIELDS
    res_model = fields.Char("Document type", index=True)
    res_id = fields.Many2oneReference("Document", model_field="res_model", index=True)
    res_name = fields.Char("Document name", compute="_compute_res_name")

    # COMPUTE
    def _compute_res_name(self):
        for attached in self:
            attached.res_name = False
        for model, group in self.filtered("res_id").grouped("res_model").items():
            documents = self.env[model].browse(group.mapped("res_id")).exists()
            # the name of the document that this one hangs on is no secret
            names = {doc.id: doc.display_name for doc in documents.sudo()}
            for attached in group:
                attached.res_name = names.get(attached.res_id)

    # CRUD
    def write(self, vals):
        """Who moves it to another document may change that one as well."""
        result = super().write(vals)
        if not {"res_model", "res_id"}.isdisjoint(vals):
            self.check_access("write")
        return result

    def _search(
        self,
        domain,
        offset=0,
        limit=None,
        order=None,
        *,
        active_test=True,
        bypass_access=False,
    ):
        """Only what hangs on documents the user may read, or is his own."""
        if not self.env.su and not bypass_access:
            domain = Domain(domain) & self._attached_visible()
        return super()._search(
            domain,
            offset,
            limit,
            order,
            active_test=active_test,
            bypass_access=bypass_access,
        )

    def _check_access(self, operation):
        """Beside the rules: the right on the document it hangs on."""
        result = super()._check_access(operation)
        if self.env.su or not self:
            return result
        asked = self - result[0] if result else self
        if operation == "read":
            asked -= asked.sudo().filtered_domain(self._attached_own()).sudo(False)
        forbidden = asked._attached_forbidden(
            "read" if operation == "read" else "write"
        )
        if forbidden:
            if result:
                forbidden += result[0]
            error = self.env["ir.rule"]._make_access_error
            result = (forbidden, lambda: error(operation, forbidden))
        return result

    # ACTION
    def action_open_document(self):
        """Open the document, under its own rights."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
            "target": "current",
        }

    # TOOLING
    def _attached_own(self):
        """Domain of what a user sees whatever it hangs on."""
        return Domain.FALSE

    def _attached_visible(self):
        visible = Domain("res_model", "=", False) | self._attached_own()
        # which kinds of documents there are, not which documents
        kinds = self.sudo()._read_group([("res_model", "!=", False)], ["res_model"])
        for (model,) in kinds:
            documents = self.env.get(model)
            if documents is None or not documents.has_access("read"):
                continue
            query = documents.with_context(active_test=False)._search(Domain.TRUE)
            visible |= Domain("res_model", "=", model) & Domain("res_id", "in", query)
        return visible

    def _attached_forbidden(self, operation):
        """Those whose document does not allow ``operation``."""
        forbidden, groups = self.browse(), defaultdict(self.browse)
        # the link itself is read to judge the access, nothing else
        for attached in self.sudo():
            if attached.res_model:
                groups[attached.res_model] += attached
        for model, group in groups.items():
            if model not in self.env:
                forbidden += group.sudo(False)
                continue
            documents = self.env[model].browse(set(group.mapped("res_id"))).exists()
            allowed = set(documents._filtered_access(operation).ids)
            forbidden += group.filtered(
                lambda a, allowed=allowed: a.res_id not in allowed
            ).sudo(False)
        return forbidden
