from . import (
    charge,
    exit_charge,
    meter,
    meter_share,
    reading,
    spans,
    tariff,
    utility,
    utility_line,
    utility_part,
)

# these extend models above
from . import (  # isort: skip
    contract,
    utility_gates,
    utility_import,
    utility_list,
    utility_share,
)
