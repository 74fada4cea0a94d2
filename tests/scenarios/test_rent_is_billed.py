"""An accountant's month: what all leases owe is previewed, checked, posted – once.

Over the external API, the web client's RPC, and on the screen in Chinese.
"""

from datetime import date, timedelta

import pytest
from servers import sql

ONE_DAY = timedelta(days=1)
RUN, LINE = "ops.lease.billing", "ops.lease.billing.line"
POSTS = ("finance", "leasing_manager", "leasing", "property", "nobody")


def next_month(database):
    """The last day of the first month that no run has billed yet."""
    rows = sql(database, "select max(date_due) from ops_lease_billing")
    day = max(rows[0][0] or date.min, date.today().replace(day=1) - timedelta(days=1))
    return str((day.replace(day=1) + timedelta(days=63)).replace(day=1) - ONE_DAY)


def bills_of(database, lease):
    """Numbers of posted bills of a lease made by runs."""
    rows = sql(
        database,
        "select name from account_move where lease_contract_id = %s"
        " and lease_billing_id is not null and state = 'posted'",
        [lease["id"]],
    )
    return [name for (name,) in rows]


def previews(finance, mall, upto):
    """A run over everything due by then, previewed."""
    run = finance.makes(
        RUN,
        company_id=mall.world["company"],
        date_due=upto,
        date_invoice=str(date.today()),
    )
    finance.does(run, "action_preview")
    return run


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
    assert lease["tenant"] in screen
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
