"""What the papers of all topics are made of."""

from contextlib import contextmanager
from itertools import count as counter

from odoo.fields import Command

numbers = counter(1)
SIGNERS = {
    "technology": "ops_purchase.group_technology",
    "head": "ops_purchase.group_buyer_head",
    "finance_head": "ops_purchase.group_finance_head",
    "gm": "ops_base.group_gm",
    "board": "ops_base.group_board",
    "quality_head": "ops_purchase.group_quality_head",
    "keeper_head": "ops_purchase.group_keeper_head",
    "finance": "ops_purchase.group_finance",
}


def product(env, **values):
    """A product of its own for a paper."""
    return (
        env["product.product"]
        .sudo()
        .create({"name": f"Law {next(numbers)}", "is_storable": True, **values})
    )


def people(env):
    """Somebody of each post that signs, in the company of the papers."""
    Users, company = env["res.users"].sudo(), env.company
    groups = {post: env.ref(group).id for post, group in SIGNERS.items()}
    logins = {post: f"law_purchase_{company.id}_{post}" for post in groups}
    there = set(Users.search([("login", "in", list(logins.values()))]).mapped("login"))
    Users.with_context(no_reset_password=True).create(
        [
            {
                "name": post,
                "login": logins[post],
                "company_id": company.id,
                "company_ids": [Command.set(company.ids)],
                "group_ids": [Command.set([group])],
            }
            for post, group in groups.items()
            if logins[post] not in there
        ]
    )


@contextmanager
def ungated(env):
    """No gate stands in the way while papers are made; tests of their own try them."""
    company = env.company.sudo()
    switches = [name for name in company._fields if name.startswith("purchase_gate_")]
    before = {name: company[name] for name in switches}
    company.write(dict.fromkeys(switches, False))
    yield
    company.write(before)


def qualify(env, partner):
    """Make a partner a supplier of the company that orders may go to."""
    file = env["ops.supplier"].sudo().create({"partner_id": partner.id})
    file._flow_write({"state": "qualified", "date_until": "2099-12-31"})
    return partner


def receipts(env):
    """The operation by which the company receives; it has a warehouse from now on."""
    Warehouse, company = env["stock.warehouse"].sudo(), env.company
    found = Warehouse.search([("company_id", "=", company.id)], limit=1)
    if not found:
        code = f"W{company.id}"[:5]
        found = Warehouse.create({"company_id": company.id, "code": code})
    return found.in_type_id


def orders(env, count, **values):
    """Quotations with a price; whoever makes papers need not be a buyer."""
    things = product(env)
    supplier = env["res.partner"].sudo().create({"name": f"Law {next(numbers)}"})
    qualify(env, supplier)
    return (
        env["purchase.order"]
        .sudo()
        .create(
            [
                {
                    "partner_id": supplier.id,
                    "picking_type_id": receipts(env).id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": things.id,
                                "product_qty": 3,
                                "price_unit": 10 + number,
                                "tax_ids": [Command.clear()],
                            }
                        )
                    ],
                    **values,
                }
                for number in range(count)
            ]
        )
    )
