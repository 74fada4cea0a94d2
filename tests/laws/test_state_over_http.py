"""Law 1 over real HTTP: a paper's state is reached by its steps and nothing else.

Every attack is tried by every kind of role, on every flow model, through the external
API and the web client's RPC. The tables are compared before and after.
"""

from support.channels import Refused
from support.importing import imports
from support.lawbook import POWERFUL, refused

#: What a client might put into the context to pass for the kernel.
FORGED = [
    {"ops_flow_pass": True},
    {"ops_flow_pass": {"model": "x", "ids": [1], "fields": ["state"]}},
    {"ops_flow_pass": 1, "install_mode": True, "import_file": True},
    {"tracking_disable": True, "mail_create_nolog": True, "uid": 1, "su": True},
]
NO_FIELDS = {"specification": {}}
#: What belongs to the kernel.
PRIVATE = {
    "_flow_take": {"name": "{step}"},
    "_flow_kernel_take": {"name": "{step}"},
    "_flow_write": {"vals": {"state": "{state}"}},
    "_flow_move": {"step": "{step}", "reason": "x"},
    "_flow_number": {},
    "_write": {"vals": {"state": "{state}"}},
    "sudo": {},
    "with_user": {"user": 1},
    "with_env": {"env": 1},
    "update": {"values": {"state": "{state}"}},
}


def test_the_world_is_whole(laws):
    """Law 1: every installed flow has papers to try the laws on, in both companies."""
    assert laws.flows
    assert not laws.world["problems"]
    for place in ("here", "there"):
        assert set(laws.world["papers"][place]) == set(laws.flows)


def test_writing_a_state(laws, channel):
    """Law 1: no role writes a state, a number or a stamp, forged context or not."""
    before, holes = laws.standing(), []
    for role, person in laws.everybody(channel):
        for model, state, paper in laws.papers(role):
            flow = laws.flows[model]
            wanted = [{"state": s} for s in flow["states"] if s != state]
            if role not in POWERFUL:
                wanted = wanted[-1:] if state in (flow["initial"], "walked") else []
            elif state in (flow["initial"], "walked"):
                wanted += [{name: value} for name, value in flow["forged"].items()]
            holes += [
                (role, model, state, vals)
                for vals in wanted
                if not refused(person, model, "write", [paper.id], vals=vals)
            ]
    assert not changed(before, laws.standing())
    # Writing the state a walked paper already has is no change and no hole.
    assert [hole for hole in holes if hole[2] != "walked"] == []


def test_forged_context(laws, channel):
    """Law 1: context comes from the caller and is no permission."""
    before, holes = laws.standing(), []
    for role, person in laws.everybody(channel, few_on="web"):
        for model, flow in laws.tried(role):
            ids = [laws.paper(model, flow["initial"]).id]
            vals = {"state": flow["states"][-1]}
            ways = {"write": {"vals": vals}, "web_save": {"vals": vals, **NO_FIELDS}}
            holes += [
                (role, model, context, way)
                for context in (FORGED if role in POWERFUL else FORGED[:1])
                for way, named in ways.items()
                if not refused(person, model, way, ids, context=context, **named)
            ]
    assert not changed(before, laws.standing())
    assert holes == []


def test_born_late(laws, channel):
    """Law 1: no paper is created, copied or quick-created in a late state."""
    before, holes = laws.standing(), []
    for role, person in laws.everybody(channel):
        for model, flow in laws.tried(role):
            paper = laws.paper(model, flow["initial"])
            for state in late_states(flow, role):
                late = {f"default_{n}": v for n, v in flow["forged"].items()}
                late |= {"default_state": state, **FORGED[0]}
                if not refused(person, model, "create", vals_list=[{"state": state}]):
                    holes.append((role, model, state, "create"))
                # These may succeed: then at the beginning (see below).
                refused(person, model, "create", vals_list=[{}], context=late)
                if role not in POWERFUL:
                    continue
                refused(person, model, "name_create", name="新", context=late)
                refused(person, model, "copy", [paper.id], default={"state": state})
                refused(person, model, "copy", [paper.id], context=late)
                refused(
                    person,
                    model,
                    "web_save",
                    [],
                    vals={"state": state},
                    specification={},
                )
    after = laws.standing()
    assert not changed(before, {key: after.get(key) for key in before})
    for model, id_ in after.keys() - before.keys():
        flow = laws.flows[model]
        state, number, *stamps = after[model, id_]
        forged = [flow["forged"].get(name) for name in flow["columns"]]
        if (state, number) != (flow["initial"], None) or any(
            stamp and str(stamp) == str(value)
            for stamp, value in zip(stamps, forged, strict=True)
        ):
            holes.append((model, id_, after[model, id_]))
    assert holes == []


