import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class Kpi(models.Model):
    """Indicator: what is measured, in which unit, which way is good (HR-47).

    Its figures are typed by the person responsible, or worked out by a method
    ``_kpi_<code>(self, targets)`` of ``source_model`` that returns
    ``{target id: figure}`` for a set of ``ops.kpi.target``; what it leaves out stays
    unknown.
    """

    _name = "ops.kpi"
    _inherit = ["mail.thread"]
    _description = "Indicator"
    _order = "goal, name, id"

    # FIELDS
    name = fields.Char("Indicator", required=True, translate=True, tracking=True)
    code = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: for every company"
    )
    goal = fields.Selection(
        [
            ("growth", "Growth"),
            ("efficiency", "Efficiency"),
            ("cost", "Cost"),
            ("quality", "Quality"),
            ("risk", "Risk control"),
        ],
        "Class of goal",
        required=True,
        default="efficiency",
        tracking=True,
    )
    unit = fields.Char(translate=True, help="%, days, pieces …")
    better = fields.Selection(
        [("higher", "Higher is better"), ("lower", "Lower is better")],
        "Direction",
        required=True,
        default="higher",
        tracking=True,
    )
    warn = fields.Float(
        "Yellow from (%)",
        required=True,
        default=90,
        tracking=True,
        help="Share of the target reached; below it the light is red.",
    )
    user_id = fields.Many2one(
        "res.users",
        "Responsible for the figures",
        tracking=True,
        domain=[("share", "=", False)],
        help="Types the figures that are not worked out, and closes the periods.",
    )
    source_model = fields.Char(
        "Worked out by",
        tracking=True,
        help="Technical name of the model that works it out; empty: typed.",
    )
    description = fields.Text("How it is measured", translate=True)
    target_ids = fields.One2many("ops.kpi.target", "kpi_id", "Targets")

    _code_once = models.UniqueIndex("(code)", "Another indicator has this code.")
    _warn_share = models.Constraint(
        "CHECK (warn >= 0 AND warn <= 100)", "Yellow begins between 0 and 100 per cent."
    )

    # CONSTRAINT
    @api.constrains("source_model", "code")
    def _check_source(self):
        for kpi in self:
            if not re.fullmatch(r"[a-z][a-z0-9_]*", kpi.code):
                raise ValidationError(
                    self.env._(
                        "“%(code)s”: a code is made of small letters, figures and _.",
                        code=kpi.code,
                    )
                )
            if kpi.source_model and not kpi._method():
                raise ValidationError(
                    self.env._(
                        "“%(model)s” does not work out the indicator %(code)s.",
                        model=kpi.source_model,
                        code=kpi.code,
                    )
                )

    # CRUD
    def write(self, vals):
        """What runs is judged anew by another direction or limit; what is closed was
        judged by those of its time."""
        result = super().write(vals)
        if {"better", "warn"} & set(vals):
            # targets of persons count, whoever may see them
            running = self.sudo().target_ids.filtered(lambda t: t.state == "open")
            for name in ("achievement", "light"):
                self.env.add_to_compute(running._fields[name], running)
        return result

    # ACTION
    def action_open_targets(self):
        """Targets and figures of this indicator."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ops_base.action_ops_kpi_target"
        )
        return {**action, "domain": [("kpi_id", "in", self.ids)], "context": {}}

    # BUSINESS
    def _figures(self, targets):
        """``{target id: figure}`` of one indicator's targets, as far as they are
        worked out and known."""
        self.ensure_one()
        method = self._method()
        return method(targets) if method else {}

    # TOOLING
    def _method(self):
        """The method that works it out, or None."""
        model = self.env.get(self.source_model or "")
        return None if model is None else getattr(model, f"_kpi_{self.code}", None)
