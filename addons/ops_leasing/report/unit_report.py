from odoo import fields, models
from odoo.addons.ops_base.public import harmless
from odoo.tools import SQL

from ..models.unit_map import MONTHS_OF_DAY_RATE, VACANT
from .labels import labels_of


class LeaseUnitReport(models.Model):
    """Shops today: let or vacant, rent by lease against rent expected (LE-02,
    LE-F26). Rents per month, areas in m²."""

    _name = "ops.lease.unit.report"
    _inherit = ["ops.lease.share.mixin"]
    _description = "Occupancy and rent"
    _auto = False
    _rec_name = "unit_id"
    _order = "property_id, floor_id, unit_id"
    _shares = {"occupancy": ("let_area", "area"), "rent_area": ("rent", "let_area")}

    # FIELDS
    unit_id = fields.Many2one("ops.lease.unit", "Shop", readonly=True)
    property_id = fields.Many2one("ops.lease.property", "Project", readonly=True)
    building_id = fields.Many2one("ops.lease.building", "Building", readonly=True)
    floor_id = fields.Many2one("ops.lease.floor", "Floor", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    use = fields.Selection(labels_of("ops.lease.unit", "use"), readonly=True)
    state = fields.Selection(
        labels_of("ops.lease.unit", "state"),
        readonly=True,
    )
    contract_id = fields.Many2one("ops.lease.contract", "Lease", readonly=True)
    tenant_id = fields.Many2one("res.partner", "Tenant", readonly=True)
    tenant_class = fields.Selection(
        labels_of("ops.lease.contract", "tenant_class"),
        readonly=True,
    )
    lease_end = fields.Date("Lease until", readonly=True)
    renewal = fields.Selection(
        [
            ("open", "Nothing agreed"),
            ("renewing", "Renewal under way"),
            ("leaving", "Tenant leaves"),
        ],
        "When it ends",
        readonly=True,
    )
    count = fields.Integer("Shops", readonly=True)
    let_count = fields.Integer("Shops let", readonly=True)
    area = fields.Float("Lettable area", readonly=True, digits=(12, 2))
    let_area = fields.Float("Area let", readonly=True, digits=(12, 2))
    vacant_area = fields.Float("Area vacant", readonly=True, digits=(12, 2))
    occupancy = fields.Float(
        readonly=True,
        aggregator="avg",
        help="Area let of lettable area; of a group: of its whole area.",
    )
    expected = fields.Monetary("Expected rent", readonly=True)
    rent = fields.Monetary("Rent by lease", readonly=True)
    difference = fields.Monetary("Against expected", readonly=True)
    rent_area = fields.Float(
        "Rent per m²",
        readonly=True,
        aggregator="avg",
        digits=(12, 2),
        help="Rent by lease per m² let.",
    )
    rent_share = fields.Float(
        "Share of the project's rent", readonly=True, digits=(6, 3)
    )

    _depends = {
        "ops.lease.unit": [
            "area_rent",
            "building_id",
            "company_id",
            "contract_id",
            "expected_rent",
            "floor_id",
            "property_id",
            "state",
            "tenant_id",
            "use",
        ],
        "ops.lease.contract": ["date_end", "state", "tenant_class"],
        "ops.lease.contract.line": [
            "area",
            "contract_id",
            "date_from",
            "date_to",
            "unit_id",
        ],
        "ops.lease.exit": ["contract_id", "state"],
        "ops.lease.renewal": ["contract_id", "state"],
        "ops.lease.charge": [
            "basis",
            "contract_id",
            "date_from",
            "date_to",
            "kind",
            "rate",
        ],
    }

    @property
    def _table_query(self):
        return SQL(
            """
            WITH in_force AS (
                SELECT DISTINCT contract_id
                  FROM ops_lease_unit
                 WHERE contract_id IS NOT NULL
            ), areas AS (
                SELECT contract_id, SUM(area) AS area
                  FROM ops_lease_contract_line
                  JOIN in_force USING (contract_id)
                 WHERE (date_from IS NULL OR date_from <= %(today)s)
                   AND (date_to IS NULL OR date_to >= %(today)s)
              GROUP BY contract_id
            ), rents AS (
                SELECT charge.contract_id,
                       SUM(charge.rate * CASE charge.basis
                           WHEN 'area_month' THEN 1
                           WHEN 'area_day' THEN %(days)s
                           ELSE 1 / NULLIF(areas.area, 0)
                       END) AS rent
                  FROM ops_lease_charge charge
                  JOIN in_force USING (contract_id)
             LEFT JOIN areas ON areas.contract_id = charge.contract_id
                 WHERE charge.kind = 'rent'
                   AND (charge.date_from IS NULL OR charge.date_from <= %(today)s)
                   AND (charge.date_to IS NULL OR charge.date_to >= %(today)s)
              GROUP BY charge.contract_id
            ), renewed AS (
                SELECT DISTINCT contract_id
                  FROM ops_lease_renewal
                 WHERE state NOT IN %(ended)s
            ), leaving AS (
                SELECT DISTINCT contract_id
                  FROM ops_lease_exit
                 WHERE state NOT IN ('draft', 'closed', 'cancelled')
            ), shops AS (
                SELECT unit.*,
                       COALESCE(unit.area_rent, 0)::numeric AS area,
                       unit.state NOT IN %(vacant)s AS is_let,
                       COALESCE(unit.expected_rent, 0)::numeric
                           * COALESCE(unit.area_rent, 0)::numeric AS hoped,
                       ROUND((COALESCE(rents.rent, 0)
                             * COALESCE(line.area, 0))::numeric,
                             2) AS agreed
                  FROM ops_lease_unit unit
             LEFT JOIN rents ON rents.contract_id = unit.contract_id
             LEFT JOIN ops_lease_contract_line line
                    ON line.contract_id = unit.contract_id
                   AND line.unit_id = unit.id
                   AND (line.date_from IS NULL OR line.date_from <= %(today)s)
                   AND (line.date_to IS NULL OR line.date_to >= %(today)s)
                 WHERE unit.active
            )
            SELECT shops.id,
                   shops.id AS unit_id,
                   shops.property_id,
                   shops.building_id,
                   shops.floor_id,
                   shops.company_id,
                   company.currency_id,
                   shops.use,
                   shops.state,
                   shops.contract_id,
                   shops.tenant_id,
                   lease.tenant_class,
                   lease.date_end AS lease_end,
                   CASE WHEN lease.id IS NULL THEN NULL
                        WHEN leaving.contract_id IS NOT NULL THEN 'leaving'
                        WHEN renewed.contract_id IS NOT NULL THEN 'renewing'
                        ELSE 'open'
                   END AS renewal,
                   1 AS count,
                   CASE WHEN is_let THEN 1 ELSE 0 END AS let_count,
                   area,
                   CASE WHEN is_let THEN area ELSE 0 END AS let_area,
                   CASE WHEN is_let THEN 0 ELSE area END AS vacant_area,
                   CASE WHEN is_let THEN 1.0 ELSE 0.0 END AS occupancy,
                   hoped AS expected,
                   agreed AS rent,
                   agreed - hoped AS difference,
                   agreed / NULLIF(area, 0) AS rent_area,
                   agreed / NULLIF(SUM(agreed) OVER (
                       PARTITION BY shops.property_id), 0) AS rent_share
              FROM shops
              JOIN res_company company ON company.id = shops.company_id
         LEFT JOIN ops_lease_contract lease ON lease.id = shops.contract_id
         LEFT JOIN renewed ON renewed.contract_id = shops.contract_id
         LEFT JOIN leaving ON leaving.contract_id = shops.contract_id
            """,
            ended=("signed", "settled", "archived", "cancelled"),
            days=MONTHS_OF_DAY_RATE,
            today=fields.Date.context_today(self),
            vacant=VACANT,
        )

    # ACTION
    @harmless("opens a form; record rules decide what it shows")
    def action_open(self):
        """The lease of the shop, or the shop; read under the reader's own rights."""
        self.ensure_one()
        record = self.contract_id or self.unit_id
        return record.get_formview_action()
