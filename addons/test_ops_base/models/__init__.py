from . import test_contract, test_item, test_job, test_paper, test_sheet
from . import test_paper_print
