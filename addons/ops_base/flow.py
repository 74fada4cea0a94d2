"""What a flow is: a paper's states and the steps between them, declared once.

Plain Python, no import of odoo: a declaration is data that screens, guards, tests
and documentation read alike. ``models/flow_mixin.py`` is what carries it out.
"""

from dataclasses import dataclass, field, replace


def _tuple(value):
    """One name or several, always as a tuple."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


@dataclass(frozen=True)
class Step:
    """One allowed move from ``source`` to ``target``.

    :param name: identifier; the public method is ``action_<name>``
    :param source: state or states the step starts from
    :param target: state it leads to
    :param label: button text, a ``LazyTranslate`` term
    :param group: xml id(s) of the groups whose members may take it (any of them)
    :param gates: names of the ``_gate_<name>`` methods that must yield no blocker
    :param route: code of the approval route; the kernel takes the step once agreed
    :param back: kernel step taken when the approvers return it or it is withdrawn
    :param refuse: kernel step taken on a final "no"; ``back`` when not given
    :param restart: kernel step taken when a key field changes after the approval
    :param reason: the person must say why
    :param kernel: taken by the kernel only, nobody can call it
    """

    name: str
    source: tuple
    target: str
    label: object = field(default=None, compare=False)
    group: tuple = ()
    gates: tuple = ()
    route: str = None
    back: str = None
    refuse: str = None
    restart: str = None
    reason: bool = False
    kernel: bool = False

    def __post_init__(self):
        for name in ("source", "group", "gates"):
            object.__setattr__(self, name, _tuple(getattr(self, name)))

    @property
    def method(self):
        return f"action_{self.name}"


class Flow:
    """The steps of one model.

    :param steps: :class:`Step` objects; the first one leaves the initial state, and
        the first step that leaves a state is the main line of the flow
    :param sequence: code of the ``ir.sequence`` that numbers the paper when it first
        leaves the initial state
    :param key_fields: fields whose change after approval starts the approval again
    :param editable: ``{state: (field, …)}`` – what may still be written in a state
        after the initial one; what is not named is read-only there
    :param protected: fields that only the flow's own code writes, in any state
    :param side: states off the main line (cancelled, refused), never drawn ahead
    """

    def __init__(
        self,
        *steps,
        sequence=None,
        key_fields=(),
        editable=None,
        protected=(),
        side=(),
    ):
        self.steps = steps
        self.sequence = sequence
        self.key_fields = _tuple(key_fields)
        self.editable = {k: _tuple(v) for k, v in (editable or {}).items()}
        self.protected = _tuple(protected)
        self.side = _tuple(side)
        self._by_name = {step.name: step for step in steps}

    # --- reading -----------------------------------------------------------------

    @property
    def initial(self):
        return self.steps[0].source[0]

    @property
    def final(self):
        """States where nothing is left to do: closed papers. What can only be voided
        or cancelled is closed."""
        return frozenset(
            step.target
            for step in self.steps
            if all(self._aside(onward) for onward in self.steps_from(step.target))
        )

    @property
    def states(self):
        """Every state the declaration names, in order of appearance."""
        found = {}
        for step in self.steps:
            found.update(dict.fromkeys(step.source))
            found[step.target] = None
        return tuple(found)

    def step(self, name):
        """The step of that name; KeyError when there is none."""
        return self._by_name[name]

    def steps_from(self, state):
        """All steps that leave ``state``, in declared order."""
        return tuple(step for step in self.steps if state in step.source)

    def next_step(self, state):
        """The main step that leaves ``state``, or None when the paper is closed. It
        may be the kernel's: a paper that other papers move on."""
        back = {name for s in self.steps for name in (s.back, s.refuse, s.restart)}
        return next(
            (
                s
                for s in self.steps_from(state)
                if s.name not in back and not self._aside(s)
            ),
            None,
        )

    def route_step(self, state):
        """The step that leaves ``state`` by approval, or None."""
        return next((step for step in self.steps_from(state) if step.route), None)

    def restart_step(self, state):
        """The kernel step that takes an approved paper in ``state`` back to its
        approval, or None."""
        return next(
            (
                self.step(s.restart)
                for s in self.steps
                if s.restart and s.target == state
            ),
            None,
        )

    def path(self):
        """States of the main line, from the initial one to the end."""
        line, state = [self.initial], self.initial
        while (step := self.next_step(state)) and step.target not in line:
            state = step.target
            line.append(state)
        return tuple(line)

    def fields_editable(self, state):
        """Names of the fields a person may write in ``state``; None means all."""
        return None if state == self.initial else self.editable.get(state, ())

    def _aside(self, step):
        return step.target in self.side

    # --- extending ---------------------------------------------------------------

    def extend(self, *steps, gates=None, editable=None, protected=()):
        """A copy with further steps, gates and editable fields.

        :param gates: ``{step name: gate name(s)}`` added to the step's own
        :param editable: ``{state: field(s)}`` added to the declared ones
        """
        gates = gates or {}
        kept = [
            replace(step, gates=step.gates + _tuple(gates.get(step.name)))
            for step in self.steps
        ]
        merged = dict(self.editable)
        for state, names in (editable or {}).items():
            merged[state] = merged.get(state, ()) + _tuple(names)
        return Flow(
            *kept,
            *steps,
            sequence=self.sequence,
            key_fields=self.key_fields,
            editable=merged,
            protected=self.protected + _tuple(protected),
            side=self.side,
        )

    # --- checking ----------------------------------------------------------------

    def problems(self, states):
        """What is wrong with the declaration, as sentences.

        :param states: the values of the model's ``state`` selection
        """
        found = []
        names = [step.name for step in self.steps]
        found += [f"step {n!r} is declared twice" for n in names if names.count(n) > 1]
        found += [f"unknown state {s!r}" for s in self.states if s not in states]
        found += [
            f"unknown state {s!r} in editable" for s in self.editable if s not in states
        ]
        reachable = self._reachable()
        found += [
            f"state {s!r} cannot be reached" for s in states if s not in reachable
        ]
        for step in self.steps:
            found += self._step_problems(step)
        found += self._key_problems()
        return list(dict.fromkeys(found))

    def _step_problems(self, step):
        asked = {
            "back": set(step.source),
            "refuse": set(step.source),
            "restart": {step.target},
        }
        for attribute, source in asked.items():
            name = getattr(step, attribute)
            if name is None:
                continue
            other = self._by_name.get(name)
            if other is None or not other.kernel:
                yield f"step {step.name!r}: {attribute} {name!r} is no kernel step"
            elif not source <= set(other.source):
                yield f"step {step.name!r}: {attribute} {name!r} leaves another state"
        if step.route and not step.back:
            yield f"step {step.name!r}: an approval needs a way back"
        if step.route and any(
            other.route and other is not step and set(other.source) & set(step.source)
            for other in self.steps
        ):
            yield f"step {step.name!r}: two approvals leave the same state"
        if not (step.kernel or step.route or step.group):
            yield f"step {step.name!r}: nobody is named who may take it"
        if step.kernel and step.gates:
            yield f"step {step.name!r}: a kernel step has no gates"

    def _key_problems(self):
        """Key fields left open after an approval that would not start it anew."""
        # a kernel step leads back to where the paper is approved once more
        onward = [step for step in self.steps if not step.kernel]
        for step in onward:
            if not step.route:
                continue
            asked = {self.initial, *step.source}
            for state in self._reachable(step.target, onward, asked):
                names = set(self.key_fields).intersection(self.editable.get(state, ()))
                if names and not self.restart_step(state):
                    yield (
                        f"key fields {', '.join(sorted(names))} stay open in "
                        f"{state!r} and start no approval anew"
                    )

    def _reachable(self, start=None, steps=None, but=()):
        """States that ``steps`` lead to from ``start``, not passing through ``but``."""
        steps = self.steps if steps is None else steps
        reached, todo = set(but), [start or self.initial]
        while todo:
            state = todo.pop()
            if state not in reached:
                reached.add(state)
                todo += [step.target for step in steps if state in step.source]
        return reached.difference(but)


