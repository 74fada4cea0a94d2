"""Puts what happens now into the past: a story needs its dates."""

from contextlib import contextmanager
from datetime import datetime, timedelta

from odoo import fields
from odoo.tools import SQL

#: Tables of the kernel and of the books that remember when something happened.
WATCHED = (
    "ops.improvement",
    "ops.run",
    "ops.run.line",
    "ops.flow.log",
    "ops.approval.request",
    "ops.approval.node",
    "ops.approval.task",
    "ops.approval.event",
    "ops.approval.copy",
    "ops.checklist",
    "ops.checklist.line",
    "ops.notice",
    "ops.notice.receipt",
    "mail.message",
    "account.move",
    "account.move.line",
    "account.payment",
    "account.partial.reconcile",
    "account.full.reconcile",
)
# A limit moves with the moment it was counted from.
LIMITS = {"state_due": "state_since", "deadline": "waiting_since"}
CHINA = timedelta(hours=8)


class Past:
    """Dates of rows that the builder makes, moved to when they belong.

    Steps are taken now, by the suite's own code; then whatever says "now" in the rows
    made since says the moment of the story. Only for data one has just built: rows
    that were there before are never touched.

    :param models: names of further models that remember when something happened
    """

    def __init__(self, env, models=()):
        self.env = env
        self.now = fields.Datetime.now()
        env.flush_all()
        self.since = min(env.cr.now().replace(microsecond=0), self.now)
        self.first = {
            name: self._value(SQL("SELECT MAX(id) FROM %s", self._table(name))) or 0
            for name in (*WATCHED, *models)
            if name in env
        }
        self.written = self._written()

    def moment(self, days, hour=10):
        """So many days ago, at that hour of Chinese time; at least yesterday."""
        day = (self.since + CHINA).date() - timedelta(days=max(days, 1))
        return (
            datetime.combine(day, datetime.min.time()) + timedelta(hours=hour) - CHINA
        )

    @contextmanager
    def at(self, moment):
        """What is done inside has happened at ``moment`` (UTC)."""
        yield
        self.env.flush_all()
        self._today = [
            (self.since + shift).date() for shift in (timedelta(), CHINA)
        ] + [(fields.Datetime.now() + shift).date() for shift in (timedelta(), CHINA)]
        written = self._written()
        moves = [
            self._move(name, moment)
            for name in self.first
            if written[name] != self.written[name]
        ]
        if moves:
            # one statement for all tables: there are many moments
            self.env.cr.execute(
                SQL(
                    "WITH %s SELECT 1",
                    SQL(", ").join(
                        SQL("%s AS (%s)", SQL.identifier(f"moved_{i}"), move)
                        for i, move in enumerate(moves)
                    ),
                )
            )
        self._move_timeline(moment)
        if (moment + CHINA).year != self.since.year:
            self._renumber()
        self.written = self._written()
        self.env.invalidate_all()

    def _written(self):
        """``{model: rows written by this transaction so far}``: tables in which
        nothing has happened since the last moment are left alone."""
        tables = {name: self.env[name]._table for name in self.first}
        rows = self.env.execute_query(
            SQL(
                "SELECT name, pg_stat_get_xact_tuples_inserted(name::regclass)"
                " + pg_stat_get_xact_tuples_updated(name::regclass)"
                " FROM UNNEST(%s) AS name",
                list(set(tables.values())),
            )
        )
        counts = dict(rows)
        return {name: counts[table] for name, table in tables.items()}

    def _move(self, name, moment):
        """The statement that moves the rows of one model."""
        columns = self._columns(name)
        until = fields.Datetime.now() + timedelta(seconds=2)

        def fresh(column, kind):
            if kind == "date":
                return SQL("%s IN %s", SQL.identifier(column), tuple(self._today))
            return SQL(
                "%s BETWEEN %s AND %s", SQL.identifier(column), self.since, until
            )

        sets, tests = [], []
        for column, kind in columns.items():
            then = (moment + CHINA).date() if kind == "date" else moment
            tests.append(fresh(column, kind))
            sets.append(
                SQL(
                    "%(column)s = CASE WHEN %(fresh)s THEN %(then)s "
                    "ELSE %(column)s END",
                    column=SQL.identifier(column),
                    fresh=fresh(column, kind),
                    then=then,
                )
            )
        for limit, start in LIMITS.items():
            if limit in self.env[name]._fields:
                sets.append(
                    SQL(
                        "%(limit)s = CASE WHEN %(fresh)s THEN %(limit)s - "
                        "(%(start)s - %(then)s) ELSE %(limit)s END",
                        limit=SQL.identifier(limit),
                        start=SQL.identifier(start),
                        fresh=fresh(start, "datetime"),
                        then=moment,
                    )
                )
        return SQL(
            "UPDATE %s SET %s WHERE id > %s AND (%s)",
            self._table(name),
            SQL(", ").join(sets),
            self.first[name],
            SQL(" OR ").join(tests),
        )

    def _move_timeline(self, moment):
        """The approval's timeline keeps moments in its changes, too."""
        days = "|".join({day.isoformat() for day in self._today})
        self.env.cr.execute(
            SQL(
                "UPDATE ops_approval_event SET changes = REGEXP_REPLACE(changes::text, "
                "%s, %s, 'g')::jsonb WHERE id > %s AND changes::text ~ %s",
                rf'"({days}) \d\d:\d\d:\d\d"',
                f'"{fields.Datetime.to_string(moment)}"',
                self.first["ops.approval.event"],
                rf'"({days}) \d\d:\d\d:\d\d"',
            )
        )

    def _renumber(self):
        """Entries of an earlier year bear its number."""
        moves = self.env["account.move"].search(
            [("id", ">", self.first["account.move"]), ("name", "like", "/")], order="id"
        )
        for move in moves:
            wrong, right = f"/{self.since.year}/", f"/{move.date.year}/"
            if right == wrong or wrong not in (move.sequence_prefix or ""):
                continue
            prefix = move.sequence_prefix.replace(wrong, right)
            number = self._value(
                SQL(
                    "SELECT COALESCE(MAX(sequence_number), 0) + 1 FROM account_move "
                    "WHERE journal_id = %s AND sequence_prefix = %s",
                    move.journal_id.id,
                    prefix,
                )
            )
            name = f"{prefix}{number:05d}"
            self.env.cr.execute(
                SQL(
                    "UPDATE account_move SET name = %s, sequence_prefix = %s, "
                    "sequence_number = %s WHERE id = %s",
                    name,
                    prefix,
                    number,
                    move.id,
                )
            )
            for table, column in (
                ("account_move_line", "move_name"),
                ("account_payment", "name"),
            ):
                self.env.cr.execute(
                    SQL(
                        "UPDATE %s SET %s = %s WHERE move_id = %s",
                        SQL.identifier(table),
                        SQL.identifier(column),
                        name,
                        move.id,
                    )
                )

    def _columns(self, name):
        """``{column: "date" or "datetime"}`` of a model, its limits left out."""
        return {
            field.name: field.type
            for field in self.env[name]._fields.values()
            if field.store
            and field.column_type
            and field.type in ("date", "datetime")
            and field.name not in LIMITS
        }

    def _table(self, name):
        return SQL.identifier(self.env[name]._table)

    def _value(self, query):
        return self.env.execute_query(query)[0][0]
