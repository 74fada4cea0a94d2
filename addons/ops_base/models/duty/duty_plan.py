"""Planning what is due ahead, reminding, telling supervisors; run by a cron."""

from datetime import datetime, time, timedelta

from odoo import api, fields, models

from ... import duty

#: So many days ahead the reports of a period are planned.
AHEAD = {"daily": 7, "weekly": 21, "monthly": 45, "quarterly": 100, "yearly": 370}
#: Due days lie at most so long after the period began.
FARTHEST_DUE = 2 * 366 + duty.FARTHEST


class DutyPlan(models.Model):
    _inherit = "ops.duty"

    # BUSINESS
    @api.model
    def _cron_duties(self):
        """Plan, remind, tell supervisors. Repeated or left out for days it comes to
        the same: each period is planned once, each reminder given once."""
        self.search([])._plan()
        items = self.env["ops.duty.item"]
        items._remind()
        items._escalate()

    def _plan(self, until=None, later=None):
        """Create the items that are missing, up to some days ahead.

        :param until: plan at least the period this day lies in, within a year
        :param later: leave out what was due before this moment
        """
        # items are the kernel's own; what somebody else plans at the same moment is
        # left to him, so that no period is planned twice
        duties = self.sudo().filtered("active")
        duties = duties.try_lock_for_update(allow_referencing=True)
        owners = duties._owners()
        duties._follow(owners)
        values = []
        for company, group in duties.grouped("company_id").items():
            zone, today = company._ops_tz(), company._ops_today()
            is_free = group._free_days(company, today)
            for one in group:
                values += one._plan_values(today, until, owners[one], is_free, zone)
        if later:
            values = [vals for vals in values if vals["date_due"] > later]
        self.env["ops.duty.item"].sudo()._create_missing(values)

    def _plan_values(self, today, until, owners, is_free, zone):
        """Values of the items of one duty that come next."""
        last = today + timedelta(days=AHEAD[self.period])
        if until and until <= today + timedelta(days=AHEAD["yearly"]):
            last = max(last, until)
        if self.date_end:
            last = min(last, self.date_end)
        planned = self.date_next
        first = max(planned or self.date_start, self.date_start)
        if planned and self._is_single():
            # who has joined since owes what is still to come
            first = min(first, max(today, self.date_start))
        rule, values, now = self._rule(), [], fields.Datetime.now()
        for start in duty.starts(rule, first, last, is_free):
            due = duty.due_at(duty.due_day(rule, start, is_free), rule.hour, zone)
            if planned and start < planned and due <= now:
                continue
            values += [
                self._prepare_item(start, due, users, supervisor)
                for users, supervisor in owners
            ]
        begun = duty.period_start(self.period, max(first, last))
        following = duty.next_start(self.period, begun)
        self.date_next = max(following, planned or following)
        return values

    def _prepare_item(self, start, due, users, supervisor):
        remind = timedelta(hours=self.remind_hours)
        escalate = timedelta(days=self.escalate_days)
        return {
            "duty_id": self.id,
            "period_name": duty.period_name(self.period, start),
            "period_start": start,
            "period_end": duty.period_end(self.period, start),
            "date_due": due,
            "date_remind": due - remind if remind else False,
            "date_escalate": due + escalate if escalate else False,
            "user_id": users.id if self._is_single() else False,
            "user_ids": [fields.Command.set(users.ids)],
            "supervisor_id": supervisor.id,
        }

    def _follow(self, owners):
        """Let what is not due yet and nobody has touched follow who owes it now: a
        new head, somebody who has left the group."""
        left = self.env["ops.duty.item"]
        for one, items in self._coming().grouped("duty_id").items():
            if one._is_single():
                people = [users for users, _head in owners[one]]
                left += items.filtered(lambda i, p=people: i.user_id not in p)
                continue
            users, head = owners[one][0]
            items.filtered(
                lambda i, u=users, h=head: i.user_ids != u or i.supervisor_id != h
            ).write({"user_ids": users.ids, "supervisor_id": head.id})
        left.unlink()

    def _replan(self):
        """Take back what is not due yet and nobody has touched; plan it anew."""
        # items are the kernel's own
        duties = self.sudo()
        coming = duties._coming()
        begun = {
            one: min(items.mapped("period_start"))
            for one, items in coming.grouped("duty_id").items()
        }
        coming.unlink()
        for one in duties:
            today = one.company_id._ops_today()
            first = max(min(begun.get(one, today), today), one.date_start)
            one.date_next = duty.period_start(one.period, first)
        duties._plan(later=fields.Datetime.now())

    # TOOLING
    def _is_single(self):
        """Whether each owes a report of his own."""
        return self.owner_kind in ("group", "job") and self.each

    def _coming(self):
        """Items not due yet that nobody has touched."""
        items = self.env["ops.duty.item"].search(
            [
                ("duty_id", "in", self.ids),
                ("state", "=", "due"),
                ("date_due", ">", fields.Datetime.now()),
            ]
        )
        return items.filtered(lambda item: not item._touched())

    def _free_days(self, company, today):
        """Function ``day → bool``: no working day of the company's calendar."""
        needed = self.filtered(lambda d: d.shift != "none" or d.period == "daily")
        if not needed:
            return lambda day: False
        first = min(one.date_next or one.date_start for one in needed)
        first = min(first, today) - timedelta(days=duty.FARTHEST)
        last = today + timedelta(days=FARTHEST_DUE)
        # working days are no secret, calendars are not readable to all
        calendar = company.sudo().resource_calendar_id
        free = calendar._get_unusual_days(
            datetime.combine(first, time()), datetime.combine(last, time()), company
        )
        return lambda day: free.get(fields.Date.to_string(day), False)
