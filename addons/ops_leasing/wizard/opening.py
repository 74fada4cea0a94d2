import base64
import io
from collections import defaultdict
from datetime import date, datetime
from zipfile import BadZipFile

import openpyxl
from odoo import fields, models
from odoo.addons.ops_base.public import harmless
from odoo.exceptions import AccessError, UserError
from openpyxl.utils.exceptions import InvalidFileException

from ..models.groups import FINANCE, LEASING_MANAGER
from ..sheets.templates import OPENING_DEPOSIT, OPENING_LEASE

TEMPLATES = {"leases": OPENING_LEASE, "deposits": OPENING_DEPOSIT}
PERSONS = {"leases": LEASING_MANAGER, "deposits": FINANCE}
MOST_ROWS = 20000
LARGEST = 20 * 1024 * 1024


class LeaseOpening(models.TransientModel):
    """Takes over leases and deposits from the time before the suite (C-40).

    A file goes in whole or not at all; every bad row is named with its reason.
    """

    _name = "ops.lease.opening"
    _description = "Opening leases and deposits"

    # FIELDS
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    kind = fields.Selection(
        [("leases", "Leases in force"), ("deposits", "Deposits received")],
        "What",
        required=True,
        default="leases",
    )
    file = fields.Binary(attachment=False)
    filename = fields.Char()
    reason = fields.Char(
        help="Stands in the flow history of each lease that is taken over."
    )
    opening_date = fields.Date(related="company_id.lease_opening_date")
    problem_ids = fields.One2many("ops.lease.opening.problem", "opening_id", "Problems")
    checked = fields.Integer("Rows without a problem", readonly=True)

    # ACTION
    @harmless("a file to fill in, like any")
    def action_template(self):
        """Download the file to fill in."""
        self.ensure_one()
        name = TEMPLATES[self.kind].name
        return {
            "type": "ir.actions.act_url",
            "url": f"/ops_leasing/static/xls/{name}.xlsx",
            "target": "download",
        }

    def action_check(self):
        """Look at every row of the file and list what is wrong; nothing is imported.

        :raise AccessError: for others than who may import
        """
        self._check_person()
        rows, problems = self._read()
        if self.kind == "leases":
            self._plan_leases(rows, problems)
        else:
            self._plan_deposits(rows, problems)
        return self._show(rows, problems)

    def action_import(self):
        """Import the file, or list every bad row and import nothing.

        :raise AccessError: for others than who may import
        :raise UserError: when the administrator has set no opening date, or no reason
            is given
        """
        self._check_person()
        if not self.opening_date:
            raise UserError(
                self.env._(
                    "%(company)s has no opening date for leasing. The administrator "
                    "sets it in Settings, Commercial leasing, and clears it once "
                    "everything is taken over.",
                    company=self.company_id.name,
                )
            )
        if self.kind == "leases" and not (self.reason or "").strip():
            raise UserError(
                self.env._("Say why: the reason stands in the history of each lease.")
            )
        rows, problems = self._read()
        if self.kind == "leases":
            plan = self._plan_leases(rows, problems)
        else:
            plan = self._plan_deposits(rows, problems)
        if problems or not plan:
            return self._show(rows, problems)
        if self.kind == "leases":
            return self._take_over(plan)
        moves = self.env["ops.lease.deposit"].browse(plan)._post_opening(plan)
        return moves._deposit_open()

    # BUSINESS
    def _check_person(self):
        """Leases are the commercial manager's to take over, deposits regional
        finance's to post."""
        self.ensure_one()
        if not self.env.user.has_group(PERSONS[self.kind]):
            raise AccessError(
                self.env._(
                    "Opening leases are taken over by the commercial manager, opening "
                    "deposits by regional finance."
                )
            )
        if self.company_id not in self.env.companies:
            raise AccessError(
                self.env._("Choose %(name)s first.", name=self.company_id.name)
            )

    def _show(self, rows, problems):
        """The wizard again, with what was found."""
        bad = {row for row, _column, _message in problems}
        self.problem_ids.unlink()
        self.env["ops.lease.opening.problem"].create(
            [
                {
                    "opening_id": self.id,
                    "row": row,
                    "column": column,
                    "message": message,
                }
                for row, column, message in sorted(problems)
            ]
        )
        self.checked = len([row for row in rows if row["row"] not in bad])
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [[False, "form"]],
            "target": "new",
        }

    def _read(self):
        """Rows of the file as dictionaries, and what is wrong with their form.

        :return: (rows, problems) with problems ``[(row, heading, message)]``
        :raise UserError: when it is no file of this template
        """
        template = TEMPLATES[self.kind]
        try:
            content = base64.b64decode(self.file or b"")
            if not content or len(content) > LARGEST:
                raise ValueError
            book = openpyxl.load_workbook(
                io.BytesIO(content), read_only=True, data_only=True
            )
            table = book.worksheets[0].iter_rows(values_only=True)
            heads = [str(value or "").strip() for value in next(table, ())]
        except (ValueError, KeyError, OSError, BadZipFile, InvalidFileException):
            raise UserError(
                self.env._("This is no Excel file (.xlsx) that can be read.")
            ) from None
        missing = [
            column.heading
            for column in template.columns
            if column.required and column.heading not in heads
        ]
        if missing:
            raise UserError(
                self.env._(
                    "The first sheet lacks the columns: %(columns)s. Use the template.",
                    columns=", ".join(missing),
                )
            )
        rows, problems = [], []
        for number, values in enumerate(table, 2):
            cells = dict(zip(heads, values, strict=False))
            if all(value in (None, "") for value in cells.values()):
                continue
            if number > MOST_ROWS:
                raise UserError(
                    self.env._("The file has more than %(most)s rows.", most=MOST_ROWS)
                )
            row = {"row": number}
            for column in template.columns:
                row[column.field], message = self._value(
                    column, cells.get(column.heading)
                )
                if message:
                    problems.append((number, column.heading, message))
            rows.append(row)
        if not rows:
            raise UserError(self.env._("The file has no rows below its headings."))
        return rows, problems

    def _value(self, column, value):
        """(value, problem) of one cell."""
        if isinstance(value, str):
            value = value.strip()
        if value in (None, ""):
            return False, self.env._("is missing.") if column.required else ""
        if column.choices:
            if value in column.choices:
                return column.choices[value], ""
            return False, self.env._(
                "“%(value)s” is none of: %(choices)s.",
                value=value,
                choices=", ".join(column.choices),
            )
        if column.kind == "number":
            try:
                number = float(value)
            except (TypeError, ValueError):
                number = None
            if number is None or not 0 <= number < 1e12:
                return False, self.env._(
                    "“%(value)s” is no amount of zero or more.", value=value
                )
            return number, ""
        if column.kind == "date":
            return self._date(value)
        # a number typed as text in Excel comes as a number
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return str(value), ""

    def _date(self, value):
        if isinstance(value, datetime):
            return value.date(), ""
        if isinstance(value, date):
            return value, ""
        for pattern in ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"):
            try:
                return datetime.strptime(str(value), pattern).date(), ""
            except ValueError:
                continue
        return False, self.env._("“%(value)s” is no date.", value=value)

    # --- leases

    def _plan_leases(self, rows, problems):
        """Values of the leases the rows describe; problems are added to the list."""
        tenants = self._tenants({row["tenant"] for row in rows if row["tenant"]})
        units = self._units({row["unit"] for row in rows if row["unit"]})
        taken = set(
            self.env["ops.lease.contract"]
            # a number is taken whoever may see the lease
            .sudo()
            .search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("opening", "=", True),
                    ("opening_reference", "in", [row["reference"] for row in rows]),
                ]
            )
            .mapped("opening_reference")
        )
        seen, groups = {}, defaultdict(list)
        for row in rows:
            for heading, message in self._lease_problems(row, tenants, units, taken):
                problems.append((row["row"], heading, message))
            if row.get("unit_id"):
                first = seen.setdefault(row["unit_id"], row["row"])
                if first != row["row"]:
                    message = self.env._("stands in row %(row)s already.", row=first)
                    problems.append((row["row"], "商铺号", message))
            groups[row["reference"]].append(row)
        shared = {
            "tenant": "商户",
            "date_start": "起租日",
            "date_end": "到期日",
            "rent": "租金单价",
            "service": "物业费单价",
            "deposit": "租赁保证金",
            "tenant_class": "商户级别",
        }
        for group in groups.values():
            for row in group[1:]:
                for key, heading in shared.items():
                    if row[key] != group[0][key]:
                        message = self.env._(
                            "differs from row %(row)s of the same lease.",
                            row=group[0]["row"],
                        )
                        problems.append((row["row"], heading, message))
        return (
            [] if problems else [self._lease_values(group) for group in groups.values()]
        )

    def _lease_problems(self, row, tenants, units, taken):
        """(heading, message) of what the register says against a row."""
        if row["reference"] and row["reference"] in taken:
            yield "原合同编号", self.env._("has been taken over already.")
        if row["tenant"]:
            found = tenants.get(row["tenant"], [])
            if len(found) == 1:
                row["tenant_id"] = found[0]
            else:
                yield "商户", self._not_one("tenant", len(found))
        if row["unit"] and row["property"]:
            found = [
                unit
                for unit in units.get(row["unit"], ())
                if row["property"] in (unit.property_id.code, unit.property_id.name)
                and (not row["building"] or unit.building_id.name == row["building"])
            ]
            if len(found) != 1:
                yield "商铺号", self._not_one("unit", len(found))
            else:
                row["unit_id"] = found[0].id
                row["property_id"] = found[0].property_id.id
                if found[0].state not in ("vacant", "negotiating"):
                    yield (
                        "商铺号",
                        self.env._(
                            "is “%(state)s”.",
                            state=found[0]._flow_state_label(found[0].state),
                        ),
                    )
                if not found[0].property_id.self_held:
                    yield "项目编码", self.env._("is not self-held.")
        start, end = row["date_start"], row["date_end"]
        if start and end and end < start:
            yield "到期日", self.env._("lies before the first day.")
        if start and self.opening_date and start >= self.opening_date:
            yield (
                "起租日",
                self.env._(
                    "is not before %(date)s, when leasing starts here: draw up a new "
                    "lease instead.",
                    date=self.opening_date,
                ),
            )

    def _not_one(self, what, count):
        if what == "tenant":
            return (
                self.env._("%(count)s contacts have this name.", count=count)
                if count
                else self.env._("is not among the contacts.")
            )
        return (
            self.env._(
                "%(count)s shops have this number: name the building.", count=count
            )
            if count
            else self.env._("is not in the register of this project.")
        )

    def _tenants(self, names):
        found = defaultdict(list)
        for partner in self.env["res.partner"].search_fetch(
            [
                ("name", "in", list(names)),
                ("company_id", "in", (False, self.company_id.id)),
            ],
            ["name"],
        ):
            found[partner.name].append(partner.id)
        return found

    def _units(self, numbers):
        found = defaultdict(list)
        for unit in self.env["ops.lease.unit"].search(
            [("number", "in", list(numbers)), ("company_id", "=", self.company_id.id)]
        ):
            found[unit.number].append(unit)
        return found

    def _lease_values(self, group):
        first, create = group[0], fields.Command.create
        charges = [{"kind": "rent", "rate": first["rent"]}]
        if first["service"]:
            charges.append({"kind": "service", "rate": first["service"]})
        deposits = []
        if first["deposit"]:
            deposits.append({"kind": "lease", "amount": first["deposit"]})
        lines = [
            {
                "unit_id": row["unit_id"],
                **({"area": row["area"]} if row["area"] else {}),
            }
            for row in group
        ]
        return {
            "company_id": self.company_id.id,
            "opening_reference": first["reference"],
            "partner_id": first["tenant_id"],
            "tenant_class": first["tenant_class"] or "ordinary",
            "date_start": first["date_start"],
            "date_end": first["date_end"],
            "line_ids": [create(values) for values in lines],
            "charge_ids": [create(values) for values in charges],
            "deposit_ids": [create(values) for values in deposits],
        }

    def _take_over(self, plan):
        contracts = self.env["ops.lease.contract"].create(plan)
        blockers = contracts._take_over(self.reason)
        if blockers:
            raise contracts._guard_refusal(self.env._("Take over"), blockers)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ops_leasing.contract_action"
        )
        return {**action, "domain": [("id", "in", contracts.ids)], "context": {}}

    # --- deposits

    def _plan_deposits(self, rows, problems):
        """``{deposit id: amount}`` to post; problems are added to the list."""
        deposits = self.env["ops.lease.deposit"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("contract_id.opening", "=", True),
                (
                    "contract_id.opening_reference",
                    "in",
                    [row["reference"] for row in rows],
                ),
            ]
        )
        known = {(d.contract_id.opening_reference, d.kind): d for d in deposits}
        references = {reference for reference, _kind in known}
        plan, seen = {}, {}
        for row in rows:
            key, number = (row["reference"], row["kind"]), row["row"]
            deposit = known.get(key)
            if not deposit:
                if row["reference"] and row["reference"] not in references:
                    message = self.env._("is no lease taken over, or has no deposit.")
                    problems.append((number, "原合同编号", message))
                elif row["reference"] and row["kind"]:
                    message = self.env._("is not agreed in this lease.")
                    problems.append((number, "保证金类型", message))
                continue
            first = seen.setdefault(key, number)
            currency = deposit.currency_id
            if first != number:
                message = self.env._("stands in row %(row)s already.", row=first)
                problems.append((number, "保证金类型", message))
            elif deposit.move_line_ids:
                message = self.env._("is on the books already.")
                problems.append((number, "保证金类型", message))
            elif not row["amount"]:
                problems.append((number, "期初余额", self.env._("is missing.")))
            elif currency.compare_amounts(row["amount"], deposit.amount) > 0:
                message = self.env._(
                    "is more than the %(agreed)s agreed.",
                    agreed=currency.format(deposit.amount),
                )
                problems.append((number, "期初余额", message))
            else:
                plan[deposit.id] = currency.round(row["amount"])
        return plan


class LeaseOpeningProblem(models.TransientModel):
    """What is wrong with a row of an opening file."""

    _name = "ops.lease.opening.problem"
    _description = "Problem of an opening file"
    _order = "row, id"

    opening_id = fields.Many2one(
        "ops.lease.opening", required=True, ondelete="cascade", index=True
    )
    row = fields.Integer(readonly=True, aggregator=None)
    column = fields.Char(readonly=True)
    message = fields.Char("Problem", readonly=True)
