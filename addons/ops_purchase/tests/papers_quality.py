"""Papers of inspections, for the laws."""

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


PAPERS = {
    "qc.inspection": inspections,
    "ops.quality.concession": concessions,
}
