"""Run Odoo's own `test_lint` over our addons, inside Odoo (see inside.py).

The checks of files get our addons only; the checks that walk the registry see all
models, and what they say about other people's addons is left out.
"""

import importlib
import os
import sys
import unittest
from unittest.mock import patch

OURS = ("ops_", "test_ops_")
CHECKS = [
    "dunderinit",
    "docstring",
    "i18n",
    "index",
    "jstranslate",
    "l10n",
    "manifests",
    "markers",
    "naming",
    "onchange_domains",
    "orm_import",
    "override_signatures",
    "pofile",
    "pylint",
    "routes",
    "test_holes",
]


def check(env):
    """Return `{"ran": how many checks, "said": [what they object to]}`."""
    import threading

    from odoo.modules import Manifest
    from odoo.tools import config

    ours = [m for m in Manifest.all_addon_manifests() if m.name.startswith(OURS)]
    names = [m.name for m in ours]
    # pylint is looked up beside the interpreter, which need not be on the PATH
    os.environ["PATH"] = os.path.dirname(sys.executable) + ":" + os.environ["PATH"]
    threading.current_thread().testing = True
    loader, suite = unittest.TestLoader(), unittest.TestSuite()
    for name in CHECKS:
        module = importlib.import_module(f"odoo.addons.test_lint.tests.test_{name}")
        if hasattr(module, "get_modules"):
            module.get_modules = lambda: names
        for case in vars(module).values():
            own = getattr(case, "__module__", "") == module.__name__
            if own and isinstance(case, type) and issubclass(case, unittest.TestCase):
                suite.addTests(loader.loadTestsFromTestCase(case))
    result = unittest.TestResult()
    with (
        patch.object(Manifest, "all_addon_manifests", lambda: list(ours)),
        patch.dict(config.options, {"root_path": ours[0].path, "test_enable": True}),
    ):
        suite.run(result)
    said = [
        f"{test.id()}: {text}"
        for test, text in [*result.failures, *result.errors]
        if about_us(f"{test} {text}", names)
    ]
    return {"ran": result.testsRun, "said": said, "skipped": len(result.skipped)}


def about_us(text, names):
    """Whether an objection names something of ours."""
    return any(name in text for name in names) or "ops." in text
