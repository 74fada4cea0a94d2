"""Fit-out, licences and opening of the story."""


class Fitout:
    """The part of the world that builds them; see ``world.py``."""

    def build_fitout(self):
        pass

    def fit_out(self, units):
        """Tenants start to fit out the shops they have taken over."""
        with self.at(374):
            units._flow_kernel_take("fit_out")

    def open_shops(self, units):
        """The shops open together."""
        with self.at(340):
            units._flow_kernel_take("open")
