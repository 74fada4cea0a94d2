"""Classes of tenants (LE-03) and who may lower one."""

from odoo.exceptions import AccessError
from odoo.tools import LazyTranslate

from ..groups import LEASING_MANAGER

_lt = LazyTranslate(__name__)

CLASSES = [
    ("anchor", "Anchor"),
    ("sub_anchor", "Sub-anchor"),
    ("key", "Key"),
    ("ordinary", "Ordinary"),
]
RANK = {False: 0, "ordinary": 0, "key": 1, "sub_anchor": 2, "anchor": 3}
# the project department takes part in these (LE-04)
PROJECT_CLASSES = ("anchor", "sub_anchor")
# no signature with open technical lines (LE-10)
KEY_CLASSES = ("anchor", "sub_anchor", "key")


def strictest(*classes):
    """The class that demands most among those given."""
    return max(classes, key=lambda name: RANK[name or False]) or "ordinary"


def check_not_lowered(records, field, value):
    """Raise AccessError where somebody but the commercial manager lowers a class:
    with it fall the gates that stand before the signature.

    :param field: name of the field that holds the class
    :param value: class being written
    """
    lowered = records.filtered(lambda r: RANK[value or False] < RANK[r[field]])
    if lowered and not records.env.user.has_group(LEASING_MANAGER):
        raise AccessError(
            records.env._(
                "%(papers)s: a lower class of tenant is set by %(who)s alone.",
                papers=", ".join(lowered.mapped("display_name")),
                who=records.env["ops.guard.mixin"]._guard_who((LEASING_MANAGER,)),
            )
        )
