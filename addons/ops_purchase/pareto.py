"""The few causes that make most of the trouble (PU-34).

Plain Python, no import of odoo.
"""


def pareto(counts):
    """Causes from the most frequent to the least.

    :param counts: ``{cause: number}``, numbers not negative
    :return: ``[(cause, number, share, share so far, class)]``, shares in percent;
        class A carries the first 80 %, B up to 95 %, C the rest

    >>> pareto({"a": 8, "b": 2})
    [('a', 8, 80.0, 80.0, 'A'), ('b', 2, 20.0, 100.0, 'B')]
    """
    whole = sum(counts.values())
    if not whole:
        return []
    rows, before = [], 0
    for cause, number in sorted(counts.items(), key=lambda item: -item[1]):
        # a cause belongs to the class in which it begins
        start = 100 * before / whole
        before += number
        grade = "A" if start < 80 else "B" if start < 95 else "C"
        share = 100 * number / whole
        rows.append((cause, number, share, 100 * before / whole, grade))
    return rows
