"""A mall of thousands of shops with ten years of leases, for benchmarks.

Register, tenants and open invoices are made by Odoo; the leases of the past, which no
benchmark signs, are written straight into their tables.
"""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tools import SQL

YEARS = 10
FLOORS = 6
TERM = 900  # days of a lease; a month passes before the next one


def build(env, units=2000, years=YEARS):
    """Make the mall and the people who look at it.

    :param years: so long ago the first leases began; 0 for those of today alone
    :return: ids of project and user, and how much there is of what
    """
    env = env(context={**env.context, "tracking_disable": True})
    from odoo.addons.ops_leasing.demo.world import LeasingWorld

    world = LeasingWorld(
        env,
        prefix="mall_",
        floors=FLOORS,
        units_per_floor=-(-units // FLOORS),
        leases=0,
        exits=0,
        story=False,
    )
    world.build_company()
    world.light = True  # people and shops alone; the books are there
    world.build_people()
    world.build_mall()
    env = world.env
    shops = world.units[:units]
    (world.units - shops).unlink()
    tenants = env["res.partner"].create(
        [
            {
                "name": f"承租人 {number:05d}",
                "is_company": True,
                "company_id": world.company.id,
                "email": f"tenant{number}@example.com",
                "city": "武汉市",
                "country_id": env.ref("base.cn").id,
            }
            for number in range(units)
        ]
    )
    env.flush_all()
    leases = write_leases(env, world.company, shops.ids, tenants.ids, years)
    open_invoices(env, world.company, tenants[:: max(1, units // 150)])
    env.flush_all()
    env.cr.commit()
    env.cr.execute("ANALYZE")
    env.cr.commit()
    return {
        "property": world.properties.id,
        "company": world.company.id,
        "user": world.people["leasing"].id,
        "finance": world.people["finance"].id,
        "units": units,
        "leases": leases,
        "tenants": tenants.ids,
    }


def write_leases(env, company, shops, tenants, years):
    """Leases of every shop one after the other; nine in ten of the last ones run."""
    today = fields.Date.today()
    env.cr.execute("CREATE TEMP TABLE bench_shop (place serial, id int, tenant int)")
    env.cr.execute_values(
        "INSERT INTO bench_shop (id, tenant) VALUES %s",
        list(zip(shops, tenants, strict=True)),
    )
    # the n-th lease back in time of a shop whose present one ends at its own time
    env.cr.execute(
        SQL(
            """
            CREATE TEMP TABLE bench_lease AS
            SELECT nextval('ops_lease_contract_id_seq') AS id,
                   shop.id AS unit_id,
                   shop.tenant,
                   turn,
                   place,
                   %(today)s::date + (place %% 700) + 30
                       - turn * %(step)s - %(term)s AS date_start,
                   %(today)s::date + (place %% 700) + 30
                       - turn * %(step)s AS date_end,
                   CASE WHEN turn = 0 AND place %% 10 > 0 THEN 'signed'
                        ELSE 'archived' END AS state
              FROM bench_shop shop, generate_series(0, %(turns)s) turn
             WHERE turn > 0 OR place %% 10 > 0
            """,
            today=today,
            step=TERM + 30,
            term=TERM,
            turns=years * 365 // (TERM + 30),
        )
    )
    stamp = SQL("1, 1, now() at time zone 'utc', now() at time zone 'utc'")
    project = env["ops.lease.unit"].browse(shops[:1]).property_id.id
    env.cr.execute(
        SQL(
            """
            INSERT INTO ops_lease_contract (id, name, state, company_id, partner_id,
                   property_id, tenant_class, date_start, date_end, state_since,
                   proration, billing_anchor, turnover_breakpoint, turnover_rhythm,
                   create_uid, write_uid, create_date, write_date)
            SELECT id, 'BENCH-' || id, state, %s, tenant, %s, 'ordinary', date_start,
                   date_end, date_start, 'actual', 'calendar', 'given', 'month', %s
              FROM bench_lease
            """,
            company.id,
            project,
            stamp,
        )
    )
    env.cr.execute(
        SQL(
            """
            INSERT INTO ops_lease_contract_line (contract_id, unit_id, company_id,
                   property_id, area, create_uid, write_uid, create_date, write_date)
            SELECT lease.id, unit_id, %s, %s, unit.area_rent, %s
              FROM bench_lease lease JOIN ops_lease_unit unit ON unit.id = unit_id
            """,
            company.id,
            project,
            stamp,
        )
    )
    for kind, basis, rate in (
        ("rent", "area_month", 200),
        ("service", "area_month", 28),
        ("promotion", "month", 600),
    ):
        env.cr.execute(
            SQL(
                """
                INSERT INTO ops_lease_charge (contract_id, company_id, kind, basis,
                       rhythm, rate, create_uid, write_uid, create_date, write_date)
                SELECT id, %s, %s, %s, 'month', %s + place %% 100, %s FROM bench_lease
                """,
                company.id,
                kind,
                basis,
                rate,
                stamp,
            )
        )
    env.cr.execute(
        SQL(
            """
            INSERT INTO ops_lease_deposit (contract_id, company_id, partner_id,
                   property_id, kind, amount,
                   create_uid, write_uid, create_date, write_date)
            SELECT id, %s, tenant, %s, 'lease', 40000, %s FROM bench_lease
            """,
            company.id,
            project,
            stamp,
        )
    )
    env.cr.execute(
        """
        UPDATE ops_lease_unit unit
           SET contract_id = lease.id, tenant_id = lease.tenant, state = 'open'
          FROM bench_lease lease
         WHERE lease.unit_id = unit.id AND lease.state = 'signed'
        """
    )
    env.cr.execute("SELECT count(*) FROM bench_lease")
    [count] = env.cr.fetchone()
    env.invalidate_all(flush=False)
    return count


def open_invoices(env, company, tenants):
    """One overdue invoice for each of these tenants."""
    day = fields.Date.today() - timedelta(days=40)
    moves = (
        env["account.move"]
        .with_company(company)
        .create(
            [
                {
                    "move_type": "out_invoice",
                    "partner_id": tenant.id,
                    "invoice_date": day,
                    "invoice_date_due": day,
                    "invoice_line_ids": [
                        Command.create(
                            {"name": "租金", "price_unit": 9000, "tax_ids": []}
                        )
                    ],
                }
                for tenant in tenants
            ]
        )
    )
    moves.action_post()
