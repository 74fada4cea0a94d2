"""§5.4 (2): a tenant enters and fits out, the same for every channel.

Entry notice refused without deposit, then sent; handover record with meters; an unpaid
property fee blocks the handover and the fit-out; drawings approved by one side do not
start it, both do; supervision finds a defect, corrected, accepted.
"""

from support.books import stands
from support.calendar import in_days
from support.entering import COMPLETION, ENTRY, HANDOVER
from support.fitout import FITOUT, scan

POSTS = ("leasing", "leasing_manager", "property", "project", "design", "finance")
UNIT = "ops.lease.unit"


def enters_and_fits_out(mall, channel):
    """Walk through it; return the people, the entry and the fit-out."""
    officer, manager, keeper, engineer, designer, finance = mall.people(channel, *POSTS)
    nobody = mall.person("json2", "nobody")
    database, bank = mall.server.database, mall.bank
    lease = mall.lease("leased")

    # 工程竣工验收:nobody is called to a shop whose papers are not accepted.
    entry = officer.prepares_entry(lease)
    nobody.is_kept_out(entry, "notify")
    keeper.is_refused(entry, "notify", "商管公司")
    officer.is_refused(entry, "notify", "竣工验收资料尚未接收")
    file = engineer.encloses_completion(mall.world["property"], lease["units"])
    keeper.is_refused(file, "hand_in", "项目部")
    engineer.takes(file, "hand_in")
    keeper.is_refused(file, "accept")
    engineer.has_no_button(file, "action_receive_all", "papers")
    keeper.presses(file, "action_receive_all", "papers")
    engineer.is_refused(file, "accept", "物业公司")
    keeper.takes(file, "accept")
    assert stands(database, COMPLETION, file.id) == "accepted"

    # 进场通知:refused while the deposit is not received.
    deposit = finance.deposit_bill(lease)
    finance.unmatches(deposit)
    officer.is_refused(entry, "notify", "保证金", "未收到")
    finance.is_paid(deposit, bank)
    officer.takes(entry, "notify")
    officer.is_refused(entry, "confirm", "签收")
    officer.has_receipt(entry)
    officer.takes(entry, "confirm")

    # 收铺单:fees, formalities, meters, keys and signature, each missed in turn.
    officer.has_no_button(entry, "action_start_handover")
    record = keeper.fills_in_handover(entry)
    officer.is_refused(record, "finish", "物业公司")
    keeper.is_refused(record, "finish", "未抄表", "尚未开账单", "未办理")
    keeper.reads_shop_meters(record)
    keeper.receives("ops.lease.entry.item", "entry_id", entry)
    officer.has_no_button(entry, "action_bill_fees", "fees")
    keeper.presses(entry, "action_bill_fees", "fees")
    (bill,) = finance.fee_bills(entry)
    keeper.is_refused(record, "finish", "必缴费用")
    finance.is_paid(bill, bank)
    keeper.takes(record, "finish")
    assert stands(database, HANDOVER, record.id) == "done"
    for unit in lease["units"]:
        assert stands(database, UNIT, unit) == "handed_over"

    # 商户资料移交:another person receives.
    for line in officer.finds(
        "ops.lease.entry.transfer", [("entry_id", "=", entry.id)]
    ):
        officer.writes(line, copies=1)
    officer.takes(entry, "transfer")
    officer.is_refused(entry, "accept", "物业公司")
    keeper.receives("ops.lease.entry.transfer", "entry_id", entry)
    keeper.takes(entry, "accept")
    assert stands(database, ENTRY, entry.id) == "done"

    # 装修图纸:one side's yes starts nothing, both sides' does.
    fitout = officer.makes(
        FITOUT,
        contract_id=lease["id"],
        date_begin=in_days(1),
        date_end=in_days(40),
        drawing_ids=[
            [
                0,
                0,
                {
                    "name": "平面布置图",
                    "discipline": "layout",
                    "attachment_ids": scan("layout.pdf"),
                },
            ]
        ],
    )
    officer.takes(fitout, "submit")
    (drawing,) = designer.finds("ops.lease.drawing", [("fitout_id", "=", fitout.id)])
    manager.may_not_fill(drawing, "opinion_design", "同意")
    keeper.writes_in_vain(drawing, opinion_design="同意")
    designer.presses(fitout, "action_open_drawings", "drawings")
    designer.fills(drawing, "opinion_design", "疏散通道满足要求")
    manager.agrees(fitout, "同意")
    assert officer.state(fitout) == "reviewing"
    keeper.is_refused(fitout, "permit")
    keeper.is_refused(fitout, "start")
    designer.agrees(fitout, "同意")
    assert officer.state(fitout) == "approved"

    # 施工许可证:refused while the property fee is unpaid again.
    officer.writes(
        fitout,
        contractor="装饰公司",
        insurance_number="BX-1",
        insurance_until=in_days(90),
        worker_ids=[[0, 0, {"name": "工人", "trade": "油漆"}]],
    )
    officer.may_not_fill(fitout, "permit_until", in_days(60), "permit")
    keeper.writes(fitout, permit_until=in_days(60))
    keeper.is_refused(fitout, "permit", "缺少附件")
    officer.ticks_off(fitout)
    keeper.ticks_off(fitout)
    finance.unmatches(bill)
    keeper.is_refused(fitout, "permit", "必缴费用")
    finance.is_paid(bill, bank)
    keeper.takes(fitout, "permit")
    officer.is_refused(fitout, "start", "物业公司")
    keeper.takes(fitout, "start")
    for unit in lease["units"]:
        assert stands(database, UNIT, unit) == "fitting_out"

    # 施工监督:a defect is corrected and checked before the acceptance.
    visit = keeper.inspects_works(fitout, "隔墙位置与图纸不符")
    keeper.takes(visit, "issue")
    officer.takes(fitout, "finish")
    for person in (keeper, engineer, officer):
        person.ticks_off(fitout)
    keeper.is_refused(fitout, "accept", "隔墙位置与图纸不符")
    (action,) = keeper.corrections_of(visit)
    officer.writes(action, done_text="已恢复隔墙")
    officer.takes(action, "report")
    keeper.writes(action, check_result="effective", effect="复查合格")
    keeper.takes(action, "close")
    keeper.takes(fitout, "accept")
    assert stands(database, FITOUT, fitout.id) == "accepted"
    return keeper, entry, fitout
