"""The server dies in the middle of a step."""

import threading
import time
from contextlib import suppress

import psycopg2
import requests
from servers import sql
from support.books import held, paid_back, stands
from support.leasing import EXIT, Mall

WAITING = (
    "select count(*) from pg_stat_activity where datname = %s"
    " and wait_event_type = 'Lock'"
)


def test_killed_in_the_middle_of_a_refund(mall, start_server):
    """Law 5, LE-27: the process is killed when the credit note and the payment are
    written and the last part of the step is not: nothing of it has happened, and
    after the restart the deposit is paid back exactly once."""
    exit, lease = mall.exit_at("decided")
    database = mall.server.database
    server = start_server(database)
    finance = Mall(server, mall.world).person("json2", "finance")
    assert finance.state(exit) == "decided"
    moves = sql(database, "select count(*), coalesce(max(id), 0) from account_move")

    # Another transaction holds what the step writes last: it stops right there.
    blocker = psycopg2.connect(dbname=database)
    with blocker.cursor() as cursor:
        cursor.execute("lock table ops_checklist in share row exclusive mode")
        refund = threading.Thread(target=broken_off, args=(finance, exit))
        refund.start()
        end = time.monotonic() + 60
        while not sql(database, WAITING, [database])[0][0]:
            assert time.monotonic() < end, "the refund never got to its last part"
            assert refund.is_alive(), "the refund ended although it was held"
            time.sleep(0.05)
        server.kill()
    blocker.rollback()
    blocker.close()
    refund.join()

    assert stands(database, EXIT, exit.id) == "decided"
    assert paid_back(database, exit) == (0, 0)
    assert held(database, lease) == lease["deposit"]
    assert moves == sql(database, "select count(*), max(id) from account_move")

    server.start()
    finance = Mall(server, mall.world).person("json2", "finance")
    finance.takes(exit, "refund")
    assert paid_back(database, exit) == (1, lease["deposit"])
    assert held(database, lease) == 0


def broken_off(person, exit):
    """A step whose server goes away: the client sees a broken connection."""
    with suppress(requests.ConnectionError):
        person.takes(exit, "refund")
