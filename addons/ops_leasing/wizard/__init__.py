from . import base_import, opening
