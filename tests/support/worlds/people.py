"""People of a world: one login per role, and those who have none."""

from datetime import timedelta

from odoo import fields
from odoo.addons.base.models.res_users import INDEX_SIZE
from odoo.fields import Command
from passlib.hash import pbkdf2_sha512

#: Modules whose roles and models are ours.
OURS = ("ops_", "test_ops_")


def hire(env, login, name, *, groups=(), roles=(), company=None, share=False):
    """Make a user who can log in with his login as password; return its entry.

    :param groups: records of res.groups he is in besides his roles
    :param roles: records of res.users.role
    """
    company = company or env.company
    base = env.ref("base.group_portal" if share else "base.group_user")
    user = (
        env["res.users"]
        .with_context(no_reset_password=True, mail_create_nolog=True)
        .create(
            {
                "name": name,
                "login": login,
                "password": login,
                "lang": "zh_CN",
                "tz": "Asia/Shanghai",
                "company_id": company.id,
                "company_ids": [Command.set(company.ids)],
                "group_ids": [Command.set((base | _all(env, groups)).ids)],
                "role_line_ids": [Command.create({"role_id": r.id}) for r in roles],
            }
        )
    )
    return entry(env, user)


def entry(env, user):
    """What a channel needs to speak for `user`."""
    made = {"id": user.id, "login": user.login, "name": user.name}
    known = user.all_group_ids.get_external_id().values()
    made["groups"] = sorted(filter(None, known))
    made["password"] = user.login
    if user._is_internal():
        day = fields.Datetime.now() + timedelta(days=1)
        keys = env["res.users.apikeys"].with_user(user)
        made["key"] = keys._generate("rpc", "tests", day)
        _quick(env, user, made["key"])
    return made


def _quick(env, user, key):
    """Store a key's hash of one round: Odoo checks it at each of the many thousand
    calls, and its 6,000 rounds take longer than most of what is asked for."""
    cheap = pbkdf2_sha512.using(rounds=1).hash(key)
    env.cr.execute(
        "update res_users_apikeys set key = %s where user_id = %s and index = %s",
        [cheap, user.id, key[:INDEX_SIZE]],
    )


def own_groups(env):
    """All groups of our addons."""
    known = env["res.groups"].search([]).get_external_id()
    ids = [id_ for id_, name in known.items() if name.startswith(OURS)]
    return env["res.groups"].browse(ids)


def own_roles(env):
    """The posts our addons deliver: `{name after the dot: res.users.role}`."""
    known = env["res.users.role"].search([]).get_external_id()
    return {
        name.partition(".")[2]: env["res.users.role"].browse(id_)
        for id_, name in known.items()
        if name.startswith(OURS)
    }


def second_company(env, name="二号商管公司"):
    """Another company of the same group, with its own books where there are any."""
    company = env["res.company"].create(
        {
            "name": name,
            "country_id": env.ref("base.cn").id,
            "currency_id": env.company.currency_id.id,
        }
    )
    if "chart_template" in company._fields and env.company.chart_template:
        env["account.chart.template"].try_loading(
            env.company.chart_template, company=company, install_demo=False
        )
    return company


def _all(env, groups):
    return env["res.groups"].union(*groups) if groups else env["res.groups"]
