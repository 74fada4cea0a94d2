"""What leasing does with the purchase and the project app, where they are there."""

import re

from support.odoo_cli import ONCE, install, odoo


def test_orders_and_tasks(databases):
    """LE-08, LE-09: on a database that has both apps the award makes an order and the
    works make a task; without them the rest of the tests run."""
    database = databases.copy()
    try:
        install(database, "purchase", "project")
        log = odoo(
            *("-d", database, "-u", "ops_leasing", "--test-tags", "ops_bridges"), *ONCE
        )
        run = re.search(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests", log)
        assert run, log[-3000:]
        failed, errors, count = map(int, run.groups())
        assert count >= 2, log[-3000:]
        assert failed + errors == 0, log[-3000:]
    finally:
        databases.drop(database)
