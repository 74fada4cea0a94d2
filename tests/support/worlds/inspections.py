"""Deliveries that wait for a decision, for what two inspectors do at once."""

from .people import entry

PIECES = 100


def build(env, codes=("WJ-003", "WJ-003", "WJ-003", "WJ-001")):
    """Build them; return people and inspections.

    :param codes: goods of each delivery
    :return: dict with ``people`` {post: entry} and ``inspections`` [dict]
    """
    from odoo.addons.ops_purchase.demo.world import SupplyWorld

    world = SupplyWorld(env, seed=9, prefix="q_", months=0, story=False).build()
    found = []
    for code in codes:
        order = world.placed("workshop", [(code, PIECES)], "精诚五金制品厂", 14)
        world._receive(order)
        inspection = order.picking_ids.inspection_ids
        world.by("inspector", inspection).action_begin()
        move = inspection.move_id
        found.append(
            {
                "id": inspection.id,
                "product": inspection.product_id.id,
                "unit": inspection.uom_id.id,
                "arrivals": move.location_dest_id.id,
                "stock_in": move.move_dest_ids.picking_id.id,
            }
        )
    return {
        "people": {
            post: entry(world.env, world.people[post])
            for post in ("inspector", "quality_head", "keeper", "keeper_head")
        },
        "inspections": found,
        "place": world.places["五金区"].id,
        "internal": world.warehouse.int_type_id.id,
    }
