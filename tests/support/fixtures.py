"""Fixtures of the built worlds; tests/conftest.py gives them to all tests."""

import pytest
from servers import OdooServer

from .browser import DESKTOP, PHONE, Browser, Chromium
from .inside import inside
from .lawbook import Laws
from .leasing import Mall
from .supply import Factory


@pytest.fixture(scope="session")
def laws(databases):
    """Every role, and papers of every flow in every state, served."""
    database = databases.copy()
    world = inside(database, "worlds.laws", "build")
    server = OdooServer(database).start()
    yield Laws(server, world)
    server.stop()
    databases.drop(database)


@pytest.fixture(params=["json2", "web"])
def channel(request):
    """The external API, and what the web client sends."""
    return request.param


@pytest.fixture(scope="session")
def mall(databases):
    """A shopping mall with people of every post and leases in force, served."""
    database = databases.copy()
    world = inside(database, "worlds.mall", "build")
    server = OdooServer(database).start()
    yield Mall(server, world)
    server.stop()
    databases.drop(database)


@pytest.fixture(scope="session")
def factory(databases):
    """A factory that buys: people of every post, goods and suppliers, served."""
    database = databases.copy()
    world = inside(database, "worlds.factory", "build")
    server = OdooServer(database).start()
    yield Factory(server, world)
    server.stop()
    databases.drop(database)


@pytest.fixture(scope="session")
def chromium():
    """Debian's Chromium, driven by playwright."""
    browser = Chromium()
    yield browser
    browser.stop()


@pytest.fixture
def desktop(chromium, request):
    """The browser channel in a laptop's window; what the windows showed last is kept
    in .ops/log/screens."""
    yield type("Desktop", (Browser,), {"chromium": chromium, "size": DESKTOP})
    chromium.photograph(request.node.name)
    chromium.close_windows()


@pytest.fixture
def phone(chromium, request):
    """The browser channel in a phone's window."""
    yield type("Phone", (Browser,), {"chromium": chromium, "size": PHONE})
    chromium.photograph(request.node.name)
    chromium.close_windows()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """A picture of every window when a browser test fails."""
    report = yield
    browser = item.funcargs.get("chromium") if call.when == "call" else None
    if browser and report.failed:
        files = browser.photograph(f"{item.name}-failed")
        report.sections.append(("screens", "\n".join(map(str, files))))
    return report
