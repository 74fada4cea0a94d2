"""§5.4 (2): a tenant enters and fits out, over the external API and the web client's
RPC; the story is in ``entry_story.py``."""

import pytest
from entry_story import enters_and_fits_out


@pytest.mark.parametrize("channel", ["json2", "web"])
def test_entry_and_fitout(mall, channel):
    """LE-13, LE-14, LE-15, LE-16, LE-17, LE-18, LE-19: each step by its own post, each
    gate refusing first."""
    enters_and_fits_out(mall, channel)
