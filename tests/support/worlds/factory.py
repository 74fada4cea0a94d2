"""A factory with goods and judged suppliers that has bought nothing yet."""

from .people import entry


def build(env):
    """Build it; return people, suppliers and goods by name."""
    from odoo.addons.ops_purchase.demo.world import SupplyWorld

    world = SupplyWorld(env, seed=7, prefix="t_", months=0, story=False).build()
    env = world.env
    return {
        "people": {post: entry(env, user) for post, user in world.people.items()},
        "company": world.company.id,
        "departments": {name: row.id for name, row in world.departments.items()},
        "suppliers": {name: row.id for name, row in world.suppliers.items()},
        "files": {file.partner_id.name: file.id for file in world.files},
        "goods": {
            code: {
                "id": product.id,
                "uom": product.uom_id.id,
                "price": product.standard_price,
                "category": product.categ_id.id,
            }
            for code, product in world.goods.items()
        },
        "places": {name: place.id for name, place in world.places.items()},
        "receipts": world.warehouse.in_type_id.id,
    }
