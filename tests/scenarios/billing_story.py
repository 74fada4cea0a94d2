"""What accountants do with the rent of a mall; used by scenarios."""

from datetime import date, timedelta

from servers import sql
from support.calendar import in_days, today

MOVE = "account.move"
ONE_DAY = timedelta(days=1)
RUN, LINE = "ops.lease.billing", "ops.lease.billing.line"


def next_month(database):
    """The last day of the first month that no run has billed yet."""
    rows = sql(database, "select max(date_due) from ops_lease_billing")
    day = max(rows[0][0] or date.min, today().replace(day=1) - timedelta(days=1))
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
        date_invoice=in_days(0),
    )
    finance.does(run, "action_preview")
    return run


def paid(finance, bill, bank, amount):
    """Register a payment as finance does, in core's own window."""
    context = {"active_model": MOVE, "active_ids": [bill.id]}
    wizard = finance.channel.create(
        "account.payment.register",
        {"journal_id": bank, "amount": amount},
        context=context,
    )
    finance.channel.call(
        "account.payment.register",
        "action_create_payments",
        [wizard],
        context=context,
    )


def printed(person, report, paper):
    """The form as it comes out of the printer."""
    answer = person.channel.session.get(
        f"{person.channel.url}/report/pdf/ops_leasing.{report}/{paper.id}"
    )
    assert answer.content.startswith(b"%PDF"), answer.text[:500]
    return answer.content


def billed(finance, manager, mall, upto, lease):
    """The month is previewed, agreed and posted; returns the lease's last bill."""
    run = previews(finance, mall, upto)
    finance.takes(run, "submit")
    manager.agrees(run, "与合同一致")
    finance.takes(run, "post")
    bill = finance.finds(
        MOVE,
        [
            ("lease_billing_id", "=", run.id),
            ("lease_contract_id", "=", lease["id"]),
        ],
    )
    return bill[-1]


def owed(finance, lease):
    """What is open of the bills of a lease."""
    bills = finance.finds(
        MOVE, [("lease_contract_id", "=", lease["id"]), ("state", "=", "posted")]
    )
    return round(sum(finance.reads(bill, "amount_residual") for bill in bills), 2)
