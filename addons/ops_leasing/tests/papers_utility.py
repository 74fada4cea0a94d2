"""Fresh rounds of meters; see ``papers.py``."""

from datetime import date


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


PAPERS = {"ops.lease.utility": utility}
