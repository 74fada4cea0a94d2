"""docs/coverage.md: which test proves which requirement, and on which screen."""

import ast
import csv
import re
from collections import defaultdict

from .settings import ROOT

ROWS = ROOT / "docs" / "rows.csv"
PAGE = ROOT / "docs" / "coverage.md"
ID = re.compile(r"\b(?:(?:HR|PU|RE|LE|PR)-[FX]?\d+|C-\d+|(?:Rule|Law) \d+)\b")

HEAD = """# Coverage

Made by `./ops coverage` from the docstrings of the tests and from `docs/rows.csv`,
which names each requirement and its screen; do not edit by hand.

| requirement | what it asks | screen | proven by |
|---|---|---|---|
"""


def tests():
    """Return ``{requirement: [test]}`` of the tests whose docstring names one."""
    found = defaultdict(list)
    paths = [*ROOT.glob("addons/*/tests/*.py"), *ROOT.glob("tests/**/*.py")]
    for path in sorted(paths):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                continue
            if not node.name.startswith("test"):
                continue
            place = f"{path.relative_to(ROOT)}::{node.name}"
            for name in sorted(set(ID.findall(ast.get_docstring(node) or ""))):
                found[name].append(place)
    return found


def page():
    """Return the text of the page, and the rows no test proves."""
    found, lines, unproven = tests(), [], []
    with open(ROWS, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        proofs = found.pop(row["id"], [])
        if not proofs:
            unproven.append(row["id"])
        shown = "<br>".join(f"`{place}`" for place in proofs[:6]) or "–"
        if len(proofs) > 6:
            shown += f"<br>and {len(proofs) - 6} more"
        lines.append(f"| {row['id']} | {row['title']} | {row['screen']} | {shown} |")
    proven = len(rows) - len(unproven)
    tail = f"\n{proven} of {len(rows)} rows of this release are proven.\n"
    if found:
        tail += f"\nNamed by tests besides: {', '.join(sorted(found))}.\n"
    return HEAD + "\n".join(lines) + "\n" + tail, unproven


def write(check=False):
    """Write the page, or only check that it is in step; return the exit code."""
    text, unproven = page()
    if unproven:
        print("Proven by no test: " + ", ".join(unproven))
    if check:
        stale = not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text
        if stale:
            print("docs/coverage.md is out of step: run ./ops coverage")
        return int(stale or bool(unproven))
    PAGE.write_text(text, encoding="utf-8")
    return 0
