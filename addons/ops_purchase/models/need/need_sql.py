"""The needs of all warehouses and products, in one statement (PU-01, PU-26)."""

from odoo import api, fields, models
from odoo.tools import SQL

OPEN_MOVES = ("waiting", "confirmed", "assigned", "partially_available")


class PurchaseNeed(models.Model):
    _inherit = "ops.purchase.need"

    # BUSINESS
    def _compute_needs(self):
        """Write the lines of one calculation."""
        self.ensure_one()
        self.env.flush_all()
        self.env.cr.execute(
            SQL("DELETE FROM ops_purchase_need_line WHERE need_id = %s", self.id)
        )
        self.env.cr.execute(
            SQL(
                "INSERT INTO ops_purchase_need_line (need_id, company_id,"
                " warehouse_id, product_id, forecast, planned, min_qty, max_qty,"
                " on_hand, outgoing, on_order, late, requested, proposed, quantity,"
                " create_uid, create_date, write_uid, write_date)"
                " SELECT %s, %s, n.*, n.proposed, %s, now() AT TIME ZONE 'UTC', %s,"
                " now() AT TIME ZONE 'UTC' FROM (%s) n%s",
                self.id,
                self.company_id.id,
                self.env.uid,
                self.env.uid,
                self._need_query(
                    self.company_id,
                    self.date_from,
                    self.date_to,
                    self.warehouse_ids,
                    shortage=self.kind == "shortage",
                ),
                SQL(" WHERE n.proposed > 0" if self.kind == "shortage" else ""),
            )
        )
        self.env["ops.purchase.need.line"].invalidate_model()
        self.invalidate_recordset()
        # written by the calculation
        self.sudo().write({"date_done": fields.Datetime.now(), "user_id": self.env.uid})

    @api.model
    def _need_query(self, company, date_from, date_to, warehouses=(), shortage=False):
        """A statement for what each product needs in each warehouse.

        Columns: warehouse, product, forecast, planned, minimum, maximum, on hand,
        promised, on order, late, requested, proposed; quantities in the unit of the
        product.

        :param shortage: by minimum and maximum instead of forecast and plan
        """
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        wanted = (
            self._need_minima(company)
            if shortage
            else self._need_demand(company, date_from, date_to)
        )
        some = SQL()
        if warehouses:
            some = SQL(" WHERE d.warehouse_id IN %s", tuple(warehouses.ids))
        if shortage:
            # what is late is not counted on
            secured = SQL(
                "COALESCE(s.quantity, 0) + COALESCE(i.quantity, 0)"
                " + COALESCE(r.quantity, 0) - COALESCE(o.quantity, 0)"
            )
            missing = SQL(
                "CASE WHEN %(secured)s < d.min_qty"
                " THEN GREATEST(d.max_qty, d.min_qty) - (%(secured)s) ELSE 0 END",
                secured=secured,
            )
        else:
            missing = SQL(
                "d.forecast + d.planned - COALESCE(s.quantity, 0)"
                " - COALESCE(i.quantity, 0) - COALESCE(i.late, 0)"
                " - COALESCE(r.quantity, 0)"
            )
        return SQL(
            "WITH d AS (%s), s AS (%s), i AS (%s), o AS (%s), r AS (%s)"
            " SELECT d.warehouse_id, d.product_id, d.forecast, d.planned, d.min_qty,"
            " d.max_qty, COALESCE(s.quantity, 0), COALESCE(o.quantity, 0),"
            " COALESCE(i.quantity, 0), COALESCE(i.late, 0), COALESCE(r.quantity, 0),"
            " GREATEST(0, CEIL(ROUND((%s)::numeric, %s) * %s) / %s) AS proposed"
            " FROM d"
            " LEFT JOIN s USING (warehouse_id, product_id)"
            " LEFT JOIN i USING (warehouse_id, product_id)"
            " LEFT JOIN o USING (warehouse_id, product_id)"
            " LEFT JOIN r USING (warehouse_id, product_id)%s",
            wanted,
            self._need_stock(company),
            self._need_moves(company, date_to, incoming=True, shortage=shortage),
            self._need_moves(company, date_to, incoming=False, shortage=shortage),
            self._need_requests(company),
            missing,
            digits + 3,
            10**digits,
            10**digits,
            some,
        )

    @api.model
    def _need_demand(self, company, date_from, date_to):
        """Forecast and plan; a period counts by the days it shares."""
        share = SQL(
            "quantity * (LEAST(date_to, %s) - GREATEST(date_from, %s) + 1)"
            " / (date_to - date_from + 1)",
            date_to,
            date_from,
        )
        return SQL(
            "SELECT warehouse_id, product_id,"
            " COALESCE(SUM(%s) FILTER (WHERE kind = 'forecast'), 0) AS forecast,"
            " COALESCE(SUM(%s) FILTER (WHERE kind = 'plan'), 0) AS planned,"
            " 0 AS min_qty, 0 AS max_qty"
            " FROM ops_purchase_demand"
            " WHERE company_id = %s AND date_from <= %s AND date_to >= %s"
            " GROUP BY warehouse_id, product_id",
            share,
            share,
            company.id,
            date_to,
            date_from,
        )

    @api.model
    def _need_minima(self, company):
        return SQL(
            "SELECT warehouse_id, product_id, 0 AS forecast, 0 AS planned,"
            " SUM(product_min_qty) AS min_qty, SUM(product_max_qty) AS max_qty"
            " FROM stock_warehouse_orderpoint"
            " WHERE company_id = %s AND active GROUP BY warehouse_id, product_id",
            company.id,
        )

    @api.model
    def _need_stock(self, company):
        """On hand; what was rejected and waits to go back does not count."""
        return SQL(
            "SELECT l.warehouse_id, q.product_id, SUM(q.quantity) AS quantity"
            " FROM stock_quant q JOIN stock_location l ON l.id = q.location_id"
            " JOIN stock_warehouse w ON w.id = l.warehouse_id"
            " LEFT JOIN stock_location back ON back.id = w.wh_return_loc_id"
            " WHERE w.company_id = %s AND l.usage IN ('internal', 'transit')"
            " AND (back.id IS NULL OR l.parent_path NOT LIKE back.parent_path || '%%')"
            " GROUP BY l.warehouse_id, q.product_id",
            company.id,
        )

    @api.model
    def _need_moves(self, company, date_to, incoming, shortage):
        """What is under way into a warehouse, or out of it; ``late`` is what was to
        come before today."""
        place, other = ("t", "f") if incoming else ("f", "t")
        today = fields.Date.context_today(self)
        late = SQL("m.date < %s", today) if incoming else SQL("FALSE")
        return SQL(
            "SELECT %(place)s.warehouse_id, m.product_id,"
            " SUM(m.product_qty) FILTER (WHERE NOT %(late)s) AS quantity,"
            " SUM(m.product_qty) FILTER (WHERE %(late)s) AS late"
            " FROM stock_move m JOIN stock_location f ON f.id = m.location_id"
            " JOIN stock_location t ON t.id = m.location_dest_id"
            " WHERE m.company_id = %(company)s AND m.state IN %(open)s"
            " AND %(place)s.warehouse_id IS NOT NULL"
            " AND %(place)s.warehouse_id IS DISTINCT FROM %(other)s.warehouse_id"
            "%(until)s GROUP BY %(place)s.warehouse_id, m.product_id",
            place=SQL.identifier(place),
            other=SQL.identifier(other),
            late=late,
            company=company.id,
            open=OPEN_MOVES,
            until=SQL()
            if shortage
            else SQL(" AND m.date < %s", fields.Date.add(date_to, days=1)),
        )

    @api.model
    def _need_requests(self, company):
        """Asked for and not ordered; drafts count where a calculation made them."""
        return SQL(
            "SELECT pt.warehouse_id, l.product_id,"
            " SUM(l.open_qty * u.factor / NULLIF(own.factor, 0)) AS quantity"
            " FROM purchase_request_line l"
            " JOIN purchase_request p ON p.id = l.request_id"
            " JOIN stock_picking_type pt ON pt.id = p.picking_type_id"
            " JOIN product_product pp ON pp.id = l.product_id"
            " JOIN product_template tmpl ON tmpl.id = pp.product_tmpl_id"
            " JOIN uom_uom own ON own.id = tmpl.uom_id"
            " JOIN uom_uom u ON u.id = COALESCE(l.product_uom_id, tmpl.uom_id)"
            " WHERE p.company_id = %s AND (p.state IN"
            " ('to_approve', 'approved', 'in_progress')"
            " OR (p.state = 'draft' AND p.source != 'manual'))"
            " GROUP BY pt.warehouse_id, l.product_id",
            company.id,
        )
