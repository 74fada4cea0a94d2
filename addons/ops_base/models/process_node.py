import ast
from collections import defaultdict

import pytz
from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, date_utils, frozendict

OLDEST_SHOWN = 3


class ProcessNode(models.Model):
    """A step of a process map: which papers of which states stand there."""

    _name = "ops.process.node"
    _description = "Step of a process"
    _order = "map_id, column, row, id"

    # FIELDS
    map_id = fields.Many2one(
        "ops.process.map", "Process", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char("Step", required=True, translate=True)
    kind = fields.Selection(
        [("start", "Start"), ("step", "Step"), ("end", "End")],
        required=True,
        default="step",
    )
    model = fields.Selection("_selection_model", "Paper")
    states = fields.Char(
        help="States of the paper that stand here, separated by commas. "
        "Empty means every open paper."
    )
    domain = fields.Char("Condition", default="[]")
    column = fields.Integer(required=True, default=1)
    row = fields.Integer(required=True, default=1)
    role = fields.Char("Whose step", translate=True)
    days = fields.Float(
        "Days allowed",
        help="Calendar days a paper may stand here before it is late. A change "
        "applies to papers that arrive from now on.",
    )
    count_done = fields.Boolean("Count closed papers")

    _column_positive = models.Constraint(
        'CHECK ("column" > 0 AND "row" > 0)',
        "Columns and rows are counted from one.",
    )
    _days_positive = models.Constraint(
        "CHECK (days >= 0)", "Days allowed cannot be negative."
    )

    @api.model
    def _selection_model(self):
        """Papers a step can count: everything that has states and a chatter."""
        names = [
            name
            for name, model in self.env.registry.items()
            if not model._abstract
            and not model._transient
            and "state" in model._fields
            and "message_ids" in model._fields
        ]
        # names of paper types are no secret; ir.model is closed to everybody
        found = self.env["ir.model"].sudo().search([("model", "in", names)])
        return sorted(((m.model, m.name) for m in found), key=lambda pair: pair[1])

    # CONSTRAINT
    @api.constrains("model", "states", "domain")
    def _check_papers(self):
        for node in self.filtered("model"):
            model = self.env[node.model]
            known = dict(model._fields["state"]._description_selection(self.env))
            unknown = [state for state in node._state_names() if state not in known]
            if unknown:
                raise ValidationError(
                    self.env._(
                        "“%(step)s”: the paper knows no state %(states)s. "
                        "It knows: %(known)s",
                        step=node.name,
                        states=unknown,
                        known=list(known),
                    )
                )
            try:
                node._own_domain().validate(model)
            except (ValueError, SyntaxError, TypeError) as error:
                raise ValidationError(
                    self.env._(
                        "“%(step)s”: the condition cannot be read.", step=node.name
                    )
                ) from error

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """Time limits are kept in memory: forget them."""
        nodes = super().create(vals_list)
        self.env.registry.clear_cache()
        return nodes

    def write(self, vals):
        """Time limits are kept in memory: forget them."""
        result = super().write(vals)
        if not {"model", "states", "days", "map_id"}.isdisjoint(vals):
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        """Time limits are kept in memory: forget them."""
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    # BUSINESS
    @api.model
    @tools.ormcache()
    def _days(self):
        """``{(model, state): calendar days}`` a paper may stand in a state.

        Where two steps name the same state, the shorter limit counts.
        """
        limits = {}
        # a limit holds for everybody, also for who may not read the map
        for node in self.sudo().search(
            [("days", ">", 0), ("model", "!=", False), ("map_id.active", "=", True)]
        ):
            for state in node._state_names():
                key = (node.model, state)
                limits[key] = min(limits.get(key, node.days), node.days)
        return frozendict(limits)

    def _payload(self, scope):
        """The steps as the drawing reads them, counted in one query.

        :param scope: filters, see ``ops.process.map.load_map``
        """
        domains = {node: node._paper_domain(scope) for node in self}
        counted = {
            node: domain for node, domain in domains.items() if domain is not None
        }
        facts = self._facts(counted, scope["mine"])
        oldest = self._oldest({n.id: fact["oldest"] for n, fact in facts.items()})
        result = []
        for node, domain in domains.items():
            fact = facts.get(node)
            result.append(
                {
                    "id": node.id,
                    "name": node.name,
                    "kind": node.kind,
                    "column": node.column,
                    "row": node.row,
                    "role": node.role or "",
                    "days": node.days,
                    "counted": fact is not None,
                    "count": fact["count"] if fact else 0,
                    "late": fact["late"] if fact else 0,
                    "mine": fact["mine"] if fact else 0,
                    "oldest": oldest.get(node.id, []),
                    "action": node._action(domain, scope) if fact else None,
                }
            )
        return result

    def _facts(self, domains, only_mine):
        """Count, late, mine and the oldest papers of every step, in one query.

        :param domains: ``{node: domain of its papers}``
        :param only_mine: leave out what does not wait for the present user
        """
        names = {node.model for node in domains}
        mine = {name: self._condition_sql(name, self._mine(name)) for name in names}
        late = {name: self._condition_sql(name, self._late(name)) for name in names}
        parts = [
            node._fact_sql(domain, mine[node.model], late[node.model], only_mine)
            for node, domain in domains.items()
        ]
        if not parts:
            return {}
        rows = self.env.execute_query(SQL(" UNION ALL ").join(parts))
        return {
            self.browse(node_id): {
                "count": count,
                "late": late,
                "mine": mine,
                "oldest": ids or [],
            }
            for node_id, count, late, mine, ids in rows
        }

    def _mine(self, name):
        """Domain of the papers of a model that wait for the present user. A document
        without a flow says it by a method ``_process_mine``."""
        model = self.env[name]
        if "flow_is_mine" in model._fields:
            return model._flow_mine()
        ask = getattr(model, "_process_mine", None)
        return ask() if ask else Domain.FALSE

    def _late(self, name):
        """Domain of the papers of a model that are late, likewise."""
        model = self.env[name]
        if "flow_is_mine" in model._fields:
            return Domain("state_due", "<", fields.Datetime.now())
        ask = getattr(model, "_process_late", None)
        return ask() if ask else Domain.FALSE

    def _condition_sql(self, name, domain):
        """The condition on the rows of a model; asked once a model, however many steps
        show it."""
        model = self.env[name]
        # which papers may be seen is settled by the counting query; this only marks
        # some of them
        query = model._search(domain, bypass_access=True)
        return SQL("%s IN %s", SQL.identifier(model._table, "id"), query.subselect())

    def _fact_sql(self, domain, mine, late, only_mine):
        self.ensure_one()
        model = self.env[self.model]
        query = model._search(domain)
        if only_mine:
            query.add_where(mine)

        def column(name):
            return model._field_to_sql(query.table, name, query)

        since = column("state_since" if self._is_flow() else "create_date")
        return query.select(
            SQL("%s AS node", self.id),
            SQL("COUNT(*)"),
            SQL("COUNT(*) FILTER (WHERE %s)", late),
            SQL("COUNT(*) FILTER (WHERE %s)", mine),
            SQL(
                "(ARRAY_AGG(%(id)s ORDER BY %(since)s, %(id)s))[1:%(limit)s]",
                id=column("id"),
                since=since,
                limit=OLDEST_SHOWN,
            ),
        )

    def _oldest(self, ids_by_node):
        """``{node id: [{"id", "name", "partner", "days", "late"}]}``: one read a
        model."""
        by_model = defaultdict(list)
        for node in self.filtered(lambda n: ids_by_node.get(n.id)):
            by_model[node.model] += ids_by_node[node.id]
        now, papers = fields.Datetime.now(), {}
        for name, ids in by_model.items():
            flow = "flow_is_mine" in self.env[name]._fields
            found = self.env[name].browse(ids)
            late = found.filtered_domain(self._late(name))
            for paper in found:
                since = paper.state_since if flow else paper.create_date
                papers[name, paper.id] = {
                    "id": paper.id,
                    "name": paper.display_name,
                    "partner": paper._approval_summary()["partner"] if flow else "",
                    "days": round((now - (since or now)).total_seconds() / 86400, 1),
                    "late": paper in late,
                }
        return {
            node.id: [papers[node.model, i] for i in ids_by_node.get(node.id, ())]
            for node in self
        }

    def _action(self, domain, scope):
        """The list behind the step."""
        self.ensure_one()
        if scope["mine"]:
            domain &= (
                Domain("flow_is_mine", "=", True)
                if self._is_flow()
                else self._mine(self.model)
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": self.model,
            "domain": list(domain),
            "views": [[False, "list"], [False, "kanban"], [False, "form"]],
        }

    # TOOLING
    def _state_names(self):
        return [name.strip() for name in (self.states or "").split(",") if name.strip()]

    def _own_domain(self):
        return Domain(ast.literal_eval(self.domain or "[]"))

    def _is_flow(self):
        return "flow_is_mine" in self.env[self.model]._fields

    def _paper_domain(self, scope):
        """Domain of the papers that stand here, None when nothing can be counted."""
        self.ensure_one()
        if not self.model or self.model not in self.env:
            return None
        model = self.env[self.model]
        if not model.has_access("read"):
            return None
        domain = self._own_domain() & self._state_domain(model)
        if "company_id" in model._fields:
            companies = self.env.companies.ids
            if scope["company_id"]:
                companies = [scope["company_id"]]
            domain &= Domain("company_id", "in", [*companies, False])
        if scope["value"] and self.map_id.scope_field in model._fields:
            domain &= Domain(self.map_id.scope_field, "=", scope["value"])
        if scope["period"] != "all":
            start = self._period_start(scope["period"])
            domain &= Domain("create_date", ">=", fields.Datetime.to_string(start))
        return domain

    def _state_domain(self, model):
        names, flow = self._state_names(), getattr(model, "_flow", None)
        closed = flow.final if flow and not self.count_done else ()
        if names:
            return Domain("state", "in", [n for n in names if n not in closed])
        return Domain("state", "not in", sorted(closed)) if closed else Domain.TRUE

    @api.model
    def _period_start(self, period):
        """First moment of the running week, month … of the user's calendar, in UTC."""
        zone = pytz.timezone(self.env.user.tz or "UTC")
        today = fields.Datetime.context_timestamp(self, fields.Datetime.now())
        start = date_utils.start_of(today.replace(tzinfo=None), period)
        start = start.replace(hour=0, minute=0, second=0, microsecond=0)
        return zone.localize(start).astimezone(pytz.utc).replace(tzinfo=None)
