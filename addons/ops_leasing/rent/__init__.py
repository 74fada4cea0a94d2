"""Arithmetic of letting; plain Python, no import of odoo (docs/rent.md)."""

from .errors import CODES, RentError
from .numbers import allocate, decimal, rounded
from .terms import (
    ANCHORS,
    BASES,
    CONVENTIONS,
    FREE_KINDS,
    REMAINDERS,
    RHYTHMS,
    ROUNDINGS,
    Charge,
    Escalation,
    FreePeriod,
    IndexRule,
    IndexValue,
    Lease,
    Season,
    Step,
)
from .result import Line, Part, Reason
from .checks import problems
from .schedule import InForce, in_force, schedule
from .recut import (
    Recut,
    amend,
    areas_of,
    by_area,
    compare,
    leave,
    negated,
    recut,
)
from .index import Review, reviews
from .turnover import (
    Category,
    Settlement,
    Tier,
    TurnoverRule,
    check_rule,
    guarantee_of,
    natural_breakpoint,
    settle,
    share_of,
)
from .late_fee import LateFee, LateFeeRule, late_fee
from .pools import (
    Cost,
    Member,
    Pool,
    Share,
    TrueUp,
    cap_of,
    check_pool,
    distribute,
    grossed_up,
    true_up,
)
from .spread import accrued, between
from .store import pack, unpack
from .straight import Month, straight_line
from .readings import Finding, Rate, Reading, check_reading, price_usage, usage
from .deposit import cents, split
from .meter import consumption
