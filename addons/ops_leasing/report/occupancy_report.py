from odoo import fields, models
from odoo.tools import SQL

from .labels import labels_of
from .lets import DEPENDS, LETS

#: how far back it goes
MONTHS = 36


class LeaseOccupancyReport(models.Model):
    """出租率: how many days of a month each shop was let (LE-F26).

    A shop counts from the first lease of its project on, or from its own entry into
    the register where that is earlier; one that was merged or split off counts from
    that day, the former ones until then. It is let from the first day of a lease until
    its tenant has left. The month that is under way counts until today.
    """

    _name = "ops.lease.occupancy.report"
    _inherit = ["ops.lease.share.mixin"]
    _description = "Occupancy by month"
    _auto = False
    _order = "month desc, unit_id"
    _rec_name = "unit_id"
    _shares = {"occupancy": ("let_area_days", "area_days")}

    # FIELDS
    unit_id = fields.Many2one("ops.lease.unit", "Shop", readonly=True)
    property_id = fields.Many2one("ops.lease.property", "Project", readonly=True)
    floor_id = fields.Many2one("ops.lease.floor", "Floor", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    use = fields.Selection(labels_of("ops.lease.unit", "use"), readonly=True)
    month = fields.Date(readonly=True)
    days = fields.Integer("Days", readonly=True)
    let_days = fields.Integer("Days let", readonly=True)
    area = fields.Float(
        "Lettable area",
        readonly=True,
        digits=(12, 2),
        help="Mean of the days of the month.",
    )
    let_area = fields.Float(
        "Area let",
        readonly=True,
        digits=(12, 2),
        help="Mean of the days of the month.",
    )
    area_days = fields.Float("m² and days", readonly=True)
    let_area_days = fields.Float("m² and days let", readonly=True)
    occupancy = fields.Float(
        readonly=True,
        aggregator="avg",
        help="m² and days let of all m² and days.",
    )

    _depends = {
        "ops.lease.unit": [
            "active",
            "area_rent",
            "company_id",
            "create_date",
            "floor_id",
            "formed_from_ids",
            "property_id",
            "use",
            "write_date",
        ],
        **DEPENDS,
    }

    @property
    def _table_query(self):
        return SQL(
            """
            WITH %(lets)s, begun AS (
                SELECT unit.property_id, MIN(lets.first) AS day
                  FROM lets
                  JOIN ops_lease_unit unit ON unit.id = lets.unit_id
              GROUP BY unit.property_id
            ), born AS (
                SELECT rel.unit_id, MIN(unit.create_date::date) AS day
                  FROM ops_lease_unit_formed_rel rel
                  JOIN ops_lease_unit unit ON unit.id = rel.unit_id
              GROUP BY rel.unit_id
            ), gone AS (
                SELECT rel.former_id, MIN(unit.create_date::date) AS day
                  FROM ops_lease_unit_formed_rel rel
                  JOIN ops_lease_unit unit ON unit.id = rel.unit_id
              GROUP BY rel.former_id
            ), known AS (
                SELECT unit.*,
                       COALESCE(born.day,
                                LEAST(unit.create_date::date, begun.day)) AS first,
                       CASE WHEN unit.active THEN %(today)s
                            ELSE COALESCE(gone.day, unit.write_date::date) - 1
                       END AS last
                  FROM ops_lease_unit unit
             LEFT JOIN begun ON begun.property_id = unit.property_id
             LEFT JOIN born ON born.unit_id = unit.id
             LEFT JOIN gone ON gone.former_id = unit.id
            ), months AS (
                SELECT number, month::date AS first,
                       (month + INTERVAL '1 month' - INTERVAL '1 day')::date AS last
                  FROM generate_series(
                           DATE_TRUNC('month', %(today)s::timestamp)
                           - %(before)s * INTERVAL '1 month',
                           DATE_TRUNC('month', %(today)s::timestamp),
                           INTERVAL '1 month') WITH ORDINALITY AS m(month, number)
            ), counted AS MATERIALIZED (
                SELECT known.id * 1000 + months.number AS id,
                       known.id AS unit_id, known.property_id, known.floor_id,
                       known.company_id, known.use,
                       COALESCE(known.area_rent, 0)::numeric AS size,
                       months.first AS month,
                       months.last - months.first + 1 AS month_days,
                       GREATEST(months.first, known.first) AS first,
                       LEAST(months.last, known.last, %(today)s) AS last
                  FROM known
                  JOIN months ON months.last >= known.first
                             AND months.first <= known.last
            ), taken AS (
                SELECT counted.id,
                       SUM(LEAST(counted.last, lets.last::date)
                           - GREATEST(counted.first, lets.first) + 1) AS days
                  FROM counted
                  JOIN lets ON lets.unit_id = counted.unit_id
                           AND lets.first <= counted.last
                           AND lets.last >= counted.first
              GROUP BY counted.id
            ), told AS (
                SELECT counted.*, last - first + 1 AS days,
                       LEAST(last - first + 1, COALESCE(taken.days, 0)) AS let_days
                  FROM counted
             LEFT JOIN taken ON taken.id = counted.id
                 WHERE last >= first
            )
            SELECT id, unit_id, property_id, floor_id, company_id, use, month, days,
                   let_days,
                   size * days / month_days AS area,
                   size * let_days / month_days AS let_area,
                   size * days AS area_days,
                   size * let_days AS let_area_days,
                   let_days::numeric / days AS occupancy
              FROM told
            """,
            today=fields.Date.context_today(self),
            before=MONTHS - 1,
            lets=LETS,
        )
