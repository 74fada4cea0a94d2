"""Functions that run inside Odoo (see ../inside.py) and make what a test needs."""