def test_import(laws, channel):
    """Law 1: neither `load` nor the import screen brings a late state."""
    before, holes = laws.standing(), []
    for role, person in laws.everybody(channel):
        for model, flow in laws.tried(role):
            paper = laws.paper(model, flow["initial"])
            for state in late_states(flow, role):
                rows = {"change": [str(paper.id), state], "new": ["", state]}
                for kind, row in rows.items():
                    if not load_refused(person, model, [".id", "state"], row):
                        holes.append((role, model, state, kind, "load"))
                if role in (*POWERFUL, "employee") and not screen_refused(
                    person, model, paper, state
                ):
                    holes.append((role, model, state, "base_import"))
    assert laws.standing() == before
    assert holes == []


def test_private_methods(laws, channel):
    """Law 1: what belongs to the kernel cannot be called from outside."""
    before, holes = laws.standing(), []
    for role, person in laws.everybody(channel, few_on="web"):
        for model, flow in laws.tried(role):
            paper = laws.paper(model, flow["initial"])
            methods = list(PRIVATE.items())
            for method, arguments in methods if role in POWERFUL else methods[:3]:
                named = fill(
                    arguments, step=flow["steps"][0]["name"], state=flow["final"]
                )
                if not refused(person, model, method, [paper.id], **named):
                    holes.append((role, model, method))
            for step in flow["steps"]:
                if step["kernel"]:
                    method = f"action_{step['name']}"
                    if not refused(person, model, method, [paper.id]):
                        holes.append((role, model, method))
    assert laws.standing() == before
    assert holes == []


def test_steps_of_others(laws, channel):
    """Rule 1: a step is refused to whoever lacks its role, from any state."""
    before, holes = laws.standing(), []
    for role, person in laws.everybody(channel):
        groups = set(laws.people[role].get("groups", ()))
        for model, state, paper in laws.papers(role):
            for step in laws.flows[model]["steps"]:
                mine = groups.intersection(step["group"]) and state in step["source"]
                if step["kernel"] or step["route"] or mine or state == "walked":
                    continue
                # from a wrong state it is refused even to those whose step it is
                if role not in POWERFUL and state not in step["source"]:
                    continue
                named = {"reason": "试试"} if step["reason"] else {}
                method = f"action_{step['name']}"
                if not refused(person, model, method, [paper.id], **named):
                    holes.append((role, model, state, step["name"]))
    assert laws.standing() == before
    assert holes == []


def test_submitted_papers_are_kept(laws, channel):
    """Rule 1: nobody deletes a paper that left its first state."""
    before, holes = laws.standing(), []
    for role, person in laws.everybody(channel, few_on="web"):
        for model, state, paper in laws.papers(role):
            flow = laws.flows[model]
            if state in (flow["initial"], "walked"):
                continue
            if role not in POWERFUL and state not in flow["final"]:
                continue
            holes += [
                (role, model, state, method)
                for method in ("unlink", "web_unlink")
                if not refused(person, model, method, [paper.id])
            ]
    assert laws.standing() == before
    assert holes == []


# -- tools ------------------------------------------------------------------------


def late_states(flow, role):
    states = [state for state in flow["states"] if state != flow["initial"]]
    return states if role in POWERFUL else states[-1:]


def changed(before, after):
    return {
        key: (before[key], after.get(key))
        for key in before
        if before[key] != after.get(key)
    }


def fill(arguments, step, state):
    """Put a step and a state where the table above has room for them."""
    state = state[0] if state else "x"
    return {
        key: fill(value, step, [state])
        if isinstance(value, dict)
        else value.format(step=step, state=state)
        if isinstance(value, str)
        else value
        for key, value in arguments.items()
    }


def load_refused(person, model, names, row):
    """Whether an import of one row is refused or reports an error."""
    try:
        result = person.channel.call(model, "load", fields=names, data=[row])
    except Refused:
        return True
    return not result["ids"] and bool(result["messages"])


def screen_refused(person, model, paper, state):
    """The same through the import screen."""
    content = f".id,state\n{paper.id},{state}\n".encode()
    try:
        result = imports(person, model, [".id", "state"], content)
    except Refused:
        return True
    return not result["ids"] and bool(result["messages"])
