"""Two people settle the same delivery, or pay the same bill, at the same moment."""

from support.actors import Paper
from support.supply import in_days
from support.together import at_once

CODE, SUPPLIER, QUANTITY, PRICE = "BZ-001", "华中包装制品厂", 100, 7.2


def delivered(factory):
    """An order whose goods are inspected and accepted."""
    world = factory.world
    workshop, buyer, head, keeper, inspector = factory.people(
        "json2", "workshop", "buyer", "buyer_head", "keeper", "inspector"
    )
    request = workshop.asks_for(world, CODE, QUANTITY)
    workshop.takes(request, "submit")
    head.agrees(request, "同意")
    order = buyer.quotes(world, SUPPLIER, CODE, QUANTITY, PRICE, request)
    head.agrees(buyer.has_signed(order), "同意")
    buyer.confirms(order)
    arrival = keeper.arrival_of(order)
    keeper.registers(arrival)
    inspection = inspector.inspection_of(arrival)
    inspector.takes(inspection, "begin")
    inspector.answers(inspection)
    inspector.decides(inspection, "pass", QUANTITY)
    inspector.takes(inspection, "conclude")
    buyer.does(order, "action_assess")
    (assessment,) = buyer.finds(
        "ops.delivery.assessment", [("order_id", "=", order.id)]
    )
    buyer.takes(assessment, "confirm")
    return order


def both(people, papers, act):
    """What the two were told who did it at once."""
    for person, paper in zip(people, papers, strict=True):
        person.reads(paper, "state")  # logged in, caches warm: both start together
    return at_once(
        *[
            lambda person=person, paper=paper: act(person, paper)
            for person, paper in zip(people, papers, strict=True)
        ]
    )


def test_a_delivery_is_settled_once(factory):
    """PU-32: two sheets with the same goods are handed in at once: one of them is
    refused. Then the bill is paid twice at once, and is paid once."""
    order = delivered(factory)
    settlers = [factory.person("json2", "buyer"), factory.person("web", "payables")]
    sheets = [who.settles(factory.world, SUPPLIER) for who in settlers]
    answers = both(settlers, sheets, lambda who, sheet: who.takes(sheet, "submit"))
    assert answers.count(None) == 1, answers
    sheet = sheets[answers.index(None)]
    buyer, payables, head, finance = factory.people(
        "json2", "buyer", "payables", "buyer_head", "finance_head"
    )
    assert buyer.reads(sheet, "amount_payable") == QUANTITY * PRICE
    head.agrees(sheet, "同意")
    finance.agrees(sheet, "同意")
    bill = payables.bills(order, QUANTITY)
    payables.does(bill, "action_post")
    buyer.countersigned(sheet)
    amount = QUANTITY * PRICE
    payables.writes(
        sheet,
        fapiao_ids=[
            [
                0,
                0,
                {
                    "number": "26317000000000000001",
                    "date": in_days(0),
                    "total": amount,
                    "amount": amount,
                },
            ]
        ],
    )
    payables.does(sheet, "action_spread")
    buyer.takes(sheet, "agree")
    payers = [factory.person(channel, "finance_head") for channel in ("json2", "web")]
    payments = [pays(payer, bill, amount) for payer in payers]
    answers = both(payers, payments, lambda who, paper: who.does(paper, "action_post"))
    assert answers.count(None) == 1, answers
    made = [paper for paper in payments if finance.reads(paper, "state") != "draft"]
    assert len(made) == 1


def pays(payer, bill, amount):
    """A payment of the whole bill, not made yet."""
    partner = payer.reads(bill, "partner_id")[0]
    return Paper(
        "account.payment",
        payer.makes(
            "account.payment",
            payment_type="outbound",
            partner_type="supplier",
            partner_id=partner,
            amount=amount,
            invoice_ids=[[6, 0, [bill.id]]],
        ).id,
    )
