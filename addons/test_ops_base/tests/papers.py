"""One fresh paper of each flow model of this addon, for the laws (law 1, law 3).

An addon with flow models has such a module: ``PAPERS = {model: make(env, count)}``
returns ``count`` papers in their initial state, complete enough for the first step,
made as somebody who may take it.
"""


def job(env, count):
    return env["test.ops.job"].create([{"title": f"Job {i}"} for i in range(count)])


def contract(env, count):
    return env["test.ops.contract"].create([{} for _i in range(count)])


def paper(env, count):
    Route = env["ops.approval.route"].sudo()
    if not Route.search_count([("code", "=", "test_paper")]):
        signer = env["res.users"].sudo().create({"name": "signer", "login": "signer"})
        Route.create(
            {
                "name": "Test paper",
                "code": "test_paper",
                "model_id": env["ir.model"]._get_id("test.ops.paper"),
                "step_ids": [
                    (0, 0, {"name": "Sign", "user_ids": [(6, 0, signer.ids)]})
                ],
            }
        )
    return env["test.ops.paper"].create([{"title": f"P {i}"} for i in range(count)])


def sheet(env, count):
    return env["test.ops.sheet"].create([{} for _i in range(count)])


PAPERS = {
    "test.ops.job": job,
    "test.ops.contract": contract,
    "test.ops.paper": paper,
    "test.ops.sheet": sheet,
}
