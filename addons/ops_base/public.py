"""A mark for methods that any internal user may call over RPC (law 2)."""


def harmless(reason):
    """Declare a public method harmless to whoever calls it, and say why.

    Every other public method of the suite must check a group or an access right; a
    test walks the registry and refuses what is neither.
    """

    def mark(method):
        method._harmless = reason
        return method

    return mark
