"""The verbs of ./ops."""

import argparse
import os
import signal
import zipfile
from pathlib import Path

from . import settings
from .settings import Problem, say, stage


class Stopped(BaseException):
    """A signal asked ops to end."""


def stop_on_signals():
    """Turn the first signal into an exception; nothing may disturb the cleaning up.

    That takes half a minute at most, since every part is killed after a while.
    """
    numbers = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)

    def stopped(number, frame):
        for other in numbers:
            signal.signal(other, signal.SIG_IGN)
        raise Stopped(number)

    for number in numbers:
        signal.signal(number, stopped)


def prepared(**kwargs):
    """Return the Suite, everything it needs being in place."""
    from .suite import Suite

    return Suite(**kwargs)


def setup(options):
    """Prepare everything (Odoo, packages, database server) without starting."""
    suite = prepared(browser=options.browser)
    try:
        say(f"Odoo {suite.parts.version} in {suite.parts.home}")
        say(f"Python {suite.parts.python}")
        say(f"OCA addons {suite.parts.oca}")
    finally:
        suite.close()
    return 0


def run(options):
    """Prepare everything and serve the suite with demonstration data.

    The first start makes the database; later ones update what changed in
    addons/. Ctrl-C, TERM or the end of any part stops everything.
    """
    from . import serve

    port = serve.choose_port(options.port)
    suite = prepared()
    try:
        database = serve.ready_database(suite)
        serve.serve(suite, database, port, options.verbose)
    finally:
        suite.close()


def test(options):
    """Run the tests: Odoo's of addons/, pytest's of tests/.

    Without arguments all of them; with arguments those of the named addons,
    files (addons/x/tests/test_y.py::Class::method) or paths below tests/.
    """
    from . import testing

    suite = prepared(browser=True)
    try:
        return testing.test(suite, options)
    finally:
        suite.close()


def shell(options):
    """Open Odoo's Python shell on the run database (or another with -d)."""
    suite = prepared()
    suite.become("shell", "-d", options.database or suite.database, "--no-http")


def update(options):
    """Update addons in the run database (all of ours without arguments)."""
    from . import serve

    suite = prepared()
    try:
        names = options.names or [n for n, a in suite.addons.items() if not a.for_tests]
        unknown = set(names) - set(suite.addons)
        if unknown:
            raise Problem(f"No such addon: {', '.join(sorted(unknown))}.")
        serve.update(suite, need_database(suite), names, force=True)
    finally:
        suite.close()


def reset(options):
    """Drop the run database; the next run makes a new one.

    With --all everything in .ops/: the embedded server's databases, files, logs.
    """
    if options.all:
        from .postgres import remove_everything

        with stage("Remove .ops/: databases, files and logs of this checkout"):
            remove_everything()
        return
    suite = prepared()
    try:
        with stage(f"Drop {suite.database}"):
            suite.server.drop(suite.database, suite.filestore)
    finally:
        suite.close()


def bench(options):
    """Run the benchmarks of tests/bench (all, or those named)."""
    from . import testing

    suite = prepared()
    try:
        return testing.bench(suite, options)
    finally:
        suite.close()


def core(options):
    """Run Odoo's own tests of the apps below ours, with and without our addons.

    The gates are switched off; a test that passes without our addons must pass with
    them. Without arguments: purchase, purchase_stock, stock, stock_account.
    """
    from . import core as tests

    suite = prepared()
    try:
        return tests.core(suite, options.names)
    finally:
        suite.close()


def i18n(options):
    """Refresh i18n/*.pot and zh_CN.po of the addons and report missing Chinese."""
    from . import translate

    suite = prepared()
    try:
        return translate.i18n(suite, options)
    finally:
        suite.close()


def lint(options):
    """Check code, XML, manifests and access lines without running anything."""
    from . import lint as checks

    return checks.lint(options)


def coverage(options):
    """Write docs/coverage.md: which test proves which requirement."""
    from . import coverage as pages

    return pages.write(options.check)


def dump(options):
    """Back the run database up, files included, into one zip file."""
    from . import serve

    suite = prepared()
    try:
        serve.dump(suite, need_database(suite), Path(options.file).resolve())
    finally:
        suite.close()


