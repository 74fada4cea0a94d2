# demo extends models, so it comes after them
from . import models, report, wizard, controllers, demo  # isort: skip
from .hooks import uninstall_hook
