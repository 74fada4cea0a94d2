"""Papers of suppliers, for the laws."""

from odoo.fields import Command

from .papers_base import numbers, orders, people


def suppliers(env, count):
    """Each of a partner of its own: a supplier has one file."""
    people(env)
    partners = (
        env["res.partner"]
        .sudo()
        .create(
            [
                {"name": f"Law {next(numbers)}", "is_company": True}
                for _paper in range(count)
            ]
        )
    )
    category = env["product.category"].sudo().create({"name": f"Law {next(numbers)}"})
    copy = env["ir.attachment"].create({"name": "licence.pdf", "raw": b"x"})
    return env["ops.supplier"].create(
        [
            {
                "partner_id": partner.id,
                "category_ids": [Command.link(category.id)],
                "certificate_ids": [
                    Command.create(
                        {
                            "name": "L",
                            "attachment_ids": [
                                Command.link(copy.copy({"res_id": 0}).id)
                            ],
                        }
                    )
                ],
            }
            for partner in partners
        ]
    )


def evaluations(env, count):
    return env["ops.supplier.evaluation"].create(
        [{"supplier_id": file.id} for file in suppliers(env, count)]
    )


def surveys(env, count):
    return env["ops.supplier.survey"].create(
        [{"supplier_id": file.id, "prices": "20"} for file in suppliers(env, count)]
    )


def comparisons(env, count):
    """Each of two quotations of two suppliers for the same goods, the best awarded."""
    people(env)
    pairs = zip(
        orders(env, count).with_env(env), orders(env, count).with_env(env), strict=True
    )
    papers = env["ops.purchase.comparison"].create(
        [{"order_ids": [Command.set([a.id, b.id])]} for a, b in pairs]
    )
    papers.action_fetch()
    papers.line_ids.write({"awarded": True})
    return papers


PAPERS = {
    "ops.supplier": suppliers,
    "ops.supplier.evaluation": evaluations,
    "ops.supplier.survey": surveys,
    "ops.purchase.comparison": comparisons,
}
