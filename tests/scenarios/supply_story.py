"""§3.4: how the factory buys; told once, by whatever way its people work."""

from support.supply import EVALUATION, OPINION, file

BOARD = "BC-001"
CHOSEN = "南山木业有限公司"
NEWCOMER = "北湖新材料有限公司"
POSTS = ("workshop", "buyer", "buyer_head", "technology", "inspector", "quality_head")
POSTS += ("keeper", "payables", "finance_head", "supply_gm", "chairman", "supply_legal")


class Buying:
    """One purchase, and the people who take part in it.

    :param screens: posts that work on the screen; all others by the same channel's
        plain way
    """

    def __init__(self, factory, channel, screens=POSTS, otherwise="json2"):
        self.world = factory.world
        self.people = {
            post: factory.person(channel if post in screens else otherwise, post)
            for post in POSTS
        }

    def __getattr__(self, post):
        try:
            return self.people[post]
        except KeyError:
            raise AttributeError(post) from None

    def granted(self, quantity, code=BOARD):
        """A request everybody has signed who is to sign it."""
        request = self.workshop.asks_for(self.world, code, quantity)
        self.workshop.takes(request, "submit")
        self.signs(self.workshop, request)
        return request

    def signs(self, reader, paper):
        """Everybody signs whose turn it is."""
        posts = ("technology", "buyer_head", "finance_head", "supply_gm", "chairman")
        for post in posts:
            running = reader.panel(paper)["approval"]
            if running["state"] != "pending":
                break
            person = self.people[post]
            if person.user_id in asked_now(running):
                person.agrees(paper, "同意")


def asked_now(approval):
    """Ids of the people who are asked at this moment, as the panel shows them."""
    return {
        task["user_id"]
        for node in approval["nodes"]
        if node["state"] == "open"
        for task in node["tasks"]
        if task["state"] == "open"
    }


def request_to_settlement(factory, channel, screens=POSTS):
    """Scenario 1, from the need to the payment of what was accepted."""
    world, who = factory.world, Buying(factory, channel, screens)
    buyer, head, keeper = who.buyer, who.buyer_head, who.keeper
    # a need, which the department itself cannot grant
    request = who.workshop.asks_for(world, BOARD, 100)
    offer = buyer.quotes(world, "江岸板材厂", BOARD, 100, 168, request)
    with buyer.is_told("草稿"):
        buyer.confirms(offer)
    who.workshop.takes(request, "submit")
    head.agrees(request, "同意采购")
    assert buyer.state(request) == "approved"
    # three offers side by side
    offers = [offer]
    for supplier, price in ((CHOSEN, 163), (NEWCOMER, 175)):
        offers.append(buyer.quotes(world, supplier, BOARD, 100, price, request))
    order = offers[1]
    (line,) = buyer.finds("purchase.order.line", [("order_id", "=", order.id)])
    buyer.makes(
        "ops.purchase.negotiation",
        order_id=order.id,
        line_id=line.id,
        price_unit=163,
        lead_days=12,
        note="月结，含税",
    )
    comparison = buyer.compares(offers)
    buyer.is_refused(comparison, "submit", "选择")
    buyer.awards(comparison, order, "交货期可靠，价格最低")
    buyer.takes(comparison, "submit")
    head.agrees(comparison, "同意")
    # a contract, cleared by counsel and signed at each level of its value
    contract = buyer.draws_up(world, CHOSEN, BOARD, 100, 163)
    buyer.takes(contract, "intent")
    buyer.takes(contract, "submit")
    buyer.is_refused(contract, "clear")
    who.supply_legal.takes(contract, "clear")
    head.agrees(contract, "同意")
    who.finance_head.agrees(contract, "同意")
    buyer.is_refused(contract, "sign", "签订件")
    buyer.writes(contract, signed_copy_ids=file("采购合同签字扫描件.pdf"))
    buyer.takes(contract, "sign")
    # an order inside the contract, no bigger than the request
    buyer.writes(order, contract_id=contract.id)
    buyer.writes(line, product_qty=120)
    with buyer.is_told("采购申请"):
        buyer.confirms(order)
    buyer.writes(line, product_qty=100)
    buyer.confirms(order)
    assert buyer.reads(order, "state") == "purchase"
    buyer.writes(order, date_confirmed=buyer.reads(order, "date_planned")[:10])
    buyer.makes(
        "ops.delivery.followup",
        line_id=line.id,
        kind="shipped",
        date_shipped=buyer.reads(order, "date_planned")[:10],
        carrier="干线物流",
    )
    # it arrives, waits for its inspection, 95 of 100 are accepted
    arrival = keeper.arrival_of(order)
    with keeper.is_told("送货单"):
        keeper.picks(arrival)
    keeper.registers(arrival)
    inspection = who.inspector.inspection_of(arrival)
    waiting = keeper.stock_in_of(inspection)
    with keeper.is_told("检验"):
        keeper.picks(waiting)
    who.inspector.takes(inspection, "begin")
    who.inspector.answers(inspection)
    who.inspector.decides(inspection, "pass", 95)
    who.inspector.decides(inspection, "return", 5)
    who.inspector.takes(inspection, "conclude")
    keeper.picks(keeper.stock_in_of(inspection))
    assert keeper.reads(inspection, "stocked_qty") == 95
    # assessed, billed and settled for exactly that
    buyer.does(order, "action_assess")
    (assessment,) = buyer.finds(
        "ops.delivery.assessment", [("order_id", "=", order.id)]
    )
    buyer.takes(assessment, "confirm")
    payables = who.payables
    bill = payables.bills(order, 100)
    with payables.is_told("95"):
        payables.does(bill, "action_post")
    (row,) = payables.finds("account.move.line", [("move_id", "=", bill.id), *GOODS])
    payables.writes(row, quantity=95)
    payables.does(bill, "action_post")
    sheet = buyer.settles(world, CHOSEN)
    assert buyer.reads(sheet, "amount_payable") == 95 * 163
    payables.does(sheet, "action_spread")
    buyer.takes(sheet, "submit")
    head.agrees(sheet, "同意")
    who.finance_head.agrees(sheet, "同意")
    buyer.is_refused(sheet, "agree", "供应商")
    buyer.countersigned(sheet)
    buyer.takes(sheet, "agree")
    assert buyer.state(sheet) == "agreed"
    return who, order, inspection, sheet


