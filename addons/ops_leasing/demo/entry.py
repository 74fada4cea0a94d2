"""Completion, entry and handover of the story."""


class Entry:
    """The part of the world that builds them; see ``world.py``."""

    def build_entry(self):
        pass

    def hand_over(self, units, days=380):
        """Shops of signed leases are taken over by their tenants."""
        with self.at(days):
            self.by("property", units).action_hand_over()
