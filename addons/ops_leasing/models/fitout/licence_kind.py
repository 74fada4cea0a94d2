from odoo import api, fields, models


class LeaseLicenceKind(models.Model):
    """A licence that shops need before they open, and which shops do (LE-20)."""

    _name = "ops.lease.licence.kind"
    _description = "Kind of business licence"
    _order = "sequence, id"

    # FIELDS
    name = fields.Char("Licence", required=True, translate=True)
    issued_by = fields.Char("Issued by", translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True)
    has_expiry = fields.Boolean("Expires", default=True)
    days_before = fields.Integer(
        "Remind days ahead", default=30, help="Days before the expiry (LE-F29)."
    )
    rule_ids = fields.One2many(
        "ops.lease.licence.rule", "kind_id", "Asked of", copy=True
    )

    _days = models.Constraint("CHECK(days_before >= 0)", "Days cannot be negative.")

    # BUSINESS
    @api.model
    def _asked_of(self, contracts):
        """Kinds each lease needs by the use of its shops.

        :return: ``{contract: {kind: required}}``
        """
        # what a shop needs is no secret, whoever may read the settings
        rules = self.env["ops.lease.licence.rule"].sudo().search([])
        rules = rules.filtered("kind_id.active")
        result = {}
        for contract in contracts:
            uses = set(contract.unit_ids.mapped("use"))
            asked = result[contract] = {}
            for rule in rules:
                kind = rule.kind_id
                if kind.company_id and kind.company_id != contract.company_id:
                    continue
                if not rule.use or rule.use in uses:
                    asked[kind] = asked.get(kind, False) or rule.required
        return result


class LeaseLicenceRule(models.Model):
    """Which use of shop asks for a licence."""

    _name = "ops.lease.licence.rule"
    _description = "Use that asks for a licence"
    _order = "kind_id, id"
    _rec_name = "use"

    # FIELDS
    kind_id = fields.Many2one(
        "ops.lease.licence.kind", required=True, index=True, ondelete="cascade"
    )
    use = fields.Selection(
        lambda self: (
            self.env["ops.lease.unit"]._fields["use"]._description_selection(self.env)
        ),
        "Use of the shop",
        help="Empty: every shop.",
    )
    required = fields.Boolean(
        default=True, help="Without it the shop does not open; else it is only listed."
    )

    _use_uniq = models.UniqueIndex(
        "(kind_id, use) NULLS NOT DISTINCT", "This use is named already."
    )
