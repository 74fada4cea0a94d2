"""What stands in the general ledger, read from the tables."""

from servers import sql


def held(database, lease):
    """What the deposit account holds for a lease, credit positive."""
    rows = sql(
        database,
        "select coalesce(sum(-balance), 0) from account_move_line"
        " where lease_deposit_id in %s and parent_state = 'posted'",
        [tuple(lease["deposits"])],
    )
    return round(float(rows[0][0]), 2)


def paid_back(database, exit):
    """`(payments, amount)` that went back to the tenant through an exit."""
    rows = sql(
        database,
        "select count(*), coalesce(sum(amount), 0) from account_payment"
        " where lease_exit_id = %s and state in ('in_process', 'paid')",
        [exit.id],
    )
    return rows[0][0], round(float(rows[0][1]), 2)


def kept(database, exit):
    """What an exit booked as retained income."""
    rows = sql(
        database,
        "select coalesce(sum(l.credit), 0) from account_move_line l"
        " join account_move m on m.id = l.move_id"
        " where m.lease_exit_id = %s and m.lease_deposit_use = 'retain'"
        " and m.state = 'posted'",
        [exit.id],
    )
    return round(float(rows[0][0]), 2)


def stands(database, model, id_):
    """The state of a paper."""
    table = model.replace(".", "_")
    return sql(database, f"select state from {table} where id = %s", [id_])[0][0]
