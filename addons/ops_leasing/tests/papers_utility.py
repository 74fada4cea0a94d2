"""Fresh rounds of meters; see ``papers.py``."""

from datetime import date

from odoo.fields import Command


def utility(env, count):
    """Rounds of projects with a meter of their own, all read."""
    from .papers import _world

    world = _world(env, properties=count)
    meters = world.env["ops.lease.meter"].create(
        [
            {
                "property_id": project.id,
                "kind": "power",
                "serial": f"LAW-{project.id}",
                "price": 1,
            }
            for project in world.properties
        ]
    )
    world.env["ops.lease.reading"].create(
        [
            {"meter_id": meter.id, "date": date(2026, month, 28), "value": month * 10}
            for meter in meters
            for month in (2, 3)
        ]
    )
    rounds = env["ops.lease.utility"].create(
        [
            {
                "property_id": project.id,
                "date_from": date(2026, 3, 1),
                "date_to": date(2026, 3, 31),
            }
            for project in world.properties
        ]
    )
    # browsed, so that they are read together like those of a list
    return env["ops.lease.utility"].browse(rounds.ids)


def pool(env, count):
    """Pools of last year with a lease each and a cost to spread."""
    from .papers import _world

    world = _world(env, leases=count, units_per_floor=count * 2)
    company = world.company
    for name, code in (("lease_rent_account_id", "3"), ("lease_fee_account_id", "4")):
        company[name] = world.env["account.account"].create(
            {
                "name": name,
                "code": f"6051{code}",
                "account_type": "income",
                "company_ids": [Command.set(company.ids)],
            }
        )
    projects = world.env["ops.lease.property"].create(
        [
            {"name": f"Law {i}", "code": f"LAW{i}", "company_id": company.id}
            for i in range(count)
        ]
    )
    for project, lease in zip(projects, world.contracts, strict=True):
        # the project of a lease follows its shops; here each has one of its own
        lease.sudo()._flow_write(
            {
                "property_id": project.id,
                "date_start": date(date.today().year - 1, 1, 1),
                "charge_ids": [Command.clear()],
            }
        )
    pools = env["ops.lease.pool"].create(
        [
            {
                "property_id": project.id,
                "year": date.today().year - 1,
                "spread": "tenants",
                "cost_ids": [Command.create({"name": "Cleaning", "typed": 1200})],
            }
            for project in projects
        ]
    )
    # browsed, so that they are read together like those of a list
    return env["ops.lease.pool"].browse(pools.ids)


PAPERS = {"ops.lease.utility": utility, "ops.lease.pool": pool}
