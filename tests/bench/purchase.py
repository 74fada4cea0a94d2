"""./ops bench purchase – what the gates cost, and what has to be bought.

First the same purchases with our gates and in plain Odoo, see _buying.py. Then the need
of all warehouses and products: each product has a minimum and a maximum in each
warehouse, and something on hand and on order there. What falls short is worked out two
ways, turn about:

* ours: the shortage list, one statement for everything, with its lines written;
* Odoo: the quantity to order of its own orderpoints, the figure its scheduler and its
  replenishment list work with, for a sample of the warehouses, scaled up to all.

Both must find the same quantities. Each turn is rolled back; printed are medians.

Options: --papers N (1,000) purchases, --warehouses N (200), --products N (5,000),
--json FILE, through ./ops or as OPS_BENCH_PAPERS, OPS_BENCH_WAREHOUSES,
OPS_BENCH_PRODUCTS and OPS_BENCH_JSON; --sample N warehouses that Odoo computes (5),
--pairs N turns (3). Zero papers or products leaves that part out.
"""

import argparse
import json
import os
import statistics
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import _buying

#: The addon that is measured.
ADDON = "ops_purchase"
AT_LEAST = {"need_speedup_vs_orderpoints": 5.0}
AT_MOST = {"overhead_ratio": 1.15}


class Bench:
    """One database with a company full of warehouses."""

    def __init__(self, database, warehouses, products):
        from odoo.modules.registry import Registry

        self.registry = Registry(database)
        with self.cursor() as env:
            self.build(env, warehouses, products)
            env.cr.commit()
        with self.cursor() as env:
            env.cr.execute("ANALYZE")
            env.cr.commit()

    @contextmanager
    def cursor(self):
        from odoo import SUPERUSER_ID, api

        with self.registry.cursor() as cr:
            context = {"tracking_disable": True}
            if getattr(self, "company", None):
                context["allowed_company_ids"] = [self.company]
            yield api.Environment(cr, SUPERUSER_ID, context)
            cr.rollback()

    def build(self, env, warehouses, products):
        """Warehouses and products as people make them; what is in them by the row."""
        company = env["res.company"].create({"name": "Bench supply"})
        self.company = company.id
        env = env(context={**env.context, "allowed_company_ids": company.ids})
        first = env["stock.warehouse"].search([("company_id", "=", company.id)])
        more = env["stock.warehouse"].create(
            [
                {"name": f"Store {n}", "code": f"B{n}", "company_id": company.id}
                for n in range(warehouses - len(first))
            ]
        )
        self.warehouses = (first | more).ids
        self.products = (
            env["product.product"]
            .create(
                [
                    {"name": f"Bench {n}", "is_storable": True, "standard_price": 1}
                    for n in range(products)
                ]
            )
            .ids
        )
        place = (first | more)[0].lot_stock_id
        pattern = {"product_id": self.products[0], "location_id": place.id}
        point = env["stock.warehouse.orderpoint"].create(
            {**pattern, "product_min_qty": 40, "product_max_qty": 90}
        )
        quant = env["stock.quant"].create({**pattern, "quantity": 1})
        supplier = env.ref("stock.stock_location_suppliers")
        move = env["stock.move"].create(
            {
                "product_id": self.products[0],
                "product_uom_qty": 30,
                "location_id": supplier.id,
                "location_dest_id": place.id,
                "company_id": company.id,
            }
        )
        move._action_confirm()
        env.flush_all()
        there = "p.id::text || '-' || w.id"
        spread = "(p.id * 31 + w.id * 17)"
        self.spread(
            env, "stock_warehouse_orderpoint", point.id, {"name": f"'OP' || {there}"}
        )
        self.spread(env, "stock_quant", quant.id, {"quantity": f"{spread} %% 100"})
        self.spread(
            env,
            "stock_move",
            move.id,
            {"date": "now() AT TIME ZONE 'UTC' + interval '2 days'"},
            target="location_dest_id",
            where=f"AND {spread} %% 20 = 0",
        )

    def spread(self, env, table, pattern, values, target="location_id", where=""):
        """Copy the row of the first warehouse and product to all others."""
        env.cr.execute(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_name = %s AND is_generated = 'NEVER'",
            [table],
        )
        columns = [name for (name,) in env.cr.fetchall()]
        values = {
            "id": f"nextval('{table}_id_seq')",
            "product_id": "p.id",
            target: "w.lot_stock_id",
            **({"warehouse_id": "w.id"} if "warehouse_id" in columns else {}),
            **values,
        }
        env.cr.execute(
            f"INSERT INTO {table} ({', '.join(columns)})"
            f" SELECT {', '.join(values.get(name, f'r.{name}') for name in columns)}"
            f" FROM {table} r, stock_warehouse w, product_product p"
            " WHERE r.id = %s AND w.id = ANY(%s) AND p.id = ANY(%s)"
            f" AND (w.id, p.id) != (%s, %s) {where}",
            [
                pattern,
                self.warehouses,
                self.products,
                self.warehouses[0],
                self.products[0],
            ],
        )

    # --- the ways

    def ours(self):
        """Seconds for everything, and ``{(warehouse, product): quantity}``."""
        with self.cursor() as env:
            need = env["ops.purchase.need"].create(
                {"kind": "shortage", "company_id": self.company}
            )
            env.flush_all()
            start = time.perf_counter()
            need._compute_needs()
            took = time.perf_counter() - start
            env.cr.execute(
                "SELECT warehouse_id, product_id, proposed"
                " FROM ops_purchase_need_line WHERE need_id = %s",
                [need.id],
            )
            return took, {(w, p): float(q) for w, p, q in env.cr.fetchall()}

    def odoo(self, warehouses):
        """The same of Odoo's orderpoints, for these warehouses."""
        with self.cursor() as env:
            points = env["stock.warehouse.orderpoint"]
            start = time.perf_counter()
            found = {}
            for warehouse in warehouses:
                some = points.search([("warehouse_id", "=", warehouse)])
                some._compute_qty_to_order_computed()
                found |= {
                    (warehouse, point.product_id.id): point.qty_to_order_computed
                    for point in some
                    if point.qty_to_order_computed
                }
            return time.perf_counter() - start, found


