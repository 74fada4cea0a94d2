"""One fresh paper of each flow model of this addon, for the laws (law 1, law 3).

An addon with flow models has such a module: ``PAPERS = {model: make(env, count)}``
returns ``count`` papers in their initial state, complete enough for the first step,
made as somebody who may take it.
"""


def job(env, count):
    return env["test.ops.job"].create([{"title": f"Job {i}"} for i in range(count)])


def contract(env, count):
    return env["test.ops.contract"].create([{} for _i in range(count)])


PAPERS = {"test.ops.job": job, "test.ops.contract": contract}
