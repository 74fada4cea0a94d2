"""Lets the step of an exit write in the deposits' books, and nothing else."""

PASS_KEY = "ops_lease_exit_pass"


class _ExitPass:
    """Names the exits whose step is under way. Compared by type, so nothing that a
    client can put into a context is one."""

    __slots__ = ("ids",)

    def __init__(self, exits):
        self.ids = frozenset(exits.ids)


def exit_pass(exits):
    """Context that lets the documents of these exits through."""
    return {PASS_KEY: _ExitPass(exits)}


def exits_passed(env):
    """Ids of the exits whose step is under way."""
    ticket = env.context.get(PASS_KEY)
    return ticket.ids if type(ticket) is _ExitPass else frozenset()
