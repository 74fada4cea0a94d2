"""Work done inside Odoo, in a process of its own, before a server runs.

    built = inside(database, "worlds.laws", "build", papers=2)

calls `build(env, papers=2)` of `tests/support/worlds/laws.py` as the superuser on that
database, commits, and returns what it returned (anything JSON holds).
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve()


def inside(database, module, function, **arguments):
    """Call a function of tests/support inside Odoo; return its result."""
    with tempfile.NamedTemporaryFile("r", suffix=".json", encoding="utf-8") as answer:
        call = json.dumps([database, module, function, arguments, answer.name])
        done = subprocess.run(
            [sys.executable, str(HERE), call],
            env={**os.environ, "PYTHONPATH": _path()},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        if done.returncode:
            raise RuntimeError(f"{module}.{function} failed:\n{done.stdout[-6000:]}")
        return json.load(answer)


def _path():
    return os.pathsep.join(
        [str(HERE.parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])]
    )


def main(database, module, function, arguments, answer):
    """Start Odoo without a server and call the function in one transaction."""
    import importlib

    from odoo import SUPERUSER_ID, api
    from odoo.modules.registry import Registry
    from odoo.service import server
    from odoo.tools import config

    config.parse_config(
        ["-d", database, "--no-http", "--log-level=warn"], setup_logging=True
    )
    server.load_server_wide_modules()
    work = getattr(importlib.import_module(f"support.{module}"), function)
    with Registry(database).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        result = work(env, **arguments)
        Path(answer).write_text(json.dumps(result, default=str), encoding="utf-8")


if __name__ == "__main__":
    # Odoo must not find this folder's own modules first.
    sys.path[:] = [p for p in sys.path if Path(p or ".").resolve() != HERE.parent]
    main(*json.loads(sys.argv[1]))
