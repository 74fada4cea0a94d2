"""Rule 10: what a paper was handed on with stays, also by the chatter's own doors."""

import base64

import pytest
from support.calendar import in_days
from support.channels import Refused


def test_chatter_cannot_take_a_file_away(mall):
    """Rule 10: the delete button of the chatter goes where the paper has not been
    handed on, and is refused once it has."""
    officer, keeper = mall.people("web", "leasing", "property")
    exit = officer.applies_for_exit(
        mall.lease(), ["货架"], reason="经营调整", date_planned=in_days(70)
    )

    def attaches(name):
        return officer.makes(
            "ir.attachment",
            name=name,
            datas=base64.b64encode(b"file").decode(),
            res_model=exit.model,
            res_id=exit.id,
        )

    def deletes(person, file):
        person.channel.rpc("/mail/attachment/delete", attachment_id=file.id)

    wrong, letter = attaches("错.txt"), attaches("退场函.txt")
    deletes(officer, wrong)
    assert officer.finds("ir.attachment", [("id", "in", (wrong.id, letter.id))]) == [
        letter
    ]
    officer.takes(exit, "submit")
    for person in (officer, keeper):
        with pytest.raises(Refused):
            deletes(person, letter)
    with officer.is_told("退场函.txt"):
        officer.channel.call("ir.attachment", "unlink", [letter.id])
    assert officer.reads(letter, "name") == "退场函.txt"
