from . import base_import, opening, sheet, sheet_paper, unit_reshape
