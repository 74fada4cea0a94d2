from . import test_flow
from . import test_flow_guards
from . import test_flow_panel
from . import test_laws_flow
from . import test_laws_registry
from . import test_contract
