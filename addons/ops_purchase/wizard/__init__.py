from . import supply_import
