"""Rule 1 over real HTTP: a paper passes by the agreement of those it was given to."""

import pytest
from servers import sql
from support.actors import REQUEST, Paper
from support.channels import Refused
from support.lawbook import refused

#: Tables nobody writes, and what somebody would like to write there.
TABLES = {
    "ops.approval.request": {"state": "agreed"},
    "ops.approval.node": {"state": "agreed"},
    "ops.approval.task": {"state": "agreed", "user_id": 2},
    "ops.approval.event": {"kind": "agree", "actor_id": 2},
    "ops.approval.copy": {"user_id": 2},
    "ops.flow.log": {"user_id": 2, "reason": "改写历史"},
}
#: What a signer decides, and nobody else.
DECIDE = {
    "agree": {"opinion": "同意"},
    "send_back": {"opinion": "退回"},
    "refuse": {"opinion": "不同意"},
    "add_signers": {"user_ids": ["me"], "when": "before", "opinion": "加我"},
    "drop_signer": {"user_id": "signer", "opinion": "去掉"},
}


@pytest.fixture(scope="module")
def waiting(laws):
    """Papers of this company that wait for the signer: `[(Paper, request id)]`."""
    rows = sql(
        laws.server.database,
        "select res_model, res_id, id from ops_approval_request"
        " where state = 'pending'",
    )
    mine = {(m, s["walked"]) for m, s in laws.world["papers"]["here"].items()}
    found = [(Paper(m, res), id_) for m, res, id_ in rows if (m, res) in mine]
    assert found, "no paper waits for an approval"
    return found


def test_only_the_signer_decides(laws, channel, waiting):
    """Rule 1: whoever was not asked – the author, somebody with every role, the
    administrator, another company, outsiders – decides nothing."""
    before, holes = laws.standing(), []
    signer = laws.people["signer"]["id"]
    for role, person in laws.everybody(channel):
        if role == "signer":
            continue
        me = laws.people[role].get("id", 1)
        for paper, request in waiting:
            if not laws.stands_for_others(role, paper.model):
                continue
            for verb, arguments in DECIDE.items():
                if role == "role_process_admin" and verb == "drop_signer":
                    continue
                named = {
                    key: {"signer": signer}.get(value, value)
                    if isinstance(value, str)
                    else [me]
                    for key, value in arguments.items()
                }
                if not refused(person, REQUEST, verb, [request], **named):
                    holes.append((role, paper, verb))
    assert laws.standing() == before
    assert holes == []


def test_own_paper_by_a_detour(laws, channel, waiting):
    """Rule 1: nobody approves his own paper, not even when the signer hands it to
    him, adds him, or makes him his deputy."""
    author, signer = laws.person("author", channel), laws.person("signer", channel)
    before = laws.standing()
    for _paper, request in waiting:
        for verb, named in {
            "transfer": {"user_id": author.user_id, "opinion": "你来签"},
            "add_signers": {
                "user_ids": [author.user_id],
                "when": "before",
                "opinion": "你也签",
            },
        }.items():
            assert refused(signer, REQUEST, verb, [request], **named), verb
    deputy = signer.makes(
        "ops.approval.deputy",
        user_id=signer.user_id,
        deputy_id=author.user_id,
        date_from="2020-01-01 00:00:00",
        date_to="2099-01-01 00:00:00",
    )
    try:
        for _paper, request in waiting:
            assert refused(author, REQUEST, "agree", [request], opinion="代签")
    finally:
        signer.channel.call(
            deputy.model, "write", [deputy.id], vals={"date_to": "2021-01-01 00:00:00"}
        )
    assert laws.standing() == before


def test_nobody_makes_himself_a_deputy(laws, channel, waiting):
    """C-16: a deputy is named by the person himself or the process administrator;
    one of another company has no say in this one."""
    holes = []
    for role, person in laws.everybody(channel):
        if role in ("signer", "public"):
            continue
        values = {
            "user_id": laws.people["signer"]["id"],
            "deputy_id": person.user_id,
            "date_from": "2020-01-01 00:00:00",
            "date_to": "2099-01-01 00:00:00",
        }
        manages = "ops_base.group_manager" in laws.people[role]["groups"]
        if manages and role != "there":
            continue
        made = not refused(person, "ops.approval.deputy", "create", vals_list=[values])
        if made and not manages:
            holes.append(role)
    stranger = laws.person("there", channel)
    for _paper, request in waiting:
        assert refused(stranger, REQUEST, "agree", [request], opinion="代签")
    assert holes == []


