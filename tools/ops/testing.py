"""./ops test: Odoo's runner and pytest, each on a copy of the template."""

import os
import re
import sys
import threading
import time
import xml.etree.ElementTree as ElementTree
from functools import partial
from pathlib import Path

from .guard import READ, stop
from .parts import oca_addons
from .settings import ADDONS, ROOT, STATE, Problem, say, tell_cost
from .suite import Log, closure, free_port, log_path

#: Folders of tests/ that take longest, in this order.
LONGEST = ("scenarios", "laws", "addon_life", "faults")


class Counts:
    """How many tests passed, failed and were skipped."""

    def __init__(self, passed=0, failed=0, skipped=0):
        self.passed, self.failed, self.skipped = passed, failed, skipped

    def __add__(self, other):
        return Counts(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
        )

    def __str__(self):
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


class Selection:
    """What the arguments of ./ops test name."""

    def __init__(self, addons, names):
        self.tags = []
        self.addons = []
        self.paths = []
        for name in names:
            self.take(addons, name)
        if not names:
            self.addons = list(addons)
            self.tags = [f"/{name}" for name in addons]
            self.paths = ["tests"] if list(ROOT.glob("tests/**/test_*.py")) else []

    def take(self, addons, name):
        """Sort in one argument: an addon, a test in one, or a path of tests/."""
        path, _, node = name.partition("::")
        if path in addons:
            path = f"addons/{path}"
        full = Path(path).resolve()
        if not full.exists():
            raise Problem(
                f"{path} is neither an addon nor a path: known addons are "
                f"{', '.join(addons) or 'none yet'}."
            )
        if full.is_relative_to(ROOT / "tests"):
            self.paths.append(str(full.relative_to(ROOT)) + (node and f"::{node}"))
            return
        if not full.is_relative_to(ADDONS) or full == ADDONS:
            raise Problem(f"{path} lies neither in addons/ nor in tests/.")
        below = full.relative_to(ADDONS)
        addon = below.parts[0]
        if addon not in addons:
            raise Problem(f"addons/{addon} is no installable addon.")
        self.addons.append(addon)
        tag = f"/{below}" if full.suffix == ".py" else f"/{addon}"
        if node:
            tag += ":" + node.replace("::", ".")
        self.tags.append(tag)
        if full.suffix != ".py" and not node:
            # An addon that only exists to test this one is tested with it.
            for other in addons.values():
                covered = {other.name, *closure(addons, [addon])}
                own = other.for_tests and addon in other.depends
                if own and set(closure(addons, [other.name])) <= covered:
                    self.addons.append(other.name)
                    self.tags.append(f"/{other.name}")


class OdooTests(threading.Thread):
    """Odoo's runner over some addons."""

    def __init__(self, suite, template, addons, tags):
        super().__init__(daemon=True)
        self.log = Log(f"test-{addons[0]}")
        self.title = f"Odoo tests of {', '.join(addons)}"
        self.suite = suite
        self.database = f"{suite.prefix}test_{os.getpid()}_{addons[0]}_odoo"
        suite.server.copy(template, self.database, suite.filestore)
        arguments = ["-d", self.database, "--stop-after-init", "--with-demo"]
        arguments += ["--test-tags", tags]
        if any(suite.addons[name].has_at_install_tests() for name in addons):
            # These only run while their addon is installed or updated.
            arguments += ["-u", ",".join(addons)]
        self.process = suite.start(
            suite.command(*arguments, "--screenshots", STATE / "log" / "screens"),
            env=suite.env(ODOO_HTTP_PORT=str(free_port())),
            **READ,
        )

    def run(self):
        """Read the log to its end."""
        self.log.read(self.process.stdout)

    def counts(self):
        """Return the Counts; say what failed."""
        code = self.process.wait()
        failed, errors, total = self.log.results[-1] if self.log.results else (0, 0, 0)
        bad = failed + errors
        passed = max(0, total - bad - self.log.skipped)
        # Odoo logs failed tests as errors: say them, count them once.
        for line in self.suite.unexpected(self.log):
            say(f"    {line}")
        stray = [p for p in self.log.problems if not is_test_result(p)]
        unexcused = self.suite.unexpected(self.log, stray)
        if unexcused:
            say("! The log holds warnings or errors (above) that nothing excuses.")
        if not bad and (unexcused or code or not self.log.results):
            bad = 1
            for line in [] if unexcused else self.log.tail:
                say(f"    {line}")
        return Counts(passed, bad, self.log.skipped)


