"""§3.4 over the external API and the web client's RPC; the stories are in
``supply_story.py``."""

import pytest
import supply_story as story


@pytest.mark.parametrize("channel", ["json2", "web"])
def test_request_to_settlement(factory, channel):
    """PU-03, PU-06, PU-08, PU-09, PU-10, PU-13, PU-15, PU-16, PU-18, PU-28, PU-32:
    each step by its own post; what is not granted, not inspected or not accepted is
    neither ordered, nor stocked in, nor paid."""
    story.request_to_settlement(factory, channel)


@pytest.mark.parametrize("channel", ["json2", "web"])
def test_new_supplier(factory, channel):
    """PU-05, PU-07: prices are asked of anybody, orders wait for three opinions."""
    story.new_supplier(factory, channel, f"西岭板业 {channel}")


@pytest.mark.parametrize("channel", ["json2", "web"])
def test_levels(factory, channel):
    """PU-10: general manager and board sign what is above the limit; a price raised
    afterwards is signed again."""
    story.levels(factory, channel)


@pytest.mark.parametrize("channel", ["json2", "web"])
def test_inspection_gate(factory, channel):
    """PU-16, PU-18, PU-19: uninspected, rejected and uncoded goods stay out."""
    story.inspection_gate(factory, channel)
