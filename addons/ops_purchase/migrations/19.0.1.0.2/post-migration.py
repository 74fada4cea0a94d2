"""Signatures also stand for company, place, payment, requests and reasons of an order:
what was signed before, and has not changed since, keeps counting."""

import json

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    papers = env["ops.purchase.signoff"].search(
        [("state", "in", ("approving", "approved")), ("signed", "!=", False)]
    )
    for paper in papers:
        now = paper.order_id._to_sign()
        facts = json.loads(now)
        # as it was written before
        short = {
            "supplier": facts["supplier"][0],
            "currency": facts["currency"],
            "lines": [line[:6] for line in facts["lines"]],
        }
        if paper.signed == json.dumps(short, sort_keys=True):
            paper._flow_write({"signed": now})
