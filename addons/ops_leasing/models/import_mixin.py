from itertools import combinations, pairwise

from odoo import api, models
from odoo.addons.ops_base.public import harmless
from odoo.fields import Domain

from ..sheets.templates import LISTS

BY_MODEL = {template.model: template for template in LISTS}


class LeaseImportMixin(models.AbstractModel):
    """Import of the register from Excel (C-40, cross-cutting rule 11): a file goes in
    whole or not at all, every bad row is reported, a name that several records bear
    is an error and not a guess."""

    _name = "ops.lease.import.mixin"
    _description = "Import of the register"

    # Ways to spell a record: fields from the whole to the part.
    _import_paths = ()
    # Figures worked out where a row leaves them empty.
    _import_worked_out = ()

    # ACTION
    @api.model
    @harmless("a file to fill in, like any")
    def get_import_templates(self):
        """Offer the template of this list to download (C-40)."""
        template = BY_MODEL[self._name]
        return [
            {
                "label": self.env._("Import template (Excel, Chinese)"),
                "template": f"/ops_leasing/static/xls/{template.name}.xlsx",
            }
        ]

    @api.model
    def load(self, fields, data):
        """All rows or none, in one piece however long the file (C-40); the words of
        the template's drop-downs are understood in every language.

        The rights are those of ``create`` and ``write``, row by row.
        """
        data = self._import_words(fields, data)
        whole = self.with_context(_import_limit=None)
        result = super(LeaseImportMixin, whole).load(fields, data)
        if any(message.get("type") == "error" for message in result["messages"]):
            # Odoo names the first row for all and stops after ten: look at each one
            found = whole._import_every_message(fields, data)
            result["messages"] = found or result["messages"]
        return result

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """In an import a name means one record: the full name, or its end where that
        is enough."""
        if not (self.env.context.get("import_file") and operator == "=" and name):
            return super().name_search(name, domain, operator, limit)
        found = super().name_search(name, domain, operator, limit)
        if not found and self._import_paths:
            records = self.search_fetch(
                self._import_domain(name) & Domain(domain or []),
                ["display_name"],
                limit=limit,
            )
            found = [(record.id, record.display_name) for record in records]
        if len(found) > 1:
            names = ", ".join(label for _id, label in found[:5])
            raise ValueError(
                # a percent sign would be taken for a placeholder by the importer
                self.env._(
                    "“%(name)s” can be any of: %(names)s. Write the full name.",
                    name=name,
                    names=names,
                ).replace("%", "%%")
            )
        return found

    # BUSINESS
    @api.model
    def _extract_records(self, field_paths, data, *args, **kwargs):
        """An empty cell of a figure the suite can work out leaves it to the suite."""
        for record, extras in super()._extract_records(
            field_paths, data, *args, **kwargs
        ):
            for path in self._import_worked_out:
                *parents, name = path.split("/")
                rows = [record]
                for parent in parents:
                    rows = [line for row in rows for line in row.get(parent) or ()]
                for row in rows:
                    if row.get(name) in ("", False):
                        del row[name]
            yield record, extras

    @api.model
    def _import_words(self, fields, data):
        """``data`` with the template's words replaced by the values they stand for."""
        columns = {
            column.field: column.choices
            for column in BY_MODEL[self._name].columns
            if column.choices
        }
        words = [(i, columns[name]) for i, name in enumerate(fields) if name in columns]
        if not words:
            return data
        data = [list(row) for row in data]
        for row in data:
            for index, choices in words:
                value = row[index]
                if isinstance(value, str):
                    row[index] = choices.get(value.strip(), value)
        return data

    @api.model
    def _import_every_message(self, fields, data):
        """Messages of every record of the file; nothing stays in the database."""
        messages, savepoint = [], self.env.cr.savepoint()
        try:
            spans = [
                record["rows"]
                for _record, record in self._extract_records(
                    [models.fix_import_export_id_paths(name) for name in fields],
                    data,
                    log=lambda message: None,
                )
            ]
            for number, span in enumerate(spans):
                rows = data[span["from"] : span["to"] + 1]
                for message in super().load(fields, rows)["messages"]:
                    if "rows" in message:
                        message["rows"] = {
                            side: message["rows"][side] + span["from"]
                            for side in ("from", "to")
                        }
                    message["record"] = number
                    messages.append(message)
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all(flush=False)
        return messages

    @api.model
    def _import_domain(self, name):
        """Records that ``name`` spells: its words shared out over the fields of a
        path in every way that is possible."""
        words, domains = name.split(), [Domain.FALSE]
        for path in self._import_paths:
            for cuts in combinations(range(1, len(words)), len(path) - 1):
                edges = (0, *cuts, len(words))
                parts = [" ".join(words[a:b]) for a, b in pairwise(edges)]
                domains.append(
                    Domain.AND(
                        Domain(field, "=", part)
                        for field, part in zip(path, parts, strict=True)
                    )
                )
        return Domain.OR(domains)
