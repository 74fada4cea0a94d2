from . import request_paper
from . import signoff_paper
from . import quality_paper
from . import supplier_paper
from . import contract_paper
from . import arrival_paper
from . import settlement_paper
