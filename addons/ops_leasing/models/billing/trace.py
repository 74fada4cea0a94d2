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
    billed = owed["billed"]
    return {
        "name": charge._kind_label(),
        "days": trace_days(env, owed),
        "amount": money_text(charge, owed["amount"]),
        "scheduled": money_text(charge, owed["scheduled"]),
        "billed": money_text(charge, billed) if float(billed) else "",
        "rows": [charge._trace_row(part) for part in owed["trace"]],
    }


def trace_row(charge, part):
    """One row of the schedule as people read it."""
    env = charge.env
    return {
        "days": trace_days(env, part),
        "quantity": trace_figure(part["quantity"]),
        "rate": trace_figure(part["rate"]),
        "time": _time(env, part),
        "factor": _factor(part["factor"]),
        "amount": money_text(charge, part["amount"]),
        "why": _why(env, part),
    }


def money_text(charge, text):
    return formatLang(charge.env, float(text), currency_obj=charge.currency_id)


def trace_days(env, span):
    return f"{format_date(env, span['from'])} – {format_date(env, span['to'])}"


def trace_figure(text):
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
