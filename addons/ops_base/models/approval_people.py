"""Who signs which paper: resolves the steps of routes to people."""

from collections import defaultdict, namedtuple

from odoo import fields

Stop = namedtuple("Stop", "step people problem note")


class ApprovalPeople:
    """Finds who signs, for a set of papers, in a flat number of queries."""

    def __init__(self, env, records, routes, submitting):
        self.env = env
        # posts, groups and heads decide who signs whoever may read them
        self.steps = env["ops.approval.route"].sudo().union(*routes.values()).step_ids
        self.owners, self.submitter = {}, {}
        for record in records.sudo():
            owners = record._approval_owners()
            user = env.user
            if not submitting and user not in owners:
                user = owners[:1] or user
            self.owners[record.id] = owners | user
            self.submitter[record.id] = user
        self._load(records.sudo())

    def _load(self, records):
        env = self.env
        owners = env["res.users"].sudo().union(*self.owners.values())
        Employee = env["hr.employee"].sudo()
        employees = Employee.search(
            [
                ("company_id", "in", records.company_id.ids),
                "|",
                ("user_id", "in", owners.ids),
                ("job_id", "in", self.steps.job_id.ids),
            ]
        )
        self.of_job, self.of_user = defaultdict(Employee.browse), {}
        for employee in employees:
            if employee.job_id:
                self.of_job[employee.job_id.id, employee.company_id.id] += employee
            if employee.user_id:
                self.of_user[employee.user_id.id, employee.company_id.id] = employee
        # heads of the departments above are looked up in a loop: read all at once
        departments = env["hr.department"].sudo().search([])
        departments.fetch(["parent_id", "manager_id"])
        departments.manager_id.fetch(["user_id"])
        today = fields.Date.context_today(env.user)
        self.of_role = {
            role: role.line_ids.filtered(
                lambda line: (
                    (not line.date_from or line.date_from <= today)
                    and (not line.date_to or line.date_to >= today)
                )
            ).user_id
            for role in self.steps.role_id
        }

    def stop(self, record, step):
        """People of one step for one paper: :class:`Stop`."""
        owners = self.owners[record.id]
        company = record.company_id
        people = self._asked(record.sudo(), step).filtered(
            lambda u: u.active and not u.share
        )
        outside = people.filtered(lambda u: company and company not in u.company_ids)
        people -= outside
        if step.approver_kind == "users" and outside:
            problem = self.env._(
                "%(users)s may not work in %(company)s.",
                users=", ".join(outside.mapped("name")),
                company=company.name,
            )
            return Stop(step, people - owners, problem, "")
        own = people & owners
        if not own:
            problem = "" if people else self._nobody(step)
            return Stop(step, people, problem, "")
        return self._without_owner(record, step, people, own)

    def _without_owner(self, record, step, people, own):
        """Nobody signs his own paper: others are enough, or somebody above signs."""
        rest = people - own
        enough = {
            "any": bool(rest),
            "votes": len(rest) >= step.min_votes,
        }.get(step.mode, bool(rest) and step.approver_kind == "group")
        names = ", ".join(own.mapped("name"))
        if enough:
            note = self.env._("%(users)s does not sign the own paper.", users=names)
            return Stop(step, rest, "", note)
        seats = self.env["res.users"].sudo()
        for user in people:
            if user in own:
                taken = rest | seats | self.owners[record.id]
                user = self._instead(record, step, user, taken)
                if not user:
                    problem = self.env._(
                        "It is the own paper of %(users)s, and nobody stands above.",
                        users=names,
                    )
                    return Stop(step, rest, problem, "")
            seats += user
        note = self.env._(
            "%(others)s instead of %(users)s, whose own paper it is.",
            others=", ".join((seats - rest).mapped("name")),
            users=names,
        )
        return Stop(step, seats, "", note)

    def _instead(self, record, step, user, taken):
        """Whom the step names instead, else the next head above who is free."""
        company = record.company_id
        employee = self.of_user.get((user.id, company.id))
        heads = self._heads(employee.department_id) if employee else ()
        for other in (*step.fallback_user_ids, *heads):
            if (
                other not in taken
                and other.active
                and not other.share
                and company in other.company_ids
            ):
                return other
        return None

    def _asked(self, record, step):
        """Users the step names, before any check."""
        kind, company = step.approver_kind, record.company_id
        if kind == "users":
            return step.user_ids
        if kind == "group":
            return step.group_id.all_user_ids
        if kind == "role":
            return self.of_role[step.role_id]
        if kind == "job":
            return self.of_job[step.job_id.id, company.id].user_id
        if kind == "field":
            return self._person(self._follow(record, step.field_path))
        return self._head(record, step)

    def _head(self, record, step):
        department = step.department_id
        if not department and step.field_path:
            place = self._follow(record, step.field_path)
            if place._name == "hr.department":
                department = place[:1]
            else:
                user = self._person(place)[:1]
                department = self._department(user, record.company_id)
        elif not department:
            user = self.submitter[record.id]
            department = self._department(user, record.company_id)
        heads = self._heads(department, keep_empty=True)
        for user in heads[step.level :]:
            if user:
                return user
        return self.env["res.users"].sudo()

    def _department(self, user, company):
        employee = self.of_user.get((user.id, company.id))
        if not employee:
            employee = user.sudo().employee_ids.filtered(
                lambda e: e.company_id == company
            )[:1]
        return employee.department_id

    def _heads(self, department, keep_empty=False):
        """Users heading the department and those above it, lowest first."""
        found, department = [], department.sudo()
        while department:
            user = department.manager_id.user_id
            if user or keep_empty:
                found.append(user)
            department = department.parent_id
        return found

    def _follow(self, record, path):
        for name in path.split("."):
            record = record[name]
        return record

    def _person(self, place):
        if place._name == "res.users":
            return place
        if place._name == "hr.employee":
            return place.user_id
        if place._name == "hr.department":
            return place.manager_id.user_id
        return place.user_ids

    def _nobody(self, step):
        kinds = step._fields["approver_kind"]._description_selection(self.env)
        what = {
            "group": step.group_id.name,
            "role": step.role_id.name,
            "job": step.job_id.name,
            "field": step.field_path,
            "department_head": step.department_id.name,
        }.get(step.approver_kind)
        return self.env._(
            "Nobody can sign: %(kind)s %(what)s stands for nobody.",
            kind=dict(kinds)[step.approver_kind],
            what=f"“{what}”" if what else "",
        )
