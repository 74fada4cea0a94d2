"""Prospects, technical conditions, redesign, tender and works of the story."""


class Prep:
    """The part of the world that builds them; see ``world.py``."""

    def build_prep(self):
        pass
