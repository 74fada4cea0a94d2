from . import res_company
from . import res_config_settings
from . import order
from . import order_line
from . import signoff
