"""A second opinion on approval: reads only the timeline, knows nothing of the engine.

:class:`Oracle` is told the route and what everybody sees – who did what on whose
behalf, and at which node the paper stands afterwards – and says whether the demanded
agreements are there. :class:`Walk` plays verbs and checks what must always hold.
"""

from datetime import datetime, timedelta

from odoo.addons.ops_base.approval import engine
from odoo.addons.ops_base.approval.state import Act, Node, Refusal, Request

REQUESTER = 1
OWNER = 2
PEOPLE = range(3, 7)
EVERYBODY = range(1, 9)
BEGIN = datetime(2025, 1, 1, 8)


def route(nodes, **values):
    """A request over ``nodes``: (mode, people, min_votes, on_reject)."""
    built = [
        Node(f"node {i}", mode, tuple(seats), min_votes=votes, on_reject=on_reject)
        for i, (mode, seats, votes, on_reject) in enumerate(nodes)
    ]
    values.setdefault("owners", frozenset({OWNER}))
    return Request(requester=REQUESTER, nodes=built, **values)


class Oracle:
    """Follows the timeline and keeps, per node, who is asked and who has agreed."""

    def __init__(self, request):
        self.route = request
        self.asked = [self._fresh(i) for i in range(len(request.nodes))]
        self.place = 0
        self.deputies = {}

    def _fresh(self, index):
        """The seats of a node; people added to them join this list later."""
        return [
            {"holder": user, "yes": False, "no": False, "of": None, "round": None}
            for user in dict.fromkeys(self.route.nodes[index].seats)
        ]

    def _find(self, node, user, states=(False,)):
        found = [
            ask
            for ask in self.asked[node]
            if ask["holder"] == user and ask["yes"] in states
        ]
        assert found, f"{user} is not asked at node {node}"
        return found[0]

    def see(self, events, before, after):
        """Take in the events of one verb that led from ``before`` to ``after``."""
        head = events[0]
        for event in events:
            getattr(self, f"_{event.kind}", self._nothing)(event, after)
        if head.kind in ("agree", "send_back", "refuse"):
            self._heard(before, after)
        if head.kind == "resubmit":
            for index in range(before.current, len(self.asked)):
                self.asked[index] = self._fresh(index)
        elif head.kind != "take_back" and after.state == "pending":
            self._went_back(before.current, after.current)
        self.place = after.current

    def _nothing(self, event, after):
        pass

    def _heard(self, before, after):
        """C-27: a joint signature that waits fails only after everybody has spoken."""
        node = self.route.nodes[before.current]
        failed = (
            after.state in ("returned", "refused") or after.current < before.current
        )
        if failed and node.mode == "all" and node.on_reject == "wait":
            for seat in self.asked[before.current]:
                said_no = any(
                    ask["no"] and self._within(ask, seat)
                    for ask in self.asked[before.current]
                )
                assert seat["of"] or said_no or self._complete(before.current, seat)

    def _went_back(self, start, place):
        """The paper stands at an earlier node than before: it is asked again there."""
        if place >= start:
            return
        if self.route.resubmit == "restart":
            again = set(range(place, start + 1))
        else:
            again = {place, start}
            for index in range(place + 1, start):
                skipped = any(ask["yes"] == "skip" for ask in self.asked[index])
                if index - 1 in again and skipped:
                    again.add(index)
        for index in again:
            self.asked[index] = self._fresh(index)

    def _agree(self, event, after):
        holder = event.behalf or event.actor
        assert event.actor not in self.route.barred, "signed his own paper"
        assert holder not in self.route.barred, "signed for an owner"
        assert event.node == self.place, "agreed at a node that was not open"
        if event.behalf:
            assert event.actor in self.deputies.get(holder, ()), "no deputy in force"
        ask = self._find(event.node, holder)
        assert not ask["no"]
        for other in self.asked[event.node]:
            if other["of"] is ask and other["when"] == "before":
                assert other["yes"], "signed before those who come before him"
        if ask["of"] is not None and ask["when"] == "after":
            assert ask["of"]["yes"], "signed before the one he comes after"
        if self.route.nodes[event.node].mode == "in_order":
            mine = self._root(ask)
            for seat in self.asked[event.node]:
                if seat is mine:
                    break
                assert seat["of"] or self._complete(event.node, seat), "out of order"
        ask.update(yes=True, by=event.actor, round=after.round)

    def _skip(self, event, after):
        assert self.route.skip_same and event.node > 0
        agreed = {
            ask["holder"]
            for ask in self.asked[event.node - 1]
            if ask["yes"] and ask["round"] == after.round
        }
        assert event.behalf in agreed, "skipped without agreeing in the step before"
        self._find(event.node, event.behalf).update(yes="skip", round=after.round)

    def _send_back(self, event, after):
        assert event.opinion, "a no without opinion"
        self._find(event.node, event.behalf or event.actor)["no"] = True

    _refuse = _send_back

    def _take_back(self, event, after):
        holder = event.behalf or event.actor
        for index in range(event.node + 1, len(self.asked)):
            for ask in self.asked[index]:
                if ask["yes"] == "skip" and self.route.nodes[index].state != "agreed":
                    ask["yes"] = after.nodes[index].state in ("agreed", "skipped")
        self._find(event.node, holder, (True,)).update(yes=False)

    def _transfer(self, event, after):
        signer = after.signers[event.signer]
        ask = self._find(event.node, signer.user)
        assert event.people[0] not in self.route.barred
        ask["holder"] = event.people[0]

    def _add_before(self, event, after):
        parent = self._find(event.node, event.behalf or event.actor)
        for user in event.people:
            assert user not in self.route.barred
            self.asked[event.node].append(
                {
                    "holder": user,
                    "yes": False,
                    "no": False,
                    "of": parent,
                    "when": event.kind[4:],
                    "round": None,
                }
            )

    _add_after = _add_before

    def _drop(self, event, after):
        gone = self._find(event.node, event.people[0])
        assert gone["of"] is not None, "a demanded seat was dropped"
        asked = self.asked[event.node]
        self.asked[event.node] = [a for a in asked if not self._within(a, gone)]

    def _passed(self, event, after):
        for index, node in enumerate(self.route.nodes):
            seats = [ask for ask in self.asked[index] if ask["of"] is None]
            complete = [seat for seat in seats if self._complete(index, seat)]
            wanted = {"any": 1, "votes": node.min_votes}.get(node.mode, len(seats))
            assert len(complete) >= wanted, f"{node.mode} passed with {len(complete)}"
            if node.mode in ("all", "in_order", "unanimous"):
                assert not any(ask["no"] for ask in self.asked[index])

    def _root(self, ask):
        return ask if ask["of"] is None else self._root(ask["of"])

    def _within(self, ask, top):
        return ask is top or (ask["of"] is not None and self._within(ask["of"], top))

    def _complete(self, index, seat):
        return all(
            ask["yes"] and not ask["no"]
            for ask in self.asked[index]
            if self._within(ask, seat)
        )


