# what models below inherit
from . import lease_paper, deposit_document  # isort: skip
from . import deposit_entry_mixin, refund_mixin, terms_mixin  # isort: skip
from . import (
    account_account,
    account_move,
    account_move_line,
    account_partial_reconcile,
    account_payment,
    building,
    charge,
    chart_template,
    contract,
    contract_line,
    deposit,
    exit,
    exit_charge,
    exit_clearance,
    exit_deduction,
    exit_forced,
    exit_gates,
    exit_item,
    exit_letter,
    exit_money,
    exit_notice,
    floor,
    inspection,
    inspection_line,
    meter,
    property,
    reading,
    res_company,
    res_config_settings,
    unit,
)

# these extend models above
from . import import_mixin, lease_opening, unit_import, unit_map  # isort: skip
from . import prep, entry, fitout  # isort: skip
from . import renewal, renewal_charge, unit_reshape  # isort: skip
from . import billing  # isort: skip
from . import amendment  # isort: skip
from . import money  # isort: skip
from . import sales  # isort: skip
from . import portal  # isort: skip
from . import report  # isort: skip
from . import utility  # isort: skip
from . import pool  # isort: skip
