"""Fresh papers of the flows of this part; see ``papers.py``."""

from odoo import fields
from odoo.fields import Command

SIGNED = {"name": "signed.pdf", "raw": b"signed"}


def _leases(env, count):
    """Signed leases without deposits, their shops deliverable: there are no books in
    a light world."""
    from .papers import _world

    world = _world(env, leases=count, units_per_floor=count * 2)
    leases = world.contracts.sudo()
    leases._flow_write({"deposit_ids": [Command.clear()]})
    world.env["ops.lease.completion"].create(
        {
            "property_id": world.properties.id,
            "unit_ids": [Command.set(leases.line_ids.unit_id.ids)],
        }
    )._flow_write({"state": "accepted"})
    return world


def completion(env, count):
    from .papers import _world

    world = _world(env, units_per_floor=count)
    papers = env["ops.lease.completion"].create(
        [
            {
                "property_id": world.properties.id,
                "unit_ids": [Command.set(shop.ids)],
                "date_finished": fields.Date.today(),
            }
            for shop in world.units
        ]
    )
    papers.line_ids.write({"copies": 1})
    return papers


def entry(env, count):
    return env["ops.lease.entry"].create(
        [
            {"contract_id": lease.id, "date_entry": fields.Date.today()}
            for lease in _leases(env, count).contracts.with_env(env)
        ]
    )


def handover(env, count):
    world = _leases(env, count)
    papers = world.env["ops.lease.entry"].create(
        [{"contract_id": lease.id} for lease in world.contracts]
    )
    papers._flow_write({"state": "formalities"})
    lists = {"fee_ids": [Command.clear()], "item_ids": [Command.clear()]}
    papers._flow_write(lists)
    records = env["ops.lease.handover"].create([{"entry_id": p.id} for p in papers])
    records.item_ids.write({"result": "accepted"})
    for record in records:
        record.write(
            {
                "tenant_name": "Shop manager",
                "key_ids": [
                    Command.create({"unit_id": unit.id}) for unit in record.unit_ids
                ],
                "attachment_ids": [Command.create(SIGNED)],
            }
        )
    return records


PAPERS = {
    "ops.lease.completion": completion,
    "ops.lease.entry": entry,
    "ops.lease.handover": handover,
}
