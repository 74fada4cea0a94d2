"""The walk along the route: open, pass, send back, end – noted change by change."""

from __future__ import annotations

from .state import (
    CONTINUE,
    IN_ORDER,
    INITIATOR,
    PASSED,
    SAID_NO,
    SAID_YES,
    UNANIMOUS,
    Act,
    Change,
    Event,
    Refusal,
    Request,
    Signer,
    apply_change,
)
from .tree import Verdict, children, decision, descendants, judge, roots


class Work:
    """A verb at work on a copy of a request; :meth:`result` gives state and events."""

    def __init__(self, request: Request, act: Act):
        self.request = request.clone()
        self.act = act
        self.events: list[Event] = []

    def result(self) -> tuple[Request, list[Event]]:
        return self.request, self.events

    # what is noted

    def emit(self, kind: str, signer: Signer | None = None, **values) -> None:
        """Begin an event; the changes that follow belong to it."""
        act, first = self.act, not self.events
        if signer is not None:
            values.setdefault("node", signer.node)
            values["signer"] = signer.key
            if signer.user != act.user:
                values.setdefault("behalf", signer.user)
        values.setdefault("actor", act.user)
        values.setdefault("opinion", act.opinion)
        count = self.request.acts + first
        self.events.append(Event(kind=kind, act=count, at=act.at, **values))
        if first:
            self.change("request", None, acts=count)

    def change(self, what: str, key: int | None, **values) -> None:
        """Set fields and note old and new value."""
        request = self.request
        place = {"signer": request.signers, "node": request.nodes}.get(what)
        for name, new in values.items():
            old = getattr(request if place is None else place[key], name)
            if old != new:
                self.note(Change(what, key, name, old, new))

    def note(self, change: Change) -> None:
        apply_change(self.request, change)
        self.events[-1].changes.append(change)

    def add(self, **values) -> Signer:
        """A new signer with the next number."""
        key = max(self.request.signers, default=0) + 1
        self.note(Change("new", key, None, None, values))
        return self.request.signers[key]

    # people

    def mine(self) -> Signer:
        """The signer whose turn it is and for whom the acting user may act."""
        request = self.request
        if request.state != "pending":
            raise Refusal("not_pending", state=request.state)
        signer = acting_for(request, self.act.user, self.act.deputies)
        if signer is None:
            raise Refusal("not_your_turn", users=[s.user for s in request.pending()])
        return signer

    def choose_deputy(self, signer: Signer) -> int | None:
        """The first deputy in force who is neither an owner nor signs here himself."""
        request = self.request
        taken = request.barred | people_of(request, signer.node, without=signer)
        for user in self.act.deputies.get(signer.user, ()):
            if user not in taken and user != signer.user:
                return user
        return None

    def check_newcomer(self, user: int, without: Signer | None = None) -> None:
        """A transfer or addition may name neither an owner nor who signs here."""
        request = self.request
        if user in request.barred:
            raise Refusal("own_paper", users=[user])
        if user in people_of(request, request.current, without=without):
            raise Refusal("signs_here", users=[user])

    # opening and closing signers

    def open(self, signer: Signer) -> None:
        self.change(
            "signer",
            signer.key,
            state="open",
            opened=self.act.at,
            deputy=self.choose_deputy(signer),
        )

    def open_family(self, signer: Signer) -> None:
        """Give the turn to a signer, or to those who come before or after him."""
        request = self.request
        before = [
            child
            for child in children(request, signer, "before")
            if decision(request, child) is Verdict.OPEN
        ]
        if before:
            if signer.state == "open":
                self.change("signer", signer.key, state="waiting")
            for child in before:
                self.open_family(child)
        elif signer.state == "waiting":
            self.open(signer)
        elif signer.state == "agreed":
            for child in children(request, signer, "after"):
                if decision(request, child) is Verdict.OPEN:
                    self.open_family(child)

    def close(self, signers) -> None:
        for signer in signers:
            if signer.state in ("open", "waiting"):
                self.change("signer", signer.key, state="closed")

    # the walk

    def settle(self) -> None:
        """Judge the current node and go where the judgement leads."""
        request, index = self.request, self.request.current
        verdict = judge(request, index)
        if verdict is Verdict.YES:
            self.close(request.active())
            skipped = all(s.state in ("skipped", "closed") for s in request.active())
            self.change("node", index, state="skipped" if skipped else "agreed")
            self.advance()
        elif verdict is Verdict.NO:
            self.carry_out()
        else:
            for seat in roots(request):
                opinion = decision(request, seat)
                if opinion is Verdict.OPEN:
                    self.open_family(seat)
                    if request.nodes[index].mode == IN_ORDER:
                        break
                elif opinion is Verdict.NO:
                    self.close(descendants(request, seat))

    def advance(self) -> None:
        """Enter the first node that has not passed; none left: the paper is agreed."""
        request = self.request
        for index, node in enumerate(request.nodes):
            if node.state not in PASSED:
                self.enter(index)
                return
        self.emit("passed", actor=None, opinion="")
        self.change("request", None, state="agreed", undo=None)

    def enter(self, index: int, skip: bool = True) -> None:
        """Open a node; people who just agreed in the step before are skipped."""
        request = self.request
        self.change("request", None, current=index)
        self.change("node", index, state="open", opened=self.act.at)
        if skip and request.skip_same:
            agreed = agreed_people(request, index - 1)
            for seat in roots(request):
                if seat.user in agreed and seat.state == "waiting":
                    self.emit("skip", seat, actor=None, behalf=seat.user, opinion="")
                    self.change("signer", seat.key, state="skipped", at=self.act.at)
        self.settle()

    def carry_out(self) -> None:
        """A node has failed: the strictest "no" is carried out.

        Refused for good if one of the noes is (always in a unanimous vote), else sent
        back to the earliest place that was asked for.
        """
        request, node = self.request, self.request.node
        noes = [signer for signer in request.active() if signer.state in SAID_NO]
        if request.can_refuse and (
            node.mode == UNANIMOUS or any(signer.state == "refused" for signer in noes)
        ):
            self.end("refused")
            return
        place = min(
            INITIATOR if signer.target is None else signer.target for signer in noes
        )
        if place == INITIATOR:
            self.end("returned")
        else:
            self.go_back(place)

    def end(self, state: str) -> None:
        """Stop at the current node: refused, or returned to the initiator."""
        request = self.request
        self.emit(state, actor=None, opinion="", node=request.current)
        self.change("node", request.current, state=state)
        self.close(request.active())
        self.change("request", None, state=state, undo=None)

    def go_back(self, place: int) -> None:
        """Ask node ``place`` again, then return here or walk all steps again (C-12)."""
        request, start = self.request, self.request.current
        if request.resubmit == CONTINUE:
            again = {place, start}
            # an agreement that only followed from one asked again is asked again too
            for index in range(place + 1, start):
                if index - 1 in again and any(
                    signer.state == "skipped" for signer in request.active(index)
                ):
                    again.add(index)
        else:
            again = set(range(place, start + 1))
        for index in sorted(again):
            self.reset(index)
        self.change("request", None, undo=None)
        self.enter(place, skip=False)

    def reset(self, index: int) -> None:
        """Fresh signers for every seat of a node, in a new turn."""
        request = self.request
        self.close(request.active(index))
        turn = request.nodes[index].turn + 1
        self.change("node", index, state="waiting", turn=turn, opened=None)
        self.seat(index)

    def seat(self, index: int) -> None:
        node = self.request.nodes[index]
        for order, user in enumerate(node.seats):
            self.add(
                node=index,
                user=user,
                order=order,
                turn=node.turn,
                round=self.request.round,
            )


def acting_for(request: Request, user: int, deputies) -> Signer | None:
    """The open signer ``user`` may act for: himself, or as deputy in force."""
    for signer in request.pending():
        if signer.user == user:
            return signer
    for signer in request.pending():
        if signer.deputy == user and user in deputies.get(signer.user, ()):
            return signer
    return None


def people_of(request: Request, index: int, without: Signer | None = None) -> set[int]:
    """Everybody who signs in the present turn of a node, deputies included."""
    found = set()
    for signer in request.active(index):
        if without is None or signer.key != without.key:
            found.add(signer.user)
            if signer.deputy and signer.state != "waiting":
                found.add(signer.deputy)
    return found


def agreed_people(request: Request, index: int) -> set[int]:
    """People in whose name the node before has just been agreed to."""
    if index < 0:
        return set()
    return {s.user for s in request.active(index) if s.state in SAID_YES}
