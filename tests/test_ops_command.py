"""The program ./ops itself: its sentences when something is wrong, and what it leaves.

Its prompt end matters most: whatever happens to ops or to one of its parts,
no process of it may live on.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import textwrap
import time
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import polib
import pytest
from servers import ROOT, free_port, sql

sys.path.insert(0, str(ROOT / "tools"))

from ops import guard, lint, serve, testing, translate
from ops.postgres import alive
from ops.suite import Addon, Log, closure


def ops(*arguments, checkout=ROOT, seconds=240, **environment):
    """Run ./ops to its end; return (exit code, output)."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("ODOO_")}
    result = subprocess.run(
        [sys.executable, checkout / "ops", *arguments],
        env={k: v for k, v in {**env, **environment}.items() if v is not None},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=seconds,
    )
    return result.returncode, result.stdout


def eventually(condition, seconds=20):
    """Wait until `condition()` holds; tell whether it did."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def processes_with(word):
    """Return the ids of live processes that have `word` in their environment."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if word.encode() in path.read_bytes() and alive(path.parent.name):
                found.append(int(path.parent.name))
        except OSError:
            continue
    return found


@pytest.fixture
def checkout(tmp_path):
    """A checkout of its own without addons, sharing the cache of parts."""
    folder = tmp_path / "checkout"
    shutil.copytree(
        ROOT / "tools", folder / "tools", ignore=shutil.ignore_patterns("__pycache__")
    )
    for name in ("ops", "odoo.conf", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    (folder / "addons").mkdir()
    yield folder
    ops("reset", "--all", checkout=folder)


# -- one clear sentence --------------------------------------------------------


def test_older_python_is_told_what_to_do():
    script = textwrap.dedent(f"""
        import runpy, sys
        sys.version_info = (3, 8, 0)
        sys.argv = ["ops", "run"]
        runpy.run_path({str(ROOT / "ops")!r}, run_name="__main__")
    """)
    result = subprocess.run([sys.executable, "-c", script], capture_output=True)
    assert result.returncode == 1
    assert b"Python 3.10 or newer is needed, this is 3.8" in result.stderr


def test_taken_port_is_refused_before_anything_is_prepared():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, output = ops("run", "--port", str(port))
    assert code == 1
    assert output == (
        f"ops: Port {port} is taken: stop what uses it, or choose another with "
        "--port.\n"
    )


def test_default_port_gives_way_to_the_next(capsys, monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setattr(serve, "PORT", taken.getsockname()[1])
        port = serve.choose_port(None)
    assert port != serve.PORT
    assert f"Port {serve.PORT} is taken: serving on {port}." in capsys.readouterr().out


def test_unreachable_database_is_named():
    code, output = ops("shell", PGHOST="127.0.0.1", PGPORT=str(free_port()))
    assert code == 1
    assert "PostgreSQL at 127.0.0.1 cannot be reached" in output
    assert "check PGHOST" in output
    assert output.count("\n") == 1


def test_foreign_odoo_home_is_refused(tmp_path):
    code, output = ops("setup", ODOO_HOME=str(tmp_path))
    assert code == 1
    assert "holds no odoo/release.py" in output
    (tmp_path / "odoo").mkdir()
    (tmp_path / "odoo" / "release.py").write_text(
        "version_info = (18, 0, 0, 'final', 0, '')\n"
    )
    code, output = ops("setup", ODOO_HOME=str(tmp_path))
    assert code == 1
    assert "is 18.0, the suite needs 19.0" in output


def test_without_debian_the_way_is_odoo_home(tmp_path):
    """An empty cache and a PATH without apt-get: another system."""
    programs = tmp_path / "bin"
    programs.mkdir()
    code, output = ops("setup", PATH=str(programs), OPS_CACHE=str(tmp_path / "cache"))
    assert code == 1
    assert "no apt-get to get Odoo with: set ODOO_HOME" in output


@pytest.mark.skipif(os.geteuid() != 0, reason="only root makes network namespaces")
def test_without_network_nothing_half_made_remains(tmp_path):
    cache = tmp_path / "cache"
    result = subprocess.run(
        ["unshare", "--net", sys.executable, ROOT / "ops", "setup"],
        env={**os.environ, "OPS_CACHE": str(cache)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if "unshare failed" in result.stderr:
        pytest.skip("no network namespace is allowed here")
    assert result.returncode == 1
    assert "check the network" in result.stdout
    assert {path.name for path in cache.glob("*")} <= {".odoo-19.0.lock"}


def test_unknown_addon_and_empty_suite(checkout):
    code, output = ops("test", "no_such_addon")
    assert code == 1
    assert "no_such_addon is neither an addon nor a path" in output
    code, output = ops("test", checkout=checkout, PGHOST=None)
    assert code == 1
    assert output.endswith("0 passed, 0 failed, 0 skipped\n")


def test_every_verb_has_help():
    code, output = ops("--help")
    assert code == 0
    verbs = re.findall(r"^    (\w+) ", output, re.M)
    assert {"run", "test", "bench", "shell", "i18n", "update", "lint"} <= set(verbs)
    for verb in ("run", "test", "i18n"):
        code, output = ops(verb, "--help")
        assert code == 0
        assert "usage:" in output


# -- no process left behind ----------------------------------------------------

STUBBORN = """
import os, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
if os.fork() == 0:
    os.setsid()
    if os.fork():
        os._exit(0)
time.sleep(300)
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_guard_ends_stubborn_daemons(number, monkeypatch):
    monkeypatch.setattr(guard, "GRACE", 0.5)
    mark = f"GUARDED={os.getpid()}-{number}"
    env = {**os.environ, "GUARDED": mark.partition("=")[2]}
    process = guard.start([sys.executable, "-c", STUBBORN], env=env)
    assert eventually(lambda: len(processes_with(mark)) >= 3)
    process.send_signal(number)
    process.wait(20)
    assert not processes_with(mark)


def test_guard_ends_all_when_its_starter_is_killed():
    mark = f"ORPHANED={os.getpid()}"
    env = {**os.environ, "ORPHANED": mark.partition("=")[2]}
    script = f"""
import sys, time
sys.path.insert(0, {str(ROOT / "tools")!r})
from ops import guard
guard.GRACE = 0.5
guard.start([sys.executable, "-c", {STUBBORN!r}])
time.sleep(300)
"""
    starter = subprocess.Popen([sys.executable, "-c", script], env=env)
    assert eventually(lambda: len(processes_with(mark)) >= 4)
    starter.kill()
    starter.wait()
    assert eventually(lambda: not processes_with(mark))


def test_guard_passes_output_and_exit_code_on():
    result = guard.run([sys.executable, "-c", "print('你好'); raise SystemExit(7)"])
    assert (result.returncode, result.stdout) == (7, "你好\n")


def test_database_server_lives_as_long_as_its_users(checkout):
    """Two users share it; the last one gone – even killed – it stops."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PG", "ODOO_"))}
    command = [sys.executable, checkout / "ops", "psql", "postgres", "-qc"]

    def user():
        return subprocess.Popen([*command, "select pg_sleep(300)"], env=env)

    ready = checkout / ".ops" / "postgres.ready"
    first, second = user(), user()
    try:
        assert eventually(ready.exists, 60)
        keeper = int(ready.read_text())
        first.kill()
        first.wait()
        time.sleep(0.5)
        assert alive(keeper)
    finally:
        for each in (first, second):
            each.kill()
            each.wait()
    assert eventually(lambda: not alive(keeper))
    assert not ready.exists()


class Run:
    """./ops run on a database of its own."""

    def __init__(self, database):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.mark = f"OPS_TEST_RUN={self.port}"
        env = {k: v for k, v in os.environ.items() if not k.startswith("ODOO_")}
        env |= {"PGDATABASE": database, "OPS_TEST_RUN": str(self.port)}
        self.process = subprocess.Popen(
            [sys.executable, ROOT / "ops", "run", "--port", str(self.port)],
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.output = ""
        for line in self.process.stdout:
            self.output += line
            if "admin / admin" in line:
                return
        pytest.fail(f"./ops run did not start:\n{self.output}")

    def odoo(self):
        """Return the process id of the Odoo server."""
        for pid in processes_with(self.mark):
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            if words[1:3] == [b"-m", b"odoo"]:
                return pid
        return pytest.fail("no Odoo runs")

    def signed_in(self):
        """Return an opener of URLs for the administrator."""
        opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar())
        )
        page = opener.open(f"{self.url}/web/login").read().decode()
        token = re.search(r'csrf_token: "(\w+)"', page)[1]
        form = {"login": "admin", "password": "admin", "csrf_token": token}
        opener.open(f"{self.url}/web/login", urllib.parse.urlencode(form).encode())
        return opener


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_run_works_and_leaves_no_process(new_database, number):
    """It does queued jobs while it runs, and ends whole whatever ends it."""
    run = Run(new_database)
    assert f"{run.url}/odoo" in run.output
    run.signed_in().open(f"{run.url}/queue_job/create_test_job?size=1").read()
    states = "select distinct state from queue_job"
    assert eventually(lambda: sql(new_database, states) == [("done",)], 40)
    run.process.send_signal(number)
    run.process.wait(40)
    assert eventually(lambda: not processes_with(run.mark), 30)


