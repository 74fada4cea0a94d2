"""Where things lie, what pyproject.toml pins, and how ops speaks to people."""

import hashlib
import os
import re
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ADDONS = ROOT / "addons"
STATE = ROOT / ".ops"
CACHE = Path(
    os.environ.get("OPS_CACHE")
    or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ops-suite"
).resolve()
SERIES = "19.0"


class Problem(Exception):
    """What went wrong and what to do about it, in one sentence for a person."""


def say(text="", end="\n"):
    """Print at once: CI logs and terminals must show progress as it happens."""
    with suppress(OSError):  # a closed terminal must not keep us from ending well
        print(text, end=end, flush=True)


def pinned(group):
    """Return the strings of the list `group` in pyproject.toml.

    The file is ours and plain, so a few lines read it on Python 3.10 too,
    which has no tomllib.
    """
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    found = re.search(rf"^{re.escape(group)} = \[\n(.*?)^\]", text, re.M | re.S)
    if not found:
        raise Problem(f"pyproject.toml has no list {group!r}: restore it from git.")
    return re.findall(r'^\s+"([^"]+)",', found[1], re.M)


def digest(*parts):
    """Return a short stable hash of strings, for the names of cached things."""
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:12]


def megabytes(size):
    """Return `size` bytes as text."""
    return f"{size / 1e6:.1f} MB"


class Stage:
    """One line of progress: what is being made, then time and download size."""

    rows = []

    def __init__(self, title):
        self.title = title
        self.downloaded = 0
        self.note = ""


@contextmanager
def stage(title):
    """Tell that `title` begins and, when it is done, how long it took."""
    it = Stage(title)
    start = time.monotonic()
    say(f"… {title}")
    yield it
    seconds = time.monotonic() - start
    size = f", {megabytes(it.downloaded)} downloaded" if it.downloaded else ""
    note = f" – {it.note}" if it.note else ""
    say(f"✓ {title}: {seconds:.1f} s{size}{note}")
    Stage.rows.append((title, seconds, it.downloaded))


def tell_cost():
    """Say what the first start cost in all, if anything was downloaded."""
    loaded = sum(row[2] for row in Stage.rows)
    if loaded:
        seconds = sum(row[1] for row in Stage.rows)
        say(f"✓ Prepared in {seconds:.0f} s, {megabytes(loaded)} downloaded.")


def utf8_output():
    """Keep ticks and Chinese printable where the locale is plain C."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")
