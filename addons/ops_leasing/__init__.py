from . import models, rent
from .hooks import post_init_hook
