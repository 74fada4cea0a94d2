"""Rent is billed once, whoever starts it and whatever breaks."""

import time

import psycopg2
import pytest
from servers import OdooServer, sql
from support.actors import Paper
from support.inside import inside
from support.leasing import Mall
from support.together import at_once

LEASES, CHUNK, FAILING = 300, 50, 7
RUN = "ops.lease.billing"
LOCKED = (
    "select count(*) from pg_stat_activity where datname = %s"
    " and wait_event_type = 'Lock' and query ilike '%%ops_lease_contract%%'"
)


@pytest.fixture(scope="module")
def rents(databases):
    """A mall of 300 leases that have not been billed yet."""
    database = databases.copy()
    yield database, inside(database, "worlds.rents", "build", leases=LEASES)
    databases.drop(database)


def bills(database, upto):
    """`{lease: posted bills of the run's day}`"""
    rows = sql(
        database,
        "select lease_contract_id, count(*) from account_move"
        " where lease_billing_id is not null and state = 'posted'"
        " and invoice_date = %s group by 1",
        [upto],
    )
    return dict(rows)


def until(condition, message, patience=90):
    end = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < end, message
        time.sleep(0.1)


def test_two_runs_at_once(rents):
    """Law 5, LE-F17: two people post two approved runs over the same leases at the
    same moment: every lease has one bill."""
    database, world = rents
    upto = world["months"][0]
    made = inside(
        database,
        "worlds.rents",
        "approved",
        company=world["company"],
        upto=upto,
        run_count=2,
    )
    server = OdooServer(database, jobs=2).start()
    try:
        mall = Mall(server, world)
        people = [mall.person("json2", p) for p in ("finance", "finance_second")]
        papers = [Paper(RUN, id_) for id_ in made]
        answers = at_once(
            *[
                lambda p=person, paper=paper: p.takes(paper, "post")
                for person, paper in zip(people, papers, strict=True)
            ]
        )
        assert None in answers
        until(lambda: len(bills(database, upto)) == LEASES, "the bills are missing")
        for person, paper, answer in zip(people, papers, answers, strict=True):
            until(
                lambda: (
                    not sql(database, "select 1 from ops_run where state = 'running'")
                ),
                "a run is left over",
            )
            if answer:  # told that the other one is under way: once more
                person.takes(paper, "post")
        until(
            lambda: not sql(database, "select 1 from ops_run where state = 'running'"),
            "the second run is left over",
        )
    finally:
        server.stop()
    assert set(bills(database, upto).values()) == {1}


def test_killed_in_the_middle(rents, start_server):
    """Law 5, LE-F17: seven of 300 leases cannot be billed and the server is killed in
    the fourth part; after the restart each other lease is billed exactly once, and the
    seven are named with their reason."""
    database, world = rents
    upto, leases = world["months"][1], world["leases"]
    (run,) = inside(
        database, "worlds.rents", "approved", company=world["company"], upto=upto
    )
    failing = leases[5 : 5 + FAILING]
    inside(database, "worlds.rents", "change_rates", leases=failing)

    held = leases[3 * CHUNK + 20]
    blocker = psycopg2.connect(dbname=database)
    with blocker.cursor() as cursor:
        cursor.execute(
            "select 1 from ops_lease_contract where id = %s for update", [held]
        )
        server = start_server(database, jobs=1)
        finance = Mall(server, world).person("json2", "finance")
        finance.takes(Paper(RUN, run), "post")
        until(
            lambda: sql(database, LOCKED, [database])[0][0],
            "the posting never got to the fourth part",
        )
        server.kill()
    blocker.rollback()
    blocker.close()
    done = bills(database, upto)
    assert len(done) == 3 * CHUNK - FAILING
    assert held not in done

    sql(
        database,
        "update queue_job set date_enqueued = date_enqueued - interval '10 sec'"
        " where state != 'done'",
    )
    server.start()
    until(
        lambda: not sql(database, "select 1 from ops_run where state = 'running'"),
        "the run was not taken up",
    )
    done = bills(database, upto)
    assert set(done.values()) == {1}
    assert set(done) == set(leases) - set(failing)
    rows = sql(
        database,
        "select b.contract_id, l.message from ops_run_line l"
        " join ops_lease_billing_line b on b.id = l.res_id"
        " join ops_run r on r.id = l.run_id join ops_lease_billing g"
        " on g.run_id = r.id where g.id = %s and l.state = 'failed'",
        [run],
    )
    assert {lease for lease, _message in rows} == set(failing)
    assert all("审批" in message or "approved" in message for _l, message in rows)
    paper = Paper(RUN, run)
    finance.is_refused(paper, "finish", "7")
