"""Arithmetic of letting; plain Python, no import of odoo."""

from .deposit import cents, split
from .meter import consumption
