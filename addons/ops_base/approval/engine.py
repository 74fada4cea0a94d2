"""The verbs of approval: each takes a request and returns the new one and its events.

Every verb raises :class:`Refusal` with a code when it is not possible, and leaves the
request it was given untouched.
"""

from __future__ import annotations

from datetime import timedelta

from .state import (
    INITIATOR,
    MODES,
    PASSED,
    STOP,
    UNANIMOUS,
    VOTES,
    WAIT,
    Act,
    Event,
    Refusal,
    Request,
    Signer,
)
from .tree import children, descendants
from .work import Work, acting_for

URGE_PAUSE = timedelta(hours=1)

Result = tuple[Request, list[Event]]


# ---------------------------------------------------------------- of the initiator


def problems(request: Request) -> dict[int, str]:
    """Why a route cannot be walked: node index -> code (empty dict: it can).

    no_signer: nobody is left to sign; own_paper: an owner would sign; few_signers:
    more votes wanted than people there; no_way_out: a "no" could not be carried out.
    """
    found = {}
    if not request.nodes:
        found[0] = "no_signer"
    for index, node in enumerate(request.nodes):
        if node.mode not in MODES or node.on_reject not in (STOP, WAIT):
            found[index] = "bad_mode"
        elif not node.seats:
            found[index] = "no_signer"
        elif request.barred & set(node.seats):
            found[index] = "own_paper"
        elif node.mode == VOTES and not 0 < node.min_votes <= len(set(node.seats)):
            found[index] = "few_signers"
        elif not (request.can_return or request.can_refuse):
            found[index] = "no_way_out"
    return found


def start(request: Request, act: Act) -> Result:
    """Raise the paper: seat the signers of all nodes and open the first one."""
    if request.state != "new":
        raise Refusal("not_new", state=request.state)
    wrong = problems(request)
    if wrong:
        index, code = next(iter(wrong.items()))
        raise Refusal(code, node=index)
    work = Work(request, act)
    work.emit("start")
    work.change("request", None, state="pending")
    for index, node in enumerate(request.nodes):
        work.change("node", index, seats=tuple(dict.fromkeys(node.seats)))
        work.seat(index)
    work.enter(0)
    return work.result()


def resubmit(request: Request, act: Act, seats=None) -> Result:
    """Go on at the node that had sent the paper back, in a new round (C-12).

    :param seats: index -> people, for nodes whose signers have changed meanwhile
    """
    if request.state != "returned":
        raise Refusal("not_returned", state=request.state)
    work = Work(request, act)
    work.emit("resubmit")
    place = request.current
    work.change("request", None, state="pending", round=request.round + 1)
    for index, node in enumerate(request.nodes):
        if index >= place or node.state not in PASSED:
            if seats and seats.get(index):
                people = tuple(dict.fromkeys(seats[index]))
                work.change("node", index, seats=people)
            work.reset(index)
    wrong = {
        index: code
        for index, code in problems(work.request).items()
        if work.request.nodes[index].state not in PASSED
    }
    if wrong:
        index, code = next(iter(wrong.items()))
        raise Refusal(code, node=index)
    kept = {
        signer.user
        for index, node in enumerate(work.request.nodes)
        if node.state in PASSED
        for signer in work.request.active(index)
        if signer.state in ("agreed", "skipped")
    }
    if kept & work.request.barred:
        raise Refusal("own_paper", users=sorted(kept & work.request.barred))
    work.enter(place, skip=False)
    return work.result()


def withdraw(request: Request, act: Act) -> Result:
    """Take back: the initiator his paper, a signer his last agreement (C-18).

    The initiator may do so while the paper is pending (``withdraw_late``) or only until
    the first person has acted; a signer until the next person acts.
    """
    if request.state != "pending":
        raise Refusal("not_pending", state=request.state)
    if act.user not in request.barred:
        raise Refusal("take_back" if request.undo == act.user else "not_yours")
    if not may_withdraw(request, act.user):
        raise Refusal("already_acted")
    work = Work(request, act)
    work.emit("withdraw")
    work.close(request.active())
    work.change("request", None, state="withdrawn", undo=None)
    work.change("node", request.current, state="returned")
    work.close(work.request.active())
    return work.result()


def take_back(request: Request, act: Act, events: list[Event]) -> Result:
    """A signer takes back his agreement before the next person acts (取回, C-18).

    :param events: timeline of the request; the changes of his agreement are reversed
    """
    if request.state != "pending":
        raise Refusal("not_pending", state=request.state)
    if request.undo is None or request.undo != act.user:
        raise Refusal("not_yours")
    number = max(event.act for event in events if event.kind == "agree")
    reverse = [event for event in events if event.act == number]
    agreed = reverse[0]
    work = Work(request, act)
    work.emit("take_back", request.signers[agreed.signer])
    for event in reversed(reverse):
        for change in reversed(event.changes):
            if change.name not in ("acts", "undo", "deputy"):
                work.change(change.what, change.key, **{change.name: change.old})
    work.change("request", None, undo=None)
    return work.result()


