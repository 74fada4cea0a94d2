"""Fixtures: databases, servers (see servers.py)."""

import os

import pytest
from servers import Databases, OdooServer
from support.fixtures import (  # noqa: F401 - fixtures and a hook for all tests
    channel,
    chromium,
    desktop,
    factory,
    laws,
    mall,
    phone,
    pytest_runtest_makereport,
)


def pytest_configure(config):
    if "OPS_TEST_DATABASE" not in os.environ:
        raise pytest.UsageError("These tests need a database: run ./ops test tests/…")


@pytest.fixture(scope="session")
def databases():
    """Makes copies of the template database: `databases.copy()`."""
    return Databases()


@pytest.fixture(scope="session")
def database(databases):
    """The database that all tests of a run share."""
    return databases.first


@pytest.fixture(scope="session")
def server(database):
    """A running Odoo on the shared database, with job runner: `server.url`."""
    running = OdooServer(database, jobs=2).start()
    yield running
    running.stop()


@pytest.fixture
def start_server():
    """Starts servers for one test: `start_server(database, jobs=2)`."""
    running = []

    def start(database, *arguments, **options):
        running.append(OdooServer(database, *arguments, **options))
        return running[-1].start()

    yield start
    for each in running:
        each.stop()


@pytest.fixture
def new_database(databases):
    """A fresh copy of the template for one test that must not disturb others."""
    name = databases.copy()
    yield name
    databases.drop(name)