#: Lines of a bill with goods.
GOODS = [("purchase_line_id", "!=", False)]


def new_supplier(factory, channel, supplier, screens=POSTS):
    """Scenario 2: prices may be asked; orders wait for three opinions."""
    world, who = factory.world, Buying(factory, channel, screens)
    buyer = who.buyer
    category = world["goods"][BOARD]["category"]
    partner = buyer.makes("res.partner", name=supplier, is_company=True)
    world["suppliers"][supplier] = partner.id
    request = who.granted(20)
    order = buyer.quotes(world, supplier, BOARD, 20, 168, request)
    with buyer.is_told("供应商"):
        buyer.confirms(order)
    dossier = buyer.makes(
        "ops.supplier",
        partner_id=partner.id,
        category_ids=[[6, 0, [category]]],
        certificate_ids=[
            [
                0,
                0,
                {
                    "kind": "licence",
                    "name": "YYZZ-0001",
                    "date_end": "2099-12-31",
                    "attachment_ids": file("营业执照.pdf"),
                },
            ]
        ],
    )
    buyer.takes(dossier, "evaluate")
    (evaluation,) = buyer.finds(EVALUATION, [("supplier_id", "=", dossier.id)])
    opinions = {
        row["department"]: row["id"]
        for row in buyer.channel.call(
            OPINION,
            "search_read",
            domain=[("evaluation_id", "=", evaluation.id)],
            fields=["department"],
        )
    }
    signoff = buyer.has_signed(order)
    who.signs(buyer, signoff)
    gives(who.technology, opinions["technology"])
    with buyer.is_told("质量", "财务", "意见"):
        buyer.confirms(order)
    gives(who.quality_head, opinions["quality"])
    with buyer.is_told("财务"):
        buyer.confirms(order)
    gives(who.finance_head, opinions["finance"])
    assert buyer.state(dossier) == "qualified"
    buyer.confirms(order)
    assert buyer.reads(order, "state") == "purchase"


def gives(person, opinion):
    """Give the opinion of one's department."""
    person.channel.call(
        OPINION,
        "write",
        [opinion],
        vals={"score": 88, "verdict": "yes", "note": "合格"},
    )
    person.channel.call(OPINION, "action_give", [opinion])


def levels(factory, channel, screens=POSTS):
    """Scenario 3: an order above the top limit waits for everybody; a changed price
    is signed again."""
    world, who = factory.world, Buying(factory, channel, screens)
    buyer, price = who.buyer, 168.0
    request = who.granted(7000)
    order = buyer.quotes(world, "江岸板材厂", BOARD, 7000, price, request)
    with buyer.is_told("审批"):
        buyer.confirms(order)
    signoff = buyer.has_signed(order)
    buyer.may_not(signoff, "agree", opinion="自己同意")
    who.workshop.may_not(signoff, "agree", opinion="同意")
    who.buyer_head.agrees(signoff, "同意")
    who.finance_head.agrees(signoff, "同意")
    with buyer.is_told("审批"):
        buyer.confirms(order)
    who.supply_gm.agrees(signoff, "同意")
    assert buyer.state(signoff) == "approving"
    who.chairman.agrees(signoff, "同意")
    assert buyer.state(signoff) == "approved"
    (line,) = buyer.finds("purchase.order.line", [("order_id", "=", order.id)])
    buyer.writes(line, price_unit=price + 1)
    with buyer.is_told("审批"):
        buyer.confirms(order)
    again = buyer.has_signed(order)
    assert again.id != signoff.id or buyer.state(again) == "approving"


def inspection_gate(factory, channel, screens=POSTS):
    """Scenario 4: nothing uninspected, rejected or without code gets into stock."""
    world, who = factory.world, Buying(factory, channel, screens)
    buyer, keeper, inspector = who.buyer, who.keeper, who.inspector
    request = who.granted(50, "WJ-001")
    order = buyer.quotes(world, "精诚五金制品厂", "WJ-001", 50, 4.6, request)
    who.signs(buyer, buyer.has_signed(order))
    buyer.confirms(order)
    arrival = keeper.arrival_of(order)
    keeper.registers(arrival, "SH-2026-002")
    inspection = inspector.inspection_of(arrival)
    inspector.takes(inspection, "begin")
    with keeper.is_told("检验"):
        keeper.picks(keeper.stock_in_of(inspection))
    with buyer.is_told():
        buyer.decides(inspection, "pass", 50)
    inspector.decides(inspection, "return", 20)
    assert keeper.reads(inspection, "sent_qty") == 20
    with inspector.is_told("30"):
        inspector.decides(inspection, "pass", 31)
    inspector.decides(inspection, "pass", 30)
    goods = world["goods"]["WJ-001"]["id"]
    factory.strip_code(goods)
    with keeper.is_told("编码"):
        keeper.picks(keeper.stock_in_of(inspection))
    factory.give_code(goods)
    keeper.picks(keeper.stock_in_of(inspection))
    assert keeper.reads(inspection, "stocked_qty") == 30
