"""Fresh papers of the flows of this part; see ``papers.py``."""

from odoo.fields import Command


def _leases(env, count):
    from .papers import _world

    world = _world(env, leases=count, units_per_floor=count * 2)
    return world, world.contracts.with_env(env)


def _files(env, leases):
    return env["ops.lease.fitout"].create(
        [
            {
                "contract_id": lease.id,
                "drawing_ids": [
                    Command.create(
                        {
                            "name": "Layout",
                            "attachment_ids": [
                                Command.create({"name": "a.pdf", "raw": b"drawing"})
                            ],
                        }
                    )
                ],
            }
            for lease in leases
        ]
    )


def fitout(env, count):
    return _files(env, _leases(env, count)[1])


def visit(env, count):
    world, leases = _leases(env, count)
    papers = _files(world.env, leases)
    papers._flow_write({"state": "working", "user_id": world.people["leasing"].id})
    return env["ops.lease.fitout.visit"].create(
        [{"fitout_id": paper.id} for paper in papers]
    )


def opening(env, count):
    world, leases = _leases(env, count)
    return env["ops.lease.opening.batch"].create(
        [
            {
                "property_id": world.properties[:1].id,
                "date_planned": world.today,
                "line_ids": [Command.create({"contract_id": lease.id})],
            }
            for lease in leases
        ]
    )


PAPERS = {
    "ops.lease.opening.batch": opening,
    "ops.lease.fitout": fitout,
    "ops.lease.fitout.visit": visit,
}
