import ast

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..approval import engine
from ..approval.state import Node, Request
from .approval_people import ApprovalPeople


class ApprovalRoute(models.Model):
    """Who signs a paper: steps in order, for a model, a company and a condition.

    The first route that fits is taken: of the paper's company before shared ones,
    then by order. PU-10, HR-08 and every other signing chain is such a record.
    """

    _name = "ops.approval.route"
    _inherit = ["mail.thread"]
    _description = "Approval route"
    _order = "model_id, code, sequence, id"
    _check_company_auto = True

    # FIELDS
    name = fields.Char("Route", required=True, translate=True)
    code = fields.Char(
        required=True,
        index=True,
        tracking=True,
        help="The code the paper's flow asks for",
    )
    model_id = fields.Many2one(
        "ir.model",
        "Paper",
        required=True,
        tracking=True,
        ondelete="cascade",
        domain="[('is_mail_thread', '=', True), ('transient', '=', False)]",
    )
    model = fields.Char(related="model_id.model", store=True, index=True)
    company_id = fields.Many2one(
        "res.company", tracking=True, help="Empty: for every company"
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    sequence = fields.Integer("Order", default=10)
    active = fields.Boolean(default=True, tracking=True)
    date_from = fields.Date("In force from", tracking=True)
    date_to = fields.Date("In force until", tracking=True)
    domain = fields.Char("Condition", default="[]", tracking=True)
    amount_min = fields.Monetary("Amount from", tracking=True)
    amount_max = fields.Monetary(
        "Amount below", tracking=True, help="0: no upper limit"
    )
    resubmit_mode = fields.Selection(
        [
            ("continue", "Go on where it was sent back"),
            ("restart", "Start from the first step"),
        ],
        "After sending back",
        default="continue",
        required=True,
    )
    skip_same_adjacent = fields.Boolean(
        "Ask the same person once",
        default=True,
        help="Who has agreed in the step just before need not sign again",
    )
    withdraw_late = fields.Boolean(
        "Withdraw at any time",
        default=True,
        help="Whoever raised the paper may take it back until it is decided; else "
        "only until the first person has signed",
    )
    step_ids = fields.One2many(
        "ops.approval.route.step", "route_id", "Steps", copy=True
    )

    _amounts = models.Constraint(
        "CHECK (amount_min >= 0 AND (amount_max = 0 OR amount_max > amount_min))",
        "“Amount below” must be greater than “Amount from”.",
    )
    _dates = models.Constraint(
        "CHECK (date_from IS NULL OR date_to IS NULL OR date_to >= date_from)",
        "A route ends after it begins.",
    )

    # COMPUTE
    @api.depends("company_id")
    @api.depends_context("company")
    def _compute_currency_id(self):
        for route in self:
            company = route.company_id or self.env.company
            route.currency_id = company.currency_id

    # CONSTRAINT
    @api.constrains("domain", "model_id")
    def _check_domain(self):
        for route in self:
            try:
                Domain(route._domain()).validate(self.env[route.model])
            except (ValueError, SyntaxError, TypeError, KeyError) as error:
                raise ValidationError(
                    self.env._(
                        "Route “%(route)s”: the condition cannot be read (%(error)s).",
                        route=route.name,
                        error=error,
                    )
                ) from None

    # BUSINESS
    @api.model
    def _preview(self, records, flow_step):
        """The route that will be taken, per paper, and what is wrong with it.

        :return: ``{id: [{"name", "mode", "mode_label", "users", "problem", "note"}]}``
        """
        routes, problems = self._choose(records, flow_step)
        plans = self._plan(records, routes, flow_step, submitting=False)
        modes = dict(
            self.env["ops.approval.route.step"]
            ._fields["mode"]
            ._description_selection(self.env)
        )
        result = {}
        for record in records:
            if record.id in problems:
                result[record.id] = [
                    {
                        "name": self.env._("Approval"),
                        "mode": "",
                        "mode_label": "",
                        "users": [],
                        "problem": problems[record.id],
                        "note": "",
                    }
                ]
                continue
            result[record.id] = [
                {
                    "name": stop.step.name,
                    "mode": stop.step.mode,
                    "mode_label": modes[stop.step.mode],
                    "users": [{"id": u.id, "name": u.name} for u in stop.people],
                    "problem": stop.problem or None,
                    "note": stop.note,
                }
                for stop in plans[record.id]
            ]
        return result

    @api.model
    def _choose(self, records, flow_step):
        """``({record id: route}, {record id: why there is none})``."""
        # which route a paper takes does not depend on who looks
        candidates = self.sudo().search(
            [("model", "=", records._name), ("code", "=", flow_step.route)]
        )
        today = fields.Date.context_today(self)
        candidates = candidates.filtered(
            lambda r: (
                r.step_ids
                and (not r.date_from or r.date_from <= today)
                and (not r.date_to or r.date_to >= today)
            )
        ).sorted(lambda r: (not r.company_id, r.sequence, r.id))
        amounts = self._amounts_of(records)
        chosen, left = {}, records.sudo()
        for route in candidates:
            fitting = left.filtered(lambda p, r=route: r._fits(p, amounts[p.id]))
            domain = route._domain()
            if domain and fitting:
                fitting = fitting.filtered_domain(domain)
            chosen.update(dict.fromkeys(fitting.ids, route))
            left -= fitting
        problems = {
            record.id: self._no_route(record, flow_step, amounts[record.id], candidates)
            for record in left
        }
        return chosen, problems

    def _fits(self, record, amount):
        if self.company_id and self.company_id != record.company_id:
            return False
        if not self.amount_min and not self.amount_max:
            return True
        if amount is None or amount < self.amount_min:
            return False
        return not self.amount_max or amount < self.amount_max

    @api.model
    def _amounts_of(self, records):
        """``{record id: amount in the company's currency, or None}``."""
        today, rates, result = fields.Date.context_today(self), {}, {}
        for record in records.sudo():
            summary = record._approval_summary()
            amount, currency = summary.get("amount"), summary.get("currency")
            company = record.company_id or self.env.company
            own = company.currency_id
            if amount is not None and currency and currency != own:
                key = (currency.id, company.id)
                if key not in rates:
                    rates[key] = self.env["res.currency"]._get_conversion_rate(
                        currency, own, company, today
                    )
                amount = own.round(amount * rates[key])
            result[record.id] = amount
        return result

    def _no_route(self, record, flow_step, amount, candidates):
        who = self.env["ops.guard.mixin"]._guard_who(("ops_base.group_manager",))
        if not candidates:
            return self.env._(
                "%(paper)s: no approval route “%(code)s” is in force. %(who)s can set "
                "one up.",
                paper=record.display_name,
                code=flow_step.route,
                who=who,
            )
        return self.env._(
            "%(paper)s: none of the routes “%(code)s” fits (%(company)s, amount "
            "%(amount)s). %(who)s can add or widen one.",
            paper=record.display_name,
            code=flow_step.route,
            company=record.company_id.name,
            amount="–" if amount is None else amount,
            who=who,
        )

    @api.model
    def _plan(self, records, routes, flow_step, submitting=True):
        """``{record id: [Stop]}``: the people of every step, and what is wrong.

        :param submitting: the present user raises the papers, he does not just look
        """
        finder = ApprovalPeople(self.env, records, routes, submitting)
        plans = {}
        for record in records:
            route = routes.get(record.id)
            if not route:
                continue
            owners = finder.owners[record.id]
            stops = [finder.stop(record, step) for step in route.step_ids]
            request = Request(
                requester=finder.submitter[record.id].id,
                owners=frozenset(owners.ids),
                nodes=[self._node(stop) for stop in stops],
                can_return=bool(flow_step.back),
                can_refuse=bool(flow_step.refuse),
            )
            for index, code in engine.problems(request).items():
                stop = stops[index]
                stops[index] = stop._replace(
                    problem=stop.problem or self._problem(code, stop)
                )
            plans[record.id] = stops
        return plans

    @api.model
    def _node(self, stop):
        return Node(
            name=stop.step.name,
            mode=stop.step.mode,
            seats=tuple(stop.people.ids),
            min_votes=stop.step.min_votes if stop.step.mode == "votes" else 0,
            on_reject=stop.step.on_reject,
        )

    def _problem(self, code, stop):
        if code == "few_signers":
            return self.env._(
                "%(needed)s votes are needed, only %(people)s can vote.",
                needed=stop.step.min_votes,
                people=len(stop.people),
            )
        if code == "no_way_out":
            return self.env._("The paper has no way back on a “no”.")
        return self.env._("Nobody can sign this step.")

    def _demand(self, records, flow_step):
        """Routes and plans; raise when a paper cannot be sent on its way."""
        routes, problems = self._choose(records, flow_step)
        plans = self._plan(records, routes, flow_step)
        messages = list(problems.values())
        who = self.env["ops.guard.mixin"]._guard_who(("ops_base.group_manager",))
        for record in records:
            messages += [
                self.env._(
                    "%(paper)s, step “%(step)s”: %(problem)s %(who)s can help.",
                    paper=record.display_name,
                    step=stop.step.name,
                    problem=stop.problem,
                    who=who,
                )
                for stop in plans.get(record.id, ())
                if stop.problem
            ]
        if messages:
            raise UserError("\n".join(messages))
        return routes, plans

    # TOOLING
    def _domain(self):
        return ast.literal_eval(self.domain or "[]")
