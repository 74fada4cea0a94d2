"""What the books said on a day: deposits held and money owed."""

from odoo.tools import SQL


def deposits_on(env, deposits, day):
    """``{deposit id: (balance, not received yet)}`` by the general ledger at the end of
    a day; one query."""
    if not deposits:
        return {}
    _flush(env)
    rows = env.execute_query(
        SQL(
            """
            WITH books AS (
                SELECT item.lease_deposit_id AS id, item.move_id,
                       -SUM(item.balance) AS balance
                  FROM account_move_line item
                  JOIN account_account account ON account.id = item.account_id
                 WHERE item.lease_deposit_id IN %(deposits)s
                   AND item.parent_state = 'posted'
                   AND account.lease_deposit
                   AND item.date <= %(day)s
              GROUP BY item.lease_deposit_id, item.move_id
            ), owed AS (
                SELECT books.id, SUM(item.balance) - SUM(COALESCE((
                           SELECT SUM(part.amount)
                             FROM account_partial_reconcile part
                            WHERE part.debit_move_id = item.id
                              AND part.max_date <= %(day)s), 0)) AS owed
                  FROM books
                  JOIN account_move_line item ON item.move_id = books.move_id
                  JOIN account_account account ON account.id = item.account_id
                 WHERE account.account_type = 'asset_receivable'
                   AND books.balance > 0
              GROUP BY books.id
            )
            SELECT books.id, SUM(books.balance), COALESCE(MAX(owed.owed), 0)
              FROM books
         LEFT JOIN owed ON owed.id = books.id
          GROUP BY books.id
            """,
            deposits=tuple(deposits.ids),
            day=day,
        )
    )
    return {key: (float(balance), float(owed)) for key, balance, owed in rows}


def owed_on(env, partners, companies, day):
    """``{(partner id, company id): amount}`` that these partners owed on a day past its
    date, money not matched yet taken off; one query."""
    if not partners:
        return {}
    _flush(env)
    rows = env.execute_query(
        SQL(
            """
            SELECT item.partner_id, item.company_id,
                   SUM(item.balance
                       - COALESCE((SELECT SUM(part.amount)
                                     FROM account_partial_reconcile part
                                    WHERE part.debit_move_id = item.id
                                      AND part.max_date <= %(day)s), 0)
                       + COALESCE((SELECT SUM(part.amount)
                                     FROM account_partial_reconcile part
                                    WHERE part.credit_move_id = item.id
                                      AND part.max_date <= %(day)s), 0))
              FROM account_move_line item
              JOIN account_account account ON account.id = item.account_id
             WHERE item.partner_id IN %(partners)s
               AND item.company_id IN %(companies)s
               AND account.account_type = 'asset_receivable'
               AND item.parent_state = 'posted'
               AND item.date <= %(day)s
               AND COALESCE(item.date_maturity, item.date) < %(day)s
          GROUP BY item.partner_id, item.company_id
            """,
            partners=tuple(partners.ids),
            companies=tuple(companies.ids),
            day=day,
        )
    )
    return {(partner, company): max(float(a), 0.0) for partner, company, a in rows}


def _flush(env):
    env["account.move.line"].flush_model()
    env["account.partial.reconcile"].flush_model()
