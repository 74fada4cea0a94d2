from . import models, rent  # isort: split
from . import report, demo  # isort: skip
from .hooks import post_init_hook