def supersede(request: Request, act: Act) -> Result:
    """Close an open or agreed request: the paper changed or was cancelled (C-19)."""
    work = Work(request, act)
    work.emit("supersede")
    for index in range(len(request.nodes)):
        work.close(work.request.active(index))
    work.change("request", None, state="superseded", undo=None)
    return work.result()


# ---------------------------------------------------------------- of the signer


def agree(request: Request, act: Act) -> Result:
    """Agree (同意), for oneself or on behalf of the person one stands in for."""
    work = Work(request, act)
    signer = work.mine()
    if {act.user, signer.user} & request.barred:
        raise Refusal("own_paper", users=[act.user])
    work.emit("agree", signer)
    work.change(
        "signer",
        signer.key,
        state="agreed",
        actor=act.user,
        opinion=act.opinion,
        at=act.at,
    )
    work.change("request", None, undo=act.user)
    work.settle()
    went_back = any(c.what == "new" for event in work.events for c in event.changes)
    if work.request.state != "pending" or went_back:
        work.change("request", None, undo=None)
    return work.result()


def send_back(request: Request, act: Act, place: int | str = "initiator") -> Result:
    """Send back (驳回) to the initiator, the previous or a chosen node (C-11).

    :param place: ``initiator``, ``previous`` or the index of an earlier node
    """
    work = Work(request, act)
    signer = work.mine()
    if request.node.mode == UNANIMOUS:
        raise Refusal("yes_or_no")
    target = {"initiator": INITIATOR, "previous": request.current - 1}.get(place, place)
    if not INITIATOR <= target < request.current:
        raise Refusal("bad_place")
    if target == INITIATOR and not request.can_return:
        raise Refusal("no_return")
    return _say_no(work, signer, "send_back", state="returned", target=target)


def refuse(request: Request, act: Act) -> Result:
    """Refuse for good (不同意)."""
    work = Work(request, act)
    signer = work.mine()
    if not (request.can_refuse or request.node.mode == UNANIMOUS):
        raise Refusal("no_refusal")
    return _say_no(work, signer, "refuse", state="refused")


def _say_no(work: Work, signer: Signer, kind: str, **values) -> Result:
    act = work.act
    _need_opinion(act)
    work.emit(kind, signer)
    work.change(
        "signer",
        signer.key,
        actor=act.user,
        opinion=act.opinion,
        at=act.at,
        **values,
    )
    work.change("request", None, undo=None)
    work.settle()
    return work.result()


def add_signers(request: Request, act: Act, users, when: str = "before") -> Result:
    """Let others sign before or after oneself (加签, C-15); one still signs oneself."""
    if when not in ("before", "after"):
        raise Refusal("bad_place")
    work = Work(request, act)
    signer = work.mine()
    users = tuple(dict.fromkeys(users))
    if not users:
        raise Refusal("nobody")
    for user in users:
        work.check_newcomer(user)
    work.emit(f"add_{when}", signer, people=users)
    for order, user in enumerate(users):
        work.add(
            node=signer.node,
            user=user,
            kind=when,
            parent=signer.key,
            order=order,
            turn=signer.turn,
            round=request.round,
            added_by=act.user,
        )
    work.change("request", None, undo=None)
    work.settle()
    return work.result()


def drop_signer(request: Request, act: Act, user: int) -> Result:
    """Take an added signer off again who has not acted (减签, C-15).

    By whoever added him, or who holds (or stands in for) the place he was added to.
    """
    if request.state != "pending":
        raise Refusal("not_pending", state=request.state)
    work = Work(request, act)
    for signer in droppable(work.request, act):
        if signer.user == user:
            break
    else:
        raise Refusal("not_added_by_you", users=[user])
    work.emit("drop", signer, people=(user,), behalf=None)
    for member in descendants(work.request, signer):
        if member.state in ("open", "waiting"):
            work.change("signer", member.key, state="dropped")
    work.change("request", None, undo=None)
    work.settle()
    return work.result()


