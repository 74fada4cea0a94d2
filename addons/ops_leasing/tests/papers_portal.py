"""Fresh papers of the tenant's service; see ``papers.py``."""

from odoo.fields import Command


def _leases(env, count):
    from .papers import _world

    world = _world(env, leases=count, units_per_floor=count * 2)
    # browsed, so that they are read together like those of a list
    return env["ops.lease.contract"].browse(world.contracts.ids)


def repair(env, count):
    """Repairs staff have written."""
    papers = env["ops.lease.repair"].create(
        [
            {
                "contract_id": lease.id,
                "unit_id": lease.sudo().line_ids.unit_id[:1].id,
                "subject": "Lamp",
            }
            for lease in _leases(env, count)
        ]
    )
    return env["ops.lease.repair"].browse(papers.ids)


def reading_report(env, count):
    """Readings proposed with a photo."""
    leases = _leases(env, count)
    units = leases.sudo().line_ids.unit_id
    meters = env["ops.lease.meter"].create(
        [
            {"unit_id": unit.id, "kind": "power", "serial": f"LAW-{unit.id}"}
            for unit in units
        ]
    )
    papers = env["ops.lease.reading.report"].create(
        [
            {
                "contract_id": meter.sudo().unit_id.contract_id.id,
                "meter_id": meter.id,
                "value": 120,
                "attachment_ids": [Command.create({"name": "m.jpg", "raw": b"photo"})],
            }
            for meter in meters
        ]
    )
    return env["ops.lease.reading.report"].browse(papers.ids)


PAPERS = {
    "ops.lease.repair": repair,
    "ops.lease.reading.report": reading_report,
}
