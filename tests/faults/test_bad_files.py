"""Files that are not what they should be, through the import screen."""

import pytest
from servers import sql
from support.channels import Refused
from support.importing import imports

UNIT = "ops.lease.unit"
NAMES = ["number", "floor_id/.id", "area_rent"]


def table(rows):
    return "\n".join([",".join(NAMES), *[",".join(map(str, r)) for r in rows]]).encode()


@pytest.fixture
def keeper_of_units(mall, channel):
    """The commercial manager, who keeps the list of shops, and a floor of the mall."""
    floor = sql(
        mall.server.database,
        "select floor_id from ops_lease_unit where id = %s",
        [mall.world["leases"][0]["units"][0]],
    )[0][0]
    return mall.person(channel, "leasing_manager"), floor


def count(mall):
    return sql(mall.server.database, "select count(*) from ops_lease_unit")[0][0]


def test_one_bad_row_keeps_all_out(mall, keeper_of_units):
    """C-40: a row that cannot be read is named, and nothing of the file is kept; the
    corrected file goes in, after a trial run that keeps nothing either."""
    manager, floor = keeper_of_units
    before = count(mall)
    tag = f"I-{manager.channel.name}"
    good = [(f"{tag}-{i}", floor, 50 + i) for i in range(20)]
    bad = [*good[:13], (f"{tag}-13", 99999999, 60), *good[14:]]
    result = imports(manager, UNIT, NAMES, table(bad))
    assert not result["ids"]
    assert {message["record"] for message in result["messages"]} == {13}, result
    assert count(mall) == before
    assert not imports(manager, UNIT, NAMES, table(good), dryrun=True)["messages"]
    assert count(mall) == before
    assert len(imports(manager, UNIT, NAMES, table(good))["ids"]) == 20
    assert count(mall) == before + 20


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x00\x01\x02 no table at all \xff\xfe", "text/csv"),
        (
            b"PK\x03\x04 broken",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (b"", "text/csv"),
        ("number,floor\n商铺".encode("gb18030"), "text/csv"),
    ],
    ids=["binary", "broken xlsx", "empty", "other encoding"],
)
def test_no_file_at_all(mall, keeper_of_units, content, kind):
    """C-40: what is no table is refused in words and changes nothing."""
    manager, _floor = keeper_of_units
    before = count(mall)
    try:
        result = imports(manager, UNIT, NAMES, content, kind=kind)
    except Refused:
        result = {"ids": [], "messages": ["refused"]}
    assert not result["ids"]
    assert result["messages"]
    assert count(mall) == before


def test_import_keeps_the_rules(mall, channel):
    """Law 1, rule 12: whoever may not write shops by hand cannot import them."""
    floor = sql(mall.server.database, "select min(id) from ops_lease_floor")[0][0]
    before = count(mall)
    for post in ("property", "finance", "gm", "nobody"):
        person = mall.person(channel, post)
        try:
            result = imports(person, UNIT, NAMES, table([(f"X-{post}", floor, 50)]))
        except Refused:
            continue
        assert not result["ids"]
        assert result["messages"]
    assert count(mall) == before
