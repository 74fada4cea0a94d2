from . import (
    amendment,
    amendment_charge,
    amendment_effect,
    amendment_free,
    amendment_gates,
    amendment_moves,
    amendment_shop,
    amendment_shop_gates,
    charge,
    contract,
    unit,
    version,
)
