from odoo.addons.ops_base.tests import test_web
from odoo.tests import no_retry, tagged


@tagged("post_install", "-at_install")
class TestWebMap(test_web.TestWeb):
    """The unit tests of the unit map, in a real browser."""

    def _hoot_id(self, _name):
        return test_web.TestWeb._hoot_id("@ops_leasing")

    @no_retry
    def test_desktop(self):
        """LE-X10: the unit map on a desktop."""
        self._run_hoot("desktop")

    @no_retry
    def test_mobile(self):
        """LE-X10: the unit map on a phone."""
        self.browser_size = "375x667"
        self.touch_enabled = True
        self._run_hoot("mobile")
