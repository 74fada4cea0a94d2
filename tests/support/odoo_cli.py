"""Odoo's command line, for tests that install and uninstall."""

import os
import re
import subprocess
import sys

ONCE = ("--stop-after-init", "--no-http")
# A warning while our addons come or go is an error of ours.
PROBLEM = re.compile(r"^\S+ \S+ \d+ (WARNING|ERROR|CRITICAL) ")
EXCUSED = re.compile(
    r"wkhtmltopdf"
    # Odoo tries to delete each record of a data file before it drops the table;
    # it logs those that people have used, and goes on.
    r"|odoo.sql_db: bad query: b'DELETE FROM"
)


def odoo(*arguments, addons_path=None):
    """Run Odoo to its end; return its log; fail on an error or a warning."""
    env = dict(os.environ)
    if addons_path:
        env["ODOO_ADDONS_PATH"] = f"{addons_path},{env['ODOO_ADDONS_PATH']}"
    done = subprocess.run(
        [sys.executable, "-m", "odoo", *map(str, arguments)],
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    problems = [
        line
        for line in done.stdout.splitlines()
        if PROBLEM.match(line) and not EXCUSED.search(line)
    ]
    assert not done.returncode, done.stdout[-5000:]
    assert not problems, "\n".join(problems)
    return done.stdout


def install(database, *names, **options):
    """Install addons."""
    return odoo("-d", database, "-i", ",".join(names), *ONCE, **options)


def update(database, *names, **options):
    """Update addons."""
    return odoo("-d", database, "-u", ",".join(names), *ONCE, **options)


def uninstall(database, *names, **options):
    """Uninstall addons and what depends on them."""
    return odoo("module", "uninstall", "-d", database, *names, **options)
