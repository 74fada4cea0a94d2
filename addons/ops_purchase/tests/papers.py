"""One fresh paper of each flow model of this addon, for the laws (law 1, law 3).

``PAPERS = {model: make(env, count)}``: ``count`` papers in their initial state,
complete enough for the first step.
"""

from datetime import date, timedelta
from itertools import count as counter

from odoo.fields import Command

_number = counter(1)
SIGNERS = {
    "technology": "ops_purchase.group_technology",
    "head": "ops_purchase.group_buyer_head",
    "finance_head": "ops_purchase.group_finance_head",
    "gm": "ops_base.group_gm",
    "board": "ops_base.group_board",
}


def product(env, **values):
    """A product of its own for a paper."""
    return (
        env["product.product"]
        .sudo()
        .create({"name": f"Law {next(_number)}", "is_storable": True, **values})
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


def requests(env, count):
    people(env)
    things = product(env)
    return env["purchase.request"].create(
        [
            {
                "description": "For the laws",
                "line_ids": [
                    Command.create(
                        {
                            "product_id": things.id,
                            "product_uom_id": things.uom_id.id,
                            "product_qty": 5 + number,
                            "estimated_cost": 100 + number,
                        }
                    )
                ],
            }
            for number in range(count)
        ]
    )


def orders(env, count, **values):
    """Quotations with a price; whoever makes papers need not be a buyer."""
    things = product(env)
    supplier = env["res.partner"].sudo().create({"name": f"Law {next(_number)}"})
    return (
        env["purchase.order"]
        .sudo()
        .create(
            [
                {
                    "partner_id": supplier.id,
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


def signoffs(env, count):
    people(env)
    return env["ops.purchase.signoff"].create(
        [{"order_id": order.id} for order in orders(env, count)]
    )


def settlements(env, count):
    """Sheets of one supplier, each of an order of its own; services count as accepted
    by hand."""
    people(env)
    found = orders(env, count)
    service = product(env, type="service", is_storable=False)
    found.order_line.write({"product_id": service.id})
    found.write({"company_id": env.company.id})
    found.company_id.write(
        {
            "purchase_gate_request": False,
            "purchase_gate_approval": False,
            "purchase_gate_assessment": False,
        }
    )
    found.button_confirm()
    found.order_line.write({"qty_received": 3})
    return env["ops.purchase.settlement"].create(
        [
            {
                "partner_id": order.partner_id.id,
                "currency_id": order.currency_id.id,
                "line_ids": [
                    Command.create(
                        {"order_line_id": order.order_line.id, "received_qty": 3}
                    )
                ],
            }
            for order in found
        ]
    )


def assessments(env, count):
    sheets = settlements(env, count)
    return env["ops.delivery.assessment"].create(
        [{"order_id": order.id} for order in sheets.line_ids.order_id]
    )


def fund_plans(env, count):
    people(env)
    supplier = env["res.partner"].sudo().create({"name": f"Law {next(_number)}"})
    first = date(2031, 1, 1)
    days = [first + timedelta(days=next(_number)) for _plan in range(count)]
    return env["ops.fund.plan"].create(
        [
            {
                "date_from": day,
                "date_to": day,
                "line_ids": [
                    Command.create(
                        {"partner_id": supplier.id, "date": day, "amount": 10}
                    )
                ],
            }
            for day in days
        ]
    )


PAPERS = {
    "ops.fund.plan": fund_plans,
    "ops.delivery.assessment": assessments,
    "ops.purchase.settlement": settlements,
    "purchase.request": requests,
    "ops.purchase.signoff": signoffs,
}
