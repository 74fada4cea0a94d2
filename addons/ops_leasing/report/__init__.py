from . import contract_paper, exit_paper, inspection_paper, deposit_report, rent_roll, unit_report, vacancy_report