def test_tables_of_approval_are_closed(laws, channel):
    """Law 1: nobody, administrators included, creates, changes, copies, imports or
    deletes a row of an approval or of the history."""
    holes = []
    before = laws.fingerprint()
    for role, person in laws.everybody(channel, few_on="web"):
        for table, vals in TABLES.items():
            rows = sql(
                laws.server.database,
                f"select id from {table.replace('.', '_')} order by id limit 1",
            )
            ids = [row[0] for row in rows] or [1]
            attacks = {
                "create": {"vals_list": [vals]},
                "copy": {"default": {}},
                "unlink": {},
                "write": {"vals": vals},
                "web_save": {"vals": vals, "specification": {}},
            }
            for method, named in attacks.items():
                target = None if method == "create" else ids
                if not refused(person, table, method, target, **named):
                    holes.append((role, table, method))
            name, value = next(iter(vals.items()))
            try:
                said = person.channel.call(
                    table,
                    "load",
                    fields=[".id", name],
                    data=[[str(ids[0]), str(value)]],
                )
            except Refused:
                continue
            if said["ids"]:
                holes.append((role, table, "load"))
    after = laws.fingerprint()
    mine = [table.replace(".", "_") for table in TABLES]
    assert {t for t in mine if before[t] != after[t]} == set()
    assert holes == []


def test_routes_belong_to_the_process_administrator(laws, channel):
    """Rule 1: who signs what is not for those who are to be controlled."""
    holes = []
    rows = sql(laws.server.database, "select id from ops_approval_route limit 1")
    steps = sql(laws.server.database, "select id from ops_approval_route_step limit 1")
    for role, person in laws.everybody(channel, few_on="web"):
        if "ops_base.group_manager" in laws.people[role].get("groups", ()):
            continue
        for model, ids in {
            "ops.approval.route": rows[0],
            "ops.approval.route.step": steps[0],
        }.items():
            for method, named in {
                "write": {"vals": {"name": "改了"}},
                "unlink": {},
                "create": {"vals_list": [{"name": "新"}]},
            }.items():
                target = None if method == "create" else list(ids)
                if not refused(person, model, method, target, **named):
                    holes.append((role, model, method))
    assert holes == []


def test_runs_are_written_by_the_kernel(laws, channel):
    """Law 1: a batch run is neither made nor moved nor marked done from outside."""
    holes = []
    for role, person in laws.everybody(channel, few_on="web"):
        attacks = [
            ("ops.run", {"name": "x", "handler": "res.users", "state": "done"}),
            ("ops.run.line", {"run_id": 1, "res_id": 1, "state": "done"}),
        ]
        for model, values in attacks:
            if not refused(person, model, "create", vals_list=[values]):
                holes.append((role, model, "create"))
            if not refused(person, model, "write", [1], vals={"state": "done"}):
                holes.append((role, model, "write"))
        holes += [
            (role, method)
            for method in ("_open", "_begin", "_work_now", "_enqueue")
            if not refused(person, "ops.run", method, [1])
        ]
    assert holes == []


@pytest.mark.parametrize("way", ["json2", "web"])
def test_the_signer_decides(laws, waiting, way):
    """Rule 1: … and the same request passes for the person it was given to; the
    timeline says who it was."""
    half = (
        waiting[: len(waiting) // 2] if way == "json2" else waiting[len(waiting) // 2 :]
    )
    signer = laws.person("signer", way)
    for paper, request in half:
        before = signer.state(paper)
        signer.channel.call(REQUEST, "agree", [request], opinion="同意,按合同")
        panel = signer.panel(paper)
        flow = laws.flows[paper.model]
        (step,) = [s for s in flow["steps"] if s["route"] and before in s["source"]]
        # a document may go on from there by itself, where the kernel walks on
        goes_on = [
            s["target"]
            for s in flow["steps"]
            if s["kernel"] and step["target"] in s["source"]
        ]
        assert panel["state"] in (step["target"], *goes_on), (paper, panel)
        said = str(panel["approval"])
        assert "同意,按合同" in said
        assert laws.people["signer"]["name"] in said
