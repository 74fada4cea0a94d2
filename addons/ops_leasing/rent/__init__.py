"""Arithmetic of letting; plain Python, no import of odoo."""

from .deposit import split
from .meter import consumption
