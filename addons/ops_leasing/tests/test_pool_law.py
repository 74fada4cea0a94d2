"""Laws of a pool: nothing lost, nothing twice (LE-F10)."""

from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odoo.addons.ops_leasing.rent import cents
from odoo.tests import tagged

from .common_pool import END, PoolCase

MONEY = st.integers(1, 9_000_000).map(lambda c: c / 100)
ACTS = ("bill", "void", "again", "bill")
patient = settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
    derandomize=True,
)


@tagged("post_install", "-at_install")
class TestPoolLaw(PoolCase):
    def assert_law(self, leases):
        """Billed and open are what approved pools say is due."""
        self.env.flush_all()
        self.env.invalidate_all()
        members = self.env["ops.lease.pool.member"].search(
            [
                ("pool_id.state", "in", ("approved", "archived")),
                ("contract_id", "in", leases.ids),
            ]
        )
        due = {member.contract_id.id: cents(member.due) for member in members}
        billed, opened = leases._rent_billed(), leases._rent_open(END)
        for lease in leases:
            charges = lease.charge_ids.filtered(lambda c: c.kind == "pool").ids
            done = sum(
                (
                    amount
                    for (charge, _day), amount in billed.get(lease.id, {}).items()
                    if charge in charges
                ),
                Decimal(0),
            )
            left = sum(
                (line.amount for line in opened[lease] if line.charge in charges),
                Decimal(0),
            )
            self.assertEqual(done + left, due.get(lease.id, Decimal(0)))

    def assert_shares(self, pool):
        """Tenants and landlord bear the costs to the cent; each trace sums to what is
        due."""
        total = sum((cents(cost.amount) for cost in pool.cost_ids), Decimal(0))
        borne = sum((cents(m.actual) for m in pool.member_ids), Decimal(0))
        self.assertEqual(borne + cents(pool.amount_landlord), total)
        for member in pool.member_ids:
            rows = sum((Decimal(row["amount"]) for row in member.trace), Decimal(0))
            self.assertEqual(rows, cents(member.due))

    @patient
    @given(
        areas=st.lists(st.integers(1, 90000), min_size=1, max_size=3),
        vacant=st.integers(0, 50000),
        costs=st.lists(MONEY, min_size=1, max_size=3),
        cap=st.one_of(st.just(0), MONEY),
        base=st.one_of(st.just(0), MONEY),
        spread=st.sampled_from(["house", "tenants"]),
        acts=st.lists(st.sampled_from(ACTS), max_size=4),
    )
    def test_nothing_lost_nothing_twice(
        self, areas, vacant, costs, cap, base, spread, acts
    ):
        """LE-F10, LE-F16: shares and the landlord's rest are the costs to the cent;
        billed + open = approved after any sequence of bill, void and settle again."""
        savepoint = self.cr.savepoint()
        try:
            leases = self.env["ops.lease.contract"]
            for area in areas:
                leases += self.paying(area / 100)
            self.unit(meters=(), area_rent=vacant / 100)
            self.bill(END)
            pool = self.prepare(costs, cap, base, spread)
            for act in acts:
                if act == "bill":
                    run = self.billing(END)
                    if run.line_ids:
                        self.post(run)
                elif act == "void" and pool.state == "approved":
                    self.by("finance", pool).action_void("Once more")
                elif act == "again" and pool.state == "void":
                    pool = self.prepare([*costs, 7.77], cap, base, spread)
                self.assert_law(leases)
        finally:
            self.env.flush_all()
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    def prepare(self, costs, cap, base, spread):
        pool = self.pool(
            *((f"Cost {i}", amount) for i, amount in enumerate(costs)), spread=spread
        )
        self.by("finance", pool.member_ids[0]).write({"cap": cap, "base": base})
        self.agree(pool)
        self.assertEqual(pool.state, "approved")
        self.assert_shares(pool)
        self.assert_law(pool.member_ids.contract_id)
        return pool
