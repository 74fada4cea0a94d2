from odoo import fields, models
from odoo.tools import SQL

from .labels import labels_of
from .lets import DEPENDS, LETS


class LeaseVacancyReport(models.Model):
    """Each time a shop stood empty: from the day after a tenant left (or from its
    entry into the register) to the next lease (LE-02)."""

    _name = "ops.lease.vacancy.report"
    _description = "Vacancy"
    _auto = False
    _rec_name = "unit_id"
    _order = "date_from desc, unit_id"

    # FIELDS
    unit_id = fields.Many2one("ops.lease.unit", "Shop", readonly=True)
    property_id = fields.Many2one("ops.lease.property", "Project", readonly=True)
    building_id = fields.Many2one("ops.lease.building", "Building", readonly=True)
    floor_id = fields.Many2one("ops.lease.floor", "Floor", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    use = fields.Selection(labels_of("ops.lease.unit", "use"), readonly=True)
    date_from = fields.Date("Vacant from", readonly=True)
    date_to = fields.Date("Let again on", readonly=True)
    lasting = fields.Boolean("Vacant today", readonly=True)
    area = fields.Float("Lettable area", readonly=True, digits=(12, 2), aggregator=None)
    count = fields.Integer("Vacancies", readonly=True)
    days = fields.Integer("Days vacant", readonly=True)
    lost = fields.Monetary(
        "Expected rent missed",
        readonly=True,
        help="Expected rent of the shop over the days it stood empty.",
    )

    _depends = {
        "ops.lease.unit": [
            "area_rent",
            "building_id",
            "company_id",
            "create_date",
            "expected_rent",
            "floor_id",
            "property_id",
            "use",
        ],
        **DEPENDS,
    }

    @property
    def _table_query(self):
        return SQL(
            """
            WITH %(lets)s, borders AS (
                -- a shop is not let on the day before it enters the register
                SELECT unit.id * 2 + 1 AS id,
                       unit.id AS unit_id,
                       NULL::date AS starts,
                       unit.create_date::date - 1 AS ends
                  FROM ops_lease_unit unit
                 UNION ALL
                -- a shop given back stands empty from the day after
                SELECT id * 2, unit_id, first, last FROM lets
            ), gaps AS (
                SELECT id,
                       unit_id,
                       MAX(ends) OVER in_order + 1 AS date_from,
                       LEAD(starts) OVER in_order AS date_to
                  FROM borders
                WINDOW in_order AS (
                    PARTITION BY unit_id ORDER BY starts NULLS FIRST, id
                )
            ), told AS (
                SELECT gaps.*,
                       LEAST(date_to, %(today)s) - date_from AS days
                  FROM gaps
                 WHERE date_from < LEAST(date_to, %(today)s)
            )
            SELECT told.id,
                   told.unit_id,
                   unit.property_id,
                   unit.building_id,
                   unit.floor_id,
                   unit.company_id,
                   company.currency_id,
                   unit.use,
                   told.date_from,
                   CASE WHEN told.date_to <= %(today)s THEN told.date_to END AS date_to,
                   COALESCE(told.date_to > %(today)s, TRUE) AS lasting,
                   unit.area_rent AS area,
                   1 AS count,
                   told.days,
                   ROUND((COALESCE(unit.expected_rent, 0) * COALESCE(unit.area_rent, 0)
                       * 12 / 365)::numeric * told.days, 2) AS lost
              FROM told
              JOIN ops_lease_unit unit ON unit.id = told.unit_id AND unit.active
              JOIN res_company company ON company.id = unit.company_id
            """,
            today=fields.Date.context_today(self),
            lets=LETS,
        )
