"""Gates: what they find, who supplies it, and how a refusal reads.

Flows build on it; documents that Odoo owns get their guards from it.
"""

from collections import defaultdict
from contextlib import contextmanager
from dataclasses import replace

from odoo import api, models, tools
from odoo.exceptions import AccessError, UserError

from ..flow import Blocker

ASKED = "ops_guards_asked"


class FlowRefused(UserError):
    """A step that may not be taken; ``blockers`` says everything that is missing."""

    def __init__(self, message, blockers=()):
        super().__init__(message)
        self.blockers = list(blockers)


class GuardMixin(models.AbstractModel):
    """Gates on the transitions of a document that keeps its own states.

    A model that Odoo owns inherits it beside its own name and sets ``_guards``, a
    tuple of :class:`~..flow.Guard`; those of every extension of the model stand
    together. The guards act in ``create`` and ``write``: for buttons, RPC and import
    alike.
    """

    _name = "ops.guard.mixin"
    _description = "Gates below the screen"

    _guards = ()
    #: Fields that the document itself writes together with a guarded state. What else
    #: comes in the same breath is written before, so that the gates judge the document
    #: as it will be; None: nothing else is ever in question.
    _guards_stamps = None

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """Refused when a document would be born past a guarded transition."""
        records = super().create(vals_list)
        self._guards_check(
            [(guard, records.filtered(guard.concerns)) for guard in self._guards_all()]
        )
        return records

    def write(self, vals):
        """Refused while a gate of a guarded transition is not met."""
        moving = self._guards_moving(vals)
        if not moving:
            return super().write(vals)
        guarded = {guard.field for guard, records in moving if records}
        stamps = guarded.union(self._guards_stamps or vals)
        if guarded and set(vals) - stamps:
            self.write({n: value for n, value in vals.items() if n not in stamps})
            vals = {n: value for n, value in vals.items() if n in stamps}
        if not self._guards_asked(vals):
            self._guards_check(moving)
        return super().write(vals)

    # BUSINESS
    @contextmanager
    def _guards_together(self, **vals):
        """Ask the guards of all these documents at once, for code that writes them one
        by one inside the block.

        :param vals: what is written; whoever writes anything else is asked again
        :raise FlowRefused: with everything that blocks any of the documents
        """
        self._guards_check(self._guards_moving(vals))
        # kept with the transaction, not in the context, which is the caller's word
        asked = self.env.cr.cache.setdefault(ASKED, [])
        asked.append((self._name, frozenset(self.ids), vals))
        try:
            yield
        finally:
            asked.pop()

    def _guards_moving(self, vals):
        """Pairs of a guard and the records that ``vals`` would take past it."""
        return [
            (guard, self.filtered(lambda r, g=guard: r[g.field] not in g.to))
            for guard in self._guards_all()
            if vals.get(guard.field) in guard.to
        ]

    def _guards_asked(self, vals):
        """Whether these documents were asked for just this by their block."""
        for model, ids, expected in self.env.cr.cache.get(ASKED, ()):
            own = set(self._guards_stamps or ()).difference(expected)
            said = {name: value for name, value in vals.items() if name not in own}
            if (self._name, said) == (model, expected) and ids.issuperset(self.ids):
                return True
        return False

    @api.model
    @tools.ormcache()
    def _guards_all(self):
        """The guards of the model and of all its extensions, first declared first."""
        return tuple(
            guard
            for cls in reversed(type(self).__mro__)
            for guard in cls.__dict__.get("_guards", ())
        )

    def _guard_check(self, guard):
        """Raise :class:`FlowRefused` with everything that blocks ``guard``."""
        self._guards_check([(guard, self)])

    @api.model
    def _guards_check(self, asked):
        """Raise :class:`FlowRefused` with everything that blocks any of the guards:
        whoever asks learns at once what all of them want.

        :param asked: pairs of a guard and the records that would pass it
        """
        labels, blockers = [], []
        for guard, records in asked:
            found = records._guard_blockers(guard)
            labels += [guard.label] if found else []
            blockers += found
        if blockers:
            label = labels[0]
            label = label if isinstance(label, str) else self.env._(label)
            raise self._guard_refusal(label, blockers)

    def _guard_blockers(self, guard):
        """What blocks ``guard`` for these records."""
        if not self:
            return []
        blockers = []
        if guard.group and not any(map(self.env.user.has_group, guard.group)):
            message = self.env._("You may not do this.")
            who = self._guard_who(guard.group)
            blockers = [Blocker(record, message, who) for record in self]
        # facts are facts whoever looks
        return blockers + self.sudo()._gates_ask(guard.gates)

    @api.model
    def _check_group(self, *groups):
        """Refuse whoever is in none of these groups, naming whose it is.

        :param groups: xml ids of groups
        :raise AccessError: for others
        """
        if not any(map(self.env.user.has_group, groups)):
            raise AccessError(
                self.env._("It is up to %(who)s.", who=self._guard_who(groups))
            )

    def _gates_ask(self, names):
        """Blockers that the named gates find on these records, one call per gate."""
        found = []
        for name in names:
            for blocker in getattr(self, f"_gate_{name}")():
                who = blocker.who or self._gate_mark_who(name)
                found.append(replace(blocker, gate=name, who=who))
        return found

    def _blocker(self, record, message, who=None, fix=None):
        """A blocker for a gate to yield.

        :param who: translated text, taken from the gate's group when left out
        :param fix: record or action to open to supply what is missing
        """
        return Blocker(record, message, who or "", fix)

    def _guard_refusal(self, label, blockers):
        """The one error that lists what is missing and who can supply it."""
        groups = defaultdict(list)
        for blocker in blockers:
            groups[blocker.record].append(blocker)
        lines = []
        for record, group in groups.items():
            lines.append(
                self.env._(
                    "%(paper)s – “%(step)s” is not possible yet:",
                    paper=record.display_name,
                    step=label,
                )
            )
            for blocker in group:
                who = f" → {blocker.who}" if blocker.who else ""
                lines.append(f"  ✗ {blocker.message}{who}")
        return FlowRefused("\n".join(lines), blockers)

    # TOOLING
    @api.model
    def _gate_mark(self, name, mark):
        """Label or group a gate was declared with, also by an ancestor."""
        for cls in type(self).__mro__:
            method = cls.__dict__.get(f"_gate_{name}")
            value = getattr(method, f"_gate_{mark}", None)
            if value is not None:
                return value
        return None

    @api.model
    def _gate_mark_label(self, name):
        if name == "approval":
            return self.env._("Approval")
        label = self._gate_mark(name, "label")
        return label if isinstance(label, str) else self.env._(label)

    @api.model
    def _gate_mark_who(self, name):
        group = self._gate_mark(name, "who")
        if not group:
            return ""
        return self._guard_who((group,) if isinstance(group, str) else tuple(group))

    @api.model
    @tools.ormcache("group", "self.env.lang", "self.env.company.id")
    def _guard_who(self, group):
        """Role and up to three of its people, as text.

        :param group: tuple of group xml ids
        """
        if not group:
            return ""
        groups = self._guard_groups(group)
        people = (
            self.env["res.users"]
            .sudo()
            .search(
                [
                    ("all_group_ids", "in", groups.ids),
                    ("company_ids", "in", self.env.company.id),
                    ("share", "=", False),
                ],
                limit=4,
            )
        )
        names = people[:3].mapped("name")
        role = self._guard_role(group)
        if len(people) > 3:
            names.append("…")
        return f"{role} · {', '.join(names)}" if names else role

    @api.model
    @tools.ormcache("group", "self.env.lang")
    def _guard_role(self, group):
        """What the groups are called, as text.

        :param group: tuple of group xml ids
        """
        return " / ".join(self._guard_groups(group).mapped("name"))

    @api.model
    def _guard_groups(self, group):
        # names of roles are no secret; groups are not readable to all
        return (
            self.env["res.groups"]
            .sudo()
            .browse([self.env.ref(xmlid).id for xmlid in group])
        )
