from . import request
from . import request_line
from . import request_gates
from . import request_allocation
from . import request_order
from . import request_wizard
