"""Papers of inspections, for the laws."""

from odoo import fields

from .papers_base import people, product


def inspections(env, count):
    """Samples: what arrives gets its inspection from the arrival."""
    things = product(env)
    return env["qc.inspection"].create(
        [{"product_id": things.id, "qty": 5 + number} for number in range(count)]
    )


def concessions(env, count):
    people(env)
    papers = inspections(env, count)
    papers.sudo().action_begin()
    return env["ops.quality.concession"].create(
        [
            {"inspection_id": paper.id, "quantity": 1, "deviation": "Scratched"}
            for paper in papers
        ]
    )


def corrections(env, count):
    tomorrow = fields.Date.add(fields.Date.context_today(env["qc.inspection"]), days=1)
    return env["ops.supplier.correction"].create(
        [
            {"inspection_id": paper.id, "problem": "Scratched", "date_due": tomorrow}
            for paper in inspections(env, count)
        ]
    )


PAPERS = {
    "ops.supplier.correction": corrections,
    "qc.inspection": inspections,
    "ops.quality.concession": concessions,
}