def test_run_stops_all_when_odoo_crashes(new_database):
    run = Run(new_database)
    os.kill(run.odoo(), signal.SIGKILL)
    output, _none = run.process.communicate(timeout=40)
    assert run.process.returncode == 1
    assert "Odoo stopped by itself" in output
    assert not processes_with(run.mark)


def test_dump_and_restore(new_database, databases, tmp_path):
    """What was dumped comes back, files too; a bad dump changes nothing."""
    files = len(list((databases.filestore / new_database).rglob("*")))
    later = "select count(*) from ir_config_parameter where key = 'test.later'"
    file = tmp_path / "backup.zip"
    code, output = ops("dump", str(file), PGDATABASE=new_database)
    assert code == 0, output
    sql(
        new_database,
        "insert into ir_config_parameter (key, value) values ('test.later', 'x')",
    )
    bad = tmp_path / "bad.zip"
    shutil.make_archive(str(bad.with_suffix("")), "zip", no_dump(tmp_path))
    code, output = ops("restore", str(bad), PGDATABASE=new_database)
    assert code == 1
    assert "was not touched" in output
    assert sql(new_database, later) == [(1,)]
    code, output = ops("restore", str(file), PGDATABASE=new_database)
    assert code == 0, output
    assert sql(new_database, later) == [(0,)]
    assert len(list((databases.filestore / new_database).rglob("*"))) == files


