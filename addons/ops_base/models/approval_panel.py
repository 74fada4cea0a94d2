"""What screens and papers show of an approval."""

from odoo import api, fields, models
from odoo.fields import Domain

from ..public import harmless


class ApprovalPanel(models.Model):
    _inherit = "ops.approval.request"

    # ACTION
    @api.model
    @harmless("counts one's own tasks, papers and copies")
    def inbox_counts(self):
        """How many approvals wait for me, are late, run for me, were copied to me."""
        company = Domain("company_id", "in", self.env.companies.ids)
        mine = self._domain_my_turn() & company
        late = Domain("deadline", "<", fields.Datetime.now())
        running = self._domain_raised_by_me() & Domain("state", "=", "pending")
        return {
            "to_approve": self.search_count(mine),
            "late": self.search_count(mine & late),
            "raised": self.search_count(running & company),
            "copied": self.search_count(self._domain_unread() & company),
        }

    # BUSINESS
    @api.model
    def _panel(self, records):
        """The latest approval of each paper, as the flow panel shows it: ``{id: {}}``.

        Who may read the paper may see who has signed it; the caller has checked that.
        """
        if not records:
            return {}
        every = self.sudo().search(
            Domain("res_model", "=", records._name)
            & Domain("res_id", "in", records.ids),
            order="id",
        )
        latest = every.filtered("latest")
        verbs = latest._verbs()
        labels = self._panel_labels()
        now = fields.Datetime.now()
        history = {record.id: [] for record in records}
        for event in every.event_ids.sorted("id"):
            history[event.request_id.res_id].append(self._panel_event(event, labels))
        participants = latest._participants()
        return {
            request.res_id: {
                "id": request.id,
                "name": request.name,
                "state": request.state,
                "state_label": labels["state"].get(request.state),
                "round": request.round,
                "nodes": [
                    self._panel_node(node, labels, now) for node in request._nodes()
                ],
                "verbs": verbs[request.id]
                if self.env.uid in participants[request.id]
                else [],
                "copies": [
                    {
                        "user_id": copy.user_id.id,
                        "user": copy.user_id.name,
                        "read": self._moment(copy.read_date),
                    }
                    for copy in request.copy_ids
                ],
                "events": history[request.res_id],
            }
            for request in latest.sorted("id")
        }

    def _panel_node(self, node, labels, now):
        tasks = node.task_ids.filtered("is_current")
        return {
            "id": node.id,
            "name": node.name,
            "mode": node.mode,
            "mode_label": labels["mode"][node.mode],
            "min_votes": node.min_votes if node.mode == "votes" else 0,
            "state": node.state,
            "since": self._moment(node.opened),
            "tasks": [
                self._panel_task(task, now)
                for task in tasks.sorted(lambda t: (t.sequence, t.key))
            ],
        }

    def _panel_task(self, task, now):
        """One signer; ``user`` is who has signed or has to, for ``behalf``."""
        holder = task.user_id
        person = task.actor_id or (task.state == "open" and task.deputy_id) or holder
        days = 0.0
        if task.opened:
            end = task.done or now
            days = round((end - task.opened).total_seconds() / 86400, 1)
        return {
            "id": task.id,
            "user_id": person.id,
            "user": person.name,
            "behalf": holder.name if person != holder else "",
            "kind": task.kind,
            "state": task.state,
            "opinion": task.opinion or "",
            "date": self._moment(task.done),
            "waiting_days": max(days, 0.0) if task.state != "waiting" else 0.0,
        }

    def _panel_event(self, event, labels):
        return {
            "id": event.id,
            "kind": event.kind,
            "label": labels["kind"][event.kind],
            "date": self._moment(event.date),
            "user_id": event.actor_id.id,
            "user": event.actor_id.name or "",
            "behalf": event.behalf_id.name or "",
            "node": event.node_id.name or "",
            "people": event.people_ids.mapped("name"),
            "opinion": event.opinion or "",
            "attachments": [
                {"id": file.id, "name": file.name} for file in event.attachment_ids
            ],
        }

    def _participants(self):
        """``{id: ids of users}``: who raised it, signs, was copied; self is sudo."""
        return {
            request.id: {
                *request.requester_id.ids,
                *request.owner_ids.ids,
                *request.task_ids.user_id.ids,
                *request.task_ids.deputy_id.ids,
                *request.task_ids.actor_id.ids,
                *request.copy_ids.user_id.ids,
            }
            for request in self
        }

    @api.model
    def _signatures(self, records):
        """Agreements in force, for signature blocks and the opinion list (C-25).

        :return: ``{id: [{"node", "user", "user_id", "date", "opinion", "behalf"}]}``
        """
        # who prints a paper may read it, and so who has signed it
        requests = self.sudo()._latest_of(records)
        result = {record.id: [] for record in records}
        for request in requests.filtered(lambda r: r.state in ("pending", "agreed")):
            for node in request._nodes():
                tasks = node.task_ids.filtered(
                    lambda t: t.is_current and t.state in ("agreed", "skipped")
                )
                result[request.res_id] += [
                    {
                        "node": node.name,
                        "user": (task.actor_id or task.user_id).name,
                        "user_id": (task.actor_id or task.user_id).id,
                        "date": task.done,
                        "opinion": task.opinion or "",
                        "behalf": task.user_id.name
                        if task.actor_id and task.actor_id != task.user_id
                        else "",
                    }
                    for task in tasks.sorted(lambda t: (t.done, t.key))
                ]
        return result

    def _opinions(self):
        """Everything that was said, in order (C-25): ``{id: [{…}]}``."""
        requests = self.sudo()  # read by who may read the approval
        labels = self._panel_labels()
        said = {"agree", "send_back", "refuse", "comment", "withdraw", "transfer"}
        return {
            request.id: [
                self._panel_event(event, labels)
                for event in request.event_ids.sorted("id")
                if event.kind in said
            ]
            for request in requests
        }

    # TOOLING
    @api.model
    def _panel_labels(self):
        def words(model, name):
            return dict(self.env[model]._fields[name]._description_selection(self.env))

        return {
            "state": words("ops.approval.request", "state"),
            "mode": words("ops.approval.node", "mode"),
            "kind": words("ops.approval.event", "kind"),
        }

    @api.model
    def _moment(self, value):
        return fields.Datetime.to_string(value) or None
