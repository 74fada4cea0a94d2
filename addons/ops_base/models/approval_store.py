"""Between the tables and the engine: load requests, store what a verb changed."""

from collections import defaultdict
from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError

from ..approval.state import Act, Change, Event, Node, Request, Signer

# name in the engine -> name in the table
TASK = {
    "user": "user_id",
    "deputy": "deputy_id",
    "actor": "actor_id",
    "added_by": "added_by_id",
    "parent": "parent_key",
    "order": "sequence",
    "turn": "turn",
    "round": "round",
    "kind": "kind",
    "state": "state",
    "opinion": "opinion",
    "opened": "opened",
    "at": "done",
}
NODE = ("state", "turn", "opened", "seats")
REQUEST = {
    "state": "state",
    "round": "round",
    "current": "current",
    "undo": "undo_user_id",
    "acts": "acts",
    "urged": "urged",
}
MOMENTS = ("opened", "at", "urged")


class ApprovalStore(models.Model):
    _inherit = "ops.approval.request"

    # BUSINESS
    def _lock(self):
        try:
            self.lock_for_update(allow_referencing=True)
        except LockError:
            raise UserError(
                self.env._(
                    "%(papers)s: somebody else is signing at this very moment. Try "
                    "again.",
                    papers=", ".join(self.mapped("name")),
                )
            ) from None

    def _load(self):
        """``{id: engine Request}``, in a flat number of queries; self is sudo."""
        self.node_ids.fetch(["name", "mode", "seats", "state", "turn"])
        owners = self._owners_now()
        return {
            request.id: Request(
                requester=request.requester_id.id,
                owners=frozenset(owners[request.id]),
                nodes=[self._load_node(node) for node in request._nodes()],
                resubmit=request.resubmit_mode,
                skip_same=request.skip_same,
                can_return=request.can_return,
                can_refuse=request.can_refuse,
                withdraw_late=request.withdraw_late,
                state=request.state,
                current=request.current,
                round=request.round,
                undo=request.undo_user_id.id or None,
                acts=request.acts,
                urged=request.urged or None,
                signers={
                    task.key: self._load_signer(task)
                    for task in request.task_ids.sorted("key")
                },
            )
            for request in self
        }

    def _nodes(self):
        return self.node_ids.sorted("sequence")

    def _owners_now(self):
        """``{id: user ids}``: owners when raised, and those of the paper today."""
        owners = {request.id: set(request.owner_ids.ids) for request in self}
        for model, requests in self.grouped("res_model").items():
            if model not in self.env:
                continue
            papers = self.env[model].browse(requests.mapped("res_id")).exists()
            known = {paper.id: paper for paper in papers}
            for request in requests.filtered(lambda r: r.state == "pending"):
                paper = known.get(request.res_id)
                if paper is not None:
                    owners[request.id] |= set(paper._approval_owners().ids)
        return owners

    @api.model
    def _load_node(self, node):
        return Node(
            name=node.name,
            mode=node.mode,
            seats=tuple(node.seats or ()),
            min_votes=node.min_votes,
            on_reject=node.on_reject,
            state=node.state,
            turn=node.turn,
            opened=node.opened or None,
        )

    @api.model
    def _load_signer(self, task):
        values = {}
        for name, column in TASK.items():
            value = task[column]
            if isinstance(value, models.BaseModel):
                value = value.id
            values[name] = value or None
        values.update(
            order=task.sequence, opinion=task.opinion or "", node=task.node_id.sequence
        )
        return Signer(
            key=task.key, target=task.target if task.has_target else None, **values
        )

    def _store(self, outcomes, attachments=()):
        """Write what the engine changed; self is sudo.

        :param outcomes: ``{id: (before, after, events)}``; before is None when new
        """
        nodes = {r.id: {n.sequence: n for n in r._nodes()} for r in self}
        self._store_nodes(outcomes, nodes)
        self._store_tasks(outcomes, nodes)
        self._store_events(outcomes, nodes, attachments)
        changes = []
        for request in self:
            before, after, _events = outcomes[request.id]
            values = {
                column: getattr(after, name) or (0 if name == "current" else False)
                for name, column in REQUEST.items()
                if before is None or getattr(before, name) != getattr(after, name)
            }
            if before is None or "state" in values or before.nodes != after.nodes:
                values.update(request._store_place(after, nodes[request.id]))
            changes.append((request, values))
        self._write_alike(changes)
        self._ring(outcomes)

    @staticmethod
    def _write_alike(changes):
        """Write pairs of a record and its values, those with equal values at once."""
        groups = {}
        for record, values in changes:
            if values:
                # lists of people are no keys
                key = tuple(sorted((n, repr(value)) for n, value in values.items()))
                records, _values = groups.get(key, (record.browse(), values))
                groups[key] = (records + record, values)
        for records, values in groups.values():
            records.write(values)

    def _store_place(self, after, nodes):
        """Where the paper stands, for lists: step, since when, until when."""
        if after.state != "pending":
            return {"waiting_since": False, "deadline": False}
        node = nodes[after.current]
        opened = after.node.opened
        return {
            "node_id": node.id,
            "waiting_since": opened,
            "deadline": opened + timedelta(days=node.days) if node.days else False,
        }

    def _store_nodes(self, outcomes, nodes):
        changes = []
        for request in self:
            before, after, _events = outcomes[request.id]
            for index, node in enumerate(after.nodes):
                old = before and before.nodes[index]
                if old == node:
                    continue
                values = {
                    name: getattr(node, name) or False
                    for name in NODE
                    if old is None or getattr(old, name) != getattr(node, name)
                }
                if "seats" in values:
                    values["seats"] = list(node.seats)
                changes.append((nodes[request.id][index], values))
        self._write_alike(changes)

    def _store_tasks(self, outcomes, nodes):
        new, changes = [], []
        for request in self:
            before, after, _events = outcomes[request.id]
            tasks = None
            for key, signer in after.signers.items():
                old = before and before.signers.get(key)
                if old == signer:
                    continue
                values = {
                    column: getattr(signer, name) or False
                    for name, column in TASK.items()
                    if old is None or getattr(old, name) != getattr(signer, name)
                }
                if old is None or old.target != signer.target:
                    values["has_target"] = signer.target is not None
                    values["target"] = signer.target or 0
                if old is None:
                    values.update(
                        request_id=request.id,
                        company_id=request.company_id.id,
                        node_id=nodes[request.id][signer.node].id,
                        key=key,
                    )
                    new.append(values)
                else:
                    tasks = tasks or {task.key: task for task in request.task_ids}
                    changes.append((tasks[key], values))
        self._write_alike(changes)
        self.env["ops.approval.task"].create(new)

    def _store_events(self, outcomes, nodes, attachments):
        rows = []
        for request in self:
            _before, _after, events = outcomes[request.id]
            for number, event in enumerate(events):
                values = {
                    "request_id": request.id,
                    "company_id": request.company_id.id,
                    "act": event.act,
                    "kind": event.kind,
                    "date": event.at,
                    "actor_id": event.actor,
                    "behalf_id": event.behalf,
                    "node_id": None
                    if event.node is None
                    else nodes[request.id][event.node].id,
                    "task_key": event.signer,
                    "people_ids": [fields.Command.set(event.people)],
                    "opinion": event.opinion,
                    "changes": [self._dump(change) for change in event.changes],
                }
                if attachments and not number:
                    values["attachment_ids"] = [fields.Command.set(attachments)]
                rows.append(values)
        self.env["ops.approval.event"].create(rows)

    def _timeline(self):
        """``{id: [engine Event]}`` as stored; self is sudo."""
        result = {request.id: [] for request in self}
        for row in self.event_ids.sorted("id"):
            result[row.request_id.id].append(
                Event(
                    kind=row.kind,
                    act=row.act,
                    actor=row.actor_id.id or None,
                    behalf=row.behalf_id.id or None,
                    node=row.node_id.sequence if row.node_id else None,
                    signer=row.task_key or None,
                    people=tuple(row.people_ids.ids),
                    opinion=row.opinion or "",
                    at=row.date,
                    changes=[self._undump(change) for change in row.changes or ()],
                )
            )
        return result

    def _act(self, opinion="", admin=False):
        """``{company id: Act}`` of the present user, with the deputies in force."""
        everywhere = self.env["ops.approval.deputy"]._in_force()
        allowed = self._colleagues(everywhere)
        acts = {}
        for company in self.company_id:
            deputies = defaultdict(tuple)
            for place in (company.id, False):
                for user, others in everywhere.get(place, {}).items():
                    deputies[user] += tuple(
                        o for o in others if o in allowed[company.id]
                    )
            acts[company.id] = Act(
                user=self.env.uid,
                at=fields.Datetime.now(),
                opinion=(opinion or "").strip(),
                deputies=dict(deputies),
                admin=admin,
            )
        return acts

    def _colleagues(self, everywhere):
        """``{company id: deputies who may work there}``."""
        found = {o for users in everywhere.values() for s in users.values() for o in s}
        users = self.env["res.users"].sudo().browse(found)
        return {
            company.id: {u.id for u in users if company in u.company_ids}
            for company in self.company_id
        }

    def _ring(self, outcomes):
        """Tell the browsers of those whose inbox has changed (no query each)."""
        people = set()
        for before, after, _events in outcomes.values():
            was = (
                {u for s in before.pending() for u in (s.user, s.deputy)}
                if before
                else set()
            )
            now = {u for s in after.pending() for u in (s.user, s.deputy)}
            people |= was ^ now
        users = self.env["res.users"].browse(sorted(people - {None}))
        users._bus_send("ops.approval/inbox", {})

    # TOOLING
    @api.model
    def _dump(self, change):
        def plain(value):
            if isinstance(value, datetime):
                return fields.Datetime.to_string(value)
            if isinstance(value, (tuple, frozenset)):
                return list(value)
            return value

        return [
            change.what,
            change.key,
            change.name,
            plain(change.old),
            plain(change.new),
        ]

    @api.model
    def _undump(self, row):
        what, key, name, old, new = row
        if name in MOMENTS:
            old, new = (
                fields.Datetime.to_datetime(v) if v else None for v in (old, new)
            )
        elif name == "seats":
            old, new = tuple(old or ()), tuple(new or ())
        return Change(what, key, name, old, new)
