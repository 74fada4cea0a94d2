"""One fresh paper of each flow model of this addon, for the laws (law 1, law 3).

``PAPERS = {model: make(env, count)}``: ``count`` papers in their initial state,
complete enough for the first step.
"""

from odoo.fields import Command

from . import (
    papers_contract,
    papers_money,
    papers_quality,
    papers_stock,
    papers_supplier,
    papers_tqm,
)
from .papers_base import orders, people, product, receipts


def requests(env, count):
    people(env)
    things = product(env)
    return env["purchase.request"].create(
        [
            {
                "description": "For the laws",
                "picking_type_id": receipts(env).id,
                "line_ids": [
                    Command.create(
                        {
                            "product_id": things.id,
                            "product_uom_id": things.uom_id.id,
                            "product_qty": 5 + number,
                            "estimated_cost": 100 + number,
                        }
                    )
                ],
            }
            for number in range(count)
        ]
    )


def signoffs(env, count):
    people(env)
    return env["ops.purchase.signoff"].create(
        [{"order_id": order.id} for order in orders(env, count)]
    )


PAPERS = {
    "purchase.request": requests,
    "ops.purchase.signoff": signoffs,
    **papers_contract.PAPERS,
    **papers_money.PAPERS,
    **papers_quality.PAPERS,
    **papers_stock.PAPERS,
    **papers_supplier.PAPERS,
    **papers_tqm.PAPERS,
}
