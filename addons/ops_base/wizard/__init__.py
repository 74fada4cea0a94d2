from . import approval_act
