"""What the flow's kernel asks of approval: start, outcome, blockers, field rights."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..approval import engine
from ..approval.state import SAID_NO, Refusal, Request


class ApprovalKernel(models.Model):
    _inherit = "ops.approval.request"

    # BUSINESS
    @api.model
    def _start(self, records, flow_step):
        """Send papers on their route; the present user raises them (C-12, C-23).

        A paper that was sent back goes on where it stood when its route says so, its
        key figures are the same and the steps it has passed still are; else it starts
        anew.

        :raise UserError: naming every paper without a route or a signer, and who helps
        """
        Route = self.env["ops.approval.route"]
        routes, plans = Route._demand(records, flow_step)
        # running approvals belong to the kernel: nobody may write them
        kernel = self.sudo()
        previous = kernel._latest_of(records, flow_step.route)
        keys = self._key_values(records)
        again = {
            request.res_id: request
            for request in previous
            if request._may_continue(
                routes[request.res_id], plans[request.res_id], keys[request.res_id]
            )
        }
        again = kernel._start_again(again, plans)
        fresh = records.filtered(lambda paper: paper.id not in again)
        old = previous.filtered(lambda request: request.res_id not in again)
        old._play_supersede(self.env._("Raised again"))
        old.write({"latest": False})
        old.flush_recordset(["latest"])
        kernel._start_fresh(fresh, flow_step, routes, plans, keys)

    def _start_fresh(self, records, flow_step, routes, plans, keys):
        if not records:
            return
        model = self.env["ir.model"]._get_id(records._name)
        vals_list = []
        for record in records.sudo():
            summary = record._approval_summary()
            route = routes[record.id]
            vals_list.append(
                {
                    "name": summary.get("title") or record.display_name,
                    "amount": summary.get("amount") or 0.0,
                    "currency_id": (
                        summary.get("currency") or record.company_id.currency_id
                    ).id,
                    "partner": summary.get("partner"),
                    "fact": summary.get("fact"),
                    "model_id": model,
                    "res_model": records._name,
                    "res_id": record.id,
                    "step": flow_step.name,
                    "code": flow_step.route,
                    "route_id": route.id,
                    "company_id": record.company_id.id or self.env.company.id,
                    "requester_id": record._approval_requester().id,
                    "owner_ids": [
                        fields.Command.set(
                            (record._approval_owners() | self.env.user).ids
                        )
                    ],
                    "key_values": keys[record.id],
                    "resubmit_mode": route.resubmit_mode,
                    "skip_same": route.skip_same_adjacent,
                    "withdraw_late": route.withdraw_late,
                    "can_return": bool(flow_step.back),
                    "can_refuse": bool(flow_step.refuse),
                }
            )
        requests = self.create(vals_list)
        self.env["ops.approval.node"].create(
            [
                {
                    "request_id": request.id,
                    "company_id": request.company_id.id,
                    "route_step_id": stop.step.id,
                    "sequence": index,
                    "name": stop.step.name,
                    "mode": stop.step.mode,
                    "min_votes": stop.step.min_votes,
                    "on_reject": stop.step.on_reject,
                    "days": stop.step.days,
                    "editable_fields": ",".join(
                        stop.step.editable_field_ids.mapped("name")
                    ),
                }
                for request in requests
                for index, stop in enumerate(plans[request.res_id])
            ]
        )
        outcomes, acts = {}, requests._act()
        for request in requests:
            stops = plans[request.res_id]
            state = Request(
                requester=request.requester_id.id,
                owners=frozenset(request.owner_ids.ids),
                nodes=[self.env["ops.approval.route"]._node(stop) for stop in stops],
                resubmit=request.resubmit_mode,
                skip_same=request.skip_same,
                can_return=request.can_return,
                can_refuse=request.can_refuse,
                withdraw_late=request.withdraw_late,
            )
            after, events = engine.start(state, acts[request.company_id.id])
            outcomes[request.id] = (None, after, events)
        requests._store(outcomes)
        copies = {
            request.id: sum(
                (stop.step.copy_user_ids for stop in plans[request.res_id]),
                self.env["res.users"],
            )
            for request in requests
        }
        requests._send_copies(copies)

    def _start_again(self, again, plans):
        """Papers that go on where they were sent back: ``{res_id: request}``."""
        requests = self.union(*again.values())
        requests._lock()
        acts, states, outcomes = requests._act(), requests._load(), {}
        for request in requests:
            seats = {
                index: tuple(stop.people.ids)
                for index, stop in enumerate(plans[request.res_id])
            }
            before = states[request.id]
            before.owners |= {self.env.uid}
            try:
                after, events = engine.resubmit(
                    before, acts[request.company_id.id], seats
                )
            except Refusal:
                # who now raises it has signed it before: all have to be asked again
                continue
            outcomes[request.id] = (before, after, events)
        requests = requests.filtered(lambda r: r.id in outcomes)
        requests._store(outcomes)
        for request in requests:
            if self.env.user not in request.owner_ids:
                request.owner_ids = [fields.Command.link(self.env.uid)]
        return {request.res_id: request for request in requests}

    def _may_continue(self, route, stops, keys):
        """Whether a sent back paper may go on where it stood (C-12)."""
        self.ensure_one()
        return (
            self.state == "returned"
            and self.resubmit_mode == "continue"
            and self.route_id == route
            and (self.key_values or {}) == keys
            and self._nodes().mapped("route_step_id").ids == [s.step.id for s in stops]
        )

    @api.model
    def _key_values(self, records):
        """``{id: {field: value}}`` of the key fields and the amount agreed to."""
        result = {}
        for record in records.sudo():
            values = {
                name: str(
                    record._fields[name].convert_to_write(record[name], record)
                    if record._fields[name].type not in ("one2many", "many2many")
                    else sorted(record[name].ids)
                )
                for name in record._flow.key_fields
            }
            summary = record._approval_summary()
            values[""] = [summary.get("amount"), summary.get("partner") or ""]
            result[record.id] = values
        return result

    @api.model
    def _agreed(self, records, flow_step):
        """Those of ``records`` whose approval for this step is given and valid."""
        requests = self.sudo()._latest_of(records, flow_step.route)
        agreed = requests.filtered(lambda r: r.state == "agreed")
        return records.browse(agreed.mapped("res_id")) & records

    @api.model
    def _pending_blockers(self, records, flow_step):
        """What keeps papers from the step: ``{id: [(message, who)]}``."""
        # whose agreement is missing is no secret to who may read the paper
        requests = self.sudo()._latest_of(records, flow_step.route)
        known = {request.res_id: request for request in requests}
        result = {}
        for record in records:
            request = known.get(record.id)
            if request is None:
                message = self.env._("It has not been sent for approval.")
                result[record.id] = [(message, "")]
            elif request.state == "pending":
                message = self.env._(
                    "Approval: “%(step)s” since %(date)s.",
                    step=request.node_id.name,
                    date=format_date(self.env, request.waiting_since),
                )
                result[record.id] = [(message, request.waiting_for or "")]
            elif request.state != "agreed":
                message = self.env._(
                    "Approval: %(state)s.", state=self._state_label(request.state)
                )
                result[record.id] = [(message, request.requester_id.name)]
        return result

    @api.model
    def _supersede(self, records, reason, codes=None):
        """Close what is pending or agreed: the paper changed or was cancelled.

        :param codes: codes of the routes concerned, all when left out
        """
        # the kernel closes approvals, whoever cancels the paper
        requests = self.sudo()._latest_of(records)
        if codes is not None:
            requests = requests.filtered(lambda request: request.code in codes)
        requests._play_supersede(reason or "")

    def _play_supersede(self, reason):
        """Self is sudo."""
        requests = self.filtered(lambda r: r.state in ("pending", "agreed"))
        if not requests:
            return
        requests._lock()
        acts, states = requests._act(reason), requests._load()
        requests._store(
            {
                r.id: (
                    states[r.id],
                    *engine.supersede(states[r.id], acts[r.company_id.id]),
                )
                for r in requests
            }
        )

    def _refresh_deputies(self):
        """Give open tasks to the deputies now in force; self is sudo."""
        requests = self.filtered(lambda r: r.state == "pending")
        acts, states, outcomes = requests._act(), requests._load(), {}
        for request in requests:
            before = states[request.id]
            after, events = engine.refresh_deputies(before, acts[request.company_id.id])
            if events:
                outcomes[request.id] = (before, after, events)
        requests.filtered(lambda r: r.id in outcomes)._store(outcomes)

    @api.model
    def _pending_ids(self, model):
        """Ids of the papers of a model that wait for the present user's signature."""
        # one's own tasks, nobody else's
        requests = self.sudo().search(
            Domain("res_model", "=", model)
            & Domain("latest", "=", True)
            & self._domain_my_turn()
        )
        return requests.mapped("res_id")

    @api.model
    def _editable_fields(self, records):
        """What the present user may change as pending signer (C-26): ``{id: set}``."""
        if not records:
            return {}
        # one's own tasks, nobody else's
        tasks = (
            self.env["ops.approval.task"]
            .sudo()
            .search(
                self._domain_turn_of(self.env.uid)
                & Domain("request_id.state", "=", "pending")
                & Domain("request_id.latest", "=", True)
                & Domain("request_id.res_model", "=", records._name)
                & Domain("request_id.res_id", "in", records.ids)
                & Domain("node_id.editable_fields", "!=", False)
            )
        )
        result = defaultdict(set)
        for task in tasks:
            names = (task.node_id.editable_fields or "").split(",")
            result[task.request_id.res_id] |= set(filter(None, names))
        return dict(result)

    def _conclude(self, outcomes):
        """Let the papers take the step their approval has led to; self is sudo."""
        groups = defaultdict(list)
        for request in self:
            before, after, events = outcomes[request.id]
            if after.state == before.state or after.state in ("pending", "superseded"):
                continue
            flow = self.env[request.res_model]._flow
            step = flow.step(request.step)
            name = {
                "agreed": step.name,
                "refused": step.refuse or step.back,
            }.get(after.state, step.back)
            reason = self._reason(after, events)
            groups[request.res_model, name, reason, events[0].behalf].append(
                request.res_id
            )
        for (model, name, reason, behalf), res_ids in groups.items():
            papers = self.env[model].sudo(False).browse(res_ids)
            papers._flow_kernel_take(
                name, reason, self.env["res.users"].browse(behalf or ())
            )

    def _reason(self, after, events):
        """The opinions that decided, for the flow's log."""
        if after.state == "agreed":
            return events[0].opinion or None
        noes = [s for s in after.active() if s.state in SAID_NO and s.opinion]
        if after.state == "withdrawn" or not noes:
            return events[0].opinion or self.env._("Withdrawn")
        if len(noes) == 1:
            return noes[0].opinion
        users = self.env["res.users"].sudo()
        return "; ".join(
            f"{users.browse(signer.actor).name}: {signer.opinion}" for signer in noes
        )

    # TOOLING
    @api.model
    def _latest_of(self, records, code=None):
        """The latest approvals of papers, by the code of their route."""
        domain = (
            Domain("res_model", "=", records._name)
            & Domain("res_id", "in", records.ids)
            & Domain("latest", "=", True)
        )
        return self.search(domain & Domain("code", "=", code) if code else domain)

    @api.model
    def _state_label(self, state):
        return dict(self._fields["state"]._description_selection(self.env)).get(state)
