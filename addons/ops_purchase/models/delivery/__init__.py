from . import res_company
from . import res_config_settings
from . import followup
from . import order
from . import order_line
from . import received
from . import arrival_exception
from . import request
