"""The database server: the user's own, or one embedded in this checkout.

The embedded server listens on a Unix socket only. All ops of one checkout share
it: each holds a shared lock on one file; a keeper process runs the server
and stops it when it can get that lock alone, that is when no ops lives.
The kernel frees the lock of a killed process, so nothing has to be counted.
"""

import configparser
import contextlib
import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from . import guard, settings
from .settings import ROOT, STATE, Problem, stage

VARIABLES = ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGSERVICE", "PGPASSFILE")
SUPERUSER = "odoo"
# A development server: the files survive a crash of any process of ours;
# only a crash of the whole machine may cost the database (./ops reset).
TUNING = {
    "listen_addresses": "",
    "max_connections": 200,
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": 0,
    "max_wal_size": "2GB",
    "jit": "off",
    "logging_collector": "off",
    "log_min_messages": "warning",
}


def config_value(key):
    """Return an option of odoo.conf (ODOO_RC or the repository's), or None."""
    parser = configparser.RawConfigParser()
    parser.read(os.environ.get("ODOO_RC") or ROOT / "odoo.conf")
    value = parser.get("options", key, fallback=None)
    return None if value in (None, "", "False") else value


class Server:
    """A reachable PostgreSQL; `env` holds what libpq and Odoo need."""

    def __init__(self, parts):
        self.bin = parts.postgres / "bin"
        self.lock = None
        own = {v: os.environ[v] for v in VARIABLES if os.environ.get(v)}
        for variable, key in zip(
            VARIABLES[:4],
            ("db_host", "db_port", "db_user", "db_password"),
            strict=True,
        ):
            if variable not in own and config_value(key):
                own[variable] = config_value(key)
        if "PGHOST" in own or "PGSERVICE" in own:
            self.env = {**own, "PGPATH": str(self.bin)}
            self.embedded = None
            self.check()
        else:
            self.embedded = Embedded(parts)
            self.lock = self.embedded.attach()
            self.env = {
                "PGHOST": str(self.embedded.socket),
                "PGPORT": "5432",
                "PGUSER": SUPERUSER,
                "PGPASSWORD": "",
                "PGPATH": str(self.bin),
            }

    def check(self):
        """Refuse at once a server that does not answer or forbids databases."""
        result = self.psql_result(
            "postgres",
            "select rolcreatedb or rolsuper from pg_roles where rolname = current_user",
        )
        if result.returncode:
            words = (result.stderr.strip().splitlines() or ["no answer"])[0]
            raise Problem(
                f"PostgreSQL at {self.env.get('PGHOST', 'PGSERVICE')} cannot be "
                f"reached ({words}): check PGHOST, PGPORT, PGUSER and PGPASSWORD (or "
                "db_host … in odoo.conf), or unset them to use the embedded server."
            )
        if result.stdout.strip() != "t":
            raise Problem(
                "The PostgreSQL user may not create databases: run "
                "ALTER ROLE … CREATEDB as an administrator of that server."
            )

    def psql_result(self, database, sql):
        """Run SQL and return psql's CompletedProcess."""
        return subprocess.run(
            [
                *(self.bin / "psql", "-XAtqw", "-F", "\t", "-v", "ON_ERROR_STOP=1"),
                *("-d", database, "-c", sql),
            ],
            env={**os.environ, **self.env, "PGCONNECT_TIMEOUT": "10"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )

    def sql(self, database, sql):
        """Run SQL; return the rows as lists of text."""
        result = self.psql_result(database, sql)
        if result.returncode:
            raise Problem(f"The database {database} answered: {result.stderr.strip()}")
        return [line.split("\t") for line in result.stdout.splitlines()]

    def databases(self):
        """Return the names of the databases on the server."""
        return {
            name for (name,) in self.sql("postgres", "select datname from pg_database")
        }

    def drop(self, database, filestore):
        """Drop a database with its files, if there."""
        self.sql("postgres", f'drop database if exists "{database}" with (force)')
        shutil.rmtree(filestore / database, ignore_errors=True)

    def rename(self, source, target, filestore):
        """Give a database and its files another name."""
        self.sql("postgres", f'alter database "{source}" rename to "{target}"')
        if (filestore / source).is_dir():
            shutil.rmtree(filestore / target, ignore_errors=True)
            (filestore / source).rename(filestore / target)

    def create(self, target, source, patience=120):
        """Create `target` from `source`, once nobody is connected to that."""
        command = f'create database "{target}" template "{source}"'
        end = time.monotonic() + patience
        while True:
            result = self.psql_result("postgres", command)
            if not result.returncode:
                return
            if "being accessed" not in result.stderr or time.monotonic() > end:
                raise Problem(
                    f"{source} could not be copied ({result.stderr.strip()}): see who "
                    "is connected to it, e.g. with ./ops psql."
                )
            time.sleep(0.5)

    def copy(self, source, target, filestore):
        """Make `target` a copy of `source`, files included."""
        self.drop(target, filestore)
        self.create(target, source)
        if (filestore / source).is_dir():
            # Odoo never changes a stored file in place: links are copies.
            shutil.copytree(
                filestore / source, filestore / target, copy_function=os.link
            )

    def release(self):
        """Give the embedded server back; wait until it stopped, if it stops."""
        if self.lock is not None:
            lock, self.lock = self.lock, None
            self.embedded.detach(lock)


class Embedded:
    """The server process of this checkout."""

    def __init__(self, parts):
        self.programs = parts.postgres
        self.folder = STATE / "postgres"
        # A socket's path has at most 107 bytes: a checkout's may be too long.
        self.socket = Path("/tmp") / f"ops-{os.getuid()}-{settings.digest(ROOT)}"

    def attach(self):
        """Return the lock that keeps the server running, starting it if needed."""
        STATE.mkdir(exist_ok=True)
        with open(STATE / "postgres.start", "w") as starting:
            fcntl.flock(starting, fcntl.LOCK_EX)
            # Inherited by a program that replaces ops (./ops shell), which then
            # holds the lock in its place.
            lock = os.open(STATE / "postgres.users", os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(lock, fcntl.LOCK_SH)
            if not self.keeper():
                self.prepare()
                self.start()
        return lock

    def detach(self, lock):
        """Give the lock back and see a server out that nobody else uses."""
        keeper = self.keeper()
        os.close(lock)
        with open(STATE / "postgres.users") as probe:
            while keeper and alive(keeper):
                if self.keeper():
                    try:
                        fcntl.flock(probe, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    except OSError:
                        if self.keeper():
                            return  # somebody else works with it
                    fcntl.flock(probe, fcntl.LOCK_UN)
                time.sleep(0.05)

    def keeper(self):
        """Return the process id of the keeper of a server that is ready, or 0."""
        try:
            pid = int((STATE / "postgres.ready").read_text())
        except (OSError, ValueError):
            return 0
        return pid if alive(pid) else 0

    def prepare(self):
        """Make the data folder on first use."""
        user = system_user()
        if user:
            self.move_where_readable(user)
        self.make_socket_folder(user)
        data = self.folder.resolve() / "data"
        if data.exists():
            return
        with stage("Embedded PostgreSQL: new data folder"):
            part = data.with_name("data.part")
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir(parents=True, mode=0o700)
            own(part.parent, user)
            own(part, user)
            command = [self.programs / "bin" / "initdb", "-D", part, "-U", SUPERUSER]
            command += ["--auth=trust", "--encoding=UTF8", "--no-sync", "--locale=C"]
            command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
            result = subprocess.run(
                command, **as_user(user), capture_output=True, text=True, cwd="/"
            )
            if result.returncode:
                words = (result.stderr.strip().splitlines() or ["no message"])[-1]
                raise Problem(
                    f"The embedded PostgreSQL could not be set up ({words}): use a "
                    "server of your own with PGHOST, PGUSER and PGPASSWORD."
                )
            part.rename(data)

    def make_socket_folder(self, user):
        """Make the folder of the socket, which nobody else may have made."""
        self.socket.mkdir(mode=0o700, exist_ok=True)
        mine = {os.getuid(), user.pw_uid if user else os.getuid()}
        if self.socket.is_symlink() or self.socket.stat().st_uid not in mine:
            raise Problem(
                f"{self.socket} belongs to another user: remove it, or use a server "
                "of your own with PGHOST, PGUSER and PGPASSWORD."
            )
        own(self.socket, user)

    def move_where_readable(self, user):
        """Run by root: keep data and programs where the other user can go.

        PostgreSQL refuses to run as root, and root's home is closed to others.
        """
        base = Path("/var/lib/ops-suite")
        if not reachable(self.programs):
            self.programs = copy_programs(self.programs, base)
        if not reachable(STATE):
            clear_orphans(base)
            target = base / settings.digest(ROOT)
            target.mkdir(parents=True, exist_ok=True)
            (target / "checkout").write_text(str(ROOT))
            if not self.folder.is_symlink():
                shutil.rmtree(self.folder, ignore_errors=True)
                self.folder.symlink_to(target)

    def start(self):
        """Start the keeper, which starts the server; wait until it answers."""
        (STATE / "postgres.ready").unlink(missing_ok=True)
        log = open(STATE / "postgres.log", "ab")  # noqa: SIM115 - the keeper's
        command = [sys.executable, "-m", "ops.postgres", self.programs]
        keeper = subprocess.Popen(
            [*command, self.folder.resolve() / "data", self.socket],
            env={**os.environ, "PYTHONPATH": str(ROOT / "tools")},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            cwd="/",
        )
        log.close()
        while not self.keeper():
            if keeper.poll() is not None:
                lines = (STATE / "postgres.log").read_text(errors="replace").split("\n")
                words = [x for x in lines if "FATAL" in x or "ops:" in x] or lines[-2:]
                raise Problem(
                    f"The embedded PostgreSQL did not start ({words[-1].strip()}): see "
                    ".ops/postgres.log; ./ops reset --all makes a new one."
                )
            time.sleep(0.02)


def copy_programs(programs, base):
    """Copy the server's programs below `base`; return where they are."""
    package = programs.parent
    release = next(package.parent.glob(f"{package.name}-*.dist-info")).stem
    target = base / release
    if not target.exists():
        part = base / f".{release}-{os.getpid()}"
        shutil.copytree(package, part / package.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, part / libraries.name, symlinks=True)
        try:
            part.rename(target)
        except OSError:  # another checkout was faster
            shutil.rmtree(part)
    return target / package.name / programs.name


def remove_everything():
    """Remove .ops/ with the embedded server's data, unless somebody works on them."""
    STATE.mkdir(exist_ok=True)
    with open(STATE / "postgres.start", "w") as starting:
        fcntl.flock(starting, fcntl.LOCK_EX)
        with open(STATE / "postgres.users", "w") as users:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise Problem(
                    "Another ops of this checkout is at work: stop it first."
                ) from None
        data = (STATE / "postgres").resolve()
        shutil.rmtree(data, ignore_errors=True)
        shutil.rmtree(STATE)


def clear_orphans(base):
    """Remove the data of checkouts that are gone."""
    for mark in base.glob("*/checkout"):
        if not Path(mark.read_text()).exists():
            shutil.rmtree(mark.parent, ignore_errors=True)


def alive(pid):
    """Tell whether the process still runs (a zombie does not)."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def reachable(path):
    """Tell whether every user may go to `path`."""
    path = Path(path).resolve()
    return all(p.stat().st_mode & 0o001 for p in (path, *path.parents) if p.exists())


def system_user():
    """Return whom the server runs as when ops is run by root, else None."""
    if os.geteuid():
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise Problem(
        "PostgreSQL refuses to run as root and this system has neither a user "
        "postgres nor nobody: run ops as a normal user."
    )


def as_user(user):
    """Return Popen's arguments that make the child run as `user`."""
    if not user:
        return {}
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def own(path, user):
    """Give a folder to `user`."""
    if user:
        os.chown(path, user.pw_uid, user.pw_gid)


def keep(programs, data, socket):
    """Run the server while anybody holds the users' lock; the keeper's main."""
    options = [f"-c{key}={value}" for key, value in TUNING.items()]
    options.append(f"-cunix_socket_directories={socket}")

    wait_for_predecessor(Path(data) / "postmaster.pid")

    def dies_with_keeper():
        guard.prctl(guard.PR_SET_PDEATHSIG, signal.SIGQUIT)

    server = subprocess.Popen(
        [f"{programs}/bin/postgres", "-D", data, *options],
        **as_user(system_user()),
        preexec_fn=dies_with_keeper,
    )
    stopping = []
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda number, frame: stopping.append(number))
    ready = STATE / "postgres.ready"
    with open(STATE / "postgres.users") as users:
        while server.poll() is None and not stopping:
            if not ready.exists() and accepts(programs, socket):
                part = ready.with_suffix(".part")
                part.write_text(str(os.getpid()))
                part.rename(ready)
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError:
                time.sleep(0.1 if ready.exists() else 0.02)
        ready.unlink(missing_ok=True)
        if server.poll() is None:
            server.send_signal(signal.SIGINT)  # fast shutdown
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.send_signal(signal.SIGQUIT)
                server.wait()
        with contextlib.suppress(OSError):
            os.rmdir(socket)


def wait_for_predecessor(pidfile, patience=20):
    """Let a server whose keeper was killed finish before its data are opened."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        try:
            pid = int(pidfile.read_text().split()[0])
            name = Path(f"/proc/{pid}/comm").read_text().strip()
        except (OSError, ValueError, IndexError):
            return
        if name != "postgres":
            return
        time.sleep(0.1)


def accepts(programs, socket):
    """Tell whether the server takes connections."""
    return not subprocess.call(
        [f"{programs}/bin/pg_isready", "-q", "-h", socket],
        env={"LC_ALL": "C"},
    )


if __name__ == "__main__":
    keep(*sys.argv[1:])
