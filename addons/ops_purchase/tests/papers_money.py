"""Papers of settlement, for the laws."""

from datetime import date, timedelta

from odoo.fields import Command

from .papers_base import numbers, orders, people, product, ungated


def settlements(env, count):
    """Sheets of one supplier, each of an order of its own; services count as accepted
    by hand."""
    people(env)
    found = orders(env, count)
    service = product(env, type="service", is_storable=False)
    found.order_line.write({"product_id": service.id})
    found.write({"company_id": env.company.id})
    # an assessment is a paper of its own
    env.company.sudo().purchase_gate_assessment = False
    with ungated(env):
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
    supplier = env["res.partner"].sudo().create({"name": f"Law {next(numbers)}"})
    first = date(2031, 1, 1)
    days = [first + timedelta(days=next(numbers)) for _plan in range(count)]
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


def budgets(env, count):
    people(env)
    departments = (
        env["hr.department"]
        .sudo()
        .create(
            [{"name": f"Law {next(numbers)}", "company_id": env.company.id}] * count
        )
    )
    return env["ops.purchase.budget"].create(
        [
            {
                "date_from": date(2031, 1, 1),
                "date_to": date(2031, 12, 31),
                "line_ids": [
                    (0, 0, {"department_id": department.id, "amount": 1000}),
                ],
            }
            for department in departments
        ]
    )


PAPERS = {
    "ops.purchase.budget": budgets,
    "ops.purchase.settlement": settlements,
    "ops.delivery.assessment": assessments,
    "ops.fund.plan": fund_plans,
}
