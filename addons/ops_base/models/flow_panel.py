"""What a flow shows: labels, the panel on the form, and the form that carries it."""

from collections import defaultdict

from lxml import etree
from odoo import api, fields, models

WIDGET = "ops_flow_panel"


class FlowPanel(models.AbstractModel):
    _inherit = "ops.flow.mixin"

    # SETUP
    def _register_hook(self):
        """Check the declaration when the registry loads; errors name the model."""
        super()._register_hook()
        if self._abstract:
            return
        found = self._flow_problems()
        if found:
            raise ValueError(f"{self._name}: " + "; ".join(found))

    def _flow_problems(self):
        if self._flow is None:
            return ["_flow is not declared"]
        if "state" not in self._fields:
            return ["the field state is missing"]
        found = self._flow.problems(self._fields["state"].get_values(self.env))
        for step in self._flow.steps:
            if not step.kernel and not hasattr(self, step.method):
                found.append(f"method {step.method} of step {step.name!r} is missing")
            for name in step.gates:
                method = getattr(self, f"_gate_{name}", None)
                if method is None:
                    found.append(f"gate _gate_{name} of step {step.name!r} is missing")
                elif self._gate_mark(name, "label") is None:
                    found.append(f"gate _gate_{name} has no label")
        named = {*self._flow.key_fields, *self._flow.protected}
        named = named.union(*self._flow.editable.values())
        found += [
            f"unknown field {n!r}" for n in sorted(named) if n not in self._fields
        ]
        return found

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Every form of a flow gets the panel, and locks what the state has closed."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form":
            self._flow_view(arch)
        return arch, view

    def _flow_view(self, arch):
        if not arch.xpath(f"//widget[@name='{WIDGET}']"):
            place = next(iter(arch.xpath("/form/sheet")), arch)
            # the path is all that a paper not saved yet can show
            path = ",".join(self._flow.path())
            place.insert(0, etree.Element("widget", name=WIDGET, path=path))
        always = self._flow_always_open()
        for node in arch.xpath("//field[not(ancestor::field)]"):
            name = node.get("name")
            field = self._fields.get(name)
            if not field or name in always or field.readonly or node.get("readonly"):
                continue
            node.set(
                "readonly",
                f"flow_editable != '*' and ',{name},' not in (flow_editable or '')",
            )
        for name in ("state", "flow_editable"):
            if not arch.xpath(f"//field[@name='{name}'][not(ancestor::field)]"):
                arch.append(etree.Element("field", name=name, invisible="1"))

    # ACTION
    def flow_panel(self):
        """What the flow panel shows, one dictionary per paper (ui.md §2).

        Harmless to whoever may read the paper; the same number of queries for one
        paper and for a hundred.
        """
        self.check_access("read")
        history = self._flow_history()
        gates = self._flow_gate_view()
        approvals = self.env["ops.approval.request"]._panel(self)
        previews = self._flow_previews()
        return [
            {
                "id": paper.id,
                "model": paper._name,
                "name": paper.display_name,
                "state": paper.state,
                "state_label": self._flow_state_label(paper.state),
                "since": fields.Datetime.to_string(paper.state_since),
                "due": fields.Datetime.to_string(paper.state_due) or None,
                "late": paper.flow_is_late,
                "days": self._flow_age(history[paper.id]),
                "path": paper._flow_path_view(gates),
                "steps": paper._flow_steps_view(gates),
                "turn": paper._flow_turn(gates),
                "waiting": self._flow_waiting(history[paper.id]),
                "approval": approvals.get(paper.id),
                "preview": previews.get(paper.id),
                "history": history[paper.id],
            }
            for paper in self
        ]

    # BUSINESS
    def _approval_summary(self):
        """Key figures of one paper for the approver's inbox; models refine it.

        :return: dict with title, amount (in ``currency``), currency, partner, fact
        """
        self.ensure_one()
        partner = self["partner_id"] if "partner_id" in self._fields else None
        currency = self.company_id.currency_id
        if "currency_id" in self._fields:
            currency = self["currency_id"] or currency
        return {
            "title": self.display_name,
            "amount": self["amount"] if "amount" in self._fields else None,
            "currency": currency,
            "partner": partner.display_name if partner else "",
            "fact": "",
        }

    def _approval_requester(self):
        """Whose paper it is that goes on its route: who answers when it comes back."""
        self.ensure_one()
        return self.env.user

    def _approval_owners(self):
        """Users who may not approve these papers: whose own they are."""
        return self.create_uid

    def _flow_gate_view(self):
        """``{(paper id, step name): [gate dict]}`` for every step that leaves the
        papers' present states; gates are asked once per step."""
        view = {}
        for step in self._flow.steps:
            papers = self.filtered(lambda p, step=step: p.state in step.source)
            if not papers or step.kernel:
                continue
            items = defaultdict(list)
            for blocker in papers._flow_gate_blockers(step):
                items[blocker.record.id, blocker.gate].append(
                    {
                        "message": blocker.message,
                        "who": blocker.who,
                        "fix": self._flow_fix_action(blocker.fix),
                    }
                )
            names = (("approval",) if step.route else ()) + step.gates
            for paper in papers:
                view[paper.id, step.name] = [
                    {
                        "label": self._gate_mark_label(name),
                        "ok": not items[paper.id, name],
                        "items": items[paper.id, name],
                    }
                    for name in names
                ]
        return view

    def _flow_steps_view(self, gates):
        self.ensure_one()
        steps = []
        for step in self._flow.steps_from(self.state):
            if step.kernel:
                continue
            mine = not step.route and any(map(self.env.user.has_group, step.group))
            view = gates[self.id, step.name]
            missing = [item for gate in view for item in gate["items"]]
            who = self._guard_who(step.group)
            why_not = ""
            if missing:
                why_not = missing[0]["message"]
            elif not mine:
                why_not = self.env._("It is up to %(who)s.", who=who)
            steps.append(
                {
                    "name": step.name,
                    "label": self._flow_step_label(step),
                    "method": step.method,
                    "enabled": mine and not missing,
                    "why_not": why_not,
                    "needs_reason": step.reason,
                    "who": who,
                    "mine": mine,
                    "route": bool(step.route),
                    "main": step == self._flow.next_step(self.state),
                    "gates": view,
                }
            )
        return steps

    def _flow_path_view(self, gates):
        self.ensure_one()
        line = list(self._flow.path())
        if self.state not in line:
            line.append(self.state)
        here = line.index(self.state)
        step = self._flow.next_step(self.state)
        blocked = step and any(not g["ok"] for g in gates.get((self.id, step.name), ()))
        status = "late" if self.flow_is_late else "blocked" if blocked else "current"
        if step is None:
            status = "done"
        return [
            {
                "state": state,
                "label": self._flow_state_label(state),
                "status": "done" if i < here else status if i == here else "todo",
            }
            for i, state in enumerate(line)
        ]

    def _flow_turn(self, gates):
        """Whose turn it is: who owes what is missing, else who takes the step."""
        step = self._flow.next_step(self.state)
        if step is None:
            return ""
        owed = [
            item["who"]
            for gate in gates.get((self.id, step.name), ())
            for item in gate["items"]
            if item["who"]
        ]
        return ", ".join(dict.fromkeys(owed)) or self._guard_who(step.group)

    def _flow_previews(self):
        """Route that will be taken, for papers whose next step leads to an approval."""
        result, groups = {}, defaultdict(self.browse)
        for paper in self:
            step = self._flow.next_step(paper.state)
            route_step = step and self._flow.route_step(step.target)
            if route_step:
                groups[route_step] += paper
        for route_step, papers in groups.items():
            result.update(self.env["ops.approval.route"]._preview(papers, route_step))
        return result

    def _flow_history(self):
        """``{id: [log row]}``, oldest first, labels in the user's language."""
        # who may read the paper may read its history; the table itself is closed
        rows = (
            self.env["ops.flow.log"]
            .sudo()
            .search([("res_model", "=", self._name), ("res_id", "in", self.ids)])
            .sorted("id")
        )
        history = {paper.id: [] for paper in self}
        for row in rows:
            step = self._flow._by_name.get(row.step)
            history[row.res_id].append(
                {
                    "date": fields.Datetime.to_string(row.date),
                    "user": row.user_id.name,
                    "user_id": row.user_id.id,
                    "label": self._flow_step_label(step) if step else row.step,
                    "from": self._flow_state_label(row.state_from),
                    "to": self._flow_state_label(row.state_to),
                    "state_to": row.state_to,
                    "reason": row.reason or "",
                    "behalf": row.behalf_id.name or "",
                }
            )
        return history

    def _flow_age(self, history):
        """Days since the paper was first submitted, to a tenth."""
        if not history:
            return 0.0
        start = fields.Datetime.to_datetime(history[0]["date"])
        return round((fields.Datetime.now() - start).total_seconds() / 86400, 1)

    def _flow_waiting(self, history):
        """Days spent waiting per party, longest first: each stay in a state counts
        for whoever takes the main step out of it."""
        waited = defaultdict(float)
        ends = [*history, {"date": fields.Datetime.now()}][1:]
        for row, following in zip(history, ends, strict=True):
            step = self._flow.next_step(row["state_to"])
            if step is None:
                continue
            start, end = (
                fields.Datetime.to_datetime(r["date"]) for r in (row, following)
            )
            waited[self._flow_party(step)] += (end - start).total_seconds() / 86400
        return [
            {"who": who, "days": round(days, 1)}
            for who, days in sorted(waited.items(), key=lambda item: -item[1])
        ]

    # TOOLING
    @api.model
    def _flow_title(self):
        """What people call this paper."""
        return self.env["ir.model"]._get(self._name).sudo().name

    @api.model
    def _flow_state_label(self, state):
        labels = self._fields["state"]._description_selection(self.env)
        return dict(labels).get(state, state or "")

    @api.model
    def _flow_step_label(self, step):
        if step.label is None:
            return step.name.replace("_", " ").capitalize()
        return step.label if isinstance(step.label, str) else self.env._(step.label)

    @api.model
    def _flow_field_labels(self, names):
        described = self.fields_get(names, ["string"])
        return ", ".join(
            f"“{described[n]['string'] if n in described else n}”"
            for n in sorted(names)
        )

    @api.model
    def _flow_party(self, step):
        if step.route:
            return self.env._("Approval")
        return self._guard_role(step.group)

    @api.model
    def _flow_fix_action(self, fix):
        """The action that opens ``fix``, or None where there is nothing to open."""
        if not fix:
            return None
        if isinstance(fix, dict):
            return fix
        if not self.env[fix._name].has_access("read"):
            return None
        return {
            "type": "ir.actions.act_window",
            "res_model": fix._name,
            "res_id": fix.id,
            "views": [(False, "form")],
            "target": "current",
        }
