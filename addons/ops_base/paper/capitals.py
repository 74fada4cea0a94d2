"""Amounts in Chinese capitals (大写金额), C-07.

The rules are those for filling in bills and vouchers (《支付结算办法》, annex
"正确填写票据和结算凭证的基本规定"):

* up to 元: 整 is added; up to 角: none is needed; up to 分: never;
* zeros in the middle, one or several: a single 零;
* 元 is 0 (or 万 and 元 are) and 角 is not: one 零 before the 角 – the rule allows
  leaving it out, we write it because nobody can misread it;
* 角 is 0 and 分 is not: 零 before the 分.

Everything is Decimal: a float is refused, because 1.005 is not what it says.
"""

from decimal import Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ("", "拾", "佰", "仟")

#: How a currency is named in front of the capitals; others use their code.
CURRENCY_NAMES = {
    "CNY": "人民币",
    "HKD": "港币",
    "MOP": "澳门币",
    "TWD": "新台币",
    "USD": "美元",
    "EUR": "欧元",
    "GBP": "英镑",
    "JPY": "日元",
}


def capitals(amount, currency="人民币", digits=2):
    """Return ``amount`` in capitals: ``人民币壹仟肆佰零玖元伍角``.

    :param amount: Decimal, int or a string Decimal understands, of any size
    :param currency: the words put in front (may be empty)
    :param digits: decimals of the currency, 0 to 2; the amount is rounded to
        them, half up, as on a bill
    :raise TypeError: for a float
    :raise ValueError: for NaN, infinity or more than two decimals

    >>> capitals("1409.50"), capitals("107000.53")
    ('人民币壹仟肆佰零玖元伍角', '人民币壹拾万柒仟元零伍角叁分')
    >>> capitals(-100, currency="")
    '负壹佰元整'
    """
    if isinstance(amount, (bool, float)):
        raise TypeError("An amount in capitals needs Decimal, int or str, not float")
    if digits not in (0, 1, 2):
        raise ValueError("Capitals know 元, 角 and 分: at most two decimals")
    amount = Decimal(amount)
    if not amount.is_finite():
        raise ValueError("An amount in capitals must be a number")
    sign, cents = _cents(amount, digits)
    yuan, rest = divmod(cents, 100)
    jiao, fen = divmod(rest, 10)
    words = integer(yuan) + "元" if yuan or not rest else ""
    if not rest:
        words += "整"
    if jiao:
        words += ("零" if yuan and yuan % 10 == 0 else "") + DIGITS[jiao] + "角"
    if fen:
        words += ("零" if yuan and not jiao else "") + DIGITS[fen] + "分"
    return currency + sign + words


def integer(number):
    """Return a whole number from 0 up in capitals, without unit: ``壹万零壹``."""
    if number >= 10**8:
        return _join(number, 10**8, "亿", integer)
    if number >= 10**4:
        return _join(number, 10**4, "万", _thousands)
    return _thousands(number) or DIGITS[0]


def _cents(amount, digits):
    """Round half up without the limit of a decimal context: sign and cents."""
    negative, figures, exponent = amount.as_tuple()
    number = int("".join(map(str, figures)))
    shift = exponent + digits
    if shift >= 0:
        number *= 10**shift
    else:
        number, rest = divmod(number, 10**-shift)
        number += rest * 2 >= 10**-shift
    return ("负" if negative and number else ""), number * 10 ** (2 - digits)


def _join(number, base, unit, low_words):
    high, low = divmod(number, base)
    words = integer(high) + unit
    if not low:
        return words
    gap = DIGITS[0] if low < base // 10 else ""
    return words + gap + low_words(low)


def _thousands(number):
    """0 … 9999; an empty text for 0; inner zeros as one 零."""
    words, pending = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            gap = DIGITS[0] if pending and words else ""
            words += gap + DIGITS[digit] + _UNITS[power]
            pending = False
        else:
            pending = True
    return words


def parse(words, currency="人民币"):
    """Read capitals back as Decimal; the reverse of :func:`capitals`.

    :raise ValueError: when the text is no amount in capitals

    >>> parse("人民币壹拾万柒仟元零伍角叁分")
    Decimal('107000.53')
    """
    text = words.removeprefix(currency)
    negative = text.startswith("负")
    text = text.removeprefix("负").removesuffix("整")
    yuan, separator, rest = text.rpartition("元")
    if not separator:
        rest = text
    cents = 0
    for unit, worth in (("角", 10), ("分", 1)):
        head, found, tail = rest.partition(unit)
        if found:
            cents += DIGITS.index(head.lstrip("零")) * worth
            rest = tail
    if rest or not (separator or cents):
        raise ValueError(f"Not an amount in capitals: {words}")
    value = Decimal((_parse_integer(yuan) if yuan else 0) * 100 + cents).scaleb(-2)
    return -value if negative else value


def _parse_integer(text):
    if "亿" in text:
        high, _unit, low = text.rpartition("亿")
        return _parse_integer(high) * 10**8 + (_parse_integer(low) if low else 0)
    if "万" in text:
        high, _unit, low = text.rpartition("万")
        return _parse_integer(high) * 10**4 + (_parse_integer(low) if low else 0)
    number, digit = 0, 0
    for char in text:
        if char in DIGITS:
            digit = DIGITS.index(char)
        else:
            number += digit * 10 ** _UNITS.index(char)
            digit = 0
    return number + digit
