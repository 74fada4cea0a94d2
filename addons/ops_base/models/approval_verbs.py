"""The verbs of approval, open to every client: each checks who calls (C-10 … C-24)."""

from collections import defaultdict

from markupsafe import Markup
from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_datetime

from ..approval import engine
from ..approval.state import Refusal


class ApprovalVerbs(models.Model):
    _inherit = "ops.approval.request"

    # ACTION
    def agree(self, opinion=""):
        """Agree (同意, C-10) to all papers of the set, or to none."""
        self.check_access("read")
        return self._play("agree", opinion=opinion)

    def send_back(self, opinion, node_id=False, to="initiator"):
        """Send back (退回, C-11), saying why.

        :param node_id: an earlier step of this approval (one paper only)
        :param to: "initiator" or "previous", when no step is named
        """
        self.check_access("read")
        place = to
        if node_id:
            self.ensure_one()
            # the reader of an approval reads its steps
            node = self.env["ops.approval.node"].sudo().browse(int(node_id)).exists()
            if node.request_id != self:
                raise UserError(self.env._("That step belongs to another paper."))
            place = node.sequence
        elif to not in ("initiator", "previous"):
            raise UserError(self.env._("A paper goes back to an earlier step only."))
        return self._play("send_back", place, opinion=opinion)

    def refuse(self, opinion):
        """Refuse for good (不同意), saying why."""
        self.check_access("read")
        return self._play("refuse", opinion=opinion)

    def withdraw(self, opinion=""):
        """Take back: the paper, by who raised it; one's agreement (撤回, C-18)."""
        self.check_access("read")
        # whose paper it is decides between the two, not the caller's rights
        owners = self.sudo()._owners_now()
        own = self.filtered(
            lambda r: self.env.uid in owners[r.id] or r.requester_id == self.env.user
        )
        if own:
            own._play("withdraw", opinion=opinion)
        if self - own:
            (self - own)._play("take_back", opinion=opinion, timeline=True)
        return True

    def add_signers(self, user_ids, when="before", opinion=""):
        """Let colleagues sign before or after oneself (加签, C-15)."""
        self.check_access("read")
        users = self._check_people(user_ids)
        return self._play("add_signers", users.ids, when, opinion=opinion)

    def drop_signer(self, user_id, opinion=""):
        """Take a signer one has added off again (减签, C-15)."""
        self.check_access("read")
        return self._play("drop_signer", int(user_id), opinion=opinion)

    def transfer(self, user_id, opinion="", from_user_id=False):
        """Hand one's signature over to a colleague (转审, C-13).

        :param from_user_id: whose, when the process administrator moves it
        """
        self.check_access("read")
        user = self._check_people([user_id])
        if not from_user_id:
            return self._play("transfer", user.id, opinion=opinion)
        if not self.env.user.has_group("ops_base.group_manager"):
            raise AccessError(
                self.env._("Only the process administrator moves others' tasks.")
            )
        if user == self.env.user:
            raise AccessError(self.env._("Nobody gives himself another's signature."))
        return self._play(
            "transfer", user.id, int(from_user_id), opinion=opinion, admin=True
        )

    def urge(self):
        """Remind the pending signers (催办, C-20), once an hour."""
        self.check_access("read")
        owners = self.sudo()._owners_now()
        manager = self.env.user.has_group("ops_base.group_manager")
        for request in self:
            if not manager and self.env.uid not in owners[request.id] | {
                request.requester_id.id
            }:
                raise AccessError(
                    self.env._(
                        "%(paper)s: %(user)s has raised it and may remind.",
                        paper=request.name,
                        user=request.requester_id.name,
                    )
                )
        self._play("urge")
        self._remind()
        return True

    def copy_to(self, user_ids, opinion=""):
        """Send a copy for information (抄送, C-21)."""
        self.check_access("read")
        users = self._check_people(user_ids)
        self._play("copy_to", users.ids, opinion=opinion)
        self.sudo()._send_copies({request.id: users for request in self})
        return True

    def mark_read(self):
        """Mark one's copies as read (已阅, C-21)."""
        self.check_access("read")
        return self._mark_read()

    def comment(self, opinion, attachment_ids=None):
        """Say something without deciding; files of one's own may go with it."""
        self.check_access("read")
        if not attachment_ids:
            return self._play("comment", opinion=opinion)
        for request in self:
            files = request._file_with_paper(attachment_ids)
            request._play("comment", opinion=opinion, attachments=files.ids)
        return True

    # BUSINESS
    def _play(
        self, verb, *args, opinion="", attachments=None, admin=False, timeline=False
    ):
        """Let the engine act on every approval of the set, or on none, and store it.

        :raise UserError: with what is in the way, for every paper it concerns
        """
        files = self._check_files(attachments)
        # running approvals are written by the engine only, which asks who acts
        requests = self.sudo()
        requests._lock()
        acts, states = requests._act(opinion, admin), requests._load()
        events = requests._timeline() if timeline else {}
        outcomes, refused = {}, []
        for request in requests:
            more = (events[request.id],) if timeline else ()
            try:
                after, new = getattr(engine, verb)(
                    states[request.id], acts[request.company_id.id], *args, *more
                )
            except Refusal as refusal:
                refused.append(request._refusal_message(refusal))
                continue
            outcomes[request.id] = (states[request.id], after, new)
        if refused:
            raise UserError("\n".join(refused))
        requests._store(outcomes, files.ids)
        requests._conclude(outcomes)
        return True

    def _verbs(self):
        """``{id: [names]}`` the present user may use now."""
        # which buttons are shown is asked for approvals one can see
        requests = self.sudo()
        acts, states = requests._act(), requests._load()
        return {
            r.id: engine.verbs(states[r.id], acts[r.company_id.id]) for r in requests
        }

    def _check_people(self, user_ids):
        """Colleagues who may work in the companies of these papers."""
        # names of colleagues are no secret, their companies are not readable to all
        users = self.env["res.users"].sudo().browse([int(u) for u in user_ids]).exists()
        if not users:
            raise UserError(self.env._("Say who it should be."))
        for user in users:
            missing = self.company_id - user.company_ids
            if user.share or not user.active or missing:
                raise UserError(
                    self.env._(
                        "%(user)s does not work in %(company)s.",
                        user=user.name,
                        company=", ".join((missing or self.company_id).mapped("name")),
                    )
                )
        return users

    def _check_files(self, attachment_ids):
        """Files may be added by who may read them."""
        files = self.env["ir.attachment"].browse(
            [int(number) for number in attachment_ids or ()]
        )
        files.check_access("read")
        return files

    def _file_with_paper(self, attachment_ids):
        """Files just uploaded hang nowhere yet: file them with the paper, so that
        whoever reads it can open them. Several papers get a copy each."""
        files = self._check_files(attachment_ids)
        loose = files.filtered(
            lambda f: (
                f.create_uid == self.env.user
                and (not f.res_id or f.res_model == "ops.approval.act")
            )
        )
        # who takes part may say something without the right to change the paper
        place = {"res_model": self.res_model, "res_id": self.res_id}
        return files - loose + loose.sudo().copy(place).sudo(False)

    def _send_copies(self, copies):
        """Store copies, once per person; self is sudo.

        :param copies: ``{id: users}``
        """
        known = {(copy.request_id.id, copy.user_id.id) for copy in self.copy_ids}
        self.env["ops.approval.copy"].create(
            [
                {
                    "request_id": request.id,
                    "company_id": request.company_id.id,
                    "user_id": user.id,
                    "sender_id": self.env.uid,
                }
                for request in self
                for user in copies[request.id]
                if (request.id, user.id) not in known
            ]
        )
        users = self.env["res.users"].union(*copies.values())
        users._bus_send("ops.approval/inbox", {})

    def _mark_read(self):
        # one's own copies only
        copies = self.sudo().copy_ids.filtered(
            lambda copy: copy.user_id == self.env.user and not copy.read_date
        )
        copies.write({"read_date": fields.Datetime.now()})
        return True

    def _remind(self):
        """One message to each pending signer, listing all papers he is reminded of."""
        # the requester may not read the signers' tasks, but may remind them
        waiting = defaultdict(self.sudo().browse)
        for request in self.sudo():
            for task in request.task_ids.filtered(lambda t: t.state == "open"):
                waiting[task.deputy_id or task.user_id] += request
        for user, requests in waiting.items():
            papers = Markup("").join(
                Markup("<li><a href='/odoo/%s/%s'>%s</a> %s</li>")
                % (request.res_model, request.res_id, request.name, request.fact or "")
                for request in requests
            )
            self.env["mail.thread"].sudo().message_notify(
                partner_ids=user.partner_id.ids,
                author_id=self.env.user.partner_id.id,
                subject=self.env._(
                    "%(user)s reminds you: %(count)s to approve",
                    user=self.env.user.name,
                    count=len(requests),
                ),
                body=Markup("<ul>%s</ul>") % papers,
            )

    def _refusal_message(self, refusal):
        """What is in the way, for people."""
        users = self.env["res.users"].browse(refusal.details.get("users", ()))
        names = ", ".join(users.mapped("name"))
        messages = {
            "not_pending": lambda: self.env._(
                "it is “%(state)s”; nobody can sign it now.",
                state=self._state_label(self.state),
            ),
            "not_your_turn": lambda: self.env._(
                "it is the turn of %(users)s.", users=names
            ),
            "own_paper": lambda: self.env._(
                "nobody signs his own paper (%(users)s).", users=names
            ),
            "no_opinion": lambda: self.env._("say why."),
            "yes_or_no": lambda: self.env._(
                "in a unanimous vote one agrees or refuses; nothing is sent back."
            ),
            "bad_place": lambda: self.env._("it goes back to an earlier step only."),
            "no_return": lambda: self.env._("it cannot go back to who raised it."),
            "no_refusal": lambda: self.env._(
                "it cannot be refused for good; send it back."
            ),
            "signs_here": lambda: self.env._(
                "%(users)s already signs here.", users=names
            ),
            "nobody": lambda: self.env._("say who it should be."),
            "not_added_by_you": lambda: self.env._(
                "only a signer you have added and who has not signed can be taken off."
            ),
            "not_yours": lambda: self.env._(
                "it is not yours to take back, or the next person has acted."
            ),
            "already_acted": lambda: self.env._(
                "somebody has signed already; ask the signers to send it back."
            ),
            "too_soon": lambda: self.env._(
                "reminded at %(time)s; once an hour is enough.",
                time=format_datetime(self.env, refusal.details.get("urged")),
            ),
        }
        message = messages.get(refusal.code, lambda: refusal.code)
        return self.env._("%(paper)s: %(problem)s", paper=self.name, problem=message())
