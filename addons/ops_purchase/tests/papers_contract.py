"""Papers of contracts and deliveries, for the laws."""

from odoo import fields
from odoo.fields import Command


def contracts(env, count):
    from .papers import people, product

    people(env)
    things = product(env)
    supplier = env["res.partner"].sudo().create({"name": things.name})
    today = fields.Date.context_today(env["ops.purchase.contract"])
    return env["ops.purchase.contract"].create(
        [
            {
                "partner_id": supplier.id,
                "date_start": today,
                "date_end": fields.Date.add(today, days=90),
                "line_ids": [
                    Command.create(
                        {
                            "product_id": things.id,
                            "product_qty": 10 + number,
                            "price_unit": 5,
                        }
                    )
                ],
            }
            for number in range(count)
        ]
    )


PAPERS = {"ops.purchase.contract": contracts}
