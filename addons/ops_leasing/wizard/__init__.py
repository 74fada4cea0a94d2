from . import base_import, opening, unit_reshape
