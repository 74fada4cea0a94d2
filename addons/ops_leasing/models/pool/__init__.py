from . import charge, pool, pool_cost, pool_member

# these extend models above
from . import contract, pool_gates, pool_settle  # isort: skip