def restore(options):
    """Replace the run database by a dump made with ./ops dump or by Odoo."""
    from . import serve

    path = Path(options.file).resolve()
    if not zipfile.is_zipfile(path):
        raise Problem(f"{options.file} is no zip made by ./ops dump or Odoo's backup.")
    suite = prepared()
    try:
        serve.restore(suite, suite.database, path)
    finally:
        suite.close()


def need_database(suite):
    """Return the run database's name; it must exist."""
    if suite.database not in suite.server.databases():
        raise Problem(f"There is no database {suite.database} yet: ./ops run makes it.")
    return suite.database


def odoo(options):
    """Run Odoo itself with the settings of this checkout: ./ops odoo -- ARGS."""
    prepared().become(*options.arguments)


def psql(options):
    """Open psql on the database server of this checkout: ./ops psql [DB] [ARGS]."""
    suite = prepared()
    if suite.server.lock is not None:
        os.set_inheritable(suite.server.lock, True)
    program = str(suite.server.bin / "psql")
    os.execve(program, [program, *(options.arguments or [suite.database])], suite.env())


def parser():
    """Return the parser of all verbs."""
    top = argparse.ArgumentParser(prog="./ops", description="Ops Suite on Odoo 19.")
    verbs = top.add_subparsers(dest="verb", metavar="VERB", required=True)

    def verb(function, **kwargs):
        text = function.__doc__.strip()
        sub = verbs.add_parser(
            function.__name__.rstrip("_"),
            help=text.splitlines()[0],
            description=text,
            **kwargs,
        )
        sub.set_defaults(function=function)
        return sub

    sub = verb(run)
    sub.add_argument("--port", type=int, help="port on 127.0.0.1 (8069, or the next)")
    sub.add_argument("--verbose", action="store_true", help="show the server's log")
    sub = verb(test)
    sub.add_argument("names", nargs="*", metavar="addon|path")
    sub.add_argument("--tags", help="passed to Odoo as --test-tags")
    sub.add_argument("-k", help="passed to pytest")
    sub.add_argument("--rebuild", action="store_true", help="make new templates")
    sub.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="cores")
    sub = verb(shell)
    sub.add_argument("-d", "--database")
    sub = verb(update)
    sub.add_argument("names", nargs="*", metavar="addon")
    sub = verb(reset)
    sub.add_argument("--all", action="store_true", help="all that .ops/ holds")
    for function in (dump, restore):
        verb(function).add_argument("file", metavar="FILE.zip")
    sub = verb(bench)
    sub.add_argument("names", nargs="*", metavar="name")
    sub.add_argument("--list", action="store_true", help="only list them")
    sub.add_argument("--leases", type=int, help="how many leases are billed")
    sub.add_argument("--papers", type=int, help="how many purchases are made")
    sub.add_argument("--warehouses", type=int, help="how many warehouses buy")
    sub.add_argument("--products", type=int, help="how many products each keeps")
    sub.add_argument("--json", metavar="FILE", help="write the figures there too")
    sub = verb(core)
    sub.add_argument("names", nargs="*", metavar="app")
    sub = verb(i18n)
    sub.add_argument("names", nargs="*", metavar="addon")
    sub.add_argument(
        "--check",
        action="store_true",
        help="write nothing; fail if a file is out of step or Chinese is missing",
    )
    sub = verb(coverage)
    sub.add_argument("--check", action="store_true", help="fail if it is out of step")
    sub = verb(lint)
    sub.add_argument("names", nargs="*", metavar="addon")
    sub.add_argument("--fix", action="store_true", help="let ruff correct what it can")
    sub = verb(setup)
    sub.add_argument("--browser", action="store_true", help="also for browser tests")
    for function in (odoo, psql):
        sub = verb(function)
        sub.add_argument("arguments", nargs="*")
    return top


def main(arguments):
    """Carry out one verb; return the exit code."""
    settings.utf8_output()
    # What follows these verbs is another program's, dashes and all.
    rest = arguments[1:] if arguments[:1] in (["odoo"], ["psql"]) else []
    if rest and rest[0] not in ("-h", "--help"):
        options = parser().parse_args(arguments[:1])
        options.arguments = rest[1:] if rest[0] == "--" else rest
    else:
        options = parser().parse_args(arguments)
    stop_on_signals()
    try:
        return options.function(options) or 0
    except Problem as problem:
        say(f"ops: {problem}")
        return 1
    except Stopped as stopped:
        say("\nStopped.")
        return 128 + stopped.args[0]
