"""./ops bench billing – a month's bills of a mall, from leases to posted invoices.

The same leases with two charges each are billed four ways, turn about, so that a busy
machine slows all of them:

* ours: the posting of the billing run, in one process and in two;
* OCA `contract`: its recurring invoices, then ``action_post`` (its own run leaves
  drafts);
* bare ORM: ``account.move.create`` and ``action_post`` of the same values;
* raw SQL: the finished rows copied within the database, the physical limit.

Each turn in one process starts from the same state and is rolled back; the two
processes commit, a batch at a time. Printed are medians over the turns.

Options: --leases N (default 1,000), --json FILE, through ./ops or as OPS_BENCH_LEASES
and OPS_BENCH_JSON; --pairs N.
"""

import argparse
import json
import multiprocessing
import os
import statistics
import sys
import time
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path

from dateutil.relativedelta import relativedelta

#: The addon that is measured.
ADDON = "ops_leasing"
BATCH = 100
FIRST = date(2026, 1, 1)
TARGETS = {
    "speedup_vs_contract": 5.0,
    "speedup_vs_contract_one_process": 2.5,
    "speedup_vs_orm": 1.0,
}
COPIED = ("account_move", "account_move_line", "mail_message")


class Bench:
    """One database with a portfolio; every way to bill it."""

    def __init__(self, database, leases):
        from odoo.modules.registry import Registry

        self.database, self.leases = database, leases
        Registry.new(database, update_module=True, install_modules=["contract"])
        self.registry = Registry(database)
        self.lang = "en_US"
        with self.cursor(superuser=True) as env:
            if "zh_CN" in dict(env["res.lang"].get_installed()):
                self.lang = "zh_CN"
        with self.cursor(superuser=True) as env:
            from support.worlds.portfolio import Portfolio

            self.portfolio = Portfolio(env, leases)
            env.flush_all()
            self.user = self.portfolio.user.id
            self.company = self.portfolio.company.id
            self.contracts = self.portfolio.contracts.ids
            env.cr.commit()
        # a month that is booked already: nobody starts from empty tables
        with self.cursor() as env:
            self.post(env, self.portfolio.bills())
            env.cr.commit()
        with self.cursor(superuser=True) as env:
            env.cr.execute("ANALYZE")
            env.cr.commit()

    @contextmanager
    def cursor(self, superuser=False):
        from odoo import SUPERUSER_ID, api

        with self.registry.cursor() as cr:
            context = {"lang": self.lang, "tz": "Asia/Shanghai"}
            if not superuser:
                context["allowed_company_ids"] = [self.company]
            yield api.Environment(cr, SUPERUSER_ID if superuser else self.user, context)
            cr.rollback()

    # --- the ways

    def post(self, env, bills):
        """Ours, in batches as the jobs of a run take them."""
        moves = env["account.move"]
        for start in range(0, len(bills), BATCH):
            moves += moves._ops_post_invoices(bills[start : start + BATCH])
        return moves

    def bare(self, env, bills):
        moves = env["account.move"]
        for start in range(0, len(bills), BATCH):
            some = moves.create(bills[start : start + BATCH])
            some.action_post()
            moves += some
        return moves

    def contract(self, env, _bills):
        contracts = env["contract.contract"].browse(self.contracts)
        moves = env["account.move"]
        for start in range(0, len(contracts), BATCH):
            some = contracts[start : start + BATCH]._recurring_create_invoice()
            some.action_post()
            moves += some
        return moves

    def raw(self, env, bills):
        """Only what is inserted counts: the rows are made before."""
        moves = self.post(env, bills)
        env.flush_all()
        cr = env.cr
        last = {}
        for table, key in zip(COPIED, ("id", "move_id", "res_id"), strict=True):
            extra = " AND model = 'account.move'" if table == "mail_message" else ""
            cr.execute(
                f"CREATE TEMP TABLE raw_{table} ON COMMIT DROP AS"
                f" SELECT * FROM {table} WHERE {key} = ANY(%s){extra}",
                [moves.ids],
            )
            cr.execute(f"SELECT max(id) FROM {table}")
            last[table] = cr.fetchone()[0]
        cr.execute(
            "UPDATE raw_account_move SET id = id + %(m)s, name = 'RAW' || id",
            {"m": last["account_move"]},
        )
        cr.execute(
            "UPDATE raw_account_move_line SET id = id + %s, move_id = move_id + %s",
            [last["account_move_line"], last["account_move"]],
        )
        cr.execute(
            "UPDATE raw_mail_message SET id = id + %s, res_id = res_id + %s",
            [last["mail_message"], last["account_move"]],
        )
        cr.execute(
            "CREATE TEMP TABLE raw_tax ON COMMIT DROP AS"
            " SELECT account_move_line_id + %s AS line, account_tax_id AS tax"
            " FROM account_move_line_account_tax_rel"
            " WHERE account_move_line_id = ANY(%s)",
            [last["account_move_line"], moves.line_ids.ids],
        )
        start = time.perf_counter()
        for table in COPIED:
            cr.execute(f"INSERT INTO {table} SELECT * FROM raw_{table}")
        cr.execute(
            "INSERT INTO account_move_line_account_tax_rel"
            " (account_move_line_id, account_tax_id) SELECT line, tax FROM raw_tax"
        )
        return time.perf_counter() - start

    # --- the clock

    def timed(self, way, bills):
        """Milliseconds and queries an invoice; everything is rolled back."""
        with self.cursor() as env:
            env["account.move"].search([], limit=1).line_ids.mapped("balance")
            queries, start = env.cr.sql_log_count, time.perf_counter()
            moves = way(env, bills)
            if way == self.raw:
                return moves * 1000 / len(bills), 0
            env.flush_all()
            env.cr.flush()
            took = time.perf_counter() - start
            queries = env.cr.sql_log_count - queries
            posted = len(moves.filtered(lambda move: move.state == "posted"))
            if posted != len(bills):
                sys.exit(f"{way.__name__}: {posted} of {len(bills)} bills are posted.")
            totals = set(moves.mapped("amount_total"))
            if len(totals) != 1:
                sys.exit(f"{way.__name__}: totals {totals}")
        return took * 1000 / len(bills), queries / len(bills)

    def two(self, bills):
        """Milliseconds an invoice in two processes, which commit every batch."""
        from odoo import sql_db

        batches = [bills[i : i + BATCH] for i in range(0, len(bills), BATCH)]
        if len(batches) < 2:
            half = len(bills) // 2
            batches = [bills[:half], bills[half:]]
        sql_db.close_all()
        context = multiprocessing.get_context("fork")
        gate = context.Barrier(3)
        workers = [
            context.Process(target=self.work, args=(gate, batches[number::2]))
            for number in range(2)
        ]
        for worker in workers:
            worker.start()
        gate.wait()
        start = time.perf_counter()
        for worker in workers:
            worker.join()
        took = time.perf_counter() - start
        if any(worker.exitcode for worker in workers):
            sys.exit("a worker failed")
        self.check_numbers(bills)
        return took * 1000 / len(bills)

    def work(self, gate, batches):
        from odoo.service.model import retrying

        with self.cursor() as env:
            env["account.move"].search([], limit=1).line_ids.mapped("balance")
        gate.wait()
        for batch in batches:
            with self.cursor() as env:
                retrying(
                    lambda e=env, b=batch: e["account.move"]._ops_post_invoices(b), env
                )

    def check_numbers(self, bills):
        """Every bill once, numbers without gap or double, whoever was first."""
        with self.cursor(superuser=True) as env:
            env.cr.execute(
                "SELECT count(*), count(DISTINCT name), max(sequence_number)"
                " - min(sequence_number) + 1, count(DISTINCT sequence_prefix)"
                " FROM account_move WHERE company_id = %s AND invoice_date = %s"
                " AND state = 'posted'",
                [self.company, bills[0]["invoice_date"]],
            )
            found = env.cr.fetchone()
            if found != (len(bills), len(bills), len(bills), 1):
                sys.exit(f"numbers of two processes: {found} for {len(bills)} bills")


