from . import (
    test_contract,
    test_flow,
    test_flow_guards,
    test_flow_panel,
    test_laws_flow,
    test_laws_registry,
)
