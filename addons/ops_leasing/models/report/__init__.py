"""Revenue beside bills and fapiao; what the reports of the addon read."""

from . import revenue, contract, amendment, renewal, property
