"""The one error of the arithmetic of letting."""


class RentError(ValueError):
    """Terms or figures nothing can be computed from.

    The caller translates: ``code`` is stable and listed in docs/rent.md, ``data`` are
    the names and figures to put into the sentence.

    >>> error = RentError("area_negative", charge="rent", quantity=-3)
    >>> error.code, error.data["quantity"]
    ('area_negative', -3)
    """

    def __init__(self, code, **data):
        self.code = code
        self.data = data
        told = ", ".join(f"{key}={value}" for key, value in data.items())
        super().__init__(f"{code}: {told}" if told else code)
