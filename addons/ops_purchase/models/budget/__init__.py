from . import res_company
from . import budget
from . import budget_line
from . import budget_use
from . import budget_gates
from . import request
from . import order
