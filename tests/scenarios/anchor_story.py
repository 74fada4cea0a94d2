"""§5.4 (1): anchor tenant with redesign, the same for every channel.

Prospect of class anchor; technical sheet shows more power needed; design centre
releases a redesign; cost before design is refused; tender after cost; works finished
line by line; lease signing refused until the project department clears and counsel
approves; then signed.
"""

from support.books import stands
from support.prep import REDESIGN, TENDER, WORK, Deal


def anchor_deal(mall, channel):
    """Walk through it; return the people and the deal."""
    officer, manager, finance, gm, counsel, project, designer, engineer, buyer = (
        mall.people(
            channel,
            "leasing",
            "leasing_manager",
            "finance",
            "gm",
            "legal",
            "project",
            "design",
            "cost",
            "purchasing",
        )
    )
    nobody, keeper = mall.people("json2", "nobody", "property")
    database, deal = mall.server.database, Deal(mall)

    # 招商谈判:a prospect of class anchor, talks with the project department.
    lead = deal.prospect(officer, "anchor")
    with nobody.is_told():
        nobody.reads(lead, "name")
    deal.talk(officer, ("leasing", officer))

    # 技术条件对接:the shop gives 60 kW, the tenant needs 320.
    (supply,) = project.finds(
        "ops.lease.unit.condition",
        [
            ("unit_id", "=", deal.unit),
            ("condition_id", "=", deal.conditions["power"]),
        ],
    )
    project.writes(supply, value=60)
    sheet = deal.sheet_of(officer, power=320, exhaust=9000)
    keeper.is_refused(sheet, "submit", "商管公司")
    officer.takes(sheet, "submit")
    power = deal.line(officer, "power")
    assert officer.reads(power, "gap") == 260
    officer.is_refused(sheet, "agree", "电力", "排烟")
    with designer.is_told("本部门"):
        deal.answers(designer, "power", 320)

    # 设计变更:asked for, drawn, released with its file, confirmed.
    redesign = officer.makes(
        REDESIGN, techcond_id=sheet.id, subject="增容供电", scope="新增一路供电"
    )
    # Refused: cost before design.
    with engineer.is_told("尚未发布", "版本"):
        deal.calculates(engineer, redesign, 电缆=60000)
    officer.takes(redesign, "submit")
    engineer.is_refused(redesign, "cost")
    designer.is_refused(redesign, "release", "版本")
    deal.draws(designer, redesign, "增容供电施工图")
    officer.is_refused(redesign, "release", "设计")
    # Refused: tender before cost.
    with buyer.is_told("成本"):
        buyer.makes(TENDER, redesign_id=redesign.id)
    designer.takes(redesign, "release")
    designer.is_refused(redesign, "confirm", "商管公司")
    officer.takes(redesign, "confirm")

    # 成本核算:by item, by the cost centre.
    engineer.is_refused(redesign, "cost", "明细")
    deal.calculates(engineer, redesign, 电缆=60000, 配电柜=40000)
    buyer.is_refused(redesign, "cost", "成本")
    engineer.takes(redesign, "cost")
    assert engineer.reads(redesign, "total") == 100000

    # 招标采购:after the costs; the bid above them is marked.
    tender = buyer.makes(TENDER, redesign_id=redesign.id)
    buyer.takes(tender, "publish")
    deal.bids(buyer, tender, 东湖机电=96000, 江北安装=92000, 南湖建设=108000)
    over = buyer.finds(
        "ops.lease.tender.bid", [("tender_id", "=", tender.id), ("is_over", "=", True)]
    )
    assert [buyer.reads(bid, "amount") for bid in over] == [108000]
    best = buyer.finds("ops.lease.tender.bid", [("tender_id", "=", tender.id)])
    winner = next(bid for bid in best if buyer.reads(bid, "amount") == 96000)
    buyer.writes(tender, winner_id=winner.id)
    buyer.is_refused(tender, "propose", "最低价")
    buyer.writes(tender, award_reason="有同类业绩，工期短")
    engineer.is_refused(tender, "propose", "采购")
    buyer.takes(tender, "propose")
    engineer.agrees(tender, "在核算成本以内")
    gm.agrees(tender, "同意")
    assert buyer.state(tender) == "awarded"

    # 条件商定:each department answered, the officer agreed it with the tenant.
    deal.answers(project, "power", 320)
    deal.answers(project, "exhaust", 9000)
    for code in ("power", "exhaust"):
        officer.does(deal.line(officer, code), "action_agreed")

    # 租赁合同:made from the prospect, cleared by counsel, approved by three.
    lease = deal.lease_of(officer)
    officer.takes(lease, "intent")
    officer.takes(lease, "submit")
    officer.is_refused(lease, "clear", "法务")
    counsel.takes(lease, "clear")
    for person in (manager, finance, gm):
        person.agrees(lease, "同意签订")
    deal.signed_copy(officer)
    # Refused: signing without the project department.
    officer.is_refused(lease, "sign", "谈判记录", "项目部尚未确认", "尚未商定")
    with project.is_told("谈判记录"):
        project.does(lease, "action_project_clear")
    deal.talk(officer, ("leasing", officer), ("project", project))
    officer.takes(sheet, "agree")
    officer.is_refused(lease, "sign", "项目部尚未确认")
    # Refused: lowering the class to get around it.
    with officer.is_told("商管经理"):
        officer.writes(lease, tenant_class="ordinary")
    with officer.is_told("项目部"):
        officer.does(lease, "action_project_clear")

    # 工程施工:line by line, finished only when every line is ticked.
    works = project.makes(WORK, techcond_id=sheet.id, tender_id=tender.id)
    officer.is_refused(works, "start", "项目部")
    project.takes(works, "start")
    project.is_refused(works, "finish", "未完成")
    deal.ticks(project, works, "power")
    assert project.reads(works, "progress") == 50
    project.is_refused(works, "finish", "未完成")
    deal.ticks(project, works, "exhaust")
    project.takes(works, "finish")
    officer.takes(sheet, "close")

    # 签订:the project department clears, then it is signed.
    project.does(lease, "action_project_clear")
    officer.takes(lease, "sign")
    assert stands(database, "ops.lease.contract", lease.id) == "signed"
    assert stands(database, "ops.lease.unit", deal.unit) == "leased"
    assert officer.reads(lead, "won_status") == "won"
    return officer, deal
