"""Arithmetic of settlements and scores: plain Python, no import of odoo."""
