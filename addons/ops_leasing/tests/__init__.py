from . import test_exit_refund, test_exit_retained
