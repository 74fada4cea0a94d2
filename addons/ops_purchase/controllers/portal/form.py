"""What a supplier types and sends, read and checked (PU-F29)."""

from odoo.exceptions import AccessError, LockError, UserError
from odoo.fields import Date
from odoo.http import request
from odoo.tools import float_round

MEGABYTE = 1024 * 1024
FILE_MOST, FILES_MOST, TEXT_MOST = 20, 5, 1000
#: how a file of that ending begins, and its kind
KINDS = {
    "pdf": (b"%PDF", "application/pdf"),
    "jpg": (b"\xff\xd8\xff", "image/jpeg"),
    "jpeg": (b"\xff\xd8\xff", "image/jpeg"),
    "png": (b"\x89PNG", "image/png"),
    "xlsx": (
        b"PK",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "ofd": (b"PK", "application/ofd"),
    "xml": (b"<", "application/xml"),
}
PAPERS = ("pdf", "jpg", "jpeg", "png", "xlsx")
FAPIAO = ("pdf", "ofd", "xml")


def attempt(call):
    """``(result, sentences on what is wrong)``; nothing is half done."""
    try:
        with request.env.cr.savepoint():
            return call(), []
    except LockError:
        return None, [
            request.env._("Somebody is working on it at this moment: try again.")
        ]
    except AccessError:
        raise
    except UserError as error:
        return None, str(error.args[0]).split("\n")


def text(name, label=None, most=TEXT_MOST):
    """A text of the form; must be there where it has a label."""
    typed = (request.params.get(name) or "").strip()
    if label and not typed:
        raise UserError(request.env._("%(field)s is missing.", field=label))
    if len(typed) > most:
        raise UserError(
            request.env._("A text is too long: at most %(most)s characters.", most=most)
        )
    return typed


def number(name, label, digits=6):
    """A figure of the form, not negative; commas between thousands are read."""
    typed = text(name, label).replace(",", "").replace("，", "")
    try:
        figure = float(typed)
    except ValueError:
        figure = -1.0
    if not 0 <= figure < 1e12:
        raise UserError(
            request.env._(
                "%(field)s: “%(text)s” is not a figure, or below zero.",
                field=label,
                text=typed[:40],
            )
        )
    return float_round(figure, precision_digits=digits)


def day(name, label=None):
    """A day of the form; must be there where it has a label."""
    typed = text(name, label)
    try:
        return Date.to_date(typed) if typed else None
    except ValueError:
        raise UserError(
            request.env._("“%(text)s” is not a day.", text=typed[:40])
        ) from None


def files(endings=PAPERS, label=None):
    """``[(name, content)]`` of the files sent.

    :param label: what they are, where one at least is asked for
    :raise UserError: where one is of another kind, too large, or none is there
    """
    sent = [f for f in request.httprequest.files.getlist("files") if f.filename]
    if len(sent) > FILES_MOST:
        raise UserError(
            request.env._("At most %(most)s files at a time.", most=FILES_MOST)
        )
    found = []
    for upload in sent:
        content = upload.stream.read(FILE_MOST * MEGABYTE + 1)
        if len(content) > FILE_MOST * MEGABYTE:
            raise UserError(
                request.env._(
                    "“%(file)s” is too large: at most %(most)s MB.",
                    file=upload.filename,
                    most=FILE_MOST,
                )
            )
        ending = upload.filename.rsplit(".", 1)[-1].lower()
        start = KINDS[ending][0] if ending in endings else None
        head = content[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
        if start is None or not head.startswith(start):
            raise UserError(
                request.env._(
                    "“%(file)s” cannot be taken: send %(kinds)s.",
                    file=upload.filename,
                    kinds=", ".join(kind.upper() for kind in endings),
                )
            )
        stem = upload.filename.rsplit(".", 1)[0][:80] or "1"
        found.append((f"{stem}.{ending}", content))
    if label and not found:
        raise UserError(request.env._("%(field)s is missing.", field=label))
    return found
