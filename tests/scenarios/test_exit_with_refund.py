"""§5.4 (4): exit with refund, over the external API and the web client's RPC.

Application → approval → goods removed by list → final readings paid → inspection form
issued → part refund with deduction paid by regional finance → unit vacant.
"""

import pytest
from support.books import held, kept, paid_back, stands
from support.calendar import in_days
from support.leasing import EXIT

APPROVERS = ("leasing_manager", "property", "finance", "gm")


@pytest.mark.parametrize("channel", ["json2", "web"])
def test_exit_with_refund(mall, channel):
    """LE-22, LE-23, LE-24, LE-25, LE-26, LE-27, LE-28: the exit of a tenant, each step
    by its own post, each gate refusing first."""
    officer, manager, keeper, finance, gm, nobody = mall.people(
        channel, "leasing", "leasing_manager", "property", "finance", "gm", "nobody"
    )
    database, lease = mall.server.database, mall.lease()
    assert held(database, lease) == lease["deposit"] > 0

    # 退场申请:the application names reason and date, and only one runs at a time.
    exit = officer.applies_for_exit(
        lease, ["货架", "库存商品", "固定吊顶"], kind="tenant", date_notice=in_days(-1)
    )
    officer.is_refused(exit, "submit", "计划退场日", "退场原因")
    officer.writes(exit, reason="经营调整,不再续租", date_planned=in_days(70))
    nobody.is_kept_out(exit, "submit")
    keeper.is_refused(exit, "submit", "商管公司")
    officer.takes(exit, "submit")
    second = officer.applies_for_exit(
        lease, ["货架"], reason="又一份", date_planned=in_days(70)
    )
    officer.is_refused(second, "submit", officer.number(exit))

    # 退场审批:four posts in their order; nobody signs his own paper or out of turn.
    officer.may_not(exit, "agree")
    gm.may_not(exit, "agree")
    # Refused: removal before approval.
    keeper.is_refused(exit, "release", "审批")
    with keeper.is_told("审批"):
        keeper.lets_out(exit, "货架")
    manager.sends_back(exit, "请补充撤场时间")
    assert officer.state(exit) == "draft"
    officer.takes(exit, "submit")
    manager.agrees(exit, "同意退场")
    keeper.agrees(exit, "同意,撤场前提交清单")
    finance.agrees(exit, "欠费已核对")
    assert officer.state(exit) == "approving"
    gm.agrees(exit, "同意,按合同扣")
    assert officer.state(exit) == "approved"

    # 货品撤场:every item released or left behind, then the slip, then the step.
    officer.is_refused(exit, "release", "物业公司")
    with officer.is_told("物业公司"):
        officer.lets_out(exit, "货架")
    keeper.lets_out(exit, "货架", "库存商品")
    keeper.is_refused(exit, "release", "固定吊顶", "放行条")
    keeper.records_left(exit, "固定吊顶")
    keeper.is_refused(exit, "release", "放行条")
    keeper.does(exit, "action_issue_slip")
    keeper.takes(exit, "release")

    # 水电结清:every meter read, billed, paid.
    first, *others = lease["meters"]
    keeper.reads_meters(exit, only=[first["id"]])
    keeper.is_refused(exit, "settle", *[meter["serial"] for meter in others])
    keeper.reads_meters(exit, used=120)
    keeper.is_refused(exit, "settle", "未开账单")
    keeper.bills(exit)
    (bill,) = finance.bills_of(exit)
    number = finance.reads(bill, "name")
    keeper.is_refused(exit, "settle", number)
    # Refused: refund before utilities are paid.
    finance.is_refused(exit, "refund")
    finance.receives_payment(exit, mall.bank)
    keeper.takes(exit, "settle")

    # 退租验房:asked for by the commercial company, issued by the property company.
    officer.is_refused(exit, "request_inspection", "验房日期")
    officer.writes(exit, date_wished=in_days(3))
    officer.takes(exit, "request_inspection")
    keeper.is_refused(exit, "inspect", "退租验房单")
    form = keeper.inspects(exit, damages={1: ("地面瓷砖开裂", 2450.5)})
    officer.is_refused(form, "issue", "物业公司")
    keeper.takes(form, "issue")
    keeper.takes(exit, "inspect")

    # 保证金决定:part refund, with the deductions of the inspection form.
    manager.is_refused(exit, "decide")
    manager.writes(exit, decision="part")
    assert manager.reads(exit, "amount_refund") == lease["deposit"] - 2450.5
    # Refused: refund above balance.
    manager.writes(exit, amount_refund=lease["deposit"] + 1)
    manager.is_refused(exit, "decide")
    manager.writes(exit, amount_refund=lease["deposit"] - 2450.5)
    officer.is_refused(exit, "decide", "商管经理")
    manager.takes(exit, "decide")

    # 退保证金 – Refused: refund by another department.
    for other in (officer, manager, keeper):
        other.is_refused(exit, "refund", "区域财务")
    nobody.is_kept_out(exit, "refund")
    # Refused: the utilities are open again.
    finance.takes_payment_back(bill)
    finance.is_refused(exit, "refund", number)
    finance.receives_payment(exit, mall.bank)
    # Refused: paying back by hand, around the exit.
    with finance.is_told():
        finance.credits_by_hand(lease, lease["deposit"], mall)
    finance.takes(exit, "refund")
    assert paid_back(database, exit) == (1, lease["deposit"] - 2450.5)
    assert kept(database, exit) == 2450.5
    assert held(database, lease) == 0
    # … and not twice.
    finance.is_refused(exit, "refund")
    assert paid_back(database, exit) == (1, lease["deposit"] - 2450.5)

    # 收铺:keys, signage and data are ticked off, then the shop is vacant again.
    officer.is_refused(exit, "close")
    assert keeper.ticks_off(exit) + officer.ticks_off(exit) > 0
    officer.takes(exit, "close")
    assert stands(database, "ops.lease.contract", lease["id"]) == "settled"
    for unit in lease["units"]:
        assert stands(database, "ops.lease.unit", unit) == "vacant"
    assert stands(database, EXIT, exit.id) == "closed"
