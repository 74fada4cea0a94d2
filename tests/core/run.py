"""Odoo's own tests of some apps, run with everything installed that the database has.

    python tests/core/run.py DATABASE ANSWER.json APP…

Tests that Odoo runs while an app is installed run here after all apps are, so that
addons on top of them take part; those that need a browser or a server are left out.
Where the database holds gates of purchasing, they are switched off in every company,
future ones included (docs/purchasing.md names the switches).
"""

import json
import logging
import sys
from pathlib import Path

SWITCH = "purchase_gate_"
_logger = logging.getLogger("ops.core")


def main(database, answer, *apps):
    """Run the tests; write ``{test: "passed" | "failed" | "skipped"}``."""
    from odoo.modules.registry import Registry
    from odoo.service import server
    from odoo.tools import config

    arguments = ["-d", database, "--no-http", "--log-level=warn", "--test-enable"]
    tags = ",".join(f"/{app}" for app in apps)
    config.parse_config([*arguments, "--test-tags", tags], setup_logging=True)
    # apps are loaded as they are for a user: their tests come after all of them
    config["test_enable"] = False
    server.load_server_wide_modules()
    registry = Registry(database)
    plain_companies(registry)
    config["test_enable"] = True
    Path(answer).write_text(json.dumps(run(apps)), encoding="utf-8")


def plain_companies(registry):
    """Switch the gates off in the companies there are and in those to come."""
    from odoo import SUPERUSER_ID, api

    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        Company = env["res.company"]
        switches = [name for name in Company._fields if name.startswith(SWITCH)]
        Company.search([]).write(dict.fromkeys(switches, False))
        for name in switches:
            env["ir.default"].set("res.company", name, False)
        _logger.warning("%s switches are off", len(switches))


def run(apps):
    """Both kinds of Odoo's tests, in its own order within each app."""
    from odoo.tests import HttpCase, loader
    from odoo.tests.result import OdooTestResult
    from odoo.tests.suite import OdooSuite

    found = {}

    class Result(OdooTestResult):
        """Notes what became of each test."""

        def startTest(self, test):
            found.setdefault(test.id(), "passed")
            super().startTest(test)

        def addError(self, test, err):
            found[test.id()] = "failed"
            super().addError(test, err)

        def addFailure(self, test, err):
            found[test.id()] = "failed"
            super().addFailure(test, err)

        def addSubTest(self, test, subtest, err):
            if err is not None:
                found[test.id()] = "failed"
            super().addSubTest(test, subtest, err)

        def addSkip(self, test, reason):
            found[test.id()] = "skipped"
            super().addSkip(test, reason)

    from odoo.modules import module

    for app in apps:
        for position in ("at_install", "post_install"):
            whole = loader.make_suite([app], position)
            tests = [test for test in whole if not isinstance(test, HttpCase)]
            module.current_test = True
            OdooSuite(tests)(Result())
            module.current_test = False
    return found


if __name__ == "__main__":
    main(*sys.argv[1:])
