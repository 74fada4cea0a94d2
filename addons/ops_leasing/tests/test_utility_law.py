"""Laws of settled use: nothing lost, nothing twice (LE-F15)."""

from collections import defaultdict
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odoo.addons.ops_leasing.rent import cents
from odoo.tests import tagged

from .common_utility import MARCH, UtilityCase

ACTS = ("bill", "void", "again", "bill")
patient = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
    derandomize=True,
)


@tagged("post_install", "-at_install")
class TestUtilityLaw(UtilityCase):
    def assert_law(self, paper, leases):
        """Billed and open are what is approved, charge by charge."""
        self.env.flush_all()
        self.env.invalidate_all()
        approved = defaultdict(Decimal)
        for part in self.env["ops.lease.utility.part"].search(
            [
                ("utility_id.state", "in", ("approved", "archived")),
                ("contract_id", "in", leases.ids),
            ]
        ):
            approved[part.charge_id.id] += cents(part.amount)
        billed = defaultdict(Decimal)
        for found in leases._rent_billed().values():
            for (charge, _day), amount in found.items():
                billed[charge] += amount
        opened = defaultdict(Decimal)
        for lines in leases._rent_open(MARCH).values():
            for line in lines:
                opened[line.charge] += line.amount
        for charge in leases.charge_ids.filtered(lambda c: c.kind == "utility"):
            self.assertEqual(billed[charge.id] + opened[charge.id], approved[charge.id])

    def assert_parts(self, paper):
        """Own and shared parts and the landlord's rest are what the meters counted."""
        by_meter = defaultdict(Decimal)
        for part in paper.part_ids:
            by_meter[part.line_id] += Decimal(str(round(part.quantity, 3)))
        for line in paper.line_ids:
            counted = Decimal(str(round(line.quantity, 3)))
            for sub in paper.line_ids:
                if sub.meter_id.main_id == line.meter_id:
                    counted -= Decimal(str(round(sub.quantity, 3)))
            self.assertEqual(by_meter[line], counted)
        for part in paper.part_ids:
            rows = part.trace
            self.assertEqual(
                sum(Decimal(row["amount"]) for row in rows), cents(part.amount)
            )

    @patient
    @given(
        areas=st.lists(st.integers(1, 90000), min_size=1, max_size=3),
        vacant=st.integers(0, 50000),
        own=st.integers(0, 900000),
        common=st.integers(0, 9000000),
        behind=st.booleans(),
        multiplier=st.sampled_from([1, 20, 1.5]),
        acts=st.lists(st.sampled_from(ACTS), max_size=5),
    )
    def test_nothing_lost_nothing_twice(
        self, areas, vacant, own, common, behind, multiplier, acts
    ):
        """LE-F15, LE-F16: parts and the landlord's rest are the use of each meter to
        the last unit; billed + open = approved after any sequence of bill, void and
        settle again."""
        savepoint = self.cr.savepoint()
        try:
            leases = self.env["ops.lease.contract"]
            for area in areas:
                leases += self.let(area / 100, meter=False)[0]
            self.unit(meters=(), area_rent=vacant / 100)
            shared = self.meter(multiplier=multiplier, price=0.9876)
            mine = self.meter(
                leases[0].unit_ids, main_id=shared.id if behind else False
            )
            figures = {
                shared.serial: 100 + common / 1000,
                mine.serial: 100 + own / 1000,
            }
            paper = self.round(**figures)
            for line in paper.line_ids:
                line.remark = "Seen"
            self.settle(paper)
            self.assert_parts(paper)
            self.assert_law(paper, leases)
            for act in acts:
                paper = self.act(act, paper)
                self.assert_law(paper, leases)
        finally:
            self.env.flush_all()
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    def act(self, act, paper):
        if act == "bill":
            run = self.billing()
            if run.line_ids:
                self.post(run)
        elif act == "void" and paper.state == "approved":
            self.by("finance", paper).action_void("Misread")
        elif act == "again" and paper.state == "void":
            reading = paper.line_ids.reading_id[:1]
            self.by("keeper", reading).value += 7.77
            paper = self.round()
            for line in paper.line_ids:
                line.remark = "Seen"
            self.settle(paper)
            self.assert_parts(paper)
        return paper
