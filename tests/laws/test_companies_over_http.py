"""Rule 12 over real HTTP: another company's papers do not exist."""

import pytest
from servers import sql
from support.channels import Refused
from support.lawbook import POWERFUL, refused
from support.worlds.secret import SECRET

READS = {
    "read": {"fields": ["id", "display_name"]},
    "web_read": {"specification": {"display_name": {}}},
    "export_data": {"fields_to_export": ["id", "display_name"]},
    "flow_panel": {},
    "copy": {},
    "message_post": {"body": "x"},
}


def test_records_cannot_be_read(laws, channel):
    """Rule 12: records of ours that belong to another company are not readable by
    id, by search, by a count or by grouping – papers, lines, approvals, runs, logs."""
    holes = []
    foreign = laws.world["belongings"]
    assert foreign
    for role, person in laws.everybody(channel, few_on="web"):
        if role == "there":
            continue
        for model, ids in foreign.items():
            if not laws.stands_for_others(role, model):
                continue
            reads = READS if role in POWERFUL else {"read": READS["read"]}
            for method, named in reads.items():
                if method in ("flow_panel",) and model not in laws.flows:
                    continue
                if method == "message_post" and model not in laws.flows:
                    continue
                try:
                    said = person.channel.call(model, method, ids[:1], **named)
                except Refused:
                    continue
                if said not in ([], {"datas": []}):
                    holes.append((role, model, method, str(said)[:100]))
            domain = [("id", "in", ids)]
            searches = {
                "search_read": {"domain": domain, "fields": ["id"]},
                "search_count": {"domain": domain},
                "name_search": {"name": "", "domain": domain},
                "formatted_read_group": {"domain": domain, "aggregates": ["__count"]},
            }
            for method, named in searches.items():
                if role not in POWERFUL and method != "search_read":
                    continue
                try:
                    said = person.channel.call(model, method, **named)
                except Refused:
                    continue
                if said not in (0, []) and not (
                    method == "formatted_read_group" and said[0]["__count"] == 0
                ):
                    holes.append((role, model, method, str(said)[:100]))
    assert holes == []


def test_files_and_messages_stay_inside(laws, channel, secret_files):
    """Rule 12: what hangs on another company's paper is as closed as the paper."""
    there = {
        (model, standing["walked"])
        for model, standing in laws.world["papers"]["there"].items()
    }
    assert len(secret_files) == len(there)
    holes = []
    for role, person in laws.everybody(channel, few_on="web"):
        if role == "there":
            continue
        if not refused(
            person, "ir.attachment", "read", secret_files, fields=["name", "raw"]
        ):
            holes.append((role, "attachment read"))
        for model, res in there:
            domain = [("res_model", "=", model), ("res_id", "=", res)]
            for table, name in (("ir.attachment", "name"), ("mail.message", "body")):
                if table == "mail.message":
                    domain = [("model", "=", model), ("res_id", "=", res)]
                try:
                    said = person.channel.call(
                        table, "search_read", domain=domain, fields=[name]
                    )
                except Refused:
                    continue
                if said:
                    holes.append((role, model, table, said))
    assert holes == []


@pytest.fixture(scope="module")
def secret_files(laws):
    """Ids of the files on the other company's papers."""
    there = {(m, s["walked"]) for m, s in laws.world["papers"]["there"].items()}
    rows = sql(
        laws.server.database,
        "select id, res_model, res_id from ir_attachment where name = %s",
        [f"{SECRET}.txt"],
    )
    return [id_ for id_, model, res in rows if (model, res) in there]


@pytest.mark.parametrize("role", ["everything", "admin", "portal", "public", "there"])
def test_files_cannot_be_fetched(laws, role, secret_files):
    """Rule 12: nor by the address of the file, but by those whose it is."""
    person = laws.person(role, "web")
    for id_ in secret_files:
        for path in (f"/web/content/{id_}?download=true", f"/web/content/{id_}"):
            found = SECRET.encode() in person.channel.get(path).content
            assert found == (role == "there"), path


def test_own_company_reads(laws, channel):
    """Rule 12: … and the same calls work for those whose papers they are."""
    person = laws.person("there", channel)
    for model, ids in laws.world["belongings"].items():
        if model in laws.flows:
            assert person.channel.call(model, "read", ids[:1], fields=["id"])
            assert person.channel.call(model, "flow_panel", ids[:1])
