from . import test_contract, test_job
from . import test_sheet
from . import test_item
from . import test_paper
