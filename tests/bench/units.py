"""./ops bench units – the unit map and the lists behind it, beside core lists.

A mall of 2,000 shops with ten years of leases. Each of our screens is timed next to a
screen of Odoo's own that brings as many rows, turn about, so that a busy machine slows
both; printed is the median of the pairs' ratios. Times are those of the server, from
the call to the JSON text, as a clerk of the commercial company.

Options (or the environment): --units N (OPS_BENCH_UNITS), --pairs N, --json FILE
(OPS_BENCH_JSON).
"""

import argparse
import json
import os
import statistics
import sys
import time
from pathlib import Path

#: The addon that is measured.
ADDON = "ops_leasing"
TARGET = 1.5
VIEW_TARGET = 3.0  # a report works its figures out; the table beside it only reads

PARTNER_ROW = {
    "name": {},
    "email": {},
    "phone": {},
    "city": {},
    "state_id": {"fields": {"display_name": {}}},
    "country_id": {"fields": {"display_name": {}}},
    "user_id": {"fields": {"display_name": {}}},
    "parent_id": {"fields": {"display_name": {}}},
    "category_id": {"fields": {"display_name": {}, "color": {}}},
    "company_id": {"fields": {"display_name": {}}},
    "activity_state": {},
}
UNIT_ROW = {
    "number": {},
    "floor_id": {"fields": {"display_name": {}}},
    "state": {},
    "tenant_id": {"fields": {"display_name": {}}},
    "area_rent": {},
    "lease_end": {},
    "contract_id": {"fields": {"display_name": {}}},
    "flow_is_late": {},
}


def pairs_of(env, mall):
    """(title, ours, core's, what core's is)."""
    shops, partners = env["ops.lease.unit"], env["res.partner"]
    report = env["ops.lease.unit.report"]
    mine = [("property_id", "=", mall["property"])]
    theirs = [("id", "in", mall["tenants"])]
    count = mall["units"]
    return [
        (
            f"unit map opens, {count} shops",
            lambda: shops.unit_map(property_id=mall["property"]),
            lambda: partners.web_search_read(theirs, PARTNER_ROW, limit=count),
            f"contacts, {count} rows",
        ),
        (
            "list of shops, first page",
            lambda: shops.web_search_read(mine, UNIT_ROW, limit=80),
            lambda: partners.web_search_read(theirs, PARTNER_ROW, limit=80),
            "contacts, first page",
        ),
        (
            "filter: lease ends within 90 days",
            lambda: shops.web_search_read(
                [*mine, ("contract_id.date_end", "<=", "today +90d")],
                UNIT_ROW,
                limit=80,
            ),
            lambda: partners.web_search_read(
                [*theirs, ("country_id.code", "=", "CN")], PARTNER_ROW, limit=80
            ),
            "contacts of a country",
        ),
        (
            "shops by state",
            lambda: shops.web_read_group(mine, ["state"], ["area_rent:sum"]),
            lambda: partners.web_read_group(theirs, ["country_id"], ["color:sum"]),
            "contacts by country",
        ),
        (
            "pivot: occupancy by floor and use",
            lambda: report.formatted_read_group(
                mine,
                ["floor_id", "use"],
                ["__count", "area:sum", "let_area:sum", "occupancy:avg", "rent:sum"],
            ),
            lambda: partners.formatted_read_group(
                theirs,
                ["country_id", "type"],
                ["__count", "color:sum", "partner_latitude:avg"],
            ),
            "pivot of contacts",
        ),
    ]


def timed(env, call):
    env.invalidate_all()
    before, queries = time.perf_counter(), env.cr.sql_log_count
    text = json.dumps(call(), default=str)
    took = (time.perf_counter() - before) * 1000
    return took, env.cr.sql_log_count - queries, len(text)


def measure(env, mall, pairs):
    """One result for each pair of screens."""
    results = []
    for title, ours, core, against in pairs_of(env, mall):
        timed(env, ours), timed(env, core)
        turns = [(timed(env, ours), timed(env, core)) for _turn in range(pairs)]
        ratios = [mine[0] / other[0] for mine, other in turns]
        results.append(
            {
                "screen": title,
                "against": against,
                "ms": statistics.median(mine[0] for mine, _other in turns),
                "core_ms": statistics.median(other[0] for _mine, other in turns),
                "ratio": statistics.median(ratios),
                "target": VIEW_TARGET if title.startswith("pivot") else TARGET,
                "queries": turns[0][0][1],
                "core_queries": turns[0][1][1],
                "kilobytes": turns[0][0][2] / 1024,
                "core_kilobytes": turns[0][1][2] / 1024,
            }
        )
    return results


def show(mall, results):
    print(f"{mall['units']} shops, {mall['leases']} leases")
    for row in results:
        mark = "✓" if row["ratio"] <= row["target"] else "✗"
        print(
            f"{mark} {row['screen']}: {row['ms']:.0f} ms, {row['queries']} queries, "
            f"{row['kilobytes']:.0f} kB – {row['against']}: {row['core_ms']:.0f} ms, "
            f"{row['core_queries']} queries, {row['core_kilobytes']:.0f} kB "
            f"– ratio {row['ratio']:.2f}"
        )


def main():
    parser = argparse.ArgumentParser()
    get = os.environ.get
    parser.add_argument("--units", type=int, default=int(get("OPS_BENCH_UNITS", 2000)))
    parser.add_argument("--pairs", type=int, default=15)
    parser.add_argument("--json", default=get("OPS_BENCH_JSON"))
    options = parser.parse_args()

    from odoo import SUPERUSER_ID, api
    from odoo.modules.registry import Registry
    from odoo.service import server
    from odoo.tools import config

    database = os.environ["OPS_TEST_DATABASE"]
    config.parse_config(
        ["-d", database, "--no-http", "--log-level=warn"], setup_logging=True
    )
    server.load_server_wide_modules()
    from support.worlds import big_mall

    with Registry(database).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        start = time.perf_counter()
        mall = big_mall.build(env, options.units)
        print(f"built in {time.perf_counter() - start:.0f} s", flush=True)
        languages = dict(env["res.lang"].get_installed())
        env = env(
            user=mall["user"],
            context={
                "lang": "zh_CN" if "zh_CN" in languages else "en_US",
                "tz": "Asia/Shanghai",
                "allowed_company_ids": [mall["company"]],
            },
        )
        results = measure(env, mall, options.pairs)
    show(mall, results)
    if options.json:
        Path(options.json).write_text(json.dumps(results, indent=1), encoding="utf-8")
    return int(any(row["ratio"] > row["target"] for row in results))


if __name__ == "__main__":
    sys.exit(main())
