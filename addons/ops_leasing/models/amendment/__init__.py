from . import (
    amendment,
    amendment_charge,
    amendment_effect,
    amendment_free,
    amendment_gates,
    charge,
    contract,
    version,
)
