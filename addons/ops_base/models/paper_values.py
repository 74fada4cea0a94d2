"""How a value looks on paper: dates, money, capitals, cells and columns."""

from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import format_date, format_datetime, formatLang

from ..paper import capitals

_WIDE = ("text", "html", "one2many", "many2many")
_RIGHT = ("integer", "float", "monetary")


class PaperValues(models.AbstractModel):
    _inherit = "ops.paper.mixin"

    # BUSINESS
    @api.model
    def _paper_capitals(self, amount, currency=None):
        """Amount in capitals with the name of the currency, 人民币…元整 (C-07); empty
        for a currency that 元, 角 and 分 cannot say.

        :param amount: what a monetary field holds, or a Decimal
        :param currency: ``res.currency``, the company's when empty
        """
        currency = currency or self.env.company.currency_id
        digits = currency.decimal_places
        if digits > 2:
            return ""
        if isinstance(amount, float):
            amount = Decimal(repr(amount))
        name = capitals.CURRENCY_NAMES.get(currency.name, currency.name)
        return capitals.capitals(amount or 0, currency=name, digits=digits)

    # TOOLING: values
    @api.model
    def _paper_chinese(self):
        return (self.env.lang or "").startswith("zh")

    @api.model
    def _paper_day(self, moment):
        """A date as it is written on paper, in the reader's language and time zone."""
        if not moment:
            return ""
        if isinstance(moment, str):
            moment = fields.Datetime.to_datetime(moment)
        if hasattr(moment, "hour"):
            moment = fields.Datetime.context_timestamp(self, moment).date()
        if self._paper_chinese():
            return f"{moment.year}年{moment.month}月{moment.day}日"
        return format_date(self.env, moment)

    @api.model
    def _paper_moment(self, moment):
        """Date and time, in the reader's time zone."""
        if not moment:
            return ""
        if isinstance(moment, str):
            moment = fields.Datetime.to_datetime(moment)
        return format_datetime(self.env, moment, dt_format="yyyy-MM-dd HH:mm")

    @api.model
    def _paper_money(self, amount, currency=None):
        """Figures with the currency sign: ¥1,284.50."""
        currency = currency or self.env.company.currency_id
        text = formatLang(self.env, abs(amount or 0), currency_obj=currency)
        sign = "-" if currency.compare_amounts(amount or 0, 0) < 0 else ""
        return sign + text.replace("\xa0", "")

    @api.model
    def _paper_value(self, record, name, sign=True):
        """A field of a record as text for paper; a path with dots is followed.

        :param sign: print the sign of the currency with an amount
        """
        *path, name = name.split(".")
        for step in path:
            record = record[step][:1]
        if not record:
            return ""
        field, value = record._fields[name], record[name]
        if field.type == "monetary":
            currency = record[field.get_currency_field(record)]
            if sign:
                return self._paper_money(value, currency)
            return formatLang(self.env, value, digits=currency.decimal_places or 2)
        if field.type == "float":
            digits = field.get_digits(self.env)
            # a plain number is a count as a rule: 10, not 10.00
            plain = 0 if float(value).is_integer() else 2
            return formatLang(self.env, value, digits=digits[1] if digits else plain)
        if field.type == "integer":
            return formatLang(self.env, value, digits=0)
        if field.type == "boolean":
            return "√" if value else ""
        if not value:
            return ""
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, value)
        if field.type == "date":
            return self._paper_day(value)
        if field.type == "datetime":
            return self._paper_moment(value)
        if field.relational:
            comma = "、" if self._paper_chinese() else ", "
            # as on the screen: who may read the paper reads the names on it
            return comma.join(line.display_name or "" for line in value.sudo())
        return value

    # TOOLING: grids and tables
    @api.model
    def _paper_rows(self, doc, cells, columns=2):
        """Rows of a label/value grid.

        :param cells: field names, ``(label, value)`` or ``(label, value, "wide")``; a
            field of texts or lines takes a whole row, ``"field!"`` makes any do so
        :param columns: pairs of label and value in a row
        :return: list of rows, each a list of ``{"label", "value", "span", "type"}``
        """
        rows, row, free = [], [], columns
        for cell in cells:
            entry, wide = self._paper_cell(doc, cell)
            need = columns if wide else 1
            if need > free:
                rows.append(self._paper_fill(row, free))
                row, free = [], columns
            entry["span"] = 2 * need - 1
            row.append(entry)
            free -= need
        if row:
            rows.append(self._paper_fill(row, free))
        return [row for row in rows if row]

    @staticmethod
    def _paper_fill(row, free):
        """The last value of a row takes the space that is left."""
        if row and free:
            row[-1]["span"] += 2 * free
        return row

    def _paper_cell(self, doc, cell):
        if not isinstance(cell, str):
            label, value, *wide = cell
            return {"label": label, "value": value, "type": "text"}, bool(wide)
        name = cell.rstrip("!")
        _owner, field = self._paper_field(doc, name)
        return {
            "label": field._description_string(self.env),
            "value": self._paper_value(doc, name),
            "type": field.type,
        }, cell != name or field.type in _WIDE

    @api.model
    def _paper_field(self, records, name):
        """Model and field at the end of a path with dots."""
        *path, name = name.split(".")
        for step in path:
            records = self.env[records._fields[step].comodel_name]
        return records, records._fields[name]

    @api.model
    def _paper_columns(self, lines, columns, totals=()):
        """Columns of a table: ``[{"label", "name", "css", "total"}]``.

        :param columns: field names, or ``(label, name)`` to head a column otherwise
        :param totals: names of the columns that are summed at the end
        """
        result = []
        for column in columns:
            label, name = (None, column) if isinstance(column, str) else column
            _owner, field = self._paper_field(lines, name)
            css = "ops-r" if field.type in _RIGHT else ""
            if field.type == "monetary":
                css += " ops-money"
            if field.type in ("date", "boolean", "selection"):
                css = "ops-c"
            if field.type == "date":
                css += " ops-nowrap"
            result.append(
                {
                    "label": label or field._description_string(self.env),
                    "name": name,
                    "css": css,
                    "total": self._paper_total(lines, name) if name in totals else "",
                }
            )
        return result

    def _paper_total(self, lines, name):
        owner, field = self._paper_field(lines, name)
        amount = sum(lines.mapped(name))
        digits = 2
        if field.type == "monetary" and lines:
            digits = lines[0][field.get_currency_field(owner)].decimal_places
        elif field.type == "integer":
            digits = 0
        elif field.type == "float" and field.get_digits(self.env):
            digits = field.get_digits(self.env)[1]
        return formatLang(self.env, amount, digits=digits)
