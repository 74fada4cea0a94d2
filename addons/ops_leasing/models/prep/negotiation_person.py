from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..groups import COST, DESIGN, LEASING, PROJECT, PROPERTY

GROUPS = {
    "leasing": LEASING,
    "project": PROJECT,
    "design": DESIGN,
    "cost": COST,
    "property": PROPERTY,
}


class LeaseNegotiationPerson(models.Model):
    """Somebody who took part in a round of talks (LE-03, LE-04)."""

    _name = "ops.lease.negotiation.person"
    _inherit = ["ops.flow.line.mixin"]
    _description = "Participant of a negotiation"
    _order = "negotiation_id, sequence, id"
    _flow_parent = ("negotiation_id", "person_ids")

    # FIELDS
    negotiation_id = fields.Many2one(
        "ops.lease.negotiation",
        "Negotiation",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="negotiation_id.company_id", store=True, index=True
    )
    sequence = fields.Integer(default=10)
    party = fields.Selection(
        [
            ("tenant", "Tenant"),
            ("leasing", "Commercial company"),
            ("project", "Project department"),
            ("design", "Design centre"),
            ("cost", "Cost centre"),
            ("property", "Property company"),
            ("other", "Other"),
        ],
        "Side",
        required=True,
        default="tenant",
    )
    user_id = fields.Many2one("res.users", "Colleague", domain=[("share", "=", False)])
    name = fields.Char(
        compute="_compute_name", store=True, readonly=False, precompute=True
    )
    role = fields.Char("Position")

    # COMPUTE
    @api.depends("user_id")
    def _compute_name(self):
        for person in self:
            person.name = person.user_id.name or person.name

    # CONSTRAINT
    @api.constrains("party", "user_id", "name")
    def _check_person(self):
        """LE-04: who stands for a department belongs to it."""
        for person in self:
            if not person.user_id and not (person.name or "").strip():
                raise ValidationError(self.env._("A participant has no name."))
            group = GROUPS.get(person.party)
            if not group:
                continue
            label = dict(self._fields["party"]._description_selection(self.env))
            if not person.user_id:
                raise ValidationError(
                    self.env._(
                        "Choose the colleague who stood for “%(party)s”.",
                        party=label[person.party],
                    )
                )
            # who belongs to which department is no secret
            if not person.user_id.sudo().has_group(group):
                raise ValidationError(
                    self.env._(
                        "%(person)s does not belong to “%(party)s”.",
                        person=person.user_id.name,
                        party=label[person.party],
                    )
                )
