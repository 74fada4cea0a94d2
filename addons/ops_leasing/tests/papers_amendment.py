"""Fresh papers of the flows of this part; see ``papers.py``."""

from odoo.fields import Command


def amendment(env, count):
    """Amendments that lower the rent of a lease each."""
    from .papers import _world

    world = _world(env, leases=count, units_per_floor=count * 2)
    papers = env["ops.lease.amendment"].create(
        [
            {"contract_id": lease.id, "reason": "Business is slow"}
            for lease in world.contracts.with_env(env)
        ]
    )
    for paper in papers:
        line = paper.charge_ids[:1]
        paper.charge_ids = [Command.update(line.id, {"rate": line.rate / 2})]
    # browsed, so that they are read together like those of a list
    return env["ops.lease.amendment"].browse(papers.ids)


PAPERS = {"ops.lease.amendment": amendment}
