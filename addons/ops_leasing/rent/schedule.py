"""The schedule of a lease: every period of every charge, with its trace."""


def schedule(lease, since=None, upto=None, keys=None):
    """Periods of ``lease`` that touch the days from ``since`` to ``upto``.

    A period is never cut by these two: who asks for a day in a quarter gets the
    quarter. Periods without any rent are there too, with amount 0 and their trace.

    :param lease: :class:`.terms.Lease`
    :param keys: only these charges
    :return: list of :class:`.result.Line`, by charge, then by date
    :raise RentError: the first of :func:`.checks.problems`
    """
    raise NotImplementedError
