from . import kpi
from . import kpi_target
