# what forms below build on
from . import refund_paper  # isort: skip
from . import (
    ageing_report,
    amendment_paper,
    bill_paper,
    contract_paper,
    deposit_check,
    deposit_paper,
    deposit_report,
    deposit_use_paper,
    entry_paper,
    exit_paper,
    fitout_paper,
    inspection_paper,
    late_paper,
    portal_paper,
    prep_paper,
    reminder_paper,
    rent_roll,
    unit_report,
    vacancy_report,
)

# built on the rent roll
from . import ageing_sheet  # isort: skip
