"""Our addons, and Odoo started with the right settings on the right database."""

import ast
import fcntl
import hashlib
import json
import os
import re
import socket
import sys
import tempfile
import textwrap
import time
from contextlib import contextmanager, suppress
from pathlib import Path

from . import guard, settings
from .parts import Parts, show_progress
from .postgres import Server, alive, config_value
from .settings import ADDONS, ROOT, STATE, Problem, say, stage

LANGUAGES = "en_US,zh_CN"
# Kept inside the database, so that a dump restored elsewhere brings it along.
CONTENT = "ops.content"
ASSETS = "ops.assets"
COUNTRY = "cn"
# What an empty suite still shows: the kernel's own third-party dependencies.
BASE_DEPENDS = {"base", "web", "mail", "queue_job", "report_xlsx", "base_user_role"}
# Files that never change a database: their change needs no new template.
NOT_IN_DATABASE = ("tests", "static/src", "static/tests", "readme", "__pycache__")
# Bundles that a person's browser loads, and what Odoo's own browser tests need.
WEB_ASSETS = """
for bundle in ("web.assets_web", "web.assets_frontend", "web.assets_frontend_minimal",
               "web.assets_frontend_lazy", "web.report_assets_common"):
    for css in (True, False):
        made = env["ir.qweb"]._get_asset_bundle(bundle, css=css, js=not css)
        made.css() if css else made.js()
env.cr.commit()
"""
ALL_ASSETS = """
env["ir.qweb"]._pregenerate_assets_bundles()
env.cr.commit()
"""


class Addon:
    """One folder of addons/."""

    def __init__(self, folder):
        self.folder = folder
        self.name = folder.name
        try:
            text = (folder / "__manifest__.py").read_text(encoding="utf-8")
            self.manifest = ast.literal_eval(text)
        except (SyntaxError, ValueError) as error:
            raise Problem(
                f"addons/{self.name}/__manifest__.py is no plain dictionary ({error}): "
                "correct it."
            ) from error
        self.depends = self.manifest.get("depends", [])
        self.for_tests = self.name.startswith("test_")

    def content(self):
        """Return a hash of every file that can change a database."""
        result = hashlib.sha256()
        for path in sorted(self.folder.rglob("*")):
            below = path.relative_to(self.folder).as_posix()
            if f"/{below}/".startswith(tuple(f"/{x}/" for x in NOT_IN_DATABASE)):
                continue
            if path.is_file() and "__pycache__" not in path.parts:
                result.update(below.encode() + b"\0" + path.read_bytes())
        return result.hexdigest()[:16]

    def has_http_tests(self):
        """Tell whether tests start a browser or call the server."""
        return any(
            "HttpCase" in p.read_text() for p in self.folder.glob("tests/**/*.py")
        )

    def has_at_install_tests(self):
        """Tell whether some test file does not opt out of at_install."""
        return any(
            "-at_install" not in text and re.search(r"^class \w+", text, re.M)
            for text in (
                p.read_text(encoding="utf-8")
                for p in self.folder.glob("tests/**/test_*.py")
            )
        )


def read_addons():
    """Return our installable addons by name, dependencies before dependants."""
    found = {}
    for manifest in sorted(ADDONS.glob("*/__manifest__.py")):
        addon = Addon(manifest.parent)
        if addon.manifest.get("installable", True):
            found[addon.name] = addon
    ordered = {}

    def add(name, chain):
        if name in chain:
            raise Problem(f"The addons depend on each other: {' → '.join(chain)}.")
        if name in found and name not in ordered:
            for other in found[name].depends:
                add(other, (*chain, name))
            ordered[name] = found[name]

    for name in found:
        add(name, ())
    # The suite itself first: run and test then share its template.
    return dict(sorted(ordered.items(), key=lambda item: item[1].for_tests))


def closure(addons, names):
    """Return `names` and those of our addons they need, in order."""
    wanted, todo = set(), list(names)
    while todo:
        name = todo.pop()
        if name in addons and name not in wanted:
            wanted.add(name)
            todo += addons[name].depends
    return [name for name in addons if name in wanted]


