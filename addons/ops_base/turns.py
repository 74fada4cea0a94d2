"""What several people use up at the same moment."""

from odoo.tools import SQL


def take_turns(records):
    """Let those who use up the same records at the same moment do so in turn.

    Each transaction sees the database as it was when it began. A lock alone makes the
    second one wait and then judge by what it saw before; here it is stopped instead,
    and Odoo runs it again on what the first one has left.

    :param records: whose remainder is about to be used up; they stay as they are
    """
    ids = sorted(set(records.ids))
    if not ids:
        return
    table = SQL.identifier(records._table)
    records.env.cr.execute(
        SQL(
            "UPDATE %(table)s SET write_date = write_date WHERE id IN"
            " (SELECT id FROM %(table)s WHERE id IN %(ids)s"
            " ORDER BY id FOR NO KEY UPDATE)",
            table=table,
            ids=tuple(ids),
        )
    )
