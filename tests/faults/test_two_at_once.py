"""Two people do the same thing at the same moment."""

from servers import sql
from support.actors import REQUEST
from support.books import held, kept, paid_back, stands
from support.leasing import EXIT
from support.together import at_once


def test_a_deposit_is_paid_back_once(mall):
    """Law 5, LE-27: two people of regional finance press at once, on two channels
    each: exactly one payment goes out, whoever was first."""
    people = [
        mall.person(channel, post)
        for channel in ("json2", "web")
        for post in ("finance", "finance_second")
    ]
    database = mall.server.database
    for _round in range(2):
        exit, lease = mall.exit_at("decided")
        for person in people:
            person.state(exit)  # logged in, caches warm: all start together
        answers = at_once(
            *[lambda p=person, e=exit: p.takes(e, "refund") for person in people]
        )
        assert answers.count(None) == 1, answers
        assert paid_back(database, exit) == (1, lease["deposit"])
        assert held(database, lease) == 0
        rows = sql(
            database,
            "select count(*) from ops_flow_log where res_model = %s and res_id = %s"
            " and step = 'refund'",
            [EXIT, exit.id],
        )
        assert rows == [(1,)]


def test_retention_is_booked_once(mall):
    """Law 5, LE-27: … nor is a retention booked twice."""
    people = [mall.person("json2", post) for post in ("finance", "finance_second")]
    database = mall.server.database
    exit, lease = mall.exit_at("decided", decision="none", decision_reason="违约")
    answers = at_once(
        *[lambda person=person: person.takes(exit, "refund") for person in people]
    )
    assert answers.count(None) == 1, answers
    assert kept(database, exit) == lease["deposit"]
    assert held(database, lease) == 0


def test_a_signature_counts_once(mall):
    """C-10: the same signer agrees twice at once: one signature, one event; while he
    signs, a second exit is submitted by two windows of the officer: one number."""
    manager = [mall.person(channel, "leasing_manager") for channel in ("json2", "web")]
    officer = [mall.person(channel, "leasing") for channel in ("json2", "web")]
    exit, _lease = mall.exit_at("approving")
    other, _lease = mall.exit_at("draft")
    request = manager[0].request(exit)
    for person in manager:
        person.state(exit)
    answers = at_once(
        *[
            lambda person=person: person.channel.call(
                REQUEST, "agree", [request.id], opinion="同意"
            )
            for person in manager
        ],
        *[lambda person=person: person.takes(other, "submit") for person in officer],
    )
    assert answers[:2].count(None) == 1, answers
    assert answers[2:].count(None) == 1, answers
    database = mall.server.database
    rows = sql(
        database,
        "select count(*) from ops_approval_event"
        " where request_id = %s and kind = 'agree'",
        [request.id],
    )
    assert rows == [(1,)]
    assert stands(database, EXIT, other.id) == "approving"
    rows = sql(
        database,
        "select count(*) from ops_approval_request"
        " where res_model = %s and res_id = %s",
        [EXIT, other.id],
    )
    assert rows == [(1,)]
