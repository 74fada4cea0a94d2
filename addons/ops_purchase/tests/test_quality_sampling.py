"""How many of a delivery are checked (PU-F21)."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odoo.addons.ops_purchase.models.quality.sampling import LEVELS, LIMITS, plan
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tests.common import BaseCase

from .common_quality import QualityCase

patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


class TestQualitySampling(BaseCase):
    def test_table(self):
        """PU-F21: rows of the printed table of GB/T 2828.1, its arrows among them."""
        for lot, limit, level, size, allowed in (
            (1000, "1.0", "II", 80, 2),  # J
            (500, "2.5", "II", 50, 3),  # H
            (3000, "0.65", "II", 125, 2),  # K
            (100, "4.0", "II", 20, 2),  # F
            (100, "1.0", "II", 13, 0),  # F: arrow up to E
            (200, "1.0", "II", 50, 1),  # G: arrow down to H
            (30, "0.10", "II", 30, 0),  # K asks for 125: all of it
            (600000, "1.0", "III", 1250, 21),  # R: arrow up to Q
            (10000, "1.5", "I", 80, 3),  # J
            (20, "6.5", "II", 8, 1),  # C: arrow down to D
        ):
            with self.subTest(lot=lot, limit=limit, level=level):
                found = plan(lot, limit, level)
                self.assertEqual((found.size, found.allowed), (size, allowed))

    @patient
    @given(
        st.integers(1, 10**6),
        st.sampled_from(list(LIMITS)),
        st.sampled_from(LEVELS),
    )
    def test_reasonable(self, lot, limit, level):
        """PU-F21: no more is drawn than there is, more of a larger lot, and fewer
        defective ones are allowed than are drawn."""
        found = plan(lot, limit, level)
        self.assertLessEqual(found.size, lot)
        self.assertGreater(found.size, 0)
        self.assertLess(found.allowed, found.size)
        larger = plan(lot * 2, limit, level)
        self.assertLessEqual(found.allowed, larger.allowed)

    def test_part_of_a_piece(self):
        """PU-F21: two and a half metres are three pieces; nothing needs no sample."""
        self.assertEqual(plan(2.5, "0.10"), plan(3, "0.10"))
        self.assertEqual(plan(0, "1.0").size, 0)


@tagged("post_install", "-at_install")
class TestQualitySample(QualityCase):
    def sampled(self, quantity=1000):
        """A delivery inspected by a standard with an acceptance quality limit."""
        self.steel.inspect_by = "standard"
        self.standard(
            product_tmpl_ids=self.steel.product_tmpl_id.ids, aql="1.0", test_id=False
        )
        return self.delivered((self.steel, quantity))

    def test_plan_of_the_standard(self):
        """PU-F21: the delivery carries the sample its standard asks for; nobody
        enters another one."""
        inspection = self.sampled()
        self.assertEqual((inspection.sample_qty, inspection.sample_allowed), (80, 2))
        with self.assertRaises(UserError):
            self.by("quality_head", inspection).sample_allowed = 50

    def test_sample_first(self):
        """PU-F21: nothing passes before the sample is checked."""
        inspection = self.sampled()
        with (
            self.assertRaisesRegex(UserError, "80 .* drawn"),
            self.env.cr.savepoint(),
        ):
            self.decide(inspection, "pass", 1000)
        self.by("inspector", inspection).write({"sampled_qty": 80, "defect_qty": 2})
        self.assertEqual(inspection.sample_state, "pass")
        self.decide(inspection, "pass", 1000)
        self.assertEqual(inspection.accepted_qty, 1000)

    def test_too_many_defects(self):
        """PU-F21: with more defective ones than allowed nothing passes as it is; it
        is reworked or returned."""
        inspection = self.sampled()
        self.by("inspector", inspection).write({"sampled_qty": 80, "defect_qty": 3})
        self.assertEqual(inspection.sample_state, "fail")
        with (
            self.assertRaisesRegex(UserError, "3 defective .* 2 are allowed"),
            self.env.cr.savepoint(),
        ):
            self.decide(inspection, "pass", 1000)
        self.decide(inspection, "rework", 1000)
        self.decide(inspection, "pass", 990, reworked=True)
        self.decide(inspection, "return", 10, reworked=True)
        self.assertEqual(inspection.accepted_qty, 990)
        self.assertEqual(inspection.returned_qty, 10)

    def test_more_defects_than_drawn(self):
        """PU-F21: no more are defective than were drawn."""
        inspection = self.sampled()
        with self.assertRaisesRegex(UserError, "more defective"):
            self.by("inspector", inspection).write(
                {"sampled_qty": 80, "defect_qty": 81}
            )
