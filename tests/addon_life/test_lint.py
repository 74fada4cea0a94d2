"""Odoo's own checks of addons, over ours."""

from support.inside import inside


def test_odoo_lint_passes(databases):
    """Shown 5: Odoo's `test_lint` has nothing to say about our addons."""
    name = databases.copy()
    try:
        result = inside(name, "lint", "check")
    finally:
        databases.drop(name)
    assert result["ran"] >= 20
    assert not result["said"], "\n".join(result["said"])