def measure(bench, pairs):
    ways = {
        "ours": bench.post,
        "contract": bench.contract,
        "orm": bench.bare,
        "raw": bench.raw,
    }
    for way in ways.values():  # caches of all of them warm
        bench.timed(way, bench.portfolio.bills()[: bench.leases])
    rounds = []
    for number in range(pairs):
        bills = bench.portfolio.bills()
        turn = {name: bench.timed(way, bills) for name, way in ways.items()}
        turn["two"] = (bench.two(bills), None)
        rounds.append(turn)
        ms = ", ".join(f"{name} {value[0]:.1f}" for name, value in turn.items())
        print(f"  turn {number + 1}: {ms} ms an invoice", flush=True)

    def ratio(over, under):
        return statistics.median(t[over][0] / t[under][0] for t in rounds)

    result = {
        f"{name}_ms": statistics.median(turn[name][0] for turn in rounds)
        for name in rounds[0]
    }
    result |= {f"{name}_queries": rounds[0][name][1] for name in ways}
    result |= {
        "speedup_vs_contract": ratio("contract", "two"),
        "speedup_vs_contract_one_process": ratio("contract", "ours"),
        "speedup_vs_orm": ratio("orm", "ours"),
        "ratio_to_raw_sql": ratio("ours", "raw"),
    }
    result["queries_per_1000_at_n"] = {
        str(bench.leases * times): round(
            1000
            * bench.timed(bench.post, bench.portfolio.bills(bench.leases * times))[1]
        )
        for times in (1, 2, 4)
    }
    return result


