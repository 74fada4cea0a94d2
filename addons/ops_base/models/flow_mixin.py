"""Carries out what ``flow.py`` declares, for any model that inherits the mixin."""

from collections import defaultdict
from contextlib import contextmanager
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, LockError, UserError

from ..flow import Blocker
from .guard_mixin import FlowRefused

PASS_KEY = "ops_flow_pass"
STAMPS = ("name", "state", "state_since", "state_due")


class _Pass:
    """Lets writes through the guards: of these records, these fields, no others.

    Compared by type and identity, so nothing a client can put into a context is one.
    """

    __slots__ = ("grants",)

    def __init__(self, records=None, names=()):
        self.grants = [] if records is None else [self._grant(records, names)]

    @staticmethod
    def _grant(records, names):
        return records._name, frozenset(records.ids), frozenset(names)

    @contextmanager
    def opening(self, records, names):
        """What is written inside is let through; not what comes after."""
        self.grants.append(self._grant(records, names))
        try:
            yield
        finally:
            self.grants.pop()

    def covers(self, records, names):
        return any(
            records._name == model
            and ids.issuperset(records.ids)
            and open_names.issuperset(names)
            for model, ids, open_names in self.grants
        )


class FlowMixin(models.AbstractModel):
    """A paper that moves in order.

    A model sets ``_flow`` and a ``state`` selection, gives each step a public
    ``action_<step>`` that returns ``self._flow_take("<step>")``, and each gate a
    ``_gate_<gate>`` generator. Everything else (guards, log, approval, panel,
    numbering, field locks) comes with the mixin.
    """

    _name = "ops.flow.mixin"
    _inherit = [
        "ops.stamp.mixin",
        "ops.guard.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Paper with a flow"

    _flow = None

    # FIELDS
    name = fields.Char("Number", readonly=True, copy=False, index="trigram")
    state_since = fields.Datetime("In this state since", readonly=True, copy=False)
    state_due = fields.Datetime(
        "Due", readonly=True, copy=False, index="btree_not_null"
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    flow_editable = fields.Char(compute="_compute_flow_editable")

    # COMPUTE
    def _compute_display_name(self):
        for paper in self:
            paper.display_name = paper.name or self.env._(
                "%(paper)s draft %(id)s",
                paper=self._flow_title(),
                id=paper.id or "",
            )

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_flow_editable(self):
        """``*`` where everything may be written, else ``,field,field,``."""
        allowed = self._flow_fields_editable()
        for paper in self:
            names = allowed[paper.id]
            paper.flow_editable = (
                "*" if names is None else "," + "".join(f"{n}," for n in sorted(names))
            )

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """New papers start at the beginning, whatever a client asks for."""
        initial, stamps = self._flow.initial, self._stamp_fields()
        for vals in vals_list:
            asked = [
                name
                for name in stamps
                if vals.get(name) and (name, vals[name]) != ("state", initial)
            ]
            if asked:
                raise AccessError(
                    self.env._(
                        "A new %(paper)s starts as “%(state)s”; %(fields)s cannot be "
                        "given, the steps of the flow write it.",
                        paper=self._flow_title(),
                        state=self._flow_state_label(initial),
                        fields=self._flow_field_labels(asked),
                    )
                )
        # a new dictionary each: an import tries the caller's once more, row by row
        born = {"state": initial, "state_since": fields.Datetime.now()}
        return super().create([{**vals, **born} for vals in vals_list])

    def write(self, vals):
        """Refuse what the present state does not leave open; restart the approval
        when a key field of an approved paper changes (cross-cutting rule 1)."""
        if self._flow_passes(vals):
            return super().write(vals)
        vals = self._flow_guard(dict(vals))
        restart = self._flow_restarts(vals)
        result = super().write(vals) if vals else True
        self._flow_restart(restart, set(vals) & set(self._flow.key_fields))
        return result

    def copy_data(self, default=None):
        """A copy is a new paper: number, state and stamps stay behind."""
        stamps = self._stamp_fields()
        return [
            {name: value for name, value in vals.items() if name not in stamps}
            for vals in super().copy_data(default)
        ]

    @api.ondelete(at_uninstall=False)
    def _unlink_if_never_submitted(self):
        initial = self._flow.initial
        kept = self.filtered(lambda p: p.state != initial or p.name)
        if kept:
            raise UserError(
                self.env._(
                    "%(papers)s: a paper that has been submitted is kept. "
                    "Cancel it instead.",
                    papers=", ".join(kept.mapped("display_name")),
                )
            )

    # ACTION
    def _flow_take(self, name, reason=None):
        """Take a step for all papers of the set, or for none.

        :param name: name of the declared step
        :param reason: why, demanded where the step says so
        :raise FlowRefused: with every blocker of every paper
        """
        step = self._flow.step(name)
        self.check_access("write")
        self._flow_lock(step)
        blockers = self._flow_blockers(step, reason)
        if blockers:
            raise self._guard_refusal(self._flow_step_label(step), blockers)
        self._flow_move(step, reason)
        return True

    def _flow_kernel_take(self, name, reason=None, behalf=None):
        """Take a step as the outcome of an approval; papers still held by another
        gate stay where they are and show it.

        :param behalf: user in whose place the present one decided
        :return: the papers that moved
        """
        step = self._flow.step(name)
        # the last signer need not have write access: his right is the agreement
        papers = self.sudo()
        papers._flow_lock(step)
        held = {b.record.id for b in papers._flow_blockers(step, reason, kernel=True)}
        papers = papers.filtered(lambda paper: paper.id not in held)
        papers._flow_move(step, reason, behalf)
        return self.browse(papers.ids)

    # BUSINESS
    def _flow_lock(self, step):
        try:
            self.lock_for_update(allow_referencing=True)
        except LockError:
            raise FlowRefused(
                self.env._(
                    "%(papers)s: somebody else is working on it at this very moment. "
                    "Try “%(step)s” again.",
                    papers=", ".join(self.mapped("display_name")),
                    step=self._flow_step_label(step),
                )
            ) from None

    def _flow_move(self, step, reason, behalf=None):
        """Write the new state, the log and what follows from it."""
        if not self:
            return
        before = {paper.id: paper.state for paper in self}
        self._flow_number()
        self._flow_write_grouped(step)
        self.env["ops.flow.log"].sudo().create(
            # the log is the kernel's own: nobody else may write history
            [
                {
                    "res_model": self._name,
                    "res_id": paper.id,
                    "res_name": paper.name,
                    "step": step.name,
                    "state_from": before[paper.id],
                    "state_to": step.target,
                    "user_id": self.env.uid,
                    "behalf_id": behalf.id if behalf else False,
                    "reason": reason,
                    "company_id": paper.company_id.id,
                }
                for paper in self
            ]
        )
        route_step = self._flow.route_step(step.target)
        if route_step:
            self.env["ops.approval.request"]._start(self, route_step)
        elif not step.route:
            left = filter(None, map(self._flow.route_step, step.source))
            codes = {route_step.route for route_step in left}
            if codes:
                self.env["ops.approval.request"]._supersede(self, reason, codes)
        after = getattr(self, f"_after_{step.name}", None)
        if after:
            after()

    def _flow_write_grouped(self, step):
        prepare = getattr(type(self), f"_prepare_{step.name}_values", None)
        stamp = {"state": step.target, "state_since": fields.Datetime.now()}
        days = self._flow_days().get((self._name, step.target))
        stamp["state_due"] = (
            stamp["state_since"] + timedelta(days=days) if days else False
        )
        if not prepare:
            self._flow_write(stamp)
            return
        groups = defaultdict(self.browse)
        for paper in self:
            groups[tuple(sorted(prepare(paper).items()))] += paper
        for items, papers in groups.items():
            papers._flow_write({**dict(items), **stamp})

    def _flow_write(self, vals):
        """Write fields that the present state locks; for the flow's own code."""
        with self._flow_opening(*vals) as opened:
            return opened.write(vals)

    @contextmanager
    def _flow_opening(self, *names):
        """Yield the same papers with these fields open inside the block; for the flow's
        own code.

        All blocks of a transaction share one pass and so one environment: with one for
        each paper, whatever is done to many papers slows down with each of them.
        """
        ticket = self.env.cr.cache.setdefault(PASS_KEY, _Pass())
        with ticket.opening(self, names):
            yield self.with_context(**{PASS_KEY: ticket})

    def _flow_opened(self, *names):
        """The same papers with these fields open; for the flow's own code that writes
        the lists of many papers at once."""
        return self.with_context(**{PASS_KEY: _Pass(self, names)})

    def _flow_number(self):
        """Number papers when they first leave the initial state (C-38, C-39)."""
        code = self._flow.sequence
        papers = self.filtered(lambda p: not p.name) if code else self.browse()
        for paper, number in papers._flow_numbers(code):
            paper._flow_write({"name": number})

    def _flow_numbers(self, code):
        """Pairs of each paper and its next number, each company by its own numbering.

        :param code: code of the ``ir.sequence``
        :raise UserError: when a company has no such numbering
        """
        numbered = []
        for company, group in self.grouped("company_id").items():
            # which numbering counts is no secret of who may read numberings
            sequences = self.env["ir.sequence"].sudo()
            sequence = sequences.search(
                [("code", "=", code), ("company_id", "in", (company.id, False))],
                order="company_id",
                limit=1,
            )
            if not sequence:
                raise UserError(
                    self.env._(
                        "There is no numbering “%(code)s” for %(paper)s in "
                        "%(company)s; the process administrator can create it.",
                        code=code,
                        paper=self._flow_title(),
                        company=company.name,
                    )
                )
            numbered += zip(group, sequence._ops_take(len(group)), strict=True)
        return numbered

    def _flow_days(self):
        return self.env["ops.process.node"]._days()

    def _flow_check_act(self, label, step, *states, gates=()):
        """Lock the papers for an act between two steps and refuse it where they stand
        elsewhere or a gate is not met.

        :param label: what the act is called, translated
        :param step: name of the step the act belongs to
        :param states: where the papers have to stand
        :param gates: names of gates the act waits for
        :raise FlowRefused: with every blocker of every paper
        """
        self._flow_lock(self._flow.step(step))
        blockers = self._flow_blockers_of(step, *states)
        blockers += self.sudo()._gates_ask(gates)
        if blockers:
            raise self._guard_refusal(label, blockers)

    def _flow_blockers_of(self, step, *states):
        """Blockers of papers of the set that stand in none of ``states``."""
        wrong = self.filtered(lambda paper: paper.state not in states)
        return [paper._flow_state_blocker(self._flow.step(step)) for paper in wrong]

    # --- guards

    def _flow_passes(self, vals):
        ticket = self.env.context.get(PASS_KEY)
        return type(ticket) is _Pass and ticket.covers(self, vals)

    def _flow_guard(self, vals):
        """What is left to write after dropping stamps that do not change.

        :raise AccessError: for stamps and fields of the flow itself
        :raise UserError: for fields the present state has closed
        """
        for name in self._stamp_fields().intersection(vals):
            if name == "state" and all(p.state == vals[name] for p in self):
                del vals[name]
                continue
            raise AccessError(
                self.env._(
                    "%(paper)s: %(field)s is written by the steps of the flow only.",
                    paper=self._flow_title(),
                    field=self._flow_field_labels([name]),
                )
            )
        asked = set(vals) - self._flow_always_open()
        if asked:
            editable = self._flow_fields_editable()
            for paper in self:
                allowed = editable[paper.id]
                closed = set() if allowed is None else asked - allowed
                if closed:
                    raise UserError(
                        self.env._(
                            "%(paper)s is “%(state)s”: %(fields)s can no longer be "
                            "changed.",
                            paper=paper.display_name,
                            state=self._flow_state_label(paper.state),
                            fields=self._flow_field_labels(closed),
                        )
                    )
        return vals

    def _flow_fields_editable(self):
        """``{id: set of field names, or None for all}`` for the present user."""
        waiting = self.filtered(lambda p: p.id and self._flow.route_step(p.state))
        rights = self.env["ops.approval.request"]._editable_fields(waiting)
        result = {}
        for paper in self:
            names = self._flow.fields_editable(paper.state)
            if names is not None:
                names = set(names) | set(rights.get(paper.id, ()))
            result[paper.id] = names
        return result

    def _flow_restarts(self, vals):
        """``{kernel step: papers}`` whose approval a changed key field starts anew."""
        # lines tell themselves, see ops.flow.line.mixin
        keys = [
            n for n in self._flow.key_fields if n in vals and not self._flow_lines(n)
        ]
        found = {}
        for step, papers in self._flow_restarts_approved().items() if keys else ():
            changed = papers.filtered(lambda paper: paper._flow_differs(vals, keys))
            if changed:
                found[step] = changed
        return found

    def _flow_restarts_approved(self):
        """``{kernel step: papers}`` that such a step leads back to their approval."""
        found = defaultdict(self.browse)
        for paper in self:
            step = self._flow.restart_step(paper.state)
            if step:
                found[step] += paper
        return found

    def _flow_differs(self, vals, names):
        """Whether ``vals`` would change one of the named fields of this paper."""
        new = self.new({name: vals[name] for name in names}, origin=self)
        return any(new[name] != self[name] for name in names)

    @api.model
    def _flow_lines(self, name):
        """Whether the field lists lines that follow their paper's flow."""
        comodel = self._fields[name].comodel_name
        return comodel and hasattr(self.env[comodel], "_flow_parent")

    def _flow_restart(self, restarts, names):
        """Take the papers back to their approval, saying which fields changed."""
        for step, papers in restarts.items():
            reason = self.env._(
                "%(fields)s changed after approval",
                fields=self._flow_field_labels(names),
            )
            papers.env["ops.approval.request"]._supersede(papers, reason)
            papers._flow_kernel_take(step.name, reason)

    @api.model
    def _stamp_fields(self):
        return {*super()._stamp_fields(), *STAMPS, *self._flow.protected}

    @api.model
    def _flow_always_open(self):
        """Chatter and activities never close."""
        own = {*STAMPS, "company_id"}
        return set(self.env["ops.flow.mixin"]._fields) - own

    # --- gates

    def _flow_blockers(self, step, reason=None, kernel=False):
        """Everything that keeps papers of this set from taking ``step``.

        :param kernel: asked by the kernel on an approval's outcome
        :return: list of :class:`~..flow.Blocker`
        """
        found = []
        if not kernel:
            found += self._flow_person_blockers(step, reason)
        wrong = self.filtered(lambda paper: paper.state not in step.source)
        for paper in wrong:
            found.append(paper._flow_state_blocker(step))
        found += (self - wrong)._flow_gate_blockers(step)
        return found

    def _flow_gate_blockers(self, step):
        """Blockers of the step's approval and gates, one call per gate.

        Facts are facts whoever looks: gates read as the system, so a clerk without
        accounting rights still learns that a bill is unpaid.
        """
        papers, found = self.sudo(), []
        if not papers:
            return found
        if step.route:
            pending = self.env["ops.approval.request"]._pending_blockers(papers, step)
            for paper in papers:
                found += [
                    Blocker(paper, message, who, gate="approval")
                    for message, who in pending.get(paper.id, ())
                ]
        return found + papers._gates_ask(step.gates)

    def _flow_person_blockers(self, step, reason):
        if step.kernel:
            message = self.env._("This step follows from the approval by itself.")
            return [Blocker(paper, message) for paper in self]
        if step.group and not any(map(self.env.user.has_group, step.group)):
            who = self._guard_who(step.group)
            message = self.env._("You may not do this.")
            return [Blocker(paper, message, who) for paper in self]
        if step.reason and not (reason or "").strip():
            message = self.env._("A reason must be given.")
            return [Blocker(paper, message, self.env.user.name) for paper in self]
        return []

    def _flow_state_blocker(self, step):
        self.ensure_one()
        upcoming = self._flow.next_step(self.state)
        if upcoming is None:
            message = self.env._(
                "It is closed (“%(state)s”).", state=self._flow_state_label(self.state)
            )
            return Blocker(self, message)
        message = self.env._(
            "It is “%(state)s”; “%(next)s” comes first.",
            state=self._flow_state_label(self.state),
            next=self._flow_step_label(upcoming),
        )
        return Blocker(self, message, self._guard_who(upcoming.group))
