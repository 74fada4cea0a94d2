"""Two people for the addon of docs/add-a-flow.md."""

from .people import hire


def build(env):
    """A clerk, and the only general manager there is."""
    env.ref("ops_base.group_gm").user_ids = False
    env["res.users.role.line"].search(
        [("role_id", "=", env.ref("ops_base.role_gm").id)]
    ).unlink()
    clerk = hire(env, "v_clerk", "踏勘员", groups=env.ref("ops_base.group_user"))
    return {
        "clerk": clerk,
        "gm": hire(env, "v_gm", "总经理", roles=env.ref("ops_base.role_gm")),
    }