def is_test_result(problem):
    """Tell whether a logged problem is a failed test, which is counted already."""
    _level, logger, lines = problem
    failure = re.search(r": (FAIL|ERROR|Subtest|setUpClass)|failed, \d+ err", lines[0])
    return logger.startswith("odoo.tests.") or failure is not None


class PyTests(threading.Thread):
    """pytest over tests/, with the settings of Odoo in the environment."""

    def __init__(self, suite, template, paths, number, options):
        super().__init__(daemon=True)
        self.title = f"pytest {' '.join(paths)}"
        self.suite = suite
        self.database = f"{suite.prefix}test_{os.getpid()}_py{number}"
        self.report = log_path(f"pytest{number}.xml")
        suite.server.copy(template, self.database, suite.filestore)
        command = [str(suite.parts.python), "-m", "pytest", *paths]
        command += [f"--junitxml={self.report}"]
        if options.k:
            command += ["-k", options.k]
        env = test_environment(suite, template, self.database)
        self.process = suite.start(
            command,
            env=env,
            cwd=ROOT,
            **READ,
        )

    def run(self):
        """Show pytest's output as it comes."""
        for line in self.process.stdout:
            say(line, end="")

    def counts(self):
        """Return the Counts from pytest's own report."""
        code = self.process.wait()
        counts = Counts()
        if self.report.exists():
            for case in ElementTree.parse(self.report).iter("testcase"):
                if case.find("failure") is not None or case.find("error") is not None:
                    counts.failed += 1
                elif case.find("skipped") is not None:
                    counts.skipped += 1
                else:
                    counts.passed += 1
        # 5: nothing collected, as after -k.
        if code not in (0, 5) and not counts.failed:
            counts.failed = 1
        return counts


def test(suite, options):
    """Run the selected tests; return the exit code."""
    selection = Selection(suite.addons, options.names)
    start = time.monotonic()
    if not selection.addons and not selection.paths:
        say("! There is no test to run.")
        say(str(Counts()))
        return 1
    suite.sweep()
    names = list(suite.addons) if selection.paths else selection.addons
    template = suite.template(names, rebuild=options.rebuild)
    waiting = plan(suite, template, selection, options)
    if selection.paths or http_tests(suite, selection):
        suite.assets(template, everything=http_tests(suite, selection))
    total = Counts()
    running = []
    try:
        while waiting or running:
            while waiting and len(running) < max(1, options.jobs):
                part = waiting.pop(0)()
                part.began = time.monotonic()
                say(f"… {part.title}")
                running.append(part)
                part.start()
            done = next((part for part in running if not part.is_alive()), None)
            if not done:
                # A short wait, not a join: signals must be heard.
                time.sleep(0.1)
                continue
            counts = done.counts()
            total += counts
            seconds = time.monotonic() - done.began
            mark = "✗" if counts.failed else "✓"
            say(f"{mark} {done.title}: {counts} {seconds:.1f} s")
            running.remove(done)
            drop(suite, done)
    finally:
        for part in running:
            stop(part.process)
            drop(suite, part)
    sys.stderr.flush()
    tell_cost()
    say(f"All tests: {time.monotonic() - start:.0f} s")
    if not total.passed + total.failed:
        say("! No test ran.")
    say(str(total))
    return 0 if total.passed and not total.failed else 1


