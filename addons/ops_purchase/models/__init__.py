from . import res_company
from . import res_config_settings
from . import product
from . import request
from . import order
from . import money
