"""Who owes a duty, and who watches over it."""

from collections import defaultdict

from odoo import models


class DutyOwner(models.Model):
    _inherit = "ops.duty"

    # BUSINESS
    def _owners(self):
        """``{duty: [(users, supervisor)]}``: an entry for each report owed a period;
        in a number of queries that does not depend on the number of duties."""
        # posts, groups and heads decide who owes whoever may read them
        duties = self.sudo()
        members, holders = duties._members(), duties._holders()
        found = {}
        for one in duties:
            if one.owner_kind == "group":
                users = members[one.group_id, one.company_id]
            elif one.owner_kind == "job":
                users = holders[one.job_id, one.company_id]
            elif one.owner_kind == "head":
                users = one.department_id.manager_id.user_id
            else:
                users = one.user_id
            users = users.filtered("active")
            found[one] = list(users) if one._is_single() else [users]
        heads = duties._heads(found)
        return {
            one: [(users, heads(users, one)) for users in parts]
            for one, parts in found.items()
        }

    # TOOLING
    def _members(self):
        groups, companies = self.group_id, self.company_id
        users = groups.env["res.users"].search(
            [("all_group_ids", "in", groups.ids), ("share", "=", False)]
        )
        found = defaultdict(users.browse)
        for group in groups:
            inside = users.filtered(lambda u, g=group: g in u.all_group_ids)
            for company in companies:
                found[group, company] = inside.filtered(
                    lambda u, c=company: c in u.company_ids
                )
        return found

    def _holders(self):
        employees = self.env["hr.employee"].search(
            [
                ("job_id", "in", self.job_id.ids),
                ("company_id", "in", self.company_id.ids),
                ("user_id", "!=", False),
            ]
        )
        found = defaultdict(self.env["res.users"].browse)
        for employee in employees:
            found[employee.job_id, employee.company_id] |= employee.user_id
        return found

    def _heads(self, owed):
        """Function ``(users, duty) → supervisor``; never somebody who owes it."""
        people = self.env["res.users"].union(*(u for p in owed.values() for u in p))
        employees = self.env["hr.employee"].search(
            [
                ("user_id", "in", people.ids),
                ("company_id", "in", self.company_id.ids),
            ]
        )
        place = {(e.user_id, e.company_id): e.department_id for e in employees}
        # those above are looked up in a loop: read all at once
        departments = self.env["hr.department"].search([])
        departments.fetch(["parent_id", "manager_id"])
        departments.manager_id.fetch(["user_id"])

        def head(users, one):
            if one.supervisor_id:
                return one.supervisor_id
            own = place.get((users[:1], one.company_id))
            department = own or one.department_id
            while department:
                above = department.manager_id.user_id
                if above and above not in users:
                    return above
                department = department.parent_id
            return self.env["res.users"]

        return head
