"""The same purchases with our gates and in plain Odoo, for ./ops bench purchase.

Each purchase is a request of one line, an order for it, its receipt into the
inspection location, an inspection that accepts everything, the move into stock and the
bill. Both ways have the same goods, supplier and places; they take a batch of purchases
each, turn about, and are rolled back.

* ours: every gate switched on; requests and orders are signed by one head each;
* plain: the same apps of Odoo and OCA without any addon of ours, their own buttons,
  nobody signs.
"""

import statistics
import time
from contextlib import ExitStack, contextmanager

from servers import Databases

BATCH = 100
STAGES = ("ask", "order", "receive", "inspect", "store", "bill")


class Side:
    """One database and its way of buying."""

    def __init__(self, database):
        from odoo.modules.registry import Registry

        self.registry = Registry(database)

    @contextmanager
    def env(self):
        from odoo import SUPERUSER_ID, api

        with self.registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
            cr.rollback()

    def settle(self, count):
        """Make everything ready, and some purchases that stay: PostgreSQL plans for
        tables that hold something, as they do in a company that buys."""
        with self.env() as env:
            self.prepare(env)
            for _batch in range(0, count, BATCH):
                self.buy(env, BATCH)
            env.cr.commit()
            env.cr.execute("ANALYZE")
            env.cr.commit()

    def buy(self, env, size):
        """A batch of purchases; returns seconds and queries of each stage."""
        for name in ("company", "product", "supplier", "warehouse"):
            setattr(self, name, getattr(self, name).with_env(env))
        spent, papers = {}, size
        for stage in STAGES:
            queries, begun = env.cr.sql_log_count, time.perf_counter()
            papers = getattr(self, stage)(env, papers)
            env.flush_all()
            took = time.perf_counter() - begun
            spent[stage] = (took, env.cr.sql_log_count - queries)
        assert set(papers.mapped("state")) == {"posted"}
        # what one batch has read does not help the next one
        env.invalidate_all()
        return spent

    # --- what both ways do alike

    def prepare(self, env):
        """Company, people, goods and supplier."""
        self.company = env["res.company"].create(
            {"name": "Bench", "country_id": env.ref("base.cn").id}
        )
        env.user.company_ids |= self.company
        env["account.chart.template"]._load("cn", self.company, install_demo=False)
        self.product = env["product.product"].create(
            {
                "name": "Sheet",
                "default_code": "S-1",
                "is_storable": True,
                "standard_price": 10,
                "purchase_method": "receive",
                "supplier_taxes_id": [(5,)],
            }
        )
        self.supplier = env["res.partner"].create(
            {"name": "Supplier", "is_company": True}
        )
        Warehouse = env["stock.warehouse"]
        self.warehouse = Warehouse.search(
            [("company_id", "=", self.company.id)], limit=1
        ) or Warehouse.create({"company_id": self.company.id, "code": "BEN"})
        self.warehouse.reception_steps = "two_steps"
        place = env["stock.location"].create(
            {
                "name": "A-1",
                "location_id": self.warehouse.lot_stock_id.id,
                "company_id": self.company.id,
            }
        )
        env["stock.putaway.rule"].create(
            {
                "product_id": self.product.id,
                "location_in_id": self.warehouse.lot_stock_id.id,
                "location_out_id": place.id,
                "company_id": self.company.id,
            }
        )
        self.people = {
            post: env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                {
                    "name": post,
                    "login": f"bench_{post}",
                    "company_id": self.company.id,
                    "company_ids": [(6, 0, self.company.ids)],
                    "group_ids": [
                        (6, 0, [env.ref(g).id for g in ("base.group_user", *groups)])
                    ],
                }
            )
            for post, groups in self.POSTS.items()
        }

    def by(self, env, post, records):
        return (
            records.with_env(env)
            .with_user(self.people[post])
            .with_context(allowed_company_ids=self.company.ids)
        )

    def requests(self, env, count, **values):
        Request = self.by(env, "asker", env["purchase.request"])
        return Request.create(
            [
                {
                    "description": "Bench",
                    "company_id": self.company.id,
                    "picking_type_id": self.warehouse.in_type_id.id,
                    "line_ids": [
                        (
                            0,
                            0,
                            {
                                "product_id": self.product.id,
                                "product_uom_id": self.product.uom_id.id,
                                "product_qty": 5,
                                "estimated_cost": 50,
                            },
                        )
                    ],
                    **values,
                }
                for _number in range(count)
            ]
        )

    def orders(self, env, requests):
        return self.by(env, "buyer", env["purchase.order"]).create(
            [
                {
                    "partner_id": self.supplier.id,
                    "company_id": self.company.id,
                    "picking_type_id": self.warehouse.in_type_id.id,
                    "order_line": [
                        (
                            0,
                            0,
                            {
                                "product_id": self.product.id,
                                "product_qty": 5,
                                "price_unit": 10,
                                "tax_ids": [(5,)],
                                "purchase_request_lines": [(6, 0, [line.id])],
                            },
                        )
                    ],
                }
                for line in requests.line_ids
            ]
        )

    def validate(self, env, pickings):
        mine = self.by(env, "keeper", pickings)
        for move in mine.move_ids:
            move.quantity = move.product_uom_qty
        mine.move_ids.picked = True
        mine.with_context(skip_backorder=True).button_validate()
        return mine

    def store(self, env, pickings):
        following = pickings.move_ids.move_dest_ids.picking_id
        self.validate(env, following)
        return pickings.move_ids.purchase_line_id

    def bill(self, env, lines):
        bills = self.by(env, "payables", env["account.move"]).create(
            [
                {
                    "move_type": "in_invoice",
                    "partner_id": self.supplier.id,
                    "invoice_date": self.company.create_date.date(),
                    "company_id": self.company.id,
                    "invoice_line_ids": [
                        (
                            0,
                            0,
                            {
                                "product_id": line.product_id.id,
                                "purchase_line_id": line.id,
                                "quantity": 5,
                                "price_unit": 10,
                                "tax_ids": [(5,)],
                            },
                        )
                    ],
                }
                for line in lines
            ]
        )
        bills.action_post()
        return bills


