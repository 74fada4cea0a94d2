from . import (
    contract_paper,
    deposit_report,
    exit_paper,
    inspection_paper,
    rent_roll,
    unit_report,
    vacancy_report,
)
