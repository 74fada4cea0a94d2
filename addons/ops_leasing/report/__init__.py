from . import contract_paper, exit_paper, inspection_paper
