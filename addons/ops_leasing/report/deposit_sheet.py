from datetime import timedelta

from odoo import models
from odoo.tools import SQL

from .ledger_on import deposits_on

MOVED = ("invoiced", "set_off", "refunded", "forfeited", "transferred", "other")


class DepositSheet(models.AbstractModel):
    """保证金对账单: each deposit over a time, from its first balance to its last, as
    the general ledger has it (LE-F26, LE-X7).

    A deposit is on the books when it is invoiced; what of it the tenant has not paid at
    the end stands beside it.
    """

    _name = "report.ops_leasing.deposits"
    _inherit = "report.ops_leasing.sheet"
    _description = "Statement of deposits"
    _frozen = 3

    # BUSINESS
    def _title(self):
        return self.env._("Statement of deposits")

    def _columns(self):
        return (
            ("tenant", self.env._("Tenant"), 26, "text", False),
            ("contract", self.env._("Lease"), 15, "text", False),
            ("kind", self.env._("Kind"), 12, "text", False),
            ("opening", self.env._("Opening"), 14, "money", True),
            ("invoiced", self.env._("Invoiced"), 14, "money", True),
            ("set_off", self.env._("Set off"), 14, "money", True),
            ("refunded", self.env._("Refunded"), 14, "money", True),
            ("forfeited", self.env._("Forfeited"), 14, "money", True),
            ("transferred", self.env._("Transferred"), 14, "money", True),
            ("other", self.env._("Other movements"), 14, "money", True),
            ("closing", self.env._("Closing"), 14, "money", True),
            ("unpaid", self.env._("Of it not received"), 14, "late", True),
        )

    def _rows(self, projects):
        first, last = self._from_to()
        deposits = self.env["ops.lease.deposit"].search(
            [("property_id", "in", projects.ids)], order="partner_id, contract_id, id"
        )
        before = deposits_on(self.env, deposits, first - timedelta(days=1))
        after = deposits_on(self.env, deposits, last)
        moved = self._moved(deposits, first, last)
        kinds = dict(deposits._fields["kind"]._description_selection(self.env))
        rows = {project.id: [] for project in projects}
        for deposit in deposits:
            opening, closing = before.get(deposit.id), after.get(deposit.id)
            if not opening and not closing:
                continue
            row = {
                # the tenant of a deposit one sees is no secret
                "tenant": deposit.sudo().partner_id.name,
                "contract": deposit.contract_id.name,
                "kind": kinds[deposit.kind],
                "opening": opening[0] if opening else 0.0,
                "closing": closing[0],
                "unpaid": closing[1],
                **moved.get(deposit.id, dict.fromkeys(MOVED, 0.0)),
            }
            if any(row[name] for name in ("opening", "closing")) or moved.get(
                deposit.id
            ):
                rows[deposit.property_id.id].append(row)
        return rows

    def _moved(self, deposits, first, last):
        """``{deposit id: {column: amount}}`` of the posted items of these days; what
        lowers it is negative. One query."""
        if not deposits:
            return {}
        rows = self.env.execute_query(
            SQL(
                """
                WITH items AS (
                    SELECT item.lease_deposit_id AS id, item.move_id, -item.balance
                               AS amount, move.lease_deposit_use AS use
                      FROM account_move_line item
                      JOIN account_account account ON account.id = item.account_id
                      JOIN account_move move ON move.id = item.move_id
                     WHERE item.lease_deposit_id IN %(deposits)s
                       AND item.parent_state = 'posted'
                       AND account.lease_deposit
                       AND item.date BETWEEN %(first)s AND %(last)s
                ), shares AS (
                    -- of what is kept, the share that pays open bills
                    SELECT kept.move_id,
                           LEAST(COALESCE((
                               SELECT -SUM(item.balance)
                                 FROM account_move_line item
                                 JOIN account_account account
                                   ON account.id = item.account_id
                                WHERE item.move_id = kept.move_id
                                  AND account.account_type = 'asset_receivable'), 0)
                               / NULLIF(-SUM(kept.amount), 0), 1) AS share
                      FROM items kept
                     WHERE kept.use = 'retain'
                  GROUP BY kept.move_id
                ), told AS (
                    SELECT items.*, ROUND(amount * COALESCE(share, 0), 2) AS set_off
                      FROM items
                 LEFT JOIN shares ON shares.move_id = items.move_id
                )
                SELECT id,
                       COALESCE(SUM(amount) FILTER (
                           WHERE use IS NULL AND amount > 0), 0) AS invoiced,
                       COALESCE(SUM(set_off) FILTER (WHERE use = 'retain'), 0),
                       COALESCE(SUM(amount) FILTER (WHERE use = 'refund'), 0),
                       COALESCE(SUM(amount - set_off) FILTER (
                           WHERE use = 'retain'), 0),
                       COALESCE(SUM(amount) FILTER (WHERE use = 'transfer'), 0),
                       COALESCE(SUM(amount) FILTER (
                           WHERE use IS NULL AND amount <= 0), 0)
                  FROM told
              GROUP BY id
                """,
                deposits=tuple(deposits.ids),
                first=first,
                last=last,
            )
        )
        return {
            key: dict(zip(MOVED, map(float, amounts), strict=True))
            for key, *amounts in rows
        }

    def _total(self, rows):
        return self.env._("Total of %(count)s deposits", count=len(rows))
