"""A batch run that waits for a job runner."""


def build(env, count, chunk):
    """Start a run of a clerk over `count` items; return its id and theirs."""
    clerk = env["res.users"].create(
        {
            "name": "Run clerk",
            "login": "run-clerk",
            "group_ids": [(4, env.ref("ops_base.group_user").id)],
        }
    )
    items = env["test.ops.item"].create([{"name": f"item {i}"} for i in range(count)])
    run = (
        env["ops.run"]
        .with_user(clerk)
        ._open("test.ops.item", "Bills", {"ids": items.ids}, chunk=chunk)
    )
    run.action_start()
    return run.id, items.ids
