"""Papers of contracts and deliveries, for the laws."""

from odoo import fields
from odoo.fields import Command

from .papers_base import orders, people, product, qualify, ungated


def contracts(env, count):
    people(env)
    things = product(env)
    supplier = qualify(env, env["res.partner"].sudo().create({"name": things.name}))
    today = fields.Date.context_today(env["ops.purchase.contract"])
    return env["ops.purchase.contract"].create(
        [
            {
                "partner_id": supplier.id,
                "date_start": today,
                "date_end": fields.Date.add(today, days=90),
                "line_ids": [
                    Command.create(
                        {
                            "product_id": things.id,
                            "product_qty": 10 + number,
                            "price_unit": 5,
                        }
                    )
                ],
            }
            for number in range(count)
        ]
    )


def exceptions(env, count):
    """Of placed orders, to a department in which somebody reads."""
    placed = orders(env, count)
    with ungated(env):
        placed.button_confirm()
    department = env["hr.department"].sudo().create({"name": placed[0].name})
    env["hr.employee"].sudo().create(
        {
            "name": "Reader",
            "department_id": department.id,
            "user_id": reader(env).id,
        }
    )
    return env["ops.arrival.exception"].create(
        [
            {
                "order_id": order.id,
                "description": "For the laws",
                "department_ids": [Command.set(department.ids)],
            }
            for order in placed
        ]
    )


def reader(env):
    """A login of its own: an employee has one, and one has an employee."""
    Users, company = env["res.users"].sudo(), env.company
    number = Users.search_count([("login", "like", "law_reader_")])
    return Users.with_context(no_reset_password=True).create(
        {
            "name": "Reader",
            "login": f"law_reader_{company.id}_{number}",
            "company_id": company.id,
            "company_ids": [Command.set(company.ids)],
            "group_ids": [Command.set(env.ref("ops_base.group_user").ids)],
        }
    )


PAPERS = {
    "ops.purchase.contract": contracts,
    "ops.arrival.exception": exceptions,
}