class Plain(Side):
    """Odoo and OCA, nobody signs."""

    POSTS = {
        "asker": ("purchase_request.group_purchase_request_user",),
        "buyer": (
            "purchase.group_purchase_manager",
            "purchase_request.group_purchase_request_manager",
        ),
        "keeper": ("stock.group_stock_manager",),
        "inspector": ("quality_control_oca.group_quality_control_manager",),
        "payables": ("account.group_account_invoice",),
    }

    def ask(self, env, count):
        requests = self.requests(env, count)
        requests.button_to_approve()
        self.by(env, "buyer", requests).button_approved()
        return requests

    def order(self, env, requests):
        orders = self.orders(env, requests)
        orders.button_confirm()
        return orders.picking_ids

    def receive(self, env, pickings):
        return self.validate(env, pickings)

    def inspect(self, env, pickings):
        papers = self.by(env, "inspector", env["qc.inspection"]).create(
            [
                {
                    "object_id": f"product.product,{move.product_id.id}",
                    "qty": 5,
                    "company_id": self.company.id,
                }
                for move in pickings.move_ids
            ]
        )
        papers.write({"state": "success"})
        return pickings


class Ours(Side):
    """The same with every gate on."""

    POSTS = {
        "asker": ("ops_base.group_user",),
        "buyer": ("ops_purchase.group_buyer",),
        "head": ("ops_purchase.group_buyer_head",),
        "keeper": ("ops_purchase.group_keeper",),
        "inspector": ("ops_purchase.group_quality",),
        "payables": ("ops_purchase.group_finance",),
    }

    def prepare(self, env):
        super().prepare(env)
        file = env["ops.supplier"].create(
            {"partner_id": self.supplier.id, "company_id": self.company.id}
        )
        file._flow_write({"state": "qualified", "date_until": "2099-12-31"})

    def sign(self, env, papers):
        waiting = env["ops.approval.request"].search(
            [
                ("res_model", "=", papers._name),
                ("res_id", "in", papers.ids),
                ("state", "=", "pending"),
            ]
        )
        self.by(env, "head", waiting).agree("OK")

    def ask(self, env, count):
        requests = self.requests(env, count)
        requests.action_submit()
        self.sign(env, requests)
        return requests

    def order(self, env, requests):
        orders = self.orders(env, requests)
        orders.action_submit_signoff()
        self.sign(env, orders.signoff_ids)
        orders.button_confirm()
        return orders.picking_ids

    def receive(self, env, pickings):
        self.by(env, "keeper", pickings).write({"delivery_note": "SH-1"})
        return self.validate(env, pickings)

    def inspect(self, env, pickings):
        papers = self.by(env, "inspector", pickings.inspection_ids)
        papers.action_begin()
        papers.env["ops.quality.tranche"].create(
            [
                {"inspection_id": paper.id, "disposition": "pass", "quantity": 5}
                for paper in papers
            ]
        )
        papers.action_conclude()
        return pickings


def turn(sides, count):
    """Milliseconds and queries of each stage for one purchase, for each of the sides:
    a batch here, a batch there, so that a busy machine slows both."""
    totals = [dict.fromkeys(STAGES, (0, 0)) for _side in sides]
    with ExitStack() as stack:
        envs = [stack.enter_context(side.env()) for side in sides]
        for start in range(0, count, BATCH):
            size = min(BATCH, count - start)
            for side, env, total in zip(sides, envs, totals, strict=True):
                for stage, (took, queries) in side.buy(env, size).items():
                    old = total[stage]
                    total[stage] = (
                        old[0] + took * 1000 / count,
                        old[1] + queries / count,
                    )
    return totals


def compare(count, pairs):
    """Run both ways turn about; returns figures with ``overhead_ratio``."""
    databases = Databases()
    ours, plain = Ours(databases.first), Plain(databases.copy(databases.base))
    for side in (plain, ours):
        side.settle(min(count, 2 * BATCH))
    rounds = []
    for number in range(pairs):
        totals = turn((plain, ours), count)
        rounds.append(totals)
        whole = [sum(ms for ms, _q in stages.values()) for stages in totals]
        print(
            f"  turn {number + 1}: plain {whole[0]:.1f}, ours {whole[1]:.1f} ms a"
            " purchase",
            flush=True,
        )
        for stage in STAGES:
            (plain_ms, plain_q), (our_ms, our_q) = (stages[stage] for stages in totals)
            print(
                f"    {stage:<8}{plain_ms:8.1f} → {our_ms:6.1f} ms"
                f"{plain_q:8.1f} → {our_q:5.1f} queries",
                flush=True,
            )
    result = {
        "overhead_ratio": statistics.median(
            sum(ms for ms, _q in o.values()) / sum(ms for ms, _q in p.values())
            for p, o in rounds
        )
    }
    for index, name in enumerate(("plain", "ours")):
        for stage in STAGES:
            key = f"{name}_{stage}"
            result[f"{key}_ms"] = statistics.median(t[index][stage][0] for t in rounds)
            result[f"{key}_queries"] = rounds[0][index][stage][1]
    return result