def measure(bench, sample, pairs):
    warehouses = bench.warehouses[:sample]
    bench.ours()
    bench.odoo(warehouses[:1])  # caches of both warm
    turns = []
    for number in range(pairs):
        own, mine = bench.ours()
        took, theirs = bench.odoo(warehouses)
        mine = {key: value for key, value in mine.items() if key[0] in warehouses}
        if mine != theirs:
            odd = {key for key in {*mine, *theirs} if mine.get(key) != theirs.get(key)}
            sys.exit(f"{len(odd)} of {len(theirs)} quantities differ, e.g. {odd.pop()}")
        whole = took * len(bench.warehouses) / len(warehouses)
        turns.append((own, whole))
        print(
            f"  turn {number + 1}: ours {own:.1f} s, orderpoints {took:.1f} s for"
            f" {len(warehouses)} warehouses, {whole:.0f} s for all",
            flush=True,
        )
    return {
        "need_seconds": statistics.median(turn[0] for turn in turns),
        "orderpoints_seconds": statistics.median(turn[1] for turn in turns),
        "need_speedup_vs_orderpoints": statistics.median(
            whole / own for own, whole in turns
        ),
        "warehouses": len(bench.warehouses),
        "products": len(bench.products),
    }


def main():
    parser = argparse.ArgumentParser()
    get = os.environ.get
    parser.add_argument(
        "--warehouses", type=int, default=int(get("OPS_BENCH_WAREHOUSES", 200))
    )
    parser.add_argument(
        "--products", type=int, default=int(get("OPS_BENCH_PRODUCTS", 5000))
    )
    parser.add_argument(
        "--papers", type=int, default=int(get("OPS_BENCH_PAPERS", 1000))
    )
    parser.add_argument("--sample", type=int, default=int(get("OPS_BENCH_SAMPLE", 5)))
    parser.add_argument("--pairs", type=int, default=int(get("OPS_BENCH_PAIRS", 3)))
    parser.add_argument("--json", default=get("OPS_BENCH_JSON"))
    options = parser.parse_args()

    from odoo.service import server
    from odoo.tools import config

    database = os.environ["OPS_TEST_DATABASE"]
    config.parse_config(
        ["-d", database, "--no-http", "--log-level=warn"], setup_logging=True
    )
    server.load_server_wide_modules()
    result = {}
    if options.papers:
        result |= buying(options.papers, options.pairs)
    if options.products:
        result |= needs(options)
    missed = [
        name
        for name, figure in result.items()
        if figure < AT_LEAST.get(name, 0) or figure > AT_MOST.get(name, figure)
    ]
    for name, target in {**AT_MOST, **AT_LEAST}.items():
        if name in result:
            mark = "✗" if name in missed else "✓"
            print(f"{mark} {name}: {result[name]:.2f} (target {target})", flush=True)
    if options.json:
        Path(options.json).write_text(json.dumps(result, indent=1), encoding="utf-8")
    return int(bool(missed))


def buying(papers, pairs):
    """What the gates cost, stage by stage."""
    result = _buying.compare(papers, pairs)
    print(f"{papers} purchases, milliseconds and queries each")
    for stage in _buying.STAGES:
        print(
            f"  {stage:8}"
            + "".join(
                f" {name} {result[f'{name}_{stage}_ms']:7.2f} ms"
                f" {result[f'{name}_{stage}_queries']:6.1f}"
                for name in ("plain", "ours")
            )
        )
    return result


def needs(options):
    """What has to be bought, worked out both ways."""
    start = time.perf_counter()
    bench = Bench(os.environ["OPS_TEST_DATABASE"], options.warehouses, options.products)
    print(f"built in {time.perf_counter() - start:.0f} s", flush=True)
    result = measure(bench, options.sample, options.pairs)
    print(f"{result['warehouses']} warehouses, {result['products']} products")
    print(f"  ours: {result['need_seconds']:.1f} s")
    print(f"  Odoo's orderpoints: {result['orderpoints_seconds']:.0f} s")
    return result


if __name__ == "__main__":
    sys.exit(main())
