"""What has become of a received quantity. Plain Python, no import of odoo."""

from dataclasses import dataclass, replace
from decimal import Decimal

ACCEPT = ("pass", "concession")


class TooMuch(ValueError):
    """More was decided on than there is; ``left`` says how much there is."""

    def __init__(self, left):
        super().__init__(f"only {left} left")
        self.left = left


@dataclass(frozen=True)
class Balance:
    """Quantities of one inspection, all in the unit of the product.

    Always: waiting + rework + accepted + returned = received (PU-16).

    :param waiting: not decided yet
    :param rework: being reworked, to be decided again
    """

    received: Decimal
    waiting: Decimal
    rework: Decimal = Decimal(0)
    accepted: Decimal = Decimal(0)
    returned: Decimal = Decimal(0)

    @classmethod
    def of(cls, received, decisions):
        """What is left after all decisions, taken one after the other.

        :param received: quantity, anything ``str`` shows as a decimal number
        :param decisions: iterable of ``(disposition, quantity, reworked)``
        :raise TooMuch: when a decision is about more than there is
        """
        received = Decimal(str(received))
        balance = cls(received, received)
        for disposition, quantity, reworked in decisions:
            balance = balance.decide(disposition, Decimal(str(quantity)), reworked)
        return balance

    def decide(self, disposition, quantity, reworked=False):
        """The balance after one more decision.

        :param disposition: pass, concession, rework or return
        :param reworked: about goods that came back from rework
        """
        source = "rework" if reworked else "waiting"
        left = getattr(self, source)
        if quantity > left:
            raise TooMuch(left)
        taken = replace(self, **{source: left - quantity})
        target = "accepted" if disposition in ACCEPT else _TARGET[disposition]
        return replace(taken, **{target: getattr(taken, target) + quantity})


_TARGET = {"rework": "rework", "return": "returned"}
