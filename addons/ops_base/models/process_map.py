"""The drawing of a flow, alive: which papers stand where, how late, whose turn.

A map is data. The addon that owns the papers writes it as XML records, in a
``<data noupdate="1">`` block, because the process administrator may redraw it::

    <record id="map_exit" model="ops.process.map">
        <field name="name">Tenant exit</field>
        <field name="code">lease_exit</field>
        <field name="scope_field">project_id</field>   optional third filter
    </record>
    <record id="node_exit_draft" model="ops.process.node">
        <field name="map_id" ref="map_exit" />
        <field name="name">Exit application</field>
        <field name="model">ops.lease.exit</field>
        <field name="states">draft</field>             or several: released,settled
        <field name="column">1</field>                 1 is the leftmost
        <field name="row">1</field>                    1 is the uppermost
        <field name="role">Mall management</field>     whose step it is
        <field name="days">2</field>                   late after two calendar days
    </record>
    <record id="edge_exit_1" model="ops.process.edge">
        <field name="source_id" ref="node_exit_draft" />
        <field name="target_id" ref="node_exit_approving" />
        <field name="kind">forward</field>             forward, branch or return
        <field name="label">agreed</field>             optional
    </record>
    <record id="action_map_exit" model="ir.actions.client">
        <field name="name">Tenant exit</field>
        <field name="tag">ops_process_map</field>
        <field name="params" eval="{'code': 'lease_exit'}" />
    </record>

A node without a paper type stands for a place outside the system and counts
nothing. Closed papers are counted only where ``count_done`` is set. ``domain``
narrows a node further, with fixed values only.
"""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..public import harmless

PERIODS = ("all", "week", "month", "quarter", "year")
CHOICES_SHOWN = 200


class ProcessMap(models.Model):
    """A process of the company: its place in the register (HR-49) and its drawing."""

    _name = "ops.process.map"
    _description = "Process"
    _inherit = ["mail.thread"]
    _order = "sequence, id"

    # FIELDS
    name = fields.Char("Process", required=True, translate=True, tracking=True)
    code = fields.Char(required=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    description = fields.Text(translate=True)
    process_class = fields.Selection(
        [
            ("business", "Business process"),
            ("information", "Information process"),
            ("decision", "Decision process"),
        ],
        "Class",
        required=True,
        default="business",
        tracking=True,
    )
    owner_id = fields.Many2one("res.users", "Process owner", tracking=True)
    document = fields.Char("Governing document", tracking=True)
    revision = fields.Char(tracking=True)
    review_date = fields.Date("Next evaluation", tracking=True)
    company_id = fields.Many2one("res.company", index=True)
    scope_field = fields.Char(
        "Further filter",
        help="Field by which the map can be narrowed, for example the project. "
        "The papers of the map have it in common.",
    )
    node_ids = fields.One2many("ops.process.node", "map_id", "Steps", copy=True)
    edge_ids = fields.One2many("ops.process.edge", "map_id", "Arrows")
    node_count = fields.Integer("Number of steps", compute="_compute_node_count")

    _code_uniq = models.UniqueIndex("(code)", "Another process has this code.")

    # COMPUTE
    @api.depends("node_ids")
    def _compute_node_count(self):
        for process in self:
            process.node_count = len(process.node_ids)

    # CRUD
    def write(self, vals):
        """Archiving a map ends the time limits of its steps."""
        result = super().write(vals)
        if "active" in vals:
            self.env.registry.clear_cache()
        return result

    def copy_data(self, default=None):
        """The copy has the steps; its arrows are drawn anew."""
        default = default or {}
        data = super().copy_data(default)
        for process, vals in zip(self, data, strict=True):
            if "name" not in default:
                vals["name"] = self.env._("%(process)s (copy)", process=process.name)
            if "code" not in default:
                vals["code"] = f"{process.code}_copy"
        return data

    # ACTION
    def action_open_map(self):
        """Open the drawing."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.client",
            "tag": "ops_process_map",
            "name": self.name,
            "params": {"code": self.code},
        }

    # BUSINESS
    @harmless("counts under the rules of whoever asks")
    @api.model
    def load_map(self, code, scope=None):
        """Everything a map shows, in one request.

        Papers are counted under the rules of the asking user: papers of another
        company, project or department do not exist for him.

        :param code: code of the map
        :param scope: ``{"mine": bool, "company_id": id or False, "value": id or
            False, "period": one of PERIODS}``; the period is when papers were raised
        :return: JSON: the map, its ``nodes`` and ``edges``, the choices of filters
        :raise UserError: when there is no such map for this user
        """
        process = self.search([("code", "=", code)], limit=1)
        if not process:
            raise UserError(
                self.env._(
                    "There is no process map “%(code)s” for you here. The process "
                    "administrator can draw it or open it to you.",
                    code=code,
                )
            )
        field = process._scope_description()
        choices = process._scope_choices(field)
        scope = process._clean_scope(scope or {}, choices)
        return {
            "id": process.id,
            "name": process.name,
            "code": process.code,
            "description": process.description or "",
            # the name of a colleague is no secret, his user record is
            "owner": process.sudo().owner_id.name or "",
            "document": " ".join(filter(None, (process.document, process.revision))),
            "can_edit": process.has_access("write"),
            "scope": scope,
            "companies": [{"id": c.id, "name": c.name} for c in self.env.companies],
            "choices": choices,
            "choice_label": field.get("string", ""),
            "nodes": process.node_ids._payload(scope),
            "edges": process.edge_ids._payload(),
        }

    # TOOLING
    @api.model
    def _clean_scope(self, scope, choices):
        """What a client may ask for, whatever it sends."""
        company, value = scope.get("company_id"), scope.get("value")
        return {
            "mine": bool(scope.get("mine")),
            "company_id": company if company in self.env.companies.ids else False,
            "value": value if value in [c["id"] for c in choices] else False,
            "period": scope["period"] if scope.get("period") in PERIODS else "all",
        }

    def _scope_description(self):
        """``fields_get`` of the field the map can be narrowed by, or ``{}``."""
        name = self.scope_field
        for model in set(self.node_ids.mapped("model")) if name else ():
            if model in self.env and name in self.env[model]._fields:
                field = self.env[model].fields_get([name]).get(name, {})
                return field if field.get("type") == "many2one" else {}
        return {}

    def _scope_choices(self, field):
        comodel = self.env[field["relation"]] if field else None
        if comodel is None or not comodel.has_access("read"):
            return []
        found = comodel.search_fetch([], ["display_name"], limit=CHOICES_SHOWN)
        return [{"id": record.id, "name": record.display_name} for record in found]
