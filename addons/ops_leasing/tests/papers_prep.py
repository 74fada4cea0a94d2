"""Fresh papers of the flows of this part; see ``papers.py``."""

from odoo.fields import Command


def _contracts(env, count):
    from .papers import contract  # papers.py gathers this file

    return contract(env, count)


def negotiation(env, count):
    return env["ops.lease.negotiation"].create(
        [
            {
                "contract_id": lease.id,
                "subject": "Rent and term",
                "result": "Agreed on the term",
                "person_ids": [
                    Command.create({"party": "tenant", "name": "Tenant"}),
                    Command.create({"party": "leasing", "user_id": env.uid}),
                ],
            }
            for lease in _contracts(env, count)
        ]
    )


def techcond(env, count):
    power = env.ref("ops_leasing.condition_power")
    return env["ops.lease.techcond"].create(
        [
            {
                "contract_id": lease.id,
                "line_ids": [Command.create({"condition_id": power.id, "demand": 80})],
            }
            for lease in _contracts(env, count)
        ]
    )


def redesign(env, count):
    return env["ops.lease.redesign"].create(
        [
            {
                "techcond_id": sheet.id,
                "subject": "More power",
                "scope": "A second feeder",
            }
            for sheet in techcond(env, count)
        ]
    )


def tender(env, count):
    papers = redesign(env, count)
    papers.action_submit()
    env["ops.lease.redesign.version"].create(
        [
            {
                "redesign_id": paper.id,
                "name": "Feeder",
                "attachment_ids": [Command.create({"name": "a.pdf", "raw": b"a"})],
            }
            for paper in papers
        ]
    )
    papers.action_release()
    papers.action_confirm()
    env["ops.lease.redesign.cost"].create(
        [{"redesign_id": paper.id, "name": "Cable", "price": 900} for paper in papers]
    )
    papers.action_cost()
    return env["ops.lease.tender"].create(
        [{"redesign_id": paper.id} for paper in papers]
    )


def work(env, count):
    sheets = techcond(env, count)
    sheets.action_submit()
    lines = sheets.line_ids
    lines.write({"agreed_value": 80, "payer": "landlord"})
    lines.action_answer()
    lines.action_agreed()
    sheets.action_agree()
    return env["ops.lease.work"].create([{"techcond_id": s.id} for s in sheets])


def change(env, count):
    from .papers import _world  # papers.py gathers this file

    world = _world(env, leases=count, units_per_floor=count * 2)
    # handed over, whatever papers that takes
    world.contracts.sudo().unit_ids._flow_write({"state": "handed_over"})
    return env["ops.lease.change"].create(
        [
            {
                "contract_id": lease.id,
                "request": "One more socket circuit",
                "reason": "A new oven",
            }
            for lease in world.contracts
        ]
    )


PAPERS = {
    "ops.lease.negotiation": negotiation,
    "ops.lease.techcond": techcond,
    "ops.lease.redesign": redesign,
    "ops.lease.tender": tender,
    "ops.lease.work": work,
    "ops.lease.change": change,
}
