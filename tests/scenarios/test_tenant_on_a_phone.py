"""A tenant's day on his telephone, in Chinese: from the invitation to what he is owed
and owes; and what he sends is looked at by the people of the mall."""

from urllib.parse import urlsplit

import pytest
from billing_story import MOVE, billed, next_month
from support.fitout import scan
from support.tenant import Tenant, invitation

REPORT, REPAIR = "ops.lease.reading.report", "ops.lease.repair"


@pytest.fixture
def telephones(chromium, request):
    """Telephones of tenants; what they showed last is kept in .ops/log/screens."""
    yield lambda url: Tenant(chromium, url)
    chromium.photograph(request.node.name)
    chromium.close_windows()


def invited(manager, mall, lease, telephones):
    """The manager gives the tenant access, who chooses his password."""
    login = f"tenant{lease['id']}@example.com"
    manager.channel.call(
        "res.partner", "write", [lease["partner"]], vals={"email": login}
    )
    action = manager.channel.call(
        "ops.lease.contract", "action_portal_access", [lease["id"]]
    )
    (line,) = manager.finds(
        "portal.wizard.user",
        [
            ("wizard_id", "=", action["res_id"]),
            ("partner_id", "=", lease["partner"]),
        ],
    )
    manager.does(line, "action_grant_access")
    tenant = telephones(mall.server.url)
    link = urlsplit(invitation(mall.server.database, login))
    tenant.comes_in(f"{mall.server.url}{link.path}?{link.query}", f"secret-{login}")
    return tenant


def test_tenant_on_a_phone(mall, telephones):
    """LE-F28 LE-X1: bills with their reason, a meter with its photo, a repair from the
    report to the confirmation; never another tenant's paper."""
    posts = ("leasing_manager", "finance", "property")
    manager, finance, keeper = mall.people("json2", *posts)
    lease, other = mall.lease(), mall.lease()
    bill = billed(finance, manager, mall, next_month(mall.server.database), lease)
    foreign = finance.finds(
        MOVE,
        [("lease_billing_id", "!=", False), ("lease_contract_id", "=", other["id"])],
    )[-1]
    tenant = invited(manager, mall, lease, telephones)

    assert "我的租约" in tenant.opens("/my")
    assert lease["name"] in tenant.opens(f"/my/leases/{lease['id']}")
    row = finance.reads(bill, "name", "amount_total")
    assert row["name"] in tenant.opens("/my/lease/bills")
    words = tenant.opens(f"/my/lease/bills/{bill.id}")
    assert f"{row['amount_total']:,.2f}" in words
    assert "租金" in words
    for path in (
        f"/my/leases/{other['id']}",
        f"/my/lease/bills/{foreign.id}",
        f"/my/lease/bills/{foreign.id}?access_token=1",
        f"/my/lease/bills/{foreign.id}/pdf",
        f"/my/lease/meters/{other['meters'][0]['id']}",
        f"/my/lease/exits/new/{other['id']}",
    ):
        tenant.finds_nothing(path)

    meter = lease["meters"][0]
    tenant.opens(f"/my/lease/meters/{meter['id']}")
    words = tenant.sends(value="-4", photo="meter.jpg")
    assert "-4" in words
    tenant.sends(value="990000", photo="meter.jpg")
    (report,) = keeper.finds(REPORT, [("meter_id", "=", meter["id"])])
    keeper.takes(report, "accept")
    assert keeper.reads(report, "reading_id")
    assert "990,000" in tenant.opens("/my/lease/meters")

    tenant.opens("/my/lease/repairs/new")
    tenant.sends(subject="卷帘门卡住", description="关店时落不下来", kind="door")
    (repair,) = keeper.finds(REPAIR, [("contract_id", "=", lease["id"])])
    keeper.writes(repair, user_id=keeper.user_id, date_planned="2100-01-01")
    keeper.takes(repair, "assign")
    keeper.is_refused(repair, "finish")
    keeper.writes(repair, result="更换导轨", evidence_ids=scan("after.jpg"))
    keeper.takes(repair, "finish")
    keeper.is_refused(repair, "confirm")
    assert "更换导轨" in tenant.opens(f"/my/lease/repairs/{repair.id}")
    tenant.press("form[action$=confirm] button")
    assert keeper.state(repair) == "closed"
