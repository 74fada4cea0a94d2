"""Two buyers turn the same request into orders at the same moment."""

from support.together import at_once

CODE, SUPPLIER = "BZ-001", "华中包装制品厂"


def test_a_request_is_ordered_once(factory):
    """PU-03: 60 of 100 are ordered twice at once: one of the two is told no, and the
    request has no more ordered than it was granted."""
    world = factory.world
    workshop, head = factory.people("json2", "workshop", "buyer_head")
    buyers = [factory.person("json2", "buyer"), factory.person("web", "buyer")]
    for _turn in range(3):
        request = workshop.asks_for(world, CODE, 100)
        workshop.takes(request, "submit")
        head.agrees(request, "同意")
        orders = [
            buyer.quotes(world, SUPPLIER, CODE, 60, 7.2, request) for buyer in buyers
        ]
        for order in orders:
            head.agrees(buyers[0].has_signed(order), "同意")
        for buyer in buyers:
            buyer.state(request)  # logged in, caches warm: both start together
        answers = at_once(
            *[
                lambda buyer=buyer, order=order: buyer.does(order, "button_confirm")
                for buyer, order in zip(buyers, orders, strict=True)
            ]
        )
        assert answers.count(None) == 1, answers
        (line,) = workshop.reads(request, "line_ids")
        row = workshop.channel.call(
            "purchase.request.line",
            "read",
            [line],
            fields=["ordered_qty", "open_qty"],
        )[0]
        assert (row["ordered_qty"], row["open_qty"]) == (60, 40)
