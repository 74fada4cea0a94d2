"""Databases and Odoo servers for tests that look at the suite from outside.

./ops test puts the settings of Odoo and PostgreSQL into the environment; whatever is
made here is ended and dropped by it too, should a test run die.
"""

import itertools
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import psycopg2

ROOT = Path(__file__).resolve().parents[1]
LOGS = ROOT / ".ops" / "log"


def free_port():
    """Return a port nobody listens on at 127.0.0.1."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def sql(database, query, parameters=None):
    """Run one statement in its own transaction; return the rows, if any."""
    connection = psycopg2.connect(dbname=database)
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(query, parameters)
            return cursor.fetchall() if cursor.description else None
    finally:
        connection.close()


class Databases:
    """Copies of the template with all addons installed, files included."""

    def __init__(self):
        self.first = os.environ["OPS_TEST_DATABASE"]
        self.template = os.environ["OPS_TEST_TEMPLATE"]
        self.base = os.environ["OPS_TEST_BASE"]  # third-party apps only
        self.filestore = Path(os.environ["OPS_TEST_FILESTORE"])
        self.numbers = itertools.count(1)

    def copy(self, source=None):
        """Return the name of a new copy of `source` (default: the template)."""
        source = source or self.template
        name = f"{self.first}_{next(self.numbers)}"
        for last in [False] * 100 + [True]:
            try:
                sql("postgres", f'create database "{name}" template "{source}"')
                break
            except psycopg2.errors.ObjectInUse:
                # Another run is building the web client's files into it.
                if last:
                    raise
                time.sleep(0.5)
        if (self.filestore / source).is_dir():
            # Odoo never changes a stored file in place: links are copies.
            shutil.copytree(
                self.filestore / source, self.filestore / name, copy_function=os.link
            )
        return name

    def drop(self, name):
        """Drop a database and its files."""
        sql("postgres", f'drop database if exists "{name}" with (force)')
        shutil.rmtree(self.filestore / name, ignore_errors=True)


class OdooServer:
    """One Odoo process serving one database on 127.0.0.1.

    `jobs` is the number of queue jobs it runs at once (0: none), `crons` the number
    of threads for scheduled actions.
    """

    numbers = itertools.count(1)

    def __init__(self, database, *arguments, jobs=0, crons=0, environment=None):
        self.database = database
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = LOGS / f"server-{os.getpid()}-{next(self.numbers)}.log"
        self.arguments = [
            *("-d", database, "--db-filter", f"^{database}$"),
            *("-p", str(self.port), "--max-cron-threads", str(crons), *arguments),
        ]
        self.environment = {
            **os.environ,
            "ODOO_QUEUE_JOB_CHANNELS": f"root:{jobs}",
            "ODOO_QUEUE_JOB_HOST": "127.0.0.1",
            "ODOO_QUEUE_JOB_PORT": str(self.port),
            **(environment or {}),
        }
        self.process = None

    def start(self, patience=60):
        """Start and wait until it answers, at most `patience` seconds."""
        LOGS.mkdir(parents=True, exist_ok=True)
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "odoo", *self.arguments],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        end = time.monotonic() + patience
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > end:
                self.kill()
                text = self.log.read_text(errors="replace")
                raise RuntimeError(f"Odoo did not start:\n{text[-3000:]}")
            time.sleep(0.1)
        return self

    def answers(self):
        """Tell whether it answers HTTP now."""
        try:
            # Not /web/health: that answers before the database is loaded.
            with urllib.request.urlopen(f"{self.url}/web/login", timeout=60):
                return True
        except (urllib.error.URLError, OSError):
            return False

    def stop(self, patience=20):
        """Ask it to end, as an administrator would; kill it if it does not."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(patience)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self):
        """End it at once, as a power cut would."""
        if self.process:
            self.process.kill()
            self.process.wait()

    def restart(self):
        """Stop and start again on the same port."""
        self.stop()
        return self.start()