def schedules(count=10_000, months=60):
    """Seconds the rent engine takes for leases of five years, one core, no database.

    :return: seconds and how many lines came out
    """
    from odoo.addons.ops_leasing.rent import Charge, Lease, schedule

    leases = [
        Lease(
            FIRST,
            FIRST + relativedelta(months=months, days=-1),
            (
                Charge("rent", Decimal(18000 + number)),
                Charge("fee", Decimal(2400 + number % 7)),
            ),
        )
        for number in range(count)
    ]
    start = time.perf_counter()
    lines = sum(len(schedule(lease)) for lease in leases)
    return time.perf_counter() - start, lines


def preview(bench, count=10_000):
    """Preview of a mall whose rent of this month is open.

    :return: figures of the preview: seconds, leases, queries
    """
    from odoo.tools import date_utils
    from support.worlds import big_mall

    with bench.cursor(superuser=True) as env:
        mall = big_mall.build(env, units=count * 10 // 9, years=0)
    month = date_utils.start_of(date.today(), "month")
    with bench.cursor(superuser=True) as env:
        env.cr.execute(
            "UPDATE ops_lease_contract SET date_billed_from = %s WHERE company_id = %s",
            [month, mall["company"]],
        )
        env = env(
            user=mall["finance"],
            context={**env.context, "allowed_company_ids": [mall["company"]]},
        )
        run = env["ops.lease.billing"].create(
            {"date_due": date_utils.end_of(month, "month"), "date_invoice": month}
        )
        env.flush_all()
        env.invalidate_all()
        queries, start = env.cr.sql_log_count, time.perf_counter()
        run.action_preview()
        env.flush_all()
        return {
            "preview_seconds": time.perf_counter() - start,
            "preview_leases": len(run.line_ids),
            "preview_queries": env.cr.sql_log_count - queries,
        }


def show(bench, result):
    print(f"{bench.leases} leases, 2 charges each, batches of {BATCH}")
    for name, title in (
        ("two", "ours, two processes"),
        ("ours", "ours, one process"),
        ("contract", "OCA contract"),
        ("orm", "bare ORM"),
        ("raw", "raw SQL"),
    ):
        queries = result.get(f"{name}_queries")
        more = f", {queries:.2f} queries" if queries else ""
        print(f"  {title}: {result[f'{name}_ms']:.2f} ms an invoice{more}")
    for name, target in TARGETS.items():
        mark = "✓" if result[name] >= target else "✗"
        print(f"{mark} {name}: {result[name]:.2f} (target {target})")
    print(f"  ratio_to_raw_sql: {result['ratio_to_raw_sql']:.1f}")
    print(f"  queries_per_1000_at_n: {result['queries_per_1000_at_n']}")


def main():
    parser = argparse.ArgumentParser()
    get = os.environ.get
    parser.add_argument(
        "--leases", type=int, default=int(get("OPS_BENCH_LEASES", 1000))
    )
    parser.add_argument("--pairs", type=int, default=int(get("OPS_BENCH_PAIRS", 5)))
    parser.add_argument("--json", default=get("OPS_BENCH_JSON"))
    options = parser.parse_args()

    from odoo.service import server
    from odoo.tools import config

    database = os.environ["OPS_TEST_DATABASE"]
    config.parse_config(
        ["-d", database, "--no-http", "--log-level=warn"], setup_logging=True
    )
    server.load_server_wide_modules()
    start = time.perf_counter()
    bench = Bench(database, options.leases)
    print(f"built in {time.perf_counter() - start:.0f} s", flush=True)
    result = measure(bench, options.pairs)
    show(bench, result)
    result["schedule_seconds"], lines = schedules()
    print(
        f"  schedule of 10,000 leases × 60 months: {result['schedule_seconds']:.1f} s"
        f" for {lines} lines"
    )
    result |= preview(bench)
    print(
        f"  preview of {result['preview_leases']} leases:"
        f" {result['preview_seconds']:.1f} s, {result['preview_queries']} queries",
        flush=True,
    )
    if options.json:
        Path(options.json).write_text(json.dumps(result, indent=1), encoding="utf-8")
    few = list(result["queries_per_1000_at_n"].values())
    missed = [name for name, target in TARGETS.items() if result[name] < target]
    return int(bool(missed) or max(few) > 1.05 * few[0])


if __name__ == "__main__":
    sys.exit(main())
