"""./ops core: Odoo's own tests of the apps below ours, with and without our addons."""

import json
import os
from collections import Counter

from .guard import READ, stop
from .settings import ROOT, STATE, Problem, say, stage
from .suite import Log

APPS = ("purchase", "purchase_stock", "stock", "stock_account")
OURS = "ops_purchase"


def core(suite, names):
    """Compare both runs; return the exit code: 1 where our addons break a test."""
    apps = names or APPS
    plain = outcome(suite, suite.base_template(), apps, "without our addons")
    ours = outcome(suite, suite.bare([OURS]), apps, f"with {OURS}, gates off")
    for title, found in (("without", plain), ("with", ours)):
        counts = Counter(found.values())
        say(f"  {title}: {', '.join(f'{n} {k}' for k, n in sorted(counts.items()))}")
    broken = sorted(
        name
        for name, state in plain.items()
        if state == "passed" and ours.get(name) != "passed"
    )
    for name in broken:
        say(f"✗ {name}")
    say(f"{len(plain) - len(broken)} passed or as before, {len(broken)} broken by ours")
    return int(bool(broken))


def outcome(suite, template, apps, title):
    """``{test: what became of it}`` on a copy of the template."""
    database = f"{suite.prefix}core_{os.getpid()}"
    answer = STATE / f"core-{os.getpid()}.json"
    suite.server.copy(template, database, suite.filestore)
    command = [suite.parts.python, ROOT / "tests/core/run.py", database, answer, *apps]
    log = Log("core", show=False)
    process = suite.start([str(part) for part in command], **READ)
    try:
        with stage(f"Odoo's tests of {', '.join(apps)}, {title}"):
            log.read(process.stdout)
            if process.wait() or not answer.exists():
                raise Problem(f"The tests did not run to their end: see {log.path}.")
        say(f"  log: {log.path.relative_to(ROOT)}")
        return json.loads(answer.read_text(encoding="utf-8"))
    finally:
        stop(process)
        suite.server.drop(database, suite.filestore)
        answer.unlink(missing_ok=True)