def no_dump(tmp_path):
    """Return a folder with something that is no dump."""
    folder = tmp_path / "nothing"
    folder.mkdir()
    (folder / "dump.sql").write_text("this is no SQL;\n")
    return folder


# -- what the tests' log and arguments mean ------------------------------------


def log_of(text):
    """Return a Log that has read `text`."""
    log = Log("test-of-the-log", show=False)
    log.read(textwrap.dedent(text).strip().splitlines(keepends=True))
    return log


def test_log_counts_tests_and_keeps_problems_whole():
    log = log_of("""
        2026-01-01 10:00:00,000 7 INFO db odoo.addons.x.tests.test_y: skipped Y.z : why
        2026-01-01 10:00:00,000 7 WARNING db odoo.addons.x: first
        second line
        2026-01-01 10:00:00,000 7 ERROR db odoo.addons.x.tests.test_y: FAIL: Y.test_a
        Traceback (most recent call last):
        2026-01-01 10:00:01,000 7 ERROR db odoo.tests.result: \
1 failed, 2 error(s) of 9 tests when loading database 'db'
    """)
    assert log.results == [(1, 2, 9)]
    assert log.skipped == 1
    assert [len(lines) for _level, _logger, lines in log.problems] == [2, 2, 1]
    results = [testing.is_test_result(problem) for problem in log.problems]
    assert results == [False, True, True]


