"""./ops i18n: export the terms of our addons, keep the Chinese beside them.

The export needs a database, the merge polib: the second half of this file runs
in Odoo's Python (python -m ops.translate …).
"""

import os
import re
import subprocess
import sys
from pathlib import Path

from .settings import ADDONS, ROOT, STATE, Problem, say, stage
from .suite import Log

LANGUAGE = "zh_CN"
EXPORT = """
from odoo.tools.translate import trans_export
for name in {names}:
    with open({folder!r} + "/" + name + ".pot", "wb") as file:
        trans_export(None, [name], file, "po", env)
"""


def i18n(suite, options):
    """Refresh (or with --check compare) the files; return the exit code."""
    names = options.names or [n for n, a in suite.addons.items() if not a.for_tests]
    unknown = set(names) - set(suite.addons)
    if unknown:
        raise Problem(f"No such addon: {', '.join(sorted(unknown))}.")
    if not names:
        raise Problem("There is no addon to translate yet.")
    folder = STATE / "i18n"
    folder.mkdir(parents=True, exist_ok=True)
    template = suite.template(names)
    database = f"{suite.prefix}i18n_{os.getpid()}"
    try:
        with stage(f"Terms of {', '.join(names)}"):
            suite.server.copy(template, database, suite.filestore)
            log = Log("i18n")
            code = suite.script(
                log, database, EXPORT.format(names=names, folder=str(folder))
            )
            if code or any(level != "WARNING" for level, _n, _l in log.problems):
                for line in log.tail:
                    say(f"    {line}")
                raise Problem(f"The terms could not be exported: see {log.path}.")
    finally:
        suite.server.drop(database, suite.filestore)
    command = [suite.parts.python, "-m", "ops.translate", folder]
    command += ["check" if options.check else "write", *names]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "tools")}
    return subprocess.call(command, env=env)


# -- in Odoo's Python ------------------------------------------------------------


def key(entry):
    """Return what tells one term from another."""
    return entry.msgid


def refresh(pot, addon, check):
    """Write an addon's .pot and .po; return (what is stale, terms lacking Chinese)."""
    import polib

    # Dates of export would change every file at every refresh.
    for header in ("POT-Creation-Date", "PO-Revision-Date"):
        pot.metadata.pop(header, None)
    pot.sort(key=key)
    folder = ADDONS / addon / "i18n"
    stale = []
    po_path = folder / f"{LANGUAGE}.po"
    po = polib.pofile(str(po_path)) if po_path.exists() else polib.POFile()
    po.wrapwidth = pot.wrapwidth = 78
    po.metadata = {**pot.metadata, "Language": LANGUAGE, "Plural-Forms": ""}
    fuzzy = {entry.msgid for entry in po if entry.fuzzy}
    po.merge(pot)
    for entry in list(po):
        # What no longer exists is history, and git keeps that.
        if entry.obsolete:
            po.remove(entry)
        elif entry.msgid not in fuzzy and entry.fuzzy:
            entry.flags.remove("fuzzy")
    po.header = pot.header
    po.sort(key=key)
    for path, file in ((folder / f"{addon}.pot", pot), (po_path, po)):
        text = f"{file}\n".replace("\n\n\n", "\n\n")
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(path)
            if not check:
                folder.mkdir(exist_ok=True)
                path.write_text(text, encoding="utf-8")
    missing = [entry for entry in po if not entry.msgstr or entry.fuzzy]
    return stale, missing


def where(entry):
    """Return the file or record a term comes from, as well as Odoo tells."""
    for file, line in entry.occurrences:
        found = re.match(r"addons/(.*)", file)
        if found:
            return f"addons/{found[1]}:{line}"
    return " ".join(":".join(filter(None, x)) for x in entry.occurrences[:1])


def main(folder, mode, names):
    """Refresh each addon and report; return 1 if --check finds something."""
    import polib

    bad = 0
    for name in names:
        pot = polib.pofile(str(Path(folder) / f"{name}.pot"))
        stale, missing = refresh(pot, name, mode == "check")
        for path in stale:
            word = "out of step" if mode == "check" else "written"
            say(f"{path.relative_to(ROOT)}: {word}")
        for entry in missing:
            text = entry.msgid.replace("\n", " ")
            say(f"{where(entry)}: no Chinese for “{text[:100]}”")
        say(f"{name}: {len(pot)} terms, {len(missing)} without Chinese")
        bad += len(missing) + (len(stale) if mode == "check" else 0)
    return int(bad > 0 and mode == "check")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
