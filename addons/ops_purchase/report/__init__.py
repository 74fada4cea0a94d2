from . import request_paper
from . import signoff_paper
from . import contract_paper
from . import arrival_paper
