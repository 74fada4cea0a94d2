"""The trace of a bill in words: which days, which clause, which rate (LE-X1)."""

from odoo.tools import LazyTranslate, format_date, formatLang

_lt = LazyTranslate(__name__)

WHY = {
    "base": _lt("Agreed rate"),
    "step": _lt("Risen rate"),
    "index": _lt("Rate by the index"),
    "season": _lt("Season"),
    "free": _lt("Rent-free time"),
    "once": _lt("Once"),
}


def trace_period(charge, owed):
    """One period as people read it.

    :param charge: ``ops.lease.charge``
    :param owed: what :meth:`.open_line.OpenLine.to_json` kept
    :return: dict of texts: name, days, amount, scheduled, billed, rows
    """
    env = charge.env

    def money(text):
        return formatLang(env, float(text), currency_obj=charge.currency_id)

    return {
        "name": charge._kind_label(),
        "days": _days(env, owed),
        "amount": money(owed["amount"]),
        "scheduled": money(owed["scheduled"]),
        "billed": money(owed["billed"]) if float(owed["billed"]) else "",
        "rows": [
            {
                "days": _days(env, part),
                "quantity": _plain(part["quantity"]),
                "rate": _plain(part["rate"]),
                "time": _time(env, part),
                "factor": _factor(part["factor"]),
                "amount": money(part["amount"]),
                "why": _why(env, part),
            }
            for part in owed["trace"]
        ],
    }


def _days(env, span):
    return f"{format_date(env, span['from'])} – {format_date(env, span['to'])}"


def _plain(text):
    return f"{float(text):,.4f}".rstrip("0").rstrip(".")


def _factor(text):
    percent = float(text) * 100
    return "" if percent == 100 else f"{percent:.4f}".rstrip("0").rstrip(".") + " %"


def _time(env, part):
    """Whole months, days of a month, or days alone."""
    if part["of_days"] is None:
        return env._("%(months)s months", months=part["months"])
    whole = float(part["of_days"])
    if whole > 1:
        return env._("%(days)s of %(whole)s days", days=part["days"], whole=whole)
    return env._("%(days)s days", days=part["days"])


def _why(env, part):
    reasons = [
        " ".join(filter(None, (env._(WHY[code]) if code in WHY else "", clause)))
        for code, clause in part["reasons"]
    ]
    return "; ".join(dict.fromkeys(filter(None, reasons))) or env._(
        WHY.get(part["code"], WHY["base"])
    )
