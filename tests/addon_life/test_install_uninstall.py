"""Every addon installs alone, changes nothing on update, and leaves nothing behind."""

import ast
from pathlib import Path

import pytest
from servers import sql
from support.inside import inside
from support.odoo_cli import install, uninstall, update

ADDONS = Path(__file__).resolve().parents[2] / "addons"
OURS = sorted(p.parent.name for p in ADDONS.glob("ops_*/__manifest__.py"))
#: What an installation may leave anywhere in the database: `what → query`.
TRACES = {
    "tables": "select table_name from information_schema.tables"
    " where table_schema = 'public'",
    "columns": "select table_name || '.' || column_name"
    " from information_schema.columns where table_schema = 'public'",
    # those of a numbering that is there belong to it, such as a new warehouse's
    "sequences": "select sequence_name from information_schema.sequences"
    " where not exists (select from ir_sequence s where sequence_name"
    " ~ ('^ir_sequence_' || lpad(s.id::text, 3, '0') || '(_|$)'))",
    "indexes": "select indexname from pg_indexes where schemaname = 'public'",
    "constraints": "select conrelid::regclass || '.' || conname from pg_constraint"
    " where connamespace = 'public'::regnamespace",
    "models": "select model from ir_model",
    "fields": "select model || '.' || name from ir_model_fields",
    "views": "select id || ' ' || name from ir_ui_view",
    "menus": "select id || ' ' || complete_name from"
    " (select id, name::text as complete_name from ir_ui_menu) m",
    "actions": "select id || ' ' || type || ' ' || name::text from ir_actions",
    "crons": "select id::text from ir_cron",
    "groups": "select name::text from res_groups",
    "rules": "select name from ir_rule",
    "access": "select name from ir_model_access",
    "numberings": "select code from ir_sequence where code is not null",
    "parameters": "select key from ir_config_parameter",
    "external ids": "select module || '.' || name from ir_model_data"
    " where module like 'ops%%'",
    "mail templates": "select id || ' ' || name::text from mail_template",
    "activity types": "select name::text from mail_activity_type",
    "job channels": "select complete_name from queue_job_channel",
    "job functions": "select name from queue_job_function",
    "translations loaded": "select name from ir_module_module"
    " where state = 'installed'",
}
#: Rows that point at a model must not outlive it: `table.column`.
POINTERS = [
    ("ir_attachment", "res_model"),
    ("mail_message", "model"),
    ("mail_followers", "res_model"),
    ("mail_activity", "res_model"),
    ("ir_filters", "model_id"),
    ("ir_exports", "resource"),
    ("ir_act_window", "res_model"),
    ("ir_act_report_xml", "model"),
]


def traces(database):
    return {
        what: {row[0] for row in sql(database, query)} for what, query in TRACES.items()
    }


def orphans(database):
    """Rows that point at models which are not there."""
    found = {}
    for table, column in POINTERS:
        rows = sql(
            database,
            f"select {column}, count(*) from {table} where {column} is not null"
            f" and {column} <> '' and {column} not in (select model from ir_model)"
            f" group by {column}",
        )
        if rows:
            found[table] = rows
    return found


@pytest.mark.parametrize("addon", OURS)
def test_installs_alone_and_leaves_nothing(databases, addon):
    """Shown 5: on a database without any of ours an addon installs, is used, and
    uninstalls without leftovers."""
    database = databases.copy(databases.base)
    try:
        # without the demonstration mall, which the template has
        sql(database, "update ir_module_module set demo = false")
        before = traces(database)
        install(database, addon)
        inside(database, "worlds.laws", "use_everything")
        uninstall(database, *reversed(needed(addon)))
        after = traces(database)
        left = {what: after[what] - before[what] for what in TRACES}
        lost = {what: before[what] - after[what] for what in TRACES}
        assert {what: names for what, names in left.items() if names} == {}
        assert {what: names for what, names in lost.items() if names} == {}
        assert orphans(database) == {}
    finally:
        databases.drop(database)


def test_updating_twice_changes_nothing(databases):
    """Shown 5: `-u` of all our addons, twice, leaves the database as it was."""
    database = databases.copy()
    try:
        update(database, *OURS)
        before = contents(database)
        update(database, *OURS)
        after = contents(database)
        changed = {
            what: sorted(before[what] ^ after[what], key=str)[:10]
            for what in before
            if before[what] != after[what]
        }
        assert changed == {}
    finally:
        databases.drop(database)


def contents(database):
    """What an update could touch: the traces, and the records of our data files."""
    found = traces(database)
    found["arch"] = set(
        sql(database, "select id, md5(arch_db::text), mode, active from ir_ui_view")
    )
    found["rows"] = set()
    rows = sql(
        database,
        "select distinct m.model, replace(m.model, '.', '_') from ir_model_data d"
        " join ir_model m on m.model = d.model where d.module like 'ops%%'",
    )
    there = found["tables"]
    for model, table in rows:
        if table in there:
            columns = sorted(
                name.partition(".")[2]
                for name in found["columns"]
                if name.startswith(f"{table}.")
                and not name.endswith((".write_date", ".create_date"))
                # counters of numberings run on
                and name.partition(".")[2] not in ("nextcall", "lastcall")
            )
            picked = ", ".join(f't."{column}"' for column in columns)
            found["rows"] |= {
                (model, *row)
                for row in sql(
                    database,
                    f"select t.id, md5(row({picked})::text) from {table} t"
                    " join ir_model_data d on d.res_id = t.id and d.model = %s"
                    " and d.module like 'ops%%'",
                    [model],
                )
            }
    return found


def needed(addon):
    """The addon and those of ours it depends on, dependencies first."""
    manifest = ast.literal_eval((ADDONS / addon / "__manifest__.py").read_text())
    found = []
    for name in manifest["depends"]:
        if (ADDONS / name / "__manifest__.py").exists():
            found += [other for other in needed(name) if other not in found]
    return [*found, addon]