class Walk:
    """Plays verbs on a request and checks the invariants after each."""

    def __init__(self, request):
        self.first = request
        self.request = request
        self.events = []
        self.deputies = {}
        self.clock = BEGIN
        self.oracle = Oracle(request)

    def act(self, user, opinion="", **values):
        return Act(user, self.clock, opinion, self.deputies, **values)

    def play(self, verb, user, *args, opinion=""):
        """True when the verb was possible; the state is checked either way."""
        self.clock += timedelta(minutes=20)
        before, act = self.request, self.act(user, opinion)
        kept = before.clone()
        self.oracle.deputies = self.deputies
        try:
            if verb == "take_back":
                after, events = engine.take_back(before, act, self.events)
            else:
                after, events = getattr(engine, verb)(before, act, *args)
        except Refusal:
            assert before == kept, f"{verb} was refused but left traces"
            return False
        assert before == kept, f"{verb} changed the state it was given"
        if verb == "resubmit":
            assert after.state == "pending", "raised again, and nobody is asked"
        self.request = after
        self.events += events
        if events:
            self.oracle.see(events, before, after)
        return True

    def finish(self, limit=200):
        """Everybody whose turn it is agrees: this has to end with an agreed paper."""
        while self.request.state == "pending":
            assert limit, "never ends although everybody agrees"
            limit -= 1
            signer = self.request.pending()[0]
            assert self.play("agree", signer.deputy or signer.user) or self.play(
                "agree", signer.user
            ), f"stuck at {signer}"
