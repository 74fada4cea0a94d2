"""A tenant applies for his exit himself and follows it (LE-22, LE-F28, C-31)."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate, format_date

_lt = LazyTranslate(__name__)

YOU = _lt("You")
COMMERCIAL = _lt("Commercial company")
PROPERTY = _lt("Property company")
FINANCE = _lt("Regional finance")

#: state: what happens now, whose turn it is; in the words of a tenant
PROGRESS = {
    "draft": (_lt("We check your application and hand it on."), COMMERCIAL),
    "approving": (_lt("Your application is being approved."), COMMERCIAL),
    "approved": (
        _lt("Clear the shop; your goods leave with the release slip."),
        YOU,
    ),
    "released": (
        _lt("The meters are read; then you pay the last bill."),
        PROPERTY,
    ),
    "settled": (_lt("A day for the inspection is being arranged."), COMMERCIAL),
    "inspecting": (_lt("The empty shop is inspected in your presence."), PROPERTY),
    "inspected": (_lt("It is decided what becomes of the deposit."), COMMERCIAL),
    "decided": (_lt("The deposit is being paid out."), FINANCE),
    "refunded": (_lt("The shop is being taken back."), COMMERCIAL),
    "closed": (_lt("Your exit is finished."), None),
    "cancelled": (_lt("This application was cancelled."), None),
}


class LeaseExit(models.Model):
    _inherit = "ops.lease.exit"

    # BUSINESS
    def _portal_now(self):
        """``(what happens now, whose turn it is)`` in the tenant's words."""
        self.ensure_one()
        text, turn = PROGRESS[self.state]
        return self.env._(text), self.env._(turn) if turn else ""

    def _portal_path(self):
        """The way of the exit: ``[(label, done, now)]``."""
        self.ensure_one()
        path = list(self._flow.path())
        if self.state not in path:
            return []
        reached = path.index(self.state)
        return [
            (self._flow_state_label(state), number < reached, number == reached)
            for number, state in enumerate(path)
        ]


class LeaseContract(models.Model):
    _inherit = "ops.lease.contract"

    # BUSINESS
    def _portal_exit(self):
        """The exit of this lease that is under way, a draft among them."""
        self.ensure_one()
        return self.exit_ids.filtered(lambda e: e.state not in ("closed", "cancelled"))[
            :1
        ]

    def _portal_notice(self):
        """C-31: what the tenant is told of notice before he applies."""
        self.ensure_one()
        days = self.company_id.lease_notice_tenant
        first = fields.Date.add(fields.Date.context_today(self), days=days)
        return self.env._(
            "A tenant who leaves before the end of the lease gives %(days)s days' "
            "notice. Notice given today holds for %(first)s at the earliest; who "
            "leaves sooner may lose the deposit. At the end of the lease, %(end)s, "
            "no notice is needed.",
            days=days,
            first=format_date(self.env, first),
            end=format_date(self.env, self.date_end) if self.date_end else "–",
        )

    def _portal_apply_exit(self, planned, reason):
        """A draft of the exit in the tenant's name; staff go on with it.

        For the portal alone, which has asked before whose lease it is.

        :raise UserError: where an exit is under way or the day cannot be
        """
        self.ensure_one()
        self._portal_check_exit(planned)
        early = not self.date_end or planned < self.date_end
        handler = self.user_id
        paper = (
            self.env["ops.lease.exit"]
            .with_context(mail_create_nosubscribe=True)
            .create(
                {
                    "contract_id": self.id,
                    "kind": "tenant" if early else "expiry",
                    "raised_by": "tenant",
                    "reason": reason,
                    "date_planned": planned,
                    "user_id": handler.id,
                }
            )
        )
        if handler:
            paper.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("The tenant applies for his exit"),
                user_id=handler.id,
            )
        return paper

    def _portal_check_exit(self, planned):
        if self.state != "signed":
            raise UserError(self.env._("This lease is not in force."))
        if other := self._portal_exit():
            raise UserError(
                self.env._(
                    "An exit of this lease is under way already: %(exit)s.",
                    exit=other.display_name,
                )
            )
        if planned < fields.Date.context_today(self):
            raise UserError(self.env._("The planned exit date is in the past."))
        if self.date_end and planned > self.date_end:
            raise UserError(
                self.env._(
                    "The lease ends on %(end)s: leave by then, or ask for a renewal.",
                    end=format_date(self.env, self.date_end),
                )
            )
