"""Lets the step of a paper write in the deposits' books, and nothing else."""

PASS_KEY = "ops_lease_deposit_pass"


class _DepositPass:
    """Names the papers – exits or fit-outs – whose step is under way. Compared by
    type, so nothing that a client can put into a context is one."""

    __slots__ = ("papers",)

    def __init__(self, papers):
        self.papers = frozenset((papers._name, id_) for id_ in papers.ids)


def deposit_pass(papers):
    """Context that lets the documents of these papers through."""
    return {PASS_KEY: _DepositPass(papers)}


def papers_passed(env):
    """``(model, id)`` of the papers whose step is under way."""
    ticket = env.context.get(PASS_KEY)
    return ticket.papers if type(ticket) is _DepositPass else frozenset()
