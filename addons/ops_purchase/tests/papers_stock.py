"""Papers of the warehouse, for the laws."""

from odoo.fields import Command

from .papers_base import numbers, people, product


def places(env, count):
    """A place of its own for each count: one place is counted by one at a time."""
    warehouse = (
        env["stock.warehouse"]
        .sudo()
        .search([("company_id", "=", env.company.id)], limit=1)
    )
    return (
        env["stock.location"]
        .sudo()
        .create(
            [
                {
                    "name": f"Law {next(numbers)}",
                    "location_id": warehouse.lot_stock_id.id,
                }
                for _number in range(count)
            ]
        )
    )


def counts(env, count):
    """Empty places: nothing to count, nothing to explain."""
    people(env)
    return env["stock.inventory"].create(
        [
            {
                "location_ids": [Command.set(place.ids)],
                "counter_ids": [Command.set(env.user.ids)],
            }
            for place in places(env, count)
        ]
    )


def notices(env, count):
    people(env)
    things = product(env)
    partner = env["res.partner"].sudo().create({"name": things.name})
    return env["ops.dispatch.notice"].create(
        [
            {
                "partner_id": partner.id,
                "line_ids": [
                    Command.create({"product_id": things.id, "quantity": 1 + number})
                ],
            }
            for number in range(count)
        ]
    )


def plans(env, count):
    people(env)
    things = product(env)
    return env["ops.purchase.plan"].create(
        [
            {
                "reason": "For the laws",
                "line_ids": [
                    Command.create(
                        {"product_id": things.id, "quantity": 1 + number, "price": 2}
                    )
                ],
            }
            for number in range(count)
        ]
    )


def checks(env, count):
    """With their points gone through."""
    warehouse = (
        env["stock.warehouse"]
        .sudo()
        .search([("company_id", "=", env.company.id)], limit=1)
    )
    papers = env["ops.storage.check"].create(
        [{"warehouse_id": warehouse.id} for _number in range(count)]
    )
    papers.checklist_ids.line_ids.sudo()._stamp("done")
    return papers


def damages(env, count):
    things = product(env)
    carrier = env["res.partner"].sudo().create({"name": things.name})
    return env["ops.transport.damage"].create(
        [
            {
                "carrier_id": carrier.id,
                "product_id": things.id,
                "quantity": 1 + number,
                "description": "Corners crushed",
            }
            for number in range(count)
        ]
    )


PAPERS = {
    "stock.inventory": counts,
    "ops.dispatch.notice": notices,
    "ops.purchase.plan": plans,
    "ops.storage.check": checks,
    "ops.transport.damage": damages,
}
