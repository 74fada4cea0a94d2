"""§5.4 (5): exit without refund, over the external API and the web client's RPC.

Early exit against the contract: decision "no refund" needs a reason, deposit is booked
as retained, tenant gets written notice, contract closed.
"""

import pytest
from servers import sql
from support.books import held, kept, paid_back, stands
from support.calendar import in_days

BREACH = "商户违反合同约定提前退场,按合同第十二条不退还保证金"


@pytest.mark.parametrize("channel", ["json2", "web"])
def test_exit_without_refund(mall, channel):
    """LE-22, LE-27, LE-28: a tenant leaves early and his deposit is kept."""
    officer, manager, keeper, finance, gm = mall.people(
        channel, "leasing", "leasing_manager", "property", "finance", "gm"
    )
    database, lease = mall.server.database, mall.lease()
    exit = officer.applies_for_exit(
        lease,
        ["全部货品"],
        kind="tenant",
        reason="商户违约提前撤场",
        date_notice=in_days(-5),
        date_planned=in_days(5),
    )
    assert officer.reads(exit, "notice_short") > 0

    officer.takes(exit, "submit")
    for person in (manager, keeper, finance, gm):
        person.agrees(exit, "同意")
    keeper.lets_out(exit, "全部货品")
    keeper.does(exit, "action_issue_slip")
    keeper.takes(exit, "release")
    keeper.reads_meters(exit)
    keeper.bills(exit)
    finance.receives_payment(exit, mall.bank)
    keeper.takes(exit, "settle")
    officer.writes(exit, date_wished=in_days(1))
    officer.takes(exit, "request_inspection")
    keeper.takes(keeper.inspects(exit), "issue")
    keeper.takes(exit, "inspect")

    # 不退还 needs its reason, and it is the manager's word.
    with officer.is_told():
        officer.writes(exit, decision="none")
        officer.takes(exit, "decide")
    manager.writes(exit, decision="none")
    manager.is_refused(exit, "decide", "理由")
    manager.writes(exit, decision_reason=BREACH)
    manager.takes(exit, "decide")

    # Kept in the books by regional finance alone, nothing is paid.
    for other in (officer, manager, keeper):
        other.is_refused(exit, "refund", "区域财务")
    finance.takes(exit, "refund")
    assert paid_back(database, exit) == (0, 0)
    assert kept(database, exit) == lease["deposit"]
    assert held(database, lease) == 0

    # The tenant is told in writing, with the reason.
    letters = sql(
        database,
        "select m.body_html from mail_mail m"
        " join mail_mail_res_partner_rel r on r.mail_mail_id = m.id"
        " where r.res_partner_id = %s",
        [lease["partner"]],
    ) + sql(
        database,
        "select body from mail_message m join mail_message_res_partner_rel r"
        " on r.mail_message_id = m.id where r.res_partner_id = %s",
        [lease["partner"]],
    )
    assert any(BREACH in str(body) for (body,) in letters)
    notices = sql(
        database,
        "select state from ops_notice"
        " where res_model = 'ops.lease.exit' and res_id = %s",
        [exit.id],
    )
    assert notices

    keeper.ticks_off(exit)
    officer.ticks_off(exit)
    officer.takes(exit, "close")
    assert stands(database, "ops.lease.contract", lease["id"]) == "settled"
    for unit in lease["units"]:
        assert stands(database, "ops.lease.unit", unit) == "vacant"
