from odoo.tools import SQL

#: What :data:`LETS` reads, for ``_depends``.
DEPENDS = {
    "ops.lease.contract": ["date_end", "date_start", "state"],
    "ops.lease.contract.line": ["contract_id", "date_from", "date_to", "unit_id"],
    "ops.lease.exit": ["contract_id", "date_taken_back", "state", "state_since"],
}
#: Tables of a WITH: ``lets`` has the first and last day of each letting of a shop,
#: until its tenant has left or it was given back.
LETS = SQL(
    """
    left_on AS (
        SELECT contract_id, MAX(COALESCE(date_taken_back, state_since::date)) AS day
          FROM ops_lease_exit
         WHERE state = 'closed'
      GROUP BY contract_id
    ), lets AS (
        SELECT line.id,
               line.unit_id,
               GREATEST(lease.date_start, line.date_from) AS first,
               LEAST(
                   CASE WHEN lease.state = 'signed' THEN 'infinity'
                        ELSE COALESCE(left_on.day, lease.date_end)
                   END,
                   line.date_to
               ) AS last
          FROM ops_lease_contract_line line
          JOIN ops_lease_contract lease ON lease.id = line.contract_id
     LEFT JOIN left_on ON left_on.contract_id = lease.id
         WHERE lease.state IN ('signed', 'settled', 'archived')
           -- an amendment took its place before its first day
           AND COALESCE(line.date_to >= line.date_from, TRUE)
    )
    """
)