def transfer(request: Request, act: Act, to: int, holder: int | None = None) -> Result:
    """Hand one's place over to somebody else (转审, C-13).

    :param holder: whose place, when a process administrator moves it
    """
    work = Work(request, act)
    if act.admin and holder is not None:
        if request.state != "pending":
            raise Refusal("not_pending", state=request.state)
        mine = [
            signer
            for signer in work.request.active()
            if signer.user == holder and signer.state in ("open", "waiting")
        ]
        if not mine:
            raise Refusal("not_your_turn", users=[holder])
        signer = mine[0]
    else:
        signer = work.mine()
    if to == signer.user:
        raise Refusal("signs_here", users=[to])
    work.check_newcomer(to, without=signer)
    work.emit("transfer", signer, people=(to,))
    place = {
        name: getattr(signer, name)
        for name in ("node", "kind", "parent", "order", "turn", "round", "added_by")
    }
    family = children(work.request, signer)
    was_open = signer.state == "open"
    work.change("signer", signer.key, state="transferred", actor=act.user, at=act.at)
    heir = work.add(user=to, **place)
    for child in family:
        work.change("signer", child.key, parent=heir.key)
    if was_open:
        work.open(heir)
    work.change("request", None, undo=None)
    return work.result()


# ---------------------------------------------------------------- of anybody concerned


def urge(request: Request, act: Act) -> Result:
    """Remind the pending signers (催办, C-20), at most once an hour."""
    if request.state != "pending":
        raise Refusal("not_pending", state=request.state)
    if request.urged and act.at and act.at - request.urged < URGE_PAUSE:
        raise Refusal("too_soon", urged=request.urged)
    work = Work(request, act)
    work.emit("urge", people=tuple(_acting(request)), node=request.current)
    work.change("request", None, urged=act.at)
    return work.result()


def comment(request: Request, act: Act) -> Result:
    """Say something without deciding."""
    _need_opinion(act)
    work = Work(request, act)
    work.emit("comment", node=request.current)
    return work.result()


def copy_to(request: Request, act: Act, users) -> Result:
    """Send a copy for information (抄送, C-21)."""
    users = tuple(dict.fromkeys(users))
    if not users:
        raise Refusal("nobody")
    work = Work(request, act)
    work.emit("copy", people=users, node=request.current)
    return work.result()


def refresh_deputies(request: Request, act: Act) -> Result:
    """Give open places to the deputies now in force, and back when they end (C-14)."""
    work = Work(request, act)
    for signer in work.request.pending():
        deputy = work.choose_deputy(signer)
        if deputy != signer.deputy:
            people = (deputy,) if deputy else ()
            work.emit("deputy", signer, actor=None, behalf=signer.user, people=people)
            work.change("signer", signer.key, deputy=deputy)
    return work.result()


# ---------------------------------------------------------------- what may I do


def may_withdraw(request: Request, user: int) -> bool:
    """Whether this initiator may take the paper back now."""
    if request.state != "pending" or user not in request.barred:
        return False
    return request.can_return and (
        request.withdraw_late
        or not any(
            signer.actor
            for signer in request.signers.values()
            if signer.round == request.round
        )
    )


def droppable(request: Request, act: Act) -> list[Signer]:
    """Added signers the acting user may take off again."""
    found = []
    for signer in request.active():
        if signer.kind == "seat" or signer.state not in ("open", "waiting"):
            continue
        parent = request.signers[signer.parent]
        stands_in = parent.deputy == act.user and act.user in act.deputies.get(
            parent.user, ()
        )
        mine = act.user in (signer.added_by, parent.user) or stands_in
        if mine and not any(s.state == "agreed" for s in descendants(request, signer)):
            found.append(signer)
    return found


def verbs(request: Request, act: Act) -> list[str]:
    """Names of the verbs the acting user may use on this request now."""
    if request.state != "pending":
        return ["comment", "copy_to"]
    found = []
    signer = acting_for(request, act.user, act.deputies)
    if signer is not None:
        if not {act.user, signer.user} & request.barred:
            found.append("agree")
        if request.node.mode != UNANIMOUS and (request.can_return or request.current):
            found.append("send_back")
        if request.can_refuse or request.node.mode == UNANIMOUS:
            found.append("refuse")
        found += ["add_signers", "transfer"]
    if droppable(request, act):
        found.append("drop_signer")
    if request.undo == act.user or may_withdraw(request, act.user):
        found.append("withdraw")
    if act.user in request.barred:
        found.append("urge")
    return [*found, "comment", "copy_to"]


def _acting(request: Request) -> list[int]:
    """People whose turn it is: deputies where there are, else the holders."""
    return list(
        dict.fromkeys(signer.deputy or signer.user for signer in request.pending())
    )


def _need_opinion(act: Act) -> None:
    """C-24: a "no" and a comment have to say something."""
    if not (act.opinion or "").strip():
        raise Refusal("no_opinion")
