"""Writes ``static/xls/*.xlsx`` from ``templates.py``:

python addons/ops_leasing/sheets/make.py
"""

import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

FOLDER = Path(__file__).resolve().parents[1] / "static" / "xls"
LINE = Border(*(Side(style="thin", color="BBBBBB") for _side in range(4)))
MADE = datetime.datetime(2026, 1, 1)  # the same file from the same source


def workbook(template):
    """The file of one template: a sheet to fill in, a sheet of explanations."""
    book = Workbook()
    book.properties.creator = "Ops Suite"
    book.properties.created = book.properties.modified = MADE
    sheet = book.active
    sheet.title = template.title[:31]
    for number, column in enumerate(template.columns, 1):
        letter = get_column_letter(number)
        head = sheet.cell(1, number, column.heading)
        head.font = Font(bold=True, color="B3261E" if column.required else "000000")
        head.fill = PatternFill("solid", fgColor="E8EEF4")
        head.alignment = Alignment(horizontal="center")
        head.border = LINE
        value = column.sample
        if column.kind == "date":
            value = datetime.date.fromisoformat(value)
        sample = sheet.cell(2, number, value)
        sample.border = LINE
        if column.kind == "date":
            for row in range(2, 502):
                sheet.cell(row, number).number_format = "yyyy-mm-dd"
        width = sum(2 if ord(sign) > 0x2E7F else 1 for sign in str(column.sample))
        sheet.column_dimensions[letter].width = max(12, width + 3)
        if column.choices:
            choice = DataValidation(
                type="list",
                formula1='"' + ",".join(column.choices) + '"',
                allow_blank=not column.required,
                showErrorMessage=True,
                errorTitle=column.heading,
                error="请从下拉框选择",
            )
            choice.add(f"{letter}2:{letter}5000")
            sheet.add_data_validation(choice)
    sheet.freeze_panes = "A2"
    notes = book.create_sheet("填写说明")
    notes.append(["列", "必填", "说明", "可选值"])
    for cell in notes[1]:
        cell.font = Font(bold=True)
    for column in template.columns:
        notes.append(
            [
                column.heading,
                "是" if column.required else "",
                column.note,
                "、".join(column.choices or ()),
            ]
        )
    notes.append([])
    for text in ("第二行是示例，导入前请删除或改写。红色列名为必填。", *template.notes):
        notes.append([text])
    for letter, width in zip("ABCD", (16, 8, 58, 58), strict=True):
        notes.column_dimensions[letter].width = width
    return book


def main():
    from templates import TEMPLATES  # run as a script, beside it

    FOLDER.mkdir(parents=True, exist_ok=True)
    for template in TEMPLATES:
        workbook(template).save(FOLDER / f"{template.name}.xlsx")


if __name__ == "__main__":
    main()