@dataclass(frozen=True)
class Blocker:
    """One thing that keeps one record from taking a step.

    :param record: the record that is blocked
    :param message: what is missing, a translated sentence
    :param who: who can supply it, translated
    :param fix: record or action dictionary that leads to the place to fix it
    :param gate: name of the gate that found it
    """

    record: object
    message: str
    who: str = ""
    fix: object = field(default=None, compare=False)
    gate: str = ""


@dataclass(frozen=True)
class Guard:
    """A transition of a document that Odoo owns, and what it demands.

    :param field: name of the document's state field
    :param to: value(s) of that field the guard stands before
    :param label: what the transition is called, a ``LazyTranslate`` term
    :param gates: names of ``_gate_<name>`` methods
    :param group: xml id(s) of the groups whose members may make it (any of them)
    """

    field: str
    to: tuple
    label: object
    gates: tuple = ()
    group: tuple = ()

    def __post_init__(self):
        for name in ("to", "gates", "group"):
            object.__setattr__(self, name, _tuple(getattr(self, name)))

    def concerns(self, record):
        """Whether the record stands past the transition."""
        return record[self.field] in self.to


def gate(label, who=None):
    """Name a gate for people: what it demands, and which group supplies it.

    :param label: ``LazyTranslate`` term shown with ✓ or ✗ in the flow panel
    :param who: xml id of the group that can supply what is missing
    """

    def mark(method):
        method._gate_label = label
        method._gate_who = who
        return method

    return mark
