# what forms below build on
from . import refund_paper  # isort: skip
from . import (
    bill_paper,
    contract_paper,
    deposit_report,
    entry_paper,
    exit_paper,
    fitout_paper,
    inspection_paper,
    late_paper,
    prep_paper,
    rent_roll,
    unit_report,
    vacancy_report,
)
