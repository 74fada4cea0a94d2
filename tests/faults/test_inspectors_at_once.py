"""Two inspectors decide on the same delivery at the same moment."""

import pytest
from servers import OdooServer, sql
from support.actors import Paper, enters
from support.inside import inside
from support.together import at_once
from support.worlds.inspections import PIECES


class Yard:
    """Deliveries to inspect on a running server, each used once."""

    def __init__(self, server, world):
        self.server, self.world = server, world
        self._inspections = iter(world["inspections"])

    def person(self, post, channel):
        return enters(self.server, self.world["people"][post], channel)

    def delivery(self):
        """The next inspection and the facts about its goods."""
        facts = next(self._inspections)
        return Paper("qc.inspection", facts["id"]), facts

    def balance(self, paper):
        """(accepted, returned, waiting, stocked in, in the return area)."""
        (row,) = sql(
            self.server.database,
            "select accepted_qty, returned_qty, waiting_qty,"
            " coalesce(stocked_qty, 0), coalesce(sent_qty, 0)"
            " from qc_inspection where id = %s",
            [paper.id],
        )
        return row


@pytest.fixture(scope="module")
def yard(databases):
    database = databases.copy()
    world = inside(database, "worlds.inspections", "build")
    server = OdooServer(database).start()
    yield Yard(server, world)
    server.stop()
    databases.drop(database)


def decides(person, paper, disposition, quantity):
    """Enter a decision as the form does it."""
    told = {} if disposition == "pass" else {"cause": "damage", "reason": "破损"}
    row = {"disposition": disposition, "quantity": quantity, **told}
    person.writes(paper, tranche_ids=[[0, 0, row]])


def test_goods_are_decided_on_once(yard):
    """PU-16: one inspector accepts 60 of 100 while another rejects 60 of them: one of
    the two is told no, whoever was first, and nothing gets lost."""
    people = [
        yard.person(post, channel)
        for post in ("inspector", "quality_head")
        for channel in ("json2", "web")
    ]
    for kinds in (("pass", "return", "pass", "return"), ("return",) * 4):
        paper, _facts = yard.delivery()
        for person in people:
            person.state(paper)  # logged in, caches warm: all start together
        answers = at_once(
            *[
                lambda person=person, kind=kind, paper=paper: decides(
                    person, paper, kind, 60
                )
                for person, kind in zip(people, kinds, strict=True)
            ]
        )
        assert answers.count(None) == 1, answers
        accepted, returned, waiting, _stocked, sent = yard.balance(paper)
        assert accepted + returned + waiting == PIECES
        assert accepted + returned == 60
        assert sent == returned


def test_parts_at_once(yard):
    """PU-X3: four windows accept 30 of 100 each: no more than three of them do."""
    people = [
        yard.person(post, channel)
        for post in ("inspector", "quality_head")
        for channel in ("json2", "web")
    ]
    paper, _facts = yard.delivery()
    for person in people:
        person.state(paper)
    answers = at_once(
        *[lambda person=person: decides(person, paper, "pass", 30) for person in people]
    )
    done = answers.count(None)
    assert 1 <= done <= 3, answers
    accepted, returned, waiting, _stocked, _sent = yard.balance(paper)
    assert (accepted, returned, waiting) == (30 * done, 0, PIECES - 30 * done)


def test_stocked_in_once(yard):
    """PU-18: 60 are accepted; two keepers take them into stock on two transfers at
    once: one of them is told no."""
    paper, facts = yard.delivery()
    decides(yard.person("inspector", "json2"), paper, "pass", 60)
    first, second = yard.person("keeper", "json2"), yard.person("keeper_head", "web")
    line = {
        "product_id": facts["product"],
        "product_uom_id": facts["unit"],
        "location_id": facts["arrivals"],
        "location_dest_id": yard.world["place"],
        "quantity": 60,
        "picked": True,
    }
    transfers = [
        person.makes(
            "stock.picking",
            picking_type_id=yard.world["internal"],
            location_id=facts["arrivals"],
            location_dest_id=yard.world["place"],
            move_line_ids=[[0, 0, line]],
        )
        for person in (first, second)
    ]
    answers = at_once(
        *[
            lambda person=person, transfer=transfer: person.does(
                transfer, "button_validate"
            )
            for person, transfer in zip((first, second), transfers, strict=True)
        ]
    )
    assert answers.count(None) == 1, answers
    accepted, _returned, waiting, stocked, _sent = yard.balance(paper)
    assert (accepted, waiting, stocked) == (60, PIECES - 60, 60)