def plan(suite, template, selection, options):
    """Return what starts each part: pytest folder by folder, the addons one by one.

    Every part has its own process and database, so that all cores work; those that
    take longest come first, so that none is left alone at the end.
    """
    parts = []
    only_odoo = options.tags and not options.k and selection.addons
    only_pytest = options.k and not options.tags and selection.paths
    if selection.paths and not only_odoo:
        parts += [
            partial(PyTests, suite, template, paths, number, options)
            for number, paths in enumerate(folders(selection.paths), 1)
        ]
    if only_pytest:
        return parts
    if options.tags and selection.addons:
        addons = selection.addons
        parts.append(partial(OdooTests, suite, template, addons, options.tags))
        return parts
    for addon in dict.fromkeys(selection.addons):
        pairs = zip(selection.addons, selection.tags, strict=True)
        tags = ",".join(tag for name, tag in pairs if name == addon)
        if any(suite.addons[addon].folder.glob("tests/**/test_*.py")):
            parts.append(partial(OdooTests, suite, template, [addon], tags))
    return parts


def folders(paths):
    """Split the whole of tests/ into its folders, the longest running first; what
    was asked for by name stays together."""
    if paths != ["tests"]:
        return [paths]
    found = {path.parent for path in ROOT.glob("tests/**/test_*.py")}
    top = {path.relative_to(ROOT).parts[1] for path in found if path != ROOT / "tests"}
    order = [name for name in LONGEST if name in top] + sorted(top - set(LONGEST))
    loose = [str(path.relative_to(ROOT)) for path in ROOT.glob("tests/test_*.py")]
    parts = [[f"tests/{name}"] for name in order]
    return parts + ([sorted(loose)] if loose else [])


def http_tests(suite, selection):
    """Tell whether Odoo's own tests will call the server."""
    return any(suite.addons[name].has_http_tests() for name in selection.addons)


def bench(suite, options):
    """Run benchmark scripts of tests/bench, each on its addon without demonstration."""
    scripts = {p.stem: p for p in sorted((ROOT / "tests/bench").glob("[!_]*.py"))}
    wanted = options.names or list(scripts)
    unknown = [name for name in wanted if name not in scripts]
    if unknown:
        raise Problem(
            f"No benchmark {', '.join(unknown)}; there are: "
            f"{', '.join(scripts) or 'none yet'}."
        )
    if options.list or not scripts:
        say("\n".join(scripts) or "No benchmark in tests/bench yet.")
        return 0
    failed = 0
    for name in wanted:
        addon = re.search('^ADDON = "(.+)"$', scripts[name].read_text(), re.MULTILINE)
        if not addon:
            raise Problem(f"tests/bench/{name}.py names no ADDON to be measured.")
        template = suite.bare([addon[1]])
        say(f"… {name}")
        part = Benchmark(suite, template, scripts[name], options)
        try:
            while part.process.poll() is None:
                time.sleep(0.1)
        finally:
            stop(part.process)
            drop(suite, part)
        failed += part.process.returncode != 0
        say(f"{'✗' if part.process.returncode else '✓'} {name}")
    return int(failed > 0)


class Benchmark:
    """One script of tests/bench, started."""

    def __init__(self, suite, template, path, options):
        self.database = f"{suite.prefix}bench_{os.getpid()}"
        suite.server.copy(template, self.database, suite.filestore)
        env = test_environment(suite, template, self.database)
        env["PYTHONPATH"] += f"{os.pathsep}{ROOT / 'tests'}"
        others = oca_addons(suite.parts.python, "bench")
        env["ODOO_ADDONS_PATH"] += f",{others}"
        for name in ("leases", "papers", "warehouses", "products", "json"):
            if getattr(options, name) is not None:
                env[f"OPS_BENCH_{name.upper()}"] = str(getattr(options, name))
        command = [str(suite.parts.python), str(path)]
        self.process = suite.start(command, env=env, cwd=ROOT)


def test_environment(suite, template, database):
    """Return the environment that tests/servers.py reads."""
    return suite.env(
        OPS_TEST_DATABASE=database,
        OPS_TEST_TEMPLATE=template,
        OPS_TEST_BASE=suite.base_template(),
        OPS_TEST_FILESTORE=str(suite.filestore),
    )


def drop(suite, part):
    """Drop the databases of a finished part, also those its tests made."""
    for database in suite.server.databases():
        if f"{database}_".startswith(f"{part.database}_"):
            suite.server.drop(database, suite.filestore)
