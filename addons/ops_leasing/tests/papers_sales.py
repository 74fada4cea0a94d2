"""Fresh sales reports; see ``papers.py``."""

from odoo.fields import Command


def sales(env, count):
    """Reports of a month that is over, with sales entered."""
    from .papers import _world

    world = _world(env, leases=count, units_per_floor=count * 2)
    category = env.ref("ops_leasing.sales_category_goods")
    leases = world.contracts
    for lease in leases:
        lease._flow_write(
            {
                "turnover_method": "only",
                "turnover_tier_ids": [
                    Command.create({"category_id": category.id, "percent": 10})
                ],
            }
        )
    month = max(leases.mapped("date_start")).replace(day=1)
    reports = env["ops.lease.sales"].create(
        [
            {"contract_id": lease.id, "month": month, "note": "Closed for works"}
            for lease in leases.with_env(env)
        ]
    )
    # browsed, so that they are read together like those of a list
    return env["ops.lease.sales"].browse(reports.ids)


PAPERS = {"ops.lease.sales": sales}
