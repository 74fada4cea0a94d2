import json

from odoo import api, fields, models
from odoo.tools import SQL

#: kinds of charges that are revenue by lapse of time; rent from sales is earned by the
#: sales, and a fee that is paid once is not earned by time
LAPSE = [
    ("rent", "Rent"),
    ("service", "Property fee"),
    ("promotion", "Promotion fee"),
    ("other", "Other fee"),
]
#: kinds whose whole amount is spread evenly over the lease; services are earned as
#: they are rendered
EVEN = ("rent",)


class LeaseRevenue(models.Model):
    """What a lease earns in a month, kind by kind (LE-F27).

    Months that are over keep what they earned (``kept``), whatever the lease says
    later; the others follow its terms. See ``docs/rent.md``.
    """

    _name = "ops.lease.revenue"
    _description = "Revenue of a lease in a month"
    _order = "contract_id, month, kind"
    _rec_name = "month"
    _log_access = False

    # FIELDS
    contract_id = fields.Many2one(
        "ops.lease.contract", "Lease", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    property_id = fields.Many2one("ops.lease.property", "Project", readonly=True)
    kind = fields.Selection(LAPSE, required=True, readonly=True)
    month = fields.Date(required=True, readonly=True, help="Its first day.")
    earned = fields.Monetary(readonly=True)
    charged = fields.Monetary(
        "Charged by the lease", readonly=True, help="For these days, whenever billed."
    )
    kept = fields.Boolean(
        "Month is over",
        readonly=True,
        help="The month is over and keeps what it earned.",
    )

    terms = fields.Char(readonly=True, help="Mark of the terms it was computed from.")

    _once = models.UniqueIndex("(contract_id, kind, month)")

    # BUSINESS
    @api.model
    def _terms_of(self, leases):
        """``{lease id: mark of the terms its rows were computed from}``."""
        found = self.sudo()._read_group(
            [("contract_id", "in", leases.ids)], ["contract_id"], ["terms:max"]
        )
        return {lease.id: mark for lease, mark in found}

    @api.model
    def _kept_of(self, leases):
        """``{lease id: {kind: {first day: amount}}}`` of the months that are over."""
        found = {}
        for row in self.sudo().search_fetch(
            [("contract_id", "in", leases.ids), ("kept", "=", True)],
            ["contract_id", "kind", "month", "earned"],
        ):
            kinds = found.setdefault(row.contract_id.id, {})
            kinds.setdefault(row.kind, {})[row.month] = row.earned
        return found

    @api.model
    def _replace(self, leases, rows):
        """These rows are all there are of these leases; one statement for any number.

        :param rows: ``(lease id, kind, month, earned, charged, kept, terms)``, plain
            values
        """
        if not leases:
            return
        self.env["ops.lease.contract"].flush_model(["company_id", "property_id"])
        names = ("contract_id", "kind", "month", "earned", "charged", "kept")
        names += ("terms",)
        self.env.cr.execute(
            SQL(
                """
                WITH fresh AS (
                    SELECT row.*, lease.company_id, lease.property_id
                      FROM jsonb_to_recordset(%(rows)s::jsonb) AS row(
                           contract_id int, kind varchar, month date, earned numeric,
                           charged numeric, kept boolean, terms varchar)
                      JOIN ops_lease_contract lease ON lease.id = row.contract_id
                ), gone AS (
                    DELETE FROM ops_lease_revenue old
                     WHERE old.contract_id = ANY(%(leases)s)
                       AND NOT EXISTS (
                           SELECT FROM fresh
                            WHERE fresh.contract_id = old.contract_id
                              AND fresh.kind = old.kind
                              AND fresh.month = old.month)
                )
                INSERT INTO ops_lease_revenue AS old (
                       contract_id, kind, month, earned, charged, kept, terms,
                       company_id, property_id)
                SELECT contract_id, kind, month, earned, charged, kept, terms,
                       company_id, property_id
                  FROM fresh
                    ON CONFLICT (contract_id, kind, month) DO UPDATE
                   SET earned = EXCLUDED.earned,
                       charged = EXCLUDED.charged,
                       kept = EXCLUDED.kept,
                       terms = EXCLUDED.terms,
                       company_id = EXCLUDED.company_id,
                       property_id = EXCLUDED.property_id
                """,
                rows=json.dumps([dict(zip(names, row, strict=True)) for row in rows]),
                leases=leases.ids,
            )
        )
        self.invalidate_model()

    # TOOLING
    @api.model
    def _cron_refresh(self):
        """Every night: months that are over are kept, changed terms reach the rest."""
        leases = self.env["ops.lease.contract"].search([("state", "=", "signed")])
        self.env["ir.cron"]._commit_progress(remaining=len(leases))
        for start in range(0, len(leases), 500):
            batch = leases[start : start + 500]
            batch._revenue_refresh()
            self.env["ir.cron"]._commit_progress(len(batch))
