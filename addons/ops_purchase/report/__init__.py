from . import request_paper
from . import signoff_paper
from . import settlement_paper
