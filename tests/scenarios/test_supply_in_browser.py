"""§3.4 (1) on the screen, in Chinese: buyer, inspector, keeper and accountant."""

import supply_story as story

SCREENS = ("buyer", "inspector", "keeper", "payables")


def test_request_to_settlement_on_screen(factory, desktop):
    """PU-03, PU-09, PU-16, PU-18, PU-28, PU-32, HR-49: the whole purchase, its steps
    clicked on the flow panel; the chart of the chain counts the papers."""
    before = factory.person("json2", "buyer").map_counts("purchase_chain")
    who, _order, inspection, sheet = story.request_to_settlement(
        factory, desktop, SCREENS
    )
    who.buyer.sees("purchase_chain", "已结算付款", before["已结算付款"] + 1)
    inspector = who.inspector.channel
    inspector.open(inspection)
    assert "95" in inspector.page.inner_text(".o_form_view")
    buyer = who.buyer.channel
    buyer.open(sheet)
    assert "15,485.00" in buyer.page.inner_text(".o_form_view")
