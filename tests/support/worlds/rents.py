"""A mall whose rent is about to be billed: nothing else has happened yet."""

from datetime import timedelta

from odoo.tools import date_utils

from ..calendar import today
from .people import entry, hire


def build(env, leases):
    """Build the mall with its books; return people, leases and what to bill."""
    from odoo.addons.ops_leasing.demo.names import POSTS
    from odoo.addons.ops_leasing.demo.world import LeasingWorld

    class Rents(LeasingWorld):
        """Signed leases; deposits and entries would only cost time here."""

        def _receive(self, deposits, invoiced=0, received=0):
            pass

        def _live(self):
            pass

    world = Rents(
        env,
        seed=11,
        prefix="r_",
        floors=3,
        units_per_floor=leases // 2,
        leases=leases,
        exits=0,
        pending=(),
        story=False,
    ).build()
    people = {post: entry(world.env, user) for post, user in world.people.items()}
    people["finance_second"] = hire(
        world.env,
        "r_finance_second",
        "区域财务（二）",
        roles=world.env.ref(POSTS["finance"][1]),
        company=world.company,
    )
    first = date_utils.start_of(today(), "month")
    return {
        "people": people,
        "leases": world.contracts.ids,
        "free": [],
        "bank": world.bank.id,
        "company": world.company.id,
        "property": world.properties[:1].id,
        "months": [
            str(date_utils.subtract(first, months=back) - timedelta(days=1))
            for back in (1, 0)
        ],
    }


def approved(env, company, upto, run_count=1):
    """So many runs up to that day, each approved over what is open now."""
    people = env["res.users"].search(
        [("login", "in", ("r_finance", "r_leasing_manager"))]
    )
    finance = people.filtered(lambda user: user.login == "r_finance")
    manager = people - finance
    runs = env["ops.lease.billing"].with_user(finance)
    runs = runs.with_context(allowed_company_ids=[company])
    made = runs.create(
        [{"company_id": company, "date_due": upto, "date_invoice": upto}] * run_count
    )
    for run in made:
        run.action_preview()
        run.action_submit()
        request = env["ops.approval.request"].search(
            [("res_model", "=", run._name), ("res_id", "=", run.id)]
        )
        request.with_user(manager).with_context(allowed_company_ids=[company]).agree(
            "已核对"
        )
    return made.ids


def change_rates(env, leases):
    """Somebody changes these leases after the approval."""
    for charge in env["ops.lease.contract"].browse(leases).charge_ids:
        charge.contract_id._flow_write(
            {"charge_ids": [(1, charge.id, {"rate": charge.rate + 1})]}
        )
