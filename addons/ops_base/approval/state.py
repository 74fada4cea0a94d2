"""The state of one approval request, and the events that lead to it.

A request walks along its *nodes* (one per step of the route). A node has *seats*:
the people whose agreement the route demands. Whoever has to act is a *signer*; a
signer holds a seat, or was added before or after another signer (加签). A node that is
entered again after a return gets a new *turn* with fresh signers; the old ones stay as
history.

State changes only by :class:`Change` records inside events, so that a timeline replayed
with :func:`replay` gives the very same state.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

# how the signers of one node decide
IN_ORDER = "in_order"  # 依次
ALL = "all"  # 会签
ANY = "any"  # 或签
UNANIMOUS = "unanimous"  # 一致通过
VOTES = "votes"  # 按票数
MODES = (IN_ORDER, ALL, ANY, UNANIMOUS, VOTES)

# 会签: what one "no" does while others have not yet spoken (C-27)
STOP = "stop"
WAIT = "wait"

# after a return (C-12)
CONTINUE = "continue"
RESTART = "restart"

INITIATOR = -1  # place to send a paper back to: the one who raised it

# signers that no longer count: somebody else took over, or taken off again
GONE = frozenset({"transferred", "dropped"})
SAID_YES = frozenset({"agreed", "skipped"})
SAID_NO = frozenset({"returned", "refused"})
PASSED = frozenset({"agreed", "skipped"})


class Refusal(Exception):
    """A verb is not possible now; ``code`` says why, ``details`` name the things."""

    def __init__(self, code: str, **details: Any):
        super().__init__(code)
        self.code = code
        self.details = details


@dataclass
class Signer:
    """One person who has to act in one turn of one node.

    :param key: number within the request
    :param kind: ``seat`` (demanded by the route), ``before`` or ``after`` (加签)
    :param parent: key of the signer an added one belongs to
    :param deputy: who may act on behalf of ``user`` for now
    :param state: waiting, open, agreed, skipped, returned, refused, transferred,
        dropped, closed (decided without him)
    :param target: index of the node a "returned" wants the paper back at
    """

    key: int
    node: int
    user: int
    kind: str = "seat"
    parent: int | None = None
    order: int = 0
    turn: int = 1
    round: int = 1
    state: str = "waiting"
    deputy: int | None = None
    actor: int | None = None
    added_by: int | None = None
    target: int | None = None
    opinion: str = ""
    opened: datetime | None = None
    at: datetime | None = None

    @property
    def behalf(self) -> bool:
        """Somebody acted for the one who should have signed."""
        return self.actor is not None and self.actor != self.user


@dataclass
class Node:
    """One step of the route; ``seats`` are the demanded people, in order.

    :param state: waiting, open, agreed, skipped, returned, refused
    """

    name: str
    mode: str
    seats: tuple[int, ...]
    min_votes: int = 0
    on_reject: str = STOP
    state: str = "waiting"
    turn: int = 1
    opened: datetime | None = None


@dataclass
class Request:
    """One paper on its route.

    :param owners: people who may not sign this paper (requester among them)
    :param state: new, pending, agreed, returned, withdrawn, refused, superseded
    :param current: index of the node that is or was last open
    :param undo: who may take back the last agreement (C-18)
    :param acts: number of verbs so far; groups the events of one verb
    """

    requester: int
    nodes: list[Node]
    owners: frozenset[int] = frozenset()
    resubmit: str = CONTINUE
    skip_same: bool = True
    can_return: bool = True
    can_refuse: bool = True
    withdraw_late: bool = True
    state: str = "new"
    current: int = 0
    round: int = 1
    undo: int | None = None
    acts: int = 0
    urged: datetime | None = None
    signers: dict[int, Signer] = field(default_factory=dict)

    def clone(self) -> Request:
        """Return an independent copy."""
        return replace(
            self,
            nodes=[replace(node) for node in self.nodes],
            signers={key: replace(signer) for key, signer in self.signers.items()},
        )

    @property
    def barred(self) -> frozenset[int]:
        """People who may not agree to this paper: nobody signs his own (自己的单)."""
        return self.owners | {self.requester}

    @property
    def node(self) -> Node:
        return self.nodes[self.current]

    def active(self, index: int | None = None) -> list[Signer]:
        """Signers who count in the present turn of a node (default: current one)."""
        index = self.current if index is None else index
        turn = self.nodes[index].turn
        return [
            signer
            for signer in self.signers.values()
            if signer.node == index and signer.turn == turn and signer.state not in GONE
        ]

    def pending(self) -> list[Signer]:
        """Signers whose turn it is now."""
        if self.state != "pending":
            return []
        return [signer for signer in self.active() if signer.state == "open"]


@dataclass(frozen=True)
class Change:
    """One field of the request, a node or a signer, before and after.

    ``what`` is request, node, signer or new (a signer is added: ``new`` is its values).
    """

    what: str
    key: int | None
    name: str | None
    old: Any
    new: Any


@dataclass
class Event:
    """One line of the timeline: who did what, for whom, to whom, saying what."""

    kind: str
    act: int
    actor: int | None = None
    behalf: int | None = None
    node: int | None = None
    signer: int | None = None
    people: tuple[int, ...] = ()
    opinion: str = ""
    at: datetime | None = None
    changes: list[Change] = field(default_factory=list)


@dataclass(frozen=True)
class Act:
    """Who acts, when, with which opinion, and which deputies are in force.

    :param deputies: person -> deputies in order of choice, valid now
    :param admin: a process administrator moving somebody else's task
    """

    user: int
    at: datetime | None = None
    opinion: str = ""
    deputies: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    admin: bool = False


def apply_change(request: Request, change: Change) -> None:
    """Carry out one change on ``request``."""
    if change.what == "new":
        request.signers[change.key] = Signer(key=change.key, **change.new)
    elif change.what == "signer":
        setattr(request.signers[change.key], change.name, change.new)
    elif change.what == "node":
        setattr(request.nodes[change.key], change.name, change.new)
    else:
        setattr(request, change.name, change.new)


def replay(request: Request, events: Iterable[Event]) -> Request:
    """Return the state that ``events`` lead to, starting from ``request``.

    No rule is applied: the timeline alone has to tell the whole story.
    """
    result = request.clone()
    for event in events:
        for change in event.changes:
            apply_change(result, change)
    return result
