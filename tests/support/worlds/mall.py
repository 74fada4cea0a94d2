"""A shopping mall with signed leases and received deposits, for scenarios."""

import random

from .people import entry, hire

#: Second people of a post, for what two do at once.
SECOND = {"finance_second": ("finance", "区域财务（二）")}


def build(env, leases=84):
    """Build the mall; return people and leases.

    :return: dict with ``people`` {post: entry} and ``leases`` [dict]
    """
    from odoo.addons.ops_leasing.demo.names import POSTS
    from odoo.addons.ops_leasing.demo.world import LeasingWorld

    world = LeasingWorld(
        env,
        seed=7,
        prefix="t_",
        floors=3,
        units_per_floor=leases // 2,
        leases=leases,
        exits=0,
        pending=(),
        story=False,
    ).build()
    env = world.env
    # fapiao name both sides with their codes
    chance = random.Random(7)
    for party in (world.company, *world.contracts.partner_id.with_env(env)):
        party.vat = world._credit_code(chance)
    people = {post: entry(env, user) for post, user in world.people.items()}
    for name, (post, title) in SECOND.items():
        role = env.ref(POSTS[post][1])
        people[name] = hire(env, f"t_{name}", title, roles=role, company=world.company)
    people["nobody"] = hire(
        env,
        "t_nobody",
        "前台",
        groups=env.ref("ops_base.group_user"),
        company=world.company,
    )
    bidders = ("东湖机电", "江北安装", "南湖建设")
    env["res.partner"].create([{"name": name} for name in bidders])
    return {
        "people": people,
        "leases": [lease(contract.sudo()) for contract in world.contracts],
        "free": world.free_units.ids,
        "conditions": {
            condition.code: condition.id
            for condition in env["ops.lease.condition"].search([])
        },
        "bank": world.bank.id,
        "company": world.company.id,
        "property": world.properties[:1].id,
        "deposit_account": world.company.lease_deposit_account_id.id,
    }


def lease(contract):
    """What a scenario must know of a signed lease."""
    return {
        "id": contract.id,
        "name": contract.name,
        "tenant": contract.partner_id.name,
        "partner": contract.partner_id.id,
        "units": contract.line_ids.unit_id.ids,
        "shop": contract.line_ids.unit_id[:1].state,
        "deposit": sum(contract.deposit_ids.mapped("refundable")),
        "deposits": contract.deposit_ids.ids,
        "meters": [
            {"id": meter.id, "serial": meter.serial, "kind": meter.kind}
            for meter in contract.line_ids.unit_id.meter_ids
        ],
        "until": str(contract.date_end),
    }
