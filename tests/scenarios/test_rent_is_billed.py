"""An accountant's month: what all leases owe is previewed, checked, posted – once.

Over the external API, the web client's RPC, and on the screen in Chinese.
"""

import pytest
from billing_story import LINE, bills_of, next_month, previews

POSTS = ("finance", "leasing_manager", "leasing", "property", "nobody")


@pytest.mark.parametrize("channel", ["json2", "web"])
def test_rent_is_billed(mall, channel):
    """LE-F16 LE-F17 LE-X5: preview, approval by the commercial manager, posting; others
    are refused, figures are not typed, and a second run finds nothing."""
    finance, manager, officer, keeper, nobody = mall.people(channel, *POSTS)
    database, lease = mall.server.database, mall.lease()
    upto, before = next_month(database), len(bills_of(database, lease))
    run = previews(finance, mall, upto)
    (line,) = finance.finds(
        LINE, [("billing_id", "=", run.id), ("contract_id", "=", lease["id"])]
    )
    finance.writes_in_vain(line, amount=1)
    officer.is_kept_out(run, "submit")
    keeper.is_kept_out(run, "submit")
    nobody.is_kept_out(run, "submit")
    manager.is_refused(run, "submit")
    finance.is_refused(run, "post")
    finance.takes(run, "submit")
    finance.is_refused(run, "post")
    manager.agrees(run, "与合同一致")
    assert len(bills_of(database, lease)) == before
    finance.takes(run, "post")
    assert finance.state(run) == "done"
    assert len(bills_of(database, lease)) == before + 1

    again = previews(finance, mall, upto)
    assert not finance.finds(LINE, [("billing_id", "=", again.id)])
    finance.is_refused(again, "submit", "预览")


def test_rent_is_billed_on_screen(mall, desktop):
    """LE-F16 LE-X1 LE-X5: the same, clicked: exceptions stand on the run, a lease is
    left out with a reason, the bill tells its clause and days."""
    finance, manager = mall.people(desktop, "finance", "leasing_manager")
    database, lease = mall.server.database, mall.lease()
    upto = next_month(database)
    run = previews(finance, mall, upto)
    (line,) = finance.finds(
        LINE, [("billing_id", "=", run.id), ("contract_id", "=", lease["id"])]
    )
    finance.channel.open(run)
    screen = finance.channel.page.inner_text("div.o_form_view")
    first = finance.finds(LINE, [("billing_id", "=", run.id)])[0]
    assert finance.reads(first, "partner_id")[1] in screen
    finance.writes(line, excluded=True, reason="面积有争议")
    finance.takes(run, "submit")
    manager.agrees(run, "同意出账")
    finance.takes(run, "post")
    assert finance.state(run) == "done"
    before = len(bills_of(database, lease))
    late = previews(finance, mall, upto)
    (line,) = finance.finds(LINE, [("billing_id", "=", late.id)])
    assert finance.reads(line, "contract_id")[0] == lease["id"]
    finance.takes(late, "submit")
    manager.agrees(late, "争议已解决")
    finance.takes(late, "post")
    assert len(bills_of(database, lease)) == before + 1


def test_run_on_a_phone(mall, phone):
    """ui.md Manners: the run at phone width; nothing is cut."""
    finance = mall.person(phone, "finance")
    run = previews(finance, mall, next_month(mall.server.database))
    finance.channel.open(run)
    assert finance.channel.fits() <= 0
