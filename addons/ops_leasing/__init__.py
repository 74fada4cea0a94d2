# demo extends models, so it comes after them
from . import controllers, models, rent, report, wizard, demo  # isort: skip
from .hooks import post_init_hook
