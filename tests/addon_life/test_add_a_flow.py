"""A newcomer follows docs/add-a-flow.md and gets everything the page promises."""

import os
import re
from pathlib import Path

import pytest
from servers import OdooServer
from support.actors import enters
from support.channels import Refused
from support.inside import inside
from support.odoo_cli import install, odoo, update

PAGE = Path(__file__).resolve().parents[2] / "docs" / "add-a-flow.md"
MODEL = "ops.visit"


def addon_of_the_page(folder):
    """Write the page's code blocks into the files it names."""
    text = PAGE.read_text(encoding="utf-8")
    blocks = re.findall(r"```(\w+)\n(.*?)```", text, re.S)
    model, head = (code for _kind, code in blocks[:2])
    files = {"visit.py": f"{head}\n\n{model}", "tests/__init__.py": ""}
    named = r"`([\w./]+)`[^`]*?:\n\n```\w+\n(.*?)```"
    files |= dict(re.findall(named, text, re.S))
    for name, code in files.items():
        path = folder / "ops_visit" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(code, encoding="utf-8")
    return set(files)


@pytest.fixture(scope="module")
def visits(databases, tmp_path_factory):
    """The addon of the page, installed over the kernel alone and served."""
    folder = tmp_path_factory.mktemp("addons")
    assert addon_of_the_page(folder) == {
        "__init__.py",
        "__manifest__.py",
        "data.xml",
        "security/ir.model.access.csv",
        "tests/__init__.py",
        "tests/papers.py",
        "visit.py",
    }
    kept = os.environ["ODOO_ADDONS_PATH"]
    os.environ["ODOO_ADDONS_PATH"] = f"{folder},{kept}"
    database = databases.copy(databases.base)
    server = None
    try:
        install(database, "test_ops_base", "ops_visit")
        people = inside(database, "worlds.visits", "build")
        server = OdooServer(database).start()
        yield server, people
    finally:
        if server:
            server.stop()
        databases.drop(database)
        os.environ["ODOO_ADDONS_PATH"] = kept


def test_the_page_keeps_its_word(visits):
    """Shown 2: panel, gate, number, approval, history and field locks of a flow that
    was only declared."""
    server, people = visits
    clerk, gm = (enters(server, people[name], "json2") for name in ("clerk", "gm"))
    visit = clerk.makes(MODEL)
    panel = clerk.panel(visit)
    assert [stop["state"] for stop in panel["path"]] == ["draft", "approving", "done"]
    assert [node["users"][0]["name"] for node in panel["preview"]] == [gm.name]
    clerk.is_refused(visit, "submit", "The site is missing.")
    clerk.writes(visit, site="一号地块")
    clerk.takes(visit, "submit")
    assert re.fullmatch(r"VISIT-\d{4}", clerk.reads(visit, "name"))
    with clerk.is_told():
        clerk.writes(visit, site="二号地块")
    clerk.may_not(visit, "agree")
    gm.agrees(visit, "同意")
    panel = clerk.panel(visit)
    assert panel["state"] == "done"
    assert [row["user"] for row in panel["history"]][-1] == gm.name
    with pytest.raises(Refused):
        clerk.writes(visit, state="draft")
    view = clerk.channel.call(MODEL, "get_views", views=[[False, "form"]], options={})
    assert "ops_flow_panel" in view["views"]["form"]["arch"]


def test_its_paper_prints(visits):
    """Shown 2: the form prints with the name of who signed."""
    server, people = visits
    clerk, gm = (enters(server, people[name], "web") for name in ("clerk", "gm"))
    visit = clerk.makes(MODEL, site="一号地块")
    clerk.takes(visit, "submit")
    gm.agrees(visit, "同意")
    response = clerk.channel.get(f"/report/pdf/ops_visit.report_visit/{visit.id}")
    assert response.status_code == 200
    assert response.content[:5] == b"%PDF-"
    from io import BytesIO

    from pdfminer.high_level import extract_text

    printed = extract_text(BytesIO(response.content)).replace("\n", "")
    for words in ("现场踏勘单", "一号地块", gm.name, clerk.reads(visit, "name")):
        assert words.replace(" ", "") in printed.replace(" ", "")


def test_the_laws_find_it(visits):
    """Shown 2: the laws that walk the registry try the new flow, and it holds."""
    server, _people = visits
    log = odoo(
        *("-d", server.database, "--stop-after-init", "--no-http"),
        *("--test-tags", "/test_ops_base:TestLawsFlow,/test_ops_base:TestLawsRegistry"),
    )
    assert re.search(r"0 failed, 0 error\(s\) of [1-9]\d* tests", log), log[-3000:]


def test_a_wrong_declaration_is_named(visits, tmp_path):
    """Shown 2: a mistake in the declaration stops the server with the model's name."""
    server, _people = visits
    server.stop()
    addon_of_the_page(tmp_path)
    path = tmp_path / "ops_visit" / "visit.py"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('back="return"', 'back="returned"'), encoding="utf-8")
    with pytest.raises(AssertionError) as caught:
        update(server.database, "ops_visit", addons_path=tmp_path)
    assert "ops.visit: step 'approve': back 'returned' is no kernel step" in str(
        caught.value
    )