def make_addon(folder, name, depends=(), **files):
    """Write a small addon; return it."""
    addon = folder / name
    addon.mkdir(parents=True)
    (addon / "__manifest__.py").write_text(repr({"depends": list(depends)}))
    for file, text in files.items():
        (addon / f"{file}.py").write_text(text)
    return Addon(addon)


def test_selection_names_tests_in_every_way(tmp_path, monkeypatch):
    monkeypatch.setattr(testing, "ADDONS", tmp_path)
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "kernel" / "tests"
    addons = {
        "kernel": make_addon(tmp_path, "kernel"),
        "shop": make_addon(tmp_path, "shop", ["kernel"]),
        "test_kernel": make_addon(tmp_path, "test_kernel", ["kernel"]),
        "test_shop": make_addon(tmp_path, "test_shop", ["shop"]),
    }
    folder.mkdir()
    (folder / "test_a.py").write_text("class TestA:\n    pass\n")

    def tags(name):
        chosen = testing.Selection(addons, [name])
        return chosen.addons, chosen.tags

    assert closure(addons, ["test_shop"]) == ["kernel", "shop", "test_shop"]
    file = str(folder / "test_a.py")
    assert tags(file) == (["kernel"], ["/kernel/tests/test_a.py"])
    assert tags(f"{file}::TestA::test_b")[1] == ["/kernel/tests/test_a.py:TestA.test_b"]
    names, chosen = tags(str(tmp_path / "kernel"))
    assert names == ["kernel", "test_kernel"]
    assert chosen == ["/kernel", "/test_kernel"]


def test_content_ignores_what_no_database_holds(tmp_path):
    addon = make_addon(tmp_path, "kernel", models="x = 1\n")
    before = addon.content()
    (addon.folder / "tests").mkdir()
    (addon.folder / "tests" / "test_a.py").write_text("class TestA:\n    pass\n")
    assert addon.content() == before
    assert addon.has_at_install_tests()
    (addon.folder / "models.py").write_text("x = 2\n")
    assert addon.content() != before


# -- lint and translations -----------------------------------------------------


def test_lint_wants_access_lines_for_every_model(tmp_path, monkeypatch):
    monkeypatch.setattr(lint, "ROOT", tmp_path)
    addon = make_addon(
        tmp_path,
        "kernel",
        models="""
class Paper(models.Model):
    _name = "ops.paper"
class Mixin(models.AbstractModel):
    _name = "ops.mixin"
class More(models.Model):
    _name = "res.partner"
    _inherit = "res.partner"
""",
    )
    (problem,) = lint.access_problems(addon)
    assert "models.py:2: ops.paper has no line" in problem
    (addon.folder / "ir.model.access.csv").write_text(
        "id,name,model_id:id,group_id:id\na,a,model_ops_paper,base.group_user\n"
    )
    assert not list(lint.access_problems(addon))


def test_refresh_keeps_translations_and_reports_the_rest(tmp_path, monkeypatch):
    monkeypatch.setattr(translate, "ADDONS", tmp_path)
    folder = tmp_path / "kernel" / "i18n"
    folder.mkdir(parents=True)
    old = polib.POFile()
    old.append(polib.POEntry(msgid="Lease", msgstr="租约"))
    old.append(polib.POEntry(msgid="Gone", msgstr="没了"))
    old.save(str(folder / "zh_CN.po"))

    def pot():
        file = polib.POFile()
        file.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
        file.append(polib.POEntry(msgid="Unit", occurrences=[("model:x", "0")]))
        file.append(polib.POEntry(msgid="Lease", occurrences=[("model:x", "0")]))
        return file

    stale, missing = translate.refresh(pot(), "kernel", check=True)
    assert len(stale) == 2
    assert not (folder / "kernel.pot").exists()
    translate.refresh(pot(), "kernel", check=False)
    stale, missing = translate.refresh(pot(), "kernel", check=True)
    assert stale == []
    assert [entry.msgid for entry in missing] == ["Unit"]
    now = {
        entry.msgid: entry.msgstr for entry in polib.pofile(str(folder / "zh_CN.po"))
    }
    assert now == {"Lease": "租约", "Unit": ""}
