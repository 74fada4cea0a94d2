"""What makes terms impossible; asked before anything is computed."""


def problems(lease):
    """Everything wrong with ``lease``: list of :class:`.errors.RentError`.

    Empty: :func:`.schedule.schedule` will answer. Codes are listed in docs/rent.md.
    """
    raise NotImplementedError
