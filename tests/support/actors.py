"""A person: a login with a role who speaks through a channel.

The words are the same whatever the channel::

    officer.takes(exit, "submit")
    finance.is_refused(exit, "refund", "末次电表读数")
    manager.agrees(exit, "同意,按合同扣")
    manager.sees("lease_exit", "退场审批", 3)
"""

from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from .channels import Json2, Refused, WebRpc

REQUEST = "ops.approval.request"


@dataclass(frozen=True)
class Paper:
    """A record somebody speaks of."""

    model: str
    id: int


class Person:
    """Somebody who works with the suite through `channel`."""

    def __init__(self, name, channel, user_id=None):
        self.name, self.channel, self.user_id = name, channel, user_id

    def __repr__(self):
        return f"{self.name} ({self.channel.name})"

    # -- papers -------------------------------------------------------------------

    def makes(self, model, **values):
        """Write a new paper; return it."""
        return Paper(model, self.channel.create(model, values))

    def writes(self, paper, **values):
        """Fill in fields of a paper."""
        self.channel.call(paper.model, "write", [paper.id], vals=values)

    def writes_in_vain(self, paper, **values):
        """Try to fill in fields that are not his to fill in."""
        with pytest.raises(Refused):
            self.writes(paper, **values)

    def reads(self, paper, *fields):
        """Return the fields of a paper; one value if one field is asked for."""
        row = self.channel.call(paper.model, "read", [paper.id], fields=list(fields))[0]
        return row[fields[0]] if len(fields) == 1 else row

    def finds(self, model, domain):
        """Return the papers of `model` that match."""
        found = self.channel.call(
            model, "search_read", domain=domain, fields=["id"], order="id"
        )
        return [Paper(model, row["id"]) for row in found]

    def does(self, paper, method, **named):
        """Press a button that is no step; return what it answers."""
        return self.channel.call(paper.model, method, [paper.id], **named)

    def fills(self, paper, field, words):
        """Type into a field of the form, where this person works on a screen."""
        if hasattr(self.channel, "fill"):
            self.channel.fill(paper, field, words)
            return
        self.writes(paper, **{field: words})

    def presses(self, paper, button, tab=None):
        """Press a button on a tab of the form, where this person works on a screen."""
        if hasattr(self.channel, "press"):
            self.channel.press(paper, button, tab)
            return
        self.does(paper, button)

    def has_no_button(self, paper, button, tab=None):
        """The button is not for him: the screen lacks it, the server refuses."""
        if hasattr(self.channel, "press"):
            assert not self.channel.offers(paper, button, tab)
        with pytest.raises(Refused):
            self.does(paper, button)

    def may_not_fill(self, paper, field, value, tab=None):
        """The field is another's: the screen shows it closed, the server refuses."""
        if hasattr(self.channel, "press"):
            assert not self.channel.writable(paper, field, tab)
        self.writes_in_vain(paper, **{field: value})

    # -- steps --------------------------------------------------------------------

    def takes(self, paper, step, reason=None):
        """Take a step of the paper's flow."""
        self.channel_take(paper, step, reason)

    def is_refused(self, paper, step, *words, reason=None):
        """Try a step in vain: the refusal holds all `words`, the paper stays put."""
        before = self.state(paper)
        with pytest.raises(Refused) as caught:
            self.channel_take(paper, step, reason)
        told(caught.value, *words)
        assert self.state(paper) == before, f"{paper} moved although refused"

    def is_kept_out(self, paper, step):
        """Try a step on a paper this person may not even read."""
        with pytest.raises(Refused):
            self.channel_take(paper, step)
        with pytest.raises(Refused):
            self.reads(paper, "display_name")

    @contextmanager
    def is_told(self, *words):
        """What is done inside is refused with these words."""
        with pytest.raises(Refused) as caught:
            yield
        told(caught.value, *words)

    def channel_take(self, paper, step, reason=None):
        """One step, by the channel's own means: a browser clicks."""
        if hasattr(self.channel, "take"):
            self.channel.take(paper, step, reason)
            return
        named = {"reason": reason} if reason is not None else {}
        self.channel.call(paper.model, f"action_{step}", [paper.id], **named)

    def state(self, paper):
        """Where the paper stands, as the system tells anybody who may read it."""
        return self.panel(paper)["state"]

    def panel(self, paper):
        """What the flow panel of the paper shows to this person."""
        return self.channel.call(paper.model, "flow_panel", [paper.id])[0]

    # -- approval -----------------------------------------------------------------

    def request(self, paper):
        """The approval that runs on the paper."""
        approval = self.panel(paper)["approval"]
        assert approval, f"no approval on {paper}"
        return Paper(REQUEST, approval["id"])

    def agrees(self, paper, opinion=""):
        """Sign the paper."""
        if hasattr(self.channel, "agree"):
            self.channel.agree(paper, opinion)
            return
        self.approves(paper, "agree", opinion=opinion)

    def sends_back(self, paper, opinion):
        """Return the paper to whoever raised it (驳回)."""
        if hasattr(self.channel, "send_back"):
            self.channel.send_back(paper, opinion)
            return
        self.approves(paper, "send_back", opinion=opinion)

    def approves(self, paper, verb, **named):
        """Use a verb of the approval that runs on the paper."""
        self.channel.call(REQUEST, verb, [self.request(paper).id], **named)

    def may_not(self, paper, verb, *words, **named):
        """Try a verb of the approval in vain."""
        request, before = self.request(paper), self.state(paper)
        with pytest.raises(Refused) as caught:
            self.channel.call(REQUEST, verb, [request.id], **named)
        told(caught.value, *words)
        assert self.state(paper) == before, f"{paper} moved although refused"

    # -- overview -----------------------------------------------------------------

    def sees(self, chart, node, count):
        """Read on the process map how many papers stand at a step."""
        found = self.map_counts(chart)
        assert node in found, f"{node} is not on the map: {', '.join(found)}"
        assert found[node] == count, f"{node}: {found[node]} papers, not {count}"

    def map_counts(self, chart):
        """Names of the map's steps and how many papers stand there."""
        if hasattr(self.channel, "map_counts"):
            return self.channel.map_counts(chart)
        shown = self.channel.call("ops.process.map", "load_map", code=chart)
        return {node["name"]: node["count"] for node in shown["nodes"]}


def told(refusal, *words):
    """Check that a refusal says what was to be said."""
    for word in words:
        assert word in refusal.words, f"{word!r} is not in:\n{refusal.words}"


def enters(server, someone, channel):
    """Return the Person for one entry of a world's people, on a running server.

    `channel` is "json2", "web", or a channel class of another kind.
    """
    make = {"json2": Json2, "web": WebRpc}.get(channel, channel)
    options = {"database": server.database} if issubclass(make, WebRpc) else {}
    way = make(
        server.url,
        someone["login"],
        password=someone.get("password"),
        key=someone.get("key"),
        **options,
    )
    return Person(someone["name"], way, someone.get("id"))
