"""Who has decided what: the judgement over seats, added signers and node modes."""

from __future__ import annotations

from enum import Enum

from .state import (
    ALL,
    ANY,
    IN_ORDER,
    SAID_NO,
    SAID_YES,
    UNANIMOUS,
    VOTES,
    WAIT,
    Request,
    Signer,
)


class Verdict(Enum):
    OPEN = "open"
    YES = "yes"
    NO = "no"


def roots(request: Request, index: int | None = None) -> list[Signer]:
    """Holders of the seats of a node in the order of the route."""
    return sorted(
        (signer for signer in request.active(index) if signer.kind == "seat"),
        key=lambda signer: signer.order,
    )


def children(request: Request, parent: Signer, kind: str | None = None):
    """Signers added before/after ``parent`` who still count."""
    return [
        signer
        for signer in request.active(parent.node)
        if signer.parent == parent.key and (kind is None or signer.kind == kind)
    ]


def descendants(request: Request, signer: Signer) -> list[Signer]:
    """``signer`` and everybody added to him, directly or not."""
    found = [signer]
    for child in children(request, signer):
        found += descendants(request, child)
    return found


def decision(request: Request, signer: Signer) -> Verdict:
    """What a signer and everybody added to him have decided together.

    A "no" of an added signer is a "no" of the one he was added to (C-27): the
    holder is not asked any more. A "yes" needs all of them.
    """
    family = descendants(request, signer)
    if any(member.state in SAID_NO for member in family):
        return Verdict.NO
    if all(member.state in SAID_YES for member in family):
        return Verdict.YES
    return Verdict.OPEN


def judge(request: Request, index: int) -> Verdict:
    """Whether a node has passed, failed or waits, by its mode.

    - in order, unanimous: every seat; one "no" decides at once
    - all (会签): every seat; one "no" decides at once (stop) or after all spoke (wait)
    - any (或签): the first who decides
    - votes: ``min_votes`` agreements; failed as soon as they cannot be reached
    """
    node = request.nodes[index]
    votes = [decision(request, seat) for seat in roots(request, index)]
    yes, no = votes.count(Verdict.YES), votes.count(Verdict.NO)
    undecided = len(votes) - yes - no
    if node.mode == VOTES:
        if yes >= node.min_votes:
            return Verdict.YES
        return Verdict.NO if yes + undecided < node.min_votes else Verdict.OPEN
    if node.mode == ANY:
        return Verdict.YES if yes else Verdict.NO if no else Verdict.OPEN
    if node.mode not in (ALL, IN_ORDER, UNANIMOUS):
        raise ValueError(node.mode)
    if no and not (node.mode == ALL and node.on_reject == WAIT and undecided):
        return Verdict.NO
    return Verdict.OPEN if undecided else Verdict.YES
