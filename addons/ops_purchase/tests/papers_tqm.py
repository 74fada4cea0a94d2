"""Papers of total quality management, for the laws."""

from odoo.fields import Command

from .papers_base import numbers, people


def issues(env, count):
    people(env)
    return env["ops.quality.issue"].create(
        [{"description": f"Law {next(numbers)}"} for _paper in range(count)]
    )


def fives_audits(env, count):
    people(env)
    template = (
        env["ops.checklist.template"]
        .sudo()
        .create(
            {
                "name": f"Law {next(numbers)}",
                "kind": "5S",
                "line_ids": [Command.create({"name": "Order"})],
            }
        )
    )
    area = (
        env["ops.fives.area"]
        .sudo()
        .create(
            {
                "name": f"Law {next(numbers)}",
                "user_id": env.uid,
                "template_id": template.id,
            }
        )
    )
    audits = env["ops.fives.audit"].create([{"area_id": area.id}] * count)
    audits.point_ids.write({"score": "5"})
    return audits


def internal_audits(env, count):
    people(env)
    standard = (
        env["ops.standard"]
        .sudo()
        .create(
            {
                "name": f"Law {next(numbers)}",
                "clause_ids": [Command.create({"number": "4.1", "name": "Context"})],
            }
        )
    )
    audits = env["ops.internal.audit"].create(
        [
            {"standard_id": standard.id, "auditor_ids": [Command.set([env.uid])]}
            for _paper in range(count)
        ]
    )
    audits.action_take_clauses()
    return audits


PAPERS = {
    "ops.quality.issue": issues,
    "ops.fives.audit": fives_audits,
    "ops.internal.audit": internal_audits,
}
