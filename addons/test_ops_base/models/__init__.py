from . import test_job
