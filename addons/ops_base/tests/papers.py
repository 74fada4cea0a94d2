"""One fresh paper of each flow model of the kernel, for the laws (law 1, law 3)."""

from datetime import timedelta

from odoo import fields


def improvement(env, count):
    owner, checker = env["res.users"].search([("share", "=", False)], limit=2)
    return env["ops.improvement"].create(
        [
            {
                "problem": f"Door {i} does not close",
                "measure": "Adjust the hinge",
                "owner_id": owner.id,
                "checker_id": checker.id,
                "date_due": fields.Date.today() + timedelta(days=7),
            }
            for i in range(count)
        ]
    )


def notice(env, count):
    return env["ops.notice"].create(
        [
            {
                "subject": f"Change {i}",
                "body": "<p>The east gate is closed.</p>",
                "kind_id": env["ops.notice.kind"]
                .search([("attachment_required", "=", False)], limit=1)
                .id,
                "user_ids": env.user.ids,
            }
            for i in range(count)
        ]
    )


def controlled_doc(env, count):
    for xmlid in ("ops_base.group_document", "ops_base.group_gm"):
        group = env.ref(xmlid).sudo()
        here = group.all_user_ids.filtered(lambda u: env.company in u.company_ids)
        if not here - env.user:
            name = xmlid.rpartition("_")[2]
            env["res.users"].sudo().create(
                {
                    "name": name,
                    "login": f"paper_{env.company.id}_{name}",
                    "company_id": env.company.id,
                    "company_ids": [(6, 0, env.company.ids)],
                    "group_ids": [(4, group.id)],
                }
            )
    return env["ops.controlled.doc"].create(
        [
            {"title": f"Storage of chemicals {i}", "content": "<p>Dry and cool.</p>"}
            for i in range(count)
        ]
    )


PAPERS = {
    "ops.controlled.doc": controlled_doc,
    "ops.improvement": improvement,
    "ops.notice": notice,
}
