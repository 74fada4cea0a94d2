"""Fresh papers of the flows of this part; see ``papers.py``."""

from odoo.fields import Command


def billing(env, count):
    """Runs of one lease each, with the accounts a run needs."""
    from .papers import _world

    world = _world(env, leases=count, units_per_floor=count * 2)
    company = world.company
    for name, code in (("lease_rent_account_id", "1"), ("lease_fee_account_id", "2")):
        company[name] = world.env["account.account"].create(
            {
                "name": name,
                "code": f"6051{code}",
                "account_type": "income",
                "company_ids": [Command.set(company.ids)],
            }
        )
    runs = env["ops.lease.billing"].create(
        [{"company_id": company.id, "date_invoice": "2026-03-31"}] * count
    )
    for run, lease in zip(runs, world.contracts, strict=True):
        run._flow_write(
            {
                "line_ids": [
                    Command.create({"contract_id": lease.id, "amount": 1, "detail": []})
                ]
            }
        )
    return runs


PAPERS = {"ops.lease.billing": billing}
