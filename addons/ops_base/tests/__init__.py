from . import test_approval_engine
from . import test_duty_dates
from . import test_paper_capitals
from . import test_web
