"""§5.4 (3): three tenants open together, one of them lacks a licence.

Over the external API, the web client's RPC, and on the screen in Chinese.
"""

import pytest
from support.books import stands
from support.calendar import in_days
from support.fitout import BATCH, FITOUT

POSTS = ("leasing", "leasing_manager", "property", "project", "finance", "nobody")
UNIT = "ops.lease.unit"


def accepted(mall, channel, leases):
    """Take the fit-outs of these leases from the works to the acceptance, each step
    by its own post."""
    officer, keeper, engineer = mall.people(channel, "leasing", "property", "project")
    for lease in leases:
        file = officer.fitout_of(lease)
        assert officer.state(file) == "working"
        keeper.takes(keeper.inspects_works(file), "issue")
        officer.takes(file, "finish")
        for person in (keeper, engineer, officer):
            assert person.ticks_off(file) == 1
        keeper.takes(file, "accept")


@pytest.mark.parametrize("channel", ["json2", "web"])
def test_opening_batch(mall, channel):
    """LE-21, LE-20, LE-19, LE-F22: three planned, one lacks a licence: its opening is
    refused and it stays out with a reason; two open, the occupancy report follows."""
    officer, _manager, keeper, engineer, finance, nobody = mall.people(channel, *POSTS)
    database = mall.server.database
    leases = [mall.lease("fitting_out") for _i in range(3)]
    first, second, lacking = leases
    project = mall.world["property"]

    # 装修监督:a defect is corrected by the handler and checked by the inspector.
    file = officer.fitout_of(first)
    officer.is_refused(file, "accept", "装修")
    officer.is_refused(file, "finish", "尚未进行过施工检查")
    visit = keeper.inspects_works(file, "隔墙位置与图纸不符")
    officer.is_refused(visit, "issue", "物业公司")
    nobody.is_kept_out(visit, "issue")
    keeper.takes(visit, "issue")
    (action,) = keeper.corrections_of(visit)
    officer.takes(file, "finish")
    for person in (keeper, engineer, officer):
        person.ticks_off(file)
    keeper.is_refused(file, "accept", "隔墙位置与图纸不符")
    with keeper.is_told():
        keeper.channel_take(action, "report")
    officer.writes(action, done_text="已恢复隔墙")
    officer.takes(action, "report")
    officer.writes_in_vain(action, check_result="effective", effect="好")
    keeper.writes(action, check_result="effective", effect="复查合格")
    keeper.takes(action, "close")
    assert keeper.state(visit) == "closed"
    officer.is_refused(file, "accept", "物业公司")
    keeper.takes(file, "accept")
    accepted(mall, channel, [second, lacking])
    for lease in leases:
        assert stands(database, FITOUT, officer.fitout_of(lease).id) == "accepted"

    # 经营证照:two tenants have theirs.
    officer.obtains(first)
    officer.obtains(second)

    # 开业批次:nobody else plans or opens; a tenant who is not ready is refused.
    before = officer.shops_by_state()
    batch = officer.plans_opening(project, leases)
    for other in (keeper, engineer, finance):
        other.is_refused(batch, "plan")
    nobody.is_kept_out(batch, "plan")
    officer.takes(batch, "plan")
    line = officer.line_of(batch, lacking)
    assert not officer.reads(line, "ready")
    officer.is_refused(batch, "open", lacking["tenant"], "缺少证照", "营业执照")
    officer.writes(line, left_out=True)
    officer.is_refused(batch, "open", "未填写原因")
    officer.writes(line, reason="营业执照尚未取得")
    keeper.is_refused(batch, "open")
    officer.takes(batch, "open")
    assert stands(database, BATCH, batch.id) == "opened"

    # two are open, the third is still being fitted out; the report says so.
    for lease in (first, second):
        for unit in lease["units"]:
            assert stands(database, UNIT, unit) == "open"
        assert officer.reads(officer.line_of(batch, lease), "opened")
    for unit in lacking["units"]:
        assert stands(database, UNIT, unit) == "fitting_out"
    opened = len(first["units"]) + len(second["units"])
    after = officer.shops_by_state()
    assert after["open"] == before.get("open", 0) + opened
    assert after["fitting_out"] == before["fitting_out"] - opened

    # the one left out opens with the next batch
    again = officer.plans_opening(project, [lacking])
    officer.takes(again, "plan")
    officer.obtains(lacking, "营业执照")
    officer.obtains(lacking)
    officer.takes(again, "open")
    assert after != officer.shops_by_state()


def opens_on_screen(mall, channel):
    """The batch, clicked: refused, left out, opened."""
    officer, keeper = mall.people(channel, "leasing", "property")
    leases = [mall.lease("fitting_out") for _i in range(3)]
    accepted(mall, "json2", leases[:2])
    file = officer.fitout_of(leases[2])
    keeper.takes(keeper.inspects_works(file), "issue")
    officer.takes(file, "finish")
    engineer = mall.person("json2", "project")
    for person in (keeper, engineer, officer):
        person.ticks_off(file)
    officer.is_refused(file, "accept", "物业公司")
    keeper.takes(file, "accept")
    for lease in leases[:2]:
        officer.obtains(lease)
    batch = officer.plans_opening(mall.world["property"], leases)
    keeper.is_refused(batch, "plan", "商管公司")
    officer.takes(batch, "plan")
    keeper.has_no_button(batch, "action_propose")
    officer.is_refused(batch, "open", leases[2]["tenant"], "营业执照")
    officer.writes(
        officer.line_of(batch, leases[2]), left_out=True, reason="营业执照尚未取得"
    )
    officer.takes(batch, "open")
    database = mall.server.database
    assert stands(database, BATCH, batch.id) == "opened"
    states = [stands(database, UNIT, lease["units"][0]) for lease in leases]
    assert states == ["open", "open", "fitting_out"]


def test_opening_batch_on_screen(mall, desktop):
    """LE-21, LE-20: the opening batch on a laptop, in Chinese."""
    opens_on_screen(mall, desktop)


def test_opening_batch_on_a_phone(mall, phone):
    """LE-21, LE-20 and ui.md Manners: the same on a phone, where nothing is cut."""
    opens_on_screen(mall, phone)


def test_late_day(mall):
    """LE-21: nobody opens before the day that is planned."""
    officer = mall.person("json2", "leasing")
    lease = mall.lease("fitting_out")
    accepted(mall, "json2", [lease])
    officer.obtains(lease)
    batch = officer.plans_opening(mall.world["property"], [lease], day=in_days(5))
    officer.takes(batch, "plan")
    officer.is_refused(batch, "open", "开业日")
    officer.takes(batch, "cancel", reason="改期")
