from . import order
from . import order_line
from . import order_request
from . import signoff
from . import order_signoff
