from odoo.tests import HttpCase, no_retry, tagged

SUCCESS = "[HOOT] Test suite succeeded"


@tagged("post_install", "-at_install")
class TestWeb(HttpCase):
    """The unit tests of flow panel, process map and inbox, in a real browser."""

    def _run_hoot(self, preset):
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset={preset}&timeout=15000&id="
            f"{self._hoot_id('@ops_base')}",
            "",
            "",
            login="admin",
            timeout=300,
            success_signal=SUCCESS,
            error_checker=lambda message: "[HOOT]" not in message,
        )

    @staticmethod
    def _hoot_id(name):
        """The id Hoot gives a suite: a 32-bit hash of its name."""
        value = 0
        for char in name:
            value = ((value << 5) - value + ord(char)) & 0xFFFFFFFF
        return f"{value:08x}"

    @no_retry
    def test_desktop(self):
        """C-01, PU-X1: panel, map and inbox on a desktop."""
        self._run_hoot("desktop")

    @no_retry
    def test_mobile(self):
        """C-01: the same on a phone."""
        self.browser_size = "375x667"
        self.touch_enabled = True
        self._run_hoot("mobile")
