"""./ops lint: what can be seen wrong without running anything."""

import ast
import csv
import os
import subprocess
from xml.etree import ElementTree

from .parts import venv_python
from .settings import ADDONS, ROOT, SERIES, Problem, say
from .suite import read_addons

LICENSES = ("AGPL-3", "LGPL-3", "GPL-3")
REQUIRED = ("name", "summary", "version", "category", "license", "author", "depends")
MODELS = ("Model", "TransientModel")


def manifest_problems(addon):
    """Yield what is wrong with a manifest."""
    where = f"addons/{addon.name}/__manifest__.py"
    manifest = addon.manifest
    for key in REQUIRED:
        if not manifest.get(key):
            yield f"{where}: no {key!r}"
    if not str(manifest.get("version", "")).startswith(f"{SERIES}."):
        yield f"{where}: version must begin with {SERIES}."
    if manifest.get("license") not in LICENSES:
        yield f"{where}: license must be one of {', '.join(LICENSES)}"
    named = [*manifest.get("data", []), *manifest.get("demo", [])]
    for name in named:
        if not (addon.folder / name).is_file():
            yield f"{where}: {name} does not exist"
    for name in {name for name in named if named.count(name) > 1}:
        yield f"{where}: {name} is named twice"
    for folder in ("data", "demo", "security", "views", "report", "wizard"):
        for path in sorted((addon.folder / folder).rglob("*")):
            below = path.relative_to(addon.folder).as_posix()
            if path.suffix in (".xml", ".csv") and below not in named:
                yield f"{where}: {below} is loaded by nothing"


def xml_problems(addon):
    """Yield the XML files that are not well formed."""
    for path in sorted(addon.folder.rglob("*.xml")):
        try:
            ElementTree.parse(path)
        except ElementTree.ParseError as error:
            yield f"{path.relative_to(ROOT)}: {error}"


def declared_models(addon):
    """Yield (model, file:line) of each database model the addon creates."""
    for path in sorted(addon.folder.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
        for node in ast.walk(tree):
            if not isinstance(node, ast.ClassDef):
                continue
            bases = {b.attr for b in node.bases if isinstance(b, ast.Attribute)}
            values = {
                target.id: ast.literal_eval(statement.value)
                for statement in node.body
                if isinstance(statement, ast.Assign)
                for target in statement.targets
                if isinstance(target, ast.Name) and target.id in ("_name", "_inherit")
            }
            name, parents = values.get("_name"), values.get("_inherit") or ()
            parents = [parents] if isinstance(parents, str) else parents
            # `_inherit` of its own name only extends a model made elsewhere.
            if name and bases & set(MODELS) and name not in parents:
                yield name, f"{path.relative_to(ROOT)}:{node.lineno}"


def access_problems(addon):
    """Yield the models without a line in ir.model.access.csv."""
    covered = set()
    for path in addon.folder.rglob("ir.model.access.csv"):
        with open(path, encoding="utf-8", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), start=2):
                model = row.get("model_id:id") or row.get("model_id/id") or ""
                covered.add(model.rpartition(".")[2])
                group = row.get("group_id:id") or row.get("group_id/id")
                if not group:
                    where = f"{path.relative_to(ROOT)}:{number}"
                    yield f"{where}: {row.get('id')} names no group"
    for model, where in declared_models(addon):
        if f"model_{model.replace('.', '_')}" not in covered:
            yield f"{where}: {model} has no line in security/ir.model.access.csv"


def lint(options):
    """Run all checks; return the exit code."""
    addons = read_addons()
    if options.names:
        unknown = set(options.names) - set(addons)
        if unknown:
            raise Problem(f"No such addon: {', '.join(sorted(unknown))}.")
        addons = {name: addons[name] for name in options.names}
    problems = []
    for addon in addons.values():
        for check in (manifest_problems, xml_problems, access_problems):
            try:
                problems += check(addon)
            except SyntaxError as error:
                where = os.path.relpath(error.filename, ROOT)
                problems.append(f"{where}:{error.lineno}: {error.msg}")
    for problem in dict.fromkeys(problems):
        say(problem)
    failed = [f"{len(problems)} in manifests, XML and access"] if problems else []
    python = venv_python()
    folders = [str(ADDONS / name) for name in addons]
    sources = folders if options.names else [str(ROOT)]
    fix = ["--fix"] if options.fix else []
    form = [] if options.fix else ["--check"]
    commands = {
        "ruff check": ["ruff", "check", "-q", *fix, *sources],
        "ruff format": ["ruff", "format", "-q", *form, *sources],
    }
    if not options.names:
        commands["ruff check"].append(str(ROOT / "ops"))
        commands["ruff format"].append(str(ROOT / "ops"))
    if folders:
        jobs = f"--jobs={os.cpu_count() or 1}"
        commands["pylint-odoo"] = ["pylint", jobs, "--score=n", *folders]
    for title, command in commands.items():
        code = subprocess.call([python, "-m", *command], cwd=ROOT)
        say(f"{'✗' if code else '✓'} {title}")
        if code:
            failed.append(title)
    say(f"✗ {', '.join(failed)}" if failed else "✓ all clean")
    return int(bool(failed))
