"""§5.4 (1): anchor tenant with redesign, over the external API and the web client's
RPC; the story is in ``anchor_story.py``."""

import pytest
from anchor_story import anchor_deal
from support.prep import Deal


@pytest.mark.parametrize("channel", ["json2", "web"])
def test_anchor_with_redesign(mall, channel):
    """LE-03, LE-04, LE-05, LE-06, LE-07, LE-08, LE-09, LE-10, LE-X3: from the prospect
    to the signature, each step by its own post, each gate refusing first."""
    anchor_deal(mall, channel)


@pytest.mark.parametrize("channel", ["json2", "web"])
def test_doors_around(mall, channel):
    """LE-03, LE-04: nobody writes a clearance, an answer or a stage past its step."""
    officer, project = mall.people(channel, "leasing", "project")
    nobody = mall.person(channel, "nobody")
    deal = Deal(mall)
    lead = deal.prospect(officer, "anchor", "主力影院")
    sheet = deal.sheet_of(officer, power=500)
    officer.takes(sheet, "submit")
    nobody.is_kept_out(sheet, "agree")
    lease = deal.lease_of(officer)
    for vals in (
        {"project_date": "2026-01-01"},
        {"project_user_id": project.user_id},
        {"project_cleared_for": "1/1"},
        {"lead_id": False},
        {"state": "signed"},
    ):
        with officer.is_told():
            officer.writes(lease, **vals)
    line = deal.line(officer, "power")
    for vals in ({"status": "agreed"}, {"gap": 0}, {"supply": 500}):
        with officer.is_told():
            officer.writes(line, **vals)
    with officer.is_told():
        officer.writes(lead, lease_prospect=False)
    with officer.is_told():
        officer.makes("crm.lead", name="销售商机")
    stage = officer.channel.call(
        "crm.stage", "search_read", domain=[("is_won", "=", True)], fields=["id"]
    )
    for row in stage:
        with officer.is_told():
            officer.writes(lead, stage_id=row["id"])
