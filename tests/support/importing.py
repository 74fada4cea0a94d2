"""The import screen, as people and programs use it."""

import re

from .channels import WebRpc

OPTIONS = {
    "quoting": '"',
    "separator": ",",
    "encoding": "utf-8",
    "has_headers": True,
    "date_format": "",
    "datetime_format": "",
    "float_thousand_separator": ",",
    "float_decimal_separator": ".",
    "limit": 100,
    "skip": 0,
}
WIZARD = "base_import.import"


def imports(person, model, names, content, dryrun=False, kind="text/csv"):
    """Upload a file and run the import of its columns; return what the screen is
    told: `{"ids": …, "messages": […]}`.

    :param names: field of each column
    :param content: bytes of the file
    """
    channel = person.channel
    wizard = channel.create(WIZARD, {"res_model": model, "file_type": kind})
    if isinstance(channel, WebRpc):
        upload(channel, wizard, content, kind)
    else:
        text = content.decode("ascii", errors="replace").replace("\ufffd", "?")
        vals = {"file": text, "file_name": "file", "file_type": kind}
        channel.call(WIZARD, "write", [wizard], vals=vals)
    options = dict(OPTIONS)
    preview = channel.call(WIZARD, "parse_preview", [wizard], options=options)
    if preview.get("error"):
        return {"ids": [], "messages": [{"message": preview["error"]}]}
    result = channel.call(
        WIZARD,
        "execute_import",
        [wizard],
        fields=names,
        columns=names,
        options=options,
        dryrun=dryrun,
    )
    return {"ids": [], **result}


def upload(channel, wizard, content, kind):
    """Send the file as the import screen does."""
    page = channel.get("/odoo").text
    token = re.search(r"csrf_token: \"(\w+)\"", page)[1]
    response = channel.session.post(
        f"{channel.url}/base_import/set_file",
        data={"csrf_token": token, "id": wizard},
        files={"ufile": ("file", content, kind)},
        timeout=60,
    )
    response.raise_for_status()
