from . import res_users
from . import duty
from . import duty_owner
from . import duty_plan
from . import duty_item
from . import duty_act
