"""§5.4 (4) and (5) on the screen: the flow panel is read and clicked, in Chinese."""

from support.books import held, kept, paid_back, stands
from support.calendar import in_days
from support.leasing import EXIT

POSTS = ("leasing", "leasing_manager", "property", "finance", "gm")


def test_exit_with_refund_on_screen(mall, desktop):
    """LE-22, LE-23, LE-24, LE-25, LE-26, LE-27, LE-28: the whole exit, clicked."""
    officer, manager, keeper, finance, gm = mall.people(desktop, *POSTS)
    database, lease = mall.server.database, mall.lease()
    exit = officer.applies_for_exit(
        lease, ["货架", "库存商品"], kind="tenant", date_planned=in_days(70)
    )
    officer.is_refused(exit, "submit", "退场原因")
    officer.writes(exit, reason="经营调整")
    keeper.is_refused(exit, "submit", "商管公司")
    officer.takes(exit, "submit")
    keeper.is_refused(exit, "release")

    manager.sends_back(exit, "请补充撤场时间")
    officer.takes(exit, "submit")
    manager.agrees(exit, "同意退场")
    keeper.agrees(exit, "同意,撤场前提交清单")
    finance.agrees(exit, "欠费已核对")
    gm.agrees(exit, "同意,按合同扣")
    assert officer.state(exit) == "approved"

    keeper.lets_out(exit, "货架", "库存商品")
    keeper.is_refused(exit, "release", "放行条")
    keeper.does(exit, "action_issue_slip")
    officer.is_refused(exit, "release", "物业公司")
    keeper.takes(exit, "release")

    keeper.is_refused(exit, "settle", *[meter["serial"] for meter in lease["meters"]])
    keeper.reads_meters(exit)
    keeper.bills(exit)
    (bill,) = finance.bills_of(exit)
    keeper.is_refused(exit, "settle", finance.reads(bill, "name"))
    finance.receives_payment(exit, mall.bank)
    keeper.takes(exit, "settle")

    officer.writes(exit, date_wished=in_days(3))
    officer.takes(exit, "request_inspection")
    form = keeper.inspects(exit, damages={1: ("地面瓷砖开裂", 2450.5)})
    keeper.is_refused(exit, "inspect", "退租验房单")
    keeper.takes(form, "issue")
    keeper.takes(exit, "inspect")

    manager.writes(exit, decision="part")
    manager.takes(exit, "decide")
    officer.is_refused(exit, "refund", "区域财务")
    keeper.is_refused(exit, "refund", "区域财务")
    finance.takes(exit, "refund")
    assert paid_back(database, exit) == (1, lease["deposit"] - 2450.5)
    assert held(database, lease) == 0
    keeper.ticks_off(exit)
    officer.ticks_off(exit)
    officer.takes(exit, "close")
    assert stands(database, EXIT, exit.id) == "closed"
    officer.channel.open(exit)
    history = officer.channel.page.inner_text("details.o_ops_history summary")
    assert history


def test_exit_without_refund_on_a_phone(mall, phone):
    """LE-27 and ui.md Manners: the exit against the contract, at phone width; no
    screen of it is wider than the phone."""
    officer, manager, keeper, finance, gm = mall.people(phone, *POSTS)
    database, lease = mall.server.database, mall.lease()
    exit = officer.applies_for_exit(
        lease,
        ["全部货品"],
        kind="tenant",
        reason="商户违约提前撤场",
        date_notice=in_days(-5),
        date_planned=in_days(5),
    )
    officer.takes(exit, "submit")
    for person in (manager, keeper, finance, gm):
        person.agrees(exit, "同意")
        assert person.channel.fits() <= 0
    keeper.lets_out(exit, "全部货品")
    keeper.does(exit, "action_issue_slip")
    keeper.takes(exit, "release")
    keeper.reads_meters(exit)
    keeper.bills(exit)
    finance.receives_payment(exit, mall.bank)
    keeper.takes(exit, "settle")
    assert keeper.channel.fits() <= 0
    officer.writes(exit, date_wished=in_days(1))
    officer.takes(exit, "request_inspection")
    keeper.takes(keeper.inspects(exit), "issue")
    keeper.takes(exit, "inspect")
    manager.writes(exit, decision="none")
    manager.is_refused(exit, "decide", "理由")
    manager.writes(exit, decision_reason="违约提前退场,保证金不退")
    manager.takes(exit, "decide")
    officer.is_refused(exit, "refund", "区域财务")
    finance.takes(exit, "refund")
    assert kept(database, exit) == lease["deposit"]
    assert held(database, lease) == 0
    keeper.ticks_off(exit)
    officer.ticks_off(exit)
    officer.takes(exit, "close")


def test_map_counts_what_stands_there(mall, desktop):
    """HR-49, ui.md 1: the process map shows the exits where they stand, and the same
    numbers on the screen and over the API."""
    officer = mall.person(desktop, "leasing")
    program = mall.person("json2", "leasing")
    before = program.map_counts("lease_exit")
    assert officer.map_counts("lease_exit") == before
    draft = next(iter(before))
    officer.applies_for_exit(
        mall.lease(), ["货架"], reason="经营调整", date_planned=in_days(70)
    )
    officer.sees("lease_exit", draft, before[draft] + 1)
    program.sees("lease_exit", draft, before[draft] + 1)
