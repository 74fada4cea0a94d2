"""A day of those who deal with the money of leases, on the screen in Chinese: the
accountant, and the commercial manager who amends a lease."""

from datetime import date

from billing_story import (
    LINE,
    billed,
    bills_of,
    next_month,
    owed,
    paid,
    previews,
    printed,
)
from servers import sql
from support.actors import Paper
from support.books import held
from support.calendar import in_days
from support.fitout import scan

FAPIAO, USE = "ops.fapiao", "ops.lease.deposit.use"
AMENDMENT, RATE = "ops.lease.amendment", "ops.lease.amendment.charge"


def test_the_accountant(mall, desktop):
    """LE-F16 LE-F30 LE-X7 LE-X1: the month is billed and printed, a tenant pays a part,
    gets a fapiao for the bill, and the deposit pays the rest; the books agree."""
    posts = ("finance", "leasing_manager", "leasing", "property")
    finance, manager, officer, keeper = mall.people(desktop, *posts)
    database, lease = mall.server.database, mall.lease()
    bill = billed(finance, manager, mall, next_month(database), lease)
    finance.channel.form(bill)
    assert lease["tenant"] in finance.channel.page.inner_text("div.o_form_view")
    assert printed(finance, "report_lease_bill", bill)
    total = finance.reads(bill, "amount_total")
    paid(finance, bill, mall.bank, total - 500)
    assert round(finance.reads(bill, "amount_residual"), 2) == 500

    keeper.does(Paper("ops.lease.contract", lease["id"]), "action_request_fapiao")
    (fapiao,) = keeper.finds(FAPIAO, [("line_ids.move_id", "=", bill.id)])
    keeper.takes(fapiao, "request")
    keeper.is_refused(fapiao, "issue", "区域财务")
    finance.is_refused(fapiao, "issue", "号码")
    number = f"26422{bill.id:015d}"
    finance.writes(
        fapiao, number=number, date=in_days(0), goods_code="3040502029900000000"
    )
    finance.takes(fapiao, "issue")
    assert finance.reads(bill, "fapiao_status") == "issued"

    before, arrears = held(database, lease), owed(finance, lease)
    use = officer.makes(
        USE,
        contract_id=lease["id"],
        deposit_id=lease["deposits"][0],
        amount=500,
        reason="租金逾期，依租约以保证金抵扣",
    )
    officer.is_refused(use, "submit", "同意书")
    officer.writes(use, attachment_ids=scan("notice.pdf"))
    officer.takes(use, "submit")
    finance.is_refused(use, "carry_out")
    manager.agrees(use, "同意抵扣")
    officer.is_refused(use, "carry_out", "区域财务")
    finance.takes(use, "carry_out")
    assert printed(officer, "report_deposit_use", use)
    assert owed(finance, lease) == arrears - 500
    assert held(database, lease) == before - 500
    for row in finance.finds("ops.lease.deposit.check", []):
        assert finance.reads(row, "difference") == 0


def test_the_commercial_manager(mall, desktop):
    """LE-F18 LE-X6: rent is lowered for a month that is billed already; what that comes
    to stands on the paper before anybody signs, and the next run credits just that."""
    posts = ("leasing", "leasing_manager", "finance", "gm")
    officer, manager, finance, gm = mall.people(desktop, *posts)
    counsel = mall.person(desktop, "legal")
    database, lease = mall.server.database, mall.lease()
    upto = next_month(database)
    billed(finance, manager, mall, upto, lease)
    first = date.fromisoformat(upto).replace(day=1)
    paper = officer.makes(
        AMENDMENT, contract_id=lease["id"], date_start=str(first), reason="经营困难"
    )
    (rent,) = officer.finds(
        RATE, [("amendment_id", "=", paper.id), ("kind", "=", "rent")]
    )
    rate = officer.reads(rent, "rate")
    officer.writes(
        paper, charge_ids=[[1, rent.id, {"rate": rate / 2}]], clauses="第四条减半"
    )
    officer.takes(paper, "intent")
    officer.takes(paper, "submit")
    manager.is_refused(paper, "sign")
    counsel.takes(paper, "clear")
    back = manager.reads(paper, "settle_difference")
    assert back < 0
    manager.channel.turn_to(paper, "effect")
    assert f"{-back:,.2f}" in manager.channel.page.inner_text("div.o_form_view")
    for person in (manager, finance, gm):
        person.agrees(paper, "同意减免")
    officer.writes(paper, signed_copy_ids=scan("signed.pdf"))
    officer.takes(paper, "sign")
    assert printed(officer, "report_amendment_agreement", paper)

    count = len(bills_of(database, lease))
    run = previews(finance, mall, upto)
    (line,) = finance.finds(
        LINE, [("billing_id", "=", run.id), ("contract_id", "=", lease["id"])]
    )
    assert finance.reads(line, "amount") == back
    assert finance.reads(line, "level") == "warning"
    finance.takes(run, "submit")
    manager.agrees(run, "按补充协议退还")
    finance.takes(run, "post")
    assert len(bills_of(database, lease)) == count + 1
    rows = sql(
        database,
        "select move_type, amount_untaxed from account_move"
        " where lease_billing_id = %s and lease_contract_id = %s",
        [run.id, lease["id"]],
    )
    assert [(kind, float(amount)) for kind, amount in rows] == [("out_refund", -back)]
