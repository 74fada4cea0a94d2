"""./ops run: a database with demonstration data, served until stopped."""

import time
import urllib.error
import urllib.request

from .guard import stop
from .settings import ROOT, Problem, say, stage, tell_cost
from .suite import Log, free_port, log_path

PORT = 8069


def ready_database(suite):
    """Create or update the run database; return its name."""
    database = suite.database
    names = [name for name, addon in suite.addons.items() if not addon.for_tests]
    if database not in suite.server.databases():
        source = suite.template(names)
        suite.assets(source)
        with stage("Run database: copy of the template"):
            suite.server.copy(source, database, suite.filestore)
            fresh_identity(suite, database)
    if ["t"] not in suite.server.sql(
        database, "select to_regclass('ir_module_module') is not null"
    ):
        raise Problem(
            f"The database {database} exists but holds no Odoo: name another one with "
            "PGDATABASE, or drop it."
        )
    update(suite, database, names)
    return database


def fresh_identity(suite, database):
    """Give a copied database its own identity and secret."""
    suite.server.sql(
        database,
        "update ir_config_parameter set value = gen_random_uuid()::text"
        " where key in ('database.uuid', 'database.secret')",
    )


def update(suite, database, names, force=False):
    """Install the new and update the changed (with `force` all) of `names`."""
    has = suite.content(database)
    new = [name for name in names if name not in has]
    changed = [
        name
        for name in names
        if name in has and (force or has[name] != suite.addons[name].content())
    ]
    if not new + changed:
        return
    with stage(f"{database}: {', '.join(new + changed)}"):
        arguments = ["-d", database, "--stop-after-init", "--no-http", "--with-demo"]
        if new:
            arguments += ["-i", ",".join(new)]
        if changed:
            arguments += ["-u", ",".join(changed), "--i18n-overwrite"]
        log = Log("update")
        if suite.odoo(log, *arguments):
            for line in log.tail:
                say(f"    {line}")
            raise Problem(
                f"{database} could not be updated: see {log.path.relative_to(ROOT)}, "
                "or start anew with ./ops reset."
            )
        suite.remember(database, new + changed)


def people(suite, database):
    """Return (login, name, roles) of the people our demonstration data make."""
    ours = "', '".join(suite.addons)
    return suite.server.sql(
        database,
        f"""
        select u.login, p.name,
               coalesce(string_agg(coalesce(g.name->>'zh_CN', g.name->>'en_US'),
                                   ', ' order by r.id), '')
          from res_users u
          join res_partner p on p.id = u.partner_id
          join ir_model_data d on d.model = 'res.users' and d.res_id = u.id
     left join res_users_role_line l on l.user_id = u.id
     left join res_users_role r on r.id = l.role_id
     left join res_groups g on g.id = r.group_id
         where u.active and d.module in ('{ours}')
      group by u.id, u.login, p.name order by min(r.id), u.id
        """,
    )


def show(suite, database, port):
    """Print address and logins: one person per role, then how many more."""
    say(f"\n  Ops Suite: http://127.0.0.1:{port}/odoo    (Ctrl-C stops everything)\n")
    say("  login / password        name and role")
    say("  admin / admin           administrator")
    shown, more = set(), 0
    for login, name, roles in people(suite, database):
        if roles and set(roles.split(", ")) <= shown:
            more += 1
            continue
        shown.update(roles.split(", "))
        say(f"  {f'{login} / {login}':<23} {name}{f' – {roles}' if roles else ''}")
    if more:
        say(f"  … and {more} more with the same roles (Settings → Users)")
    say("")


def answers(port):
    """Tell whether Odoo answers on the port."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/web/login", timeout=60):
            return True
    except (urllib.error.URLError, OSError):
        return False


def choose_port(wanted):
    """Return the port to serve on; a port asked for by name must be free."""
    port = free_port(wanted or PORT)
    if wanted and port != wanted:
        raise Problem(
            f"Port {wanted} is taken: stop what uses it, or choose another with --port."
        )
    if port != PORT and not wanted:
        for port in range(PORT + 1, PORT + 100):
            if free_port(port) == port:
                break
        say(f"Port {PORT} is taken: serving on {port}.")
    return port


def serve(suite, database, port, verbose=False):
    """Serve until a signal comes or a part stops by itself."""
    path = log_path("server.log")
    suite.port = port
    env = suite.env(
        ODOO_QUEUE_JOB_HOST="127.0.0.1",
        ODOO_QUEUE_JOB_PORT=str(port),
    )
    with open(path, "w") as log:
        command = suite.command("-d", database, "--db-filter", f"^{database}$")
        output = None if verbose else log
        server = suite.start(command, env=env, stdout=output, stderr=output)
        try:
            with stage("Odoo server"):
                while not answers(port):
                    if server.poll() is not None:
                        tail(path)
                        raise Problem(f"Odoo did not start: see {path}.")
                    time.sleep(0.1)
            tell_cost()
            show(suite, database, port)
            while server.poll() is None:
                if suite.server.embedded and not suite.server.embedded.keeper():
                    raise Problem(
                        "The database server stopped by itself, so everything was "
                        "stopped: see .ops/postgres.log and run again."
                    )
                time.sleep(0.2)
            tail(path)
            raise Problem(
                f"Odoo stopped by itself (code {server.returncode}): see "
                f"{path.relative_to(ROOT)} and run again."
            )
        finally:
            stop(server)


def tail(path, lines=15):
    """Show the end of a log."""
    text = path.read_text(encoding="utf-8", errors="replace").splitlines()
    for line in text[-lines:]:
        say(f"    {line}")


def dump(suite, database, path):
    """Write database and files to a zip that Odoo's own tools read."""
    with stage(f"Dump of {database}") as progress:
        part = path.with_name(path.name + ".part")
        try:
            log = Log("dump")
            if suite.odoo(log, "db", "dump", database, part):
                tail(log.path)
                raise Problem(f"{database} could not be dumped: see {log.path}.")
            part.rename(path)
        finally:
            part.unlink(missing_ok=True)
        progress.note = f"{path}, {path.stat().st_size / 1e6:.1f} MB"


def restore(suite, database, path):
    """Replace the run database by a dump; it stays if the dump is no good."""
    with stage(f"Restore of {path.name}"):
        part = f"{database}_restored"
        suite.server.drop(part, suite.filestore)
        log = Log("restore")
        if suite.odoo(log, "db", "load", part, path):
            tail(log.path)
            suite.server.drop(part, suite.filestore)
            raise Problem(
                f"{path} could not be restored, {database} was not touched: see "
                f"{log.path}."
            )
        suite.server.drop(database, suite.filestore)
        suite.server.rename(part, database, suite.filestore)