def free_port(wanted=0):
    """Return `wanted` if free on loopback, else a free port."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return probe.getsockname()[1]
    raise Problem("No port is free on 127.0.0.1: stop some servers.")


def log_path(name, keep=100):
    """Return where a log of this process goes; forget the oldest ones."""
    folder = STATE / "log"
    folder.mkdir(parents=True, exist_ok=True)
    dated = []
    for path in folder.glob("*.*"):
        with suppress(FileNotFoundError):  # another ops tidies up, too
            dated.append((path.stat().st_mtime, path))
    for _time, old in sorted(dated)[:-keep]:
        old.unlink(missing_ok=True)
    stem, _dot, suffix = name.rpartition(".")
    # Several ops may be at work: each writes files of its own.
    return folder / f"{stem}-{os.getpid()}.{suffix}"


class Log:
    """Odoo's output: kept in a file, its progress shown, its problems found."""

    LINE = re.compile(
        r"^[\d-]+ [\d:,]+ \d+ (?P<level>[A-Z]+) \S+ (?P<logger>\S+?): (?P<text>.*)"
    )
    LOADING = re.compile(r"[Ll]oading module (\S+) \((\d+)/(\d+)\)")

    def __init__(self, name, show=True):
        self.path = log_path(f"{name}.log")
        self.show = show
        self.problems = []
        self.results = []
        self.skipped = 0
        self.tail = []
        self.last_shown = time.monotonic()
        self.current = None

    def read(self, stream):
        """Take in all output of a process."""
        with open(self.path, "w", encoding="utf-8") as file:
            for line in stream:
                file.write(line)
                file.flush()
                self.take(line.rstrip("\n"))
        show_progress("")

    def take(self, line):
        """Take in one line."""
        self.tail = [*self.tail[-30:], line]
        found = self.LINE.match(line)
        if not found:
            if self.current is not None:
                self.current.append(line)
            return
        self.current = None
        level, logger, text = found["level"], found["logger"], found["text"]
        if level in ("WARNING", "ERROR", "CRITICAL"):
            self.current = [line]
            self.problems.append((level, logger, self.current))
        if " error(s) of " in text:
            numbers = re.search(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests", text)
            if numbers:
                self.results.append(tuple(map(int, numbers.groups())))
        elif text.startswith("skipped "):
            self.skipped += 1
        loading = self.LOADING.search(text)
        if loading and self.show:
            self.progress(f"{loading[1]} ({loading[2]}/{loading[3]})")
        elif text.startswith("Starting ") and self.show:
            self.progress(text)

    def progress(self, text):
        """Show where Odoo is: always on a terminal, now and then in a log."""
        if sys.stdout.isatty():
            show_progress(f"  {text}")
        elif time.monotonic() > self.last_shown + 20:
            self.last_shown = time.monotonic()
            say(f"  {text}")


@contextmanager
def alone(name):
    """Let one ops at a time work on a template; the others wait and say so."""
    with open(STATE / f"{name}.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say(f"  another ops is making {name}: waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class Suite:
    """The prepared machine: parts, database server, our addons."""

    def __init__(self, browser=False):
        STATE.mkdir(exist_ok=True)
        self.addons = read_addons()
        self.parts = Parts(browser=browser)
        self.server = Server(self.parts)
        self.data = Path(config_value("data_dir") or STATE / "data")
        self.filestore = self.data / "filestore"
        self.filestore.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        # On a server of the user's own, checkouts must not meet.
        own = "" if self.server.embedded else f"{settings.digest(ROOT)[:6]}_"
        self.prefix = f"ops_{own}"
        self.database = (
            os.environ.get("PGDATABASE")
            or config_value("db_name")
            or f"{self.prefix}run"
        )

    # -- starting Odoo --

    def env(self, **more):
        """Return the environment Odoo takes its settings from."""
        kept = {k: v for k, v in os.environ.items() if k != "PGDATABASE"}
        paths = [str(self.parts.home), os.environ.get("PYTHONPATH", "")]
        return {
            **kept,
            "PYTHONPATH": os.pathsep.join(filter(None, paths)),
            "PYTHONUNBUFFERED": "1",
            "PYTHONIOENCODING": "utf-8",
            "ODOO_RC": os.environ.get("ODOO_RC") or str(ROOT / "odoo.conf"),
            "ODOO_ADDONS_PATH": ",".join(map(str, self.parts.addons_path)),
            "ODOO_DATA_DIR": str(self.data),
            "ODOO_HTTP_INTERFACE": "127.0.0.1",
            "ODOO_HTTP_PORT": str(self.port),
            **self.server.env,
            **more,
        }

    def command(self, *arguments):
        """Return the command line of Odoo."""
        return [str(self.parts.python), "-m", "odoo", *map(str, arguments)]

    def start(self, command, **kwargs):
        """Start a program under its guard, with Odoo's settings."""
        kwargs.setdefault("env", self.env())
        return guard.start(command, **kwargs)

    def odoo(self, log, *arguments, **kwargs):
        """Run Odoo to its end, its output into `log`; return the exit code."""
        process = self.start(self.command(*arguments), **kwargs, **guard.READ)
        try:
            log.read(process.stdout)
            return process.wait()
        finally:
            guard.stop(process)

    def script(self, log, database, text):
        """Run Python in Odoo's shell; return the exit code."""
        with tempfile.TemporaryFile() as file:
            # An interactive shell goes on after an error and ends well.
            text = "import sys, traceback\ntry:\n" + textwrap.indent(text, "    ")
            text += "\nexcept Exception:\n    traceback.print_exc()\n    sys.exit(1)\n"
            file.write(text.encode())
            file.seek(0)
            return self.odoo(log, "shell", "-d", database, "--no-http", stdin=file)

    def become(self, *arguments):
        """Replace ops by Odoo, which keeps the database server running."""
        if self.server.lock is not None:
            os.set_inheritable(self.server.lock, True)
        command = self.command(*arguments)
        sys.stdout.flush()
        os.execve(command[0], command, self.env())

    # -- databases --

    def third_party(self):
        """Return the addons of others that ours depend on."""
        wanted = set(BASE_DEPENDS)
        for addon in self.addons.values():
            wanted.update(addon.depends)
        return sorted(wanted - set(self.addons))

    def base_template(self, rebuild=False):
        """Return the database with all third-party addons, made once."""
        wanted = self.third_party()
        pins = settings.pinned("oca")
        key = settings.digest(self.parts.version, LANGUAGES, COUNTRY, *pins)
        name = f"{self.prefix}base_{key}_{settings.digest(*wanted)}"

        def build(database):
            log = Log("base")
            source = self.smaller_base(key, wanted)
            if source and not rebuild:
                self.server.copy(source, database, self.filestore)
                code = 0
            else:
                code = self.odoo(
                    log,
                    *("db", "init", database, "--with-demo", "--country", COUNTRY),
                )
            if not code:
                log = Log("base")
                code = self.odoo(log, *self.install(database, wanted))
            return code, log

        title = f"Base database: {len(wanted)} apps and what they need"
        self.build(name, title, build, rebuild=rebuild)
        self.remember_base(name, key, wanted)
        return name

    def remember_base(self, name, key, wanted):
        """Write the base's recipe into its comment."""
        comment = json.dumps([key, wanted]).replace("'", "''")
        self.server.sql("postgres", f"comment on database \"{name}\" is '{comment}'")

    def smaller_base(self, key, wanted):
        """Return the base of the same versions to which most of `wanted` is done.

        A new dependency then costs its own installation only.
        """
        rows = self.server.sql(
            "postgres",
            "select datname, shobj_description(oid, 'pg_database') from pg_database"
            f" where datname like '{self.prefix}base_%' and"
            " shobj_description(oid, 'pg_database') is not null",
        )
        bases = [(json.loads(text), name) for name, text in rows if text[:1] == "["]
        fitting = [
            (len(names), name)
            for (its_key, names), name in bases
            if its_key == key and set(names) <= set(wanted)
        ]
        return max(fitting)[1] if fitting else None

    def template(self, names, rebuild=False):
        """Return a database with our addons `names` installed over the base.

        Layers are kept by content: the kernel alone and the whole, so that
        a change in one business addon does not install the kernel again.
        """
        names = closure(self.addons, names)
        suite = sum(not self.addons[name].for_tests for name in names)
        current = self.base_template(rebuild)
        key, done = current, 0
        for size in sorted({1, suite, len(names)} - {0} if names else ()):
            contents = (f"{n}={self.addons[n].content()}" for n in names[done:size])
            key = settings.digest(key, *contents)
            layer, source = names[done:size], current

            def build(database, layer=layer, source=source):
                self.server.copy(source, database, self.filestore)
                log = Log(f"install-{layer[-1]}")
                code = self.odoo(log, *self.install(database, layer))
                if not code:
                    self.remember(database, layer)
                return code, log

            title = f"Template database: {', '.join(layer)}"
            current = self.build(
                f"{self.prefix}tpl_{key}", title, build, strict=True, rebuild=rebuild
            )
            done = size
        return current

    def bare(self, names):
        """Return a database with our addons `names` over the base, without their
        demonstration: for what is compared with the base itself."""
        names = closure(self.addons, names)
        base = self.base_template()
        contents = (f"{name}={self.addons[name].content()}" for name in names)
        key = settings.digest(base, "bare", *contents)

        def build(database):
            self.server.copy(base, database, self.filestore)
            # Odoo installs a demonstration where all that an app needs has its own
            self.server.sql(database, "update ir_module_module set demo = false")
            log = Log("bare")
            return self.odoo(log, *self.install(database, names)), log

        title = f"Database without demonstration: {', '.join(names)}"
        return self.build(f"{self.prefix}tpl_{key}", title, build, strict=True)

    def noted(self, database, key, value=None):
        """Return a system parameter of a database, or None; set it if given."""
        if value is not None:
            self.server.sql(
                database,
                "insert into ir_config_parameter (key, value, create_date, write_date)"
                f" values ('{key}', '{value}', now(), now())"
                " on conflict (key) do update set value = excluded.value",
            )
        rows = self.server.sql(
            database, f"select value from ir_config_parameter where key = '{key}'"
        )
        return rows[0][0] if rows else None

    def content(self, database):
        """Return what a database has of our addons: name → content hash."""
        return json.loads(self.noted(database, CONTENT) or "{}")

    def remember(self, database, names):
        """Write into the database that it has the present content of addons."""
        now = {name: self.addons[name].content() for name in names}
        self.noted(database, CONTENT, json.dumps({**self.content(database), **now}))

    def assets(self, template, everything=False):
        """Build the web client's files into a template, once for all its copies."""
        word = "all" if everything else "web"
        with alone(template):
            if self.noted(template, ASSETS) in ("all", word):
                return
            with stage("Web client files"):
                log = Log("assets")
                text = ALL_ASSETS if everything else WEB_ASSETS
                if self.script(log, template, text):
                    for line in log.tail:
                        say(f"    {line}")
                    raise Problem(
                        "The web client could not be built: see the lines above and "
                        f"{log.path.relative_to(ROOT)}."
                    )
                self.noted(template, ASSETS, word)

    def install(self, database, names, option="-i"):
        """Return Odoo's arguments that install `names` with both languages."""
        return [
            *("-d", database, option, ",".join(names), "--stop-after-init"),
            *("--with-demo", f"--load-language={LANGUAGES}", "--no-http"),
        ]

    def build(self, name, title, make, strict=False, rebuild=False):
        """Make database `name` unless it is there; only whole ones get the name."""
        with alone(name):
            if rebuild:
                self.server.drop(name, self.filestore)
            if name not in self.server.databases():
                with stage(title):
                    self.build_now(name, title, make, strict)
        self.touch(name)
        return name

    def build_now(self, name, title, make, strict):
        """Make database `name` under another name first."""
        part = f"{name}_part"
        self.server.drop(part, self.filestore)
        code, log = make(part)
        problems = self.unexpected(log) if strict else []
        if code or problems or not log.tail:
            for line in problems or log.tail:
                say(f"    {line}")
            self.server.drop(part, self.filestore)
            raise Problem(
                f"{title.partition(':')[0]} could not be made: see the lines above "
                f"and {log.path.relative_to(ROOT)}."
            )
        self.server.sql(part, "vacuum analyze")
        self.server.rename(part, name, self.filestore)

    def touch(self, name):
        """Remember that a template was used, and forget those long unused."""
        path = STATE / "templates.json"
        try:
            used = json.loads(path.read_text())
        except (OSError, ValueError):
            used = {}
        used[name] = time.time()
        there = self.server.databases()
        kept = sorted((n for n in used if n in there), key=used.get)
        for old in kept[:-12]:
            self.server.drop(old, self.filestore)
        path.write_text(json.dumps({n: used[n] for n in kept[-12:]}))

    def sweep(self):
        """Drop the databases of ops that were killed before they could."""
        for name in self.server.databases():
            found = re.fullmatch(
                rf"{re.escape(self.prefix)}(?:test|bench|i18n)_(\d+).*", name
            )
            if found and not alive(found[1]):
                self.server.drop(name, self.filestore)

    def unexpected(self, log, problems=None):
        """Return the lines of warnings and errors that nothing excuses."""
        return [
            line
            for _level, logger, lines in (
                log.problems if problems is None else problems
            )
            if not any(
                re.search(where, logger) and re.search(what, "\n".join(lines))
                for where, what in ALLOWED
            )
            for line in lines[:40]
        ]

    def close(self):
        """Leave nothing running."""
        self.server.release()


# Warnings that are nobody's fault here: (logger, message), each with its reason.
ALLOWED = [
    # Not installed on purpose: optional programs and packages of Odoo.
    (r"odoo\.addons\.base\.models\.ir_actions_report", r"wkhtmltopdf"),
    # While an addon is tested at its update, those loaded after it are not there yet:
    # papers of the OCA that ours let stand without a number are asked for one.
    (
        r"odoo\.schema",
        r"not-null constraint on (qc\.inspection|stock\.inventory)\.name",
    ),
]
