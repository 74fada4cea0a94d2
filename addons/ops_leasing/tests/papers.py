"""One fresh paper of each flow model of this addon, for the laws (law 1, law 3).

``PAPERS = {model: make(env, count)}``: ``count`` papers in their initial state,
complete enough for the first step; each call makes a small mall of its own.
"""

from datetime import timedelta
from itertools import count as counter

from odoo import SUPERUSER_ID
from odoo.addons.ops_leasing.demo.world import LeasingWorld, Story
from odoo.fields import Command

from . import (
    papers_amendment,
    papers_billing,
    papers_entry,
    papers_fitout,
    papers_money,
    papers_portal,
    papers_prep,
    papers_sales,
    papers_utility,
)

_number = counter(1)


def _world(env, **sizes):
    sizes = {"leases": 0, "exits": 0, "floors": 1, "units_per_floor": 1} | sizes
    world = LeasingWorld(
        env(user=SUPERUSER_ID, su=True),
        prefix=f"law{next(_number)}_",
        pending=(),
        story=False,
        light=True,
        **sizes,
    ).build()
    env.user.sudo().company_ids |= world.company.with_env(env)
    return world


def unit(env, count):
    return _world(env, units_per_floor=count).units.with_env(env)


def contract(env, count):
    world = _world(env, units_per_floor=count)
    return env["ops.lease.contract"].create(
        [
            {
                "company_id": world.company.id,
                "partner_id": world.company.partner_id.id,
                "line_ids": [Command.create({"unit_id": shop.id})],
            }
            for shop in world.units
        ]
    )


def exit_paper(env, count):
    world = _world(env, leases=count, units_per_floor=count * 2)
    return env["ops.lease.exit"].create(
        [
            {
                "contract_id": lease.id,
                "reason": "Moves away",
                "date_planned": lease.date_end,
                "item_ids": [Command.create({"name": "Stock"})],
            }
            for lease in world.contracts.with_env(env)
        ]
    )


def inspection(env, count):
    world = _world(
        env,
        leases=count,
        exits=count,
        units_per_floor=count * 2,
        stories=[Story("inspecting", 2)],
    )
    # browsed, so that they are read together like those of a list
    forms = env["ops.lease.inspection"].browse(world.exit_ids.inspection_ids.ids)
    forms.line_ids.write({"condition": "good"})
    forms.write({"result": "good"})
    return forms


def renewal(env, count):
    world = _world(env, leases=count, units_per_floor=count * 2)
    # browsed, so that they are read together like those of a list
    return env["ops.lease.renewal"].browse(
        env["ops.lease.renewal"]
        .create(
            [
                {
                    "contract_id": lease.id,
                    "date_end": lease.date_end + timedelta(days=365),
                }
                for lease in world.contracts.with_env(env)
            ]
        )
        .ids
    )


PAPERS = {
    "ops.lease.renewal": renewal,
    **papers_amendment.PAPERS,
    **papers_billing.PAPERS,
    **papers_prep.PAPERS,
    **papers_entry.PAPERS,
    **papers_fitout.PAPERS,
    **papers_money.PAPERS,
    **papers_sales.PAPERS,
    **papers_portal.PAPERS,
    **papers_utility.PAPERS,
    "ops.lease.unit": unit,
    "ops.lease.contract": contract,
    "ops.lease.exit": exit_paper,
    "ops.lease.inspection": inspection,
}
