"""The words of the people who buy, receive, inspect, store and pay."""

import base64

from .actors import Paper, Person, enters
from .calendar import in_days

REQUEST = "purchase.request"
ORDER = "purchase.order"
LINE = "purchase.order.line"
COMPARISON = "ops.purchase.comparison"
CONTRACT = "ops.purchase.contract"
SIGNOFF = "ops.purchase.signoff"
EVALUATION = "ops.supplier.evaluation"
OPINION = "ops.supplier.opinion"
PICKING = "stock.picking"
INSPECTION = "qc.inspection"
ASSESSMENT = "ops.delivery.assessment"
SETTLEMENT = "ops.purchase.settlement"
BILL = "account.move"


def file(name):
    """A file as a form hands it over."""
    content = base64.b64encode(name.encode()).decode()
    return [[0, 0, {"name": name, "datas": content}]]


class Supplying(Person):
    """Somebody of the factory: what he does besides taking steps."""

    # -- need ---------------------------------------------------------------------

    def asks_for(self, world, code, quantity, department="生产车间"):
        """Raise a request for one kind of goods (采购申请单), a draft."""
        goods = world["goods"][code]
        return self.makes(
            REQUEST,
            description="下月生产计划用料",
            department_id=world["departments"][department],
            picking_type_id=world["receipts"],
            line_ids=[
                [
                    0,
                    0,
                    {
                        "product_id": goods["id"],
                        "product_uom_id": goods["uom"],
                        "product_qty": quantity,
                        "estimated_cost": quantity * goods["price"],
                        "date_required": in_days(25),
                    },
                ]
            ],
        )

    # -- offers and orders --------------------------------------------------------

    def quotes(self, world, supplier, code, quantity, price, request=None):
        """Enter what a supplier offers (询价单), for a request if there is one."""
        asked = self.reads(request, "line_ids") if request else []
        return self.makes(
            ORDER,
            partner_id=world["suppliers"][supplier],
            picking_type_id=world["receipts"],
            order_line=[
                [
                    0,
                    0,
                    {
                        "product_id": world["goods"][code]["id"],
                        "product_qty": quantity,
                        "price_unit": price,
                        "date_planned": f"{in_days(12)} 04:00:00",
                        "tax_ids": [[5, 0, 0]],
                        "purchase_request_lines": [[6, 0, asked]],
                    },
                ]
            ],
        )

    def compares(self, orders):
        """Put offers side by side (比价单); the best of each kind of goods wins."""
        paper = self.makes(COMPARISON, order_ids=[[6, 0, [o.id for o in orders]]])
        self.does(paper, "action_fetch")
        return paper

    def awards(self, comparison, order, reason=None):
        """Choose this offer."""
        (line,) = self.finds(
            "ops.purchase.comparison.line",
            [
                ("comparison_id", "=", comparison.id),
                ("line_id.order_id", "=", order.id),
            ],
        )
        self.writes(line, awarded=True, **({"reason": reason} if reason else {}))

    def draws_up(self, world, supplier, code, quantity, price):
        """Draw up a contract (采购合同) that is being negotiated."""
        return self.makes(
            CONTRACT,
            partner_id=world["suppliers"][supplier],
            date_start=in_days(0),
            date_end=in_days(180),
            payment_way="monthly",
            line_ids=[
                [
                    0,
                    0,
                    {
                        "product_id": world["goods"][code]["id"],
                        "product_qty": quantity,
                        "price_unit": price,
                    },
                ]
            ],
        )

    def confirms(self, order):
        """Confirm an order."""
        self.presses(order, "button_confirm")

    def has_signed(self, order):
        """Hand an order in for its signatures; return the approval paper."""
        self.does(order, "action_submit_signoff")
        return self.signoff_of(order)

    def signoff_of(self, order):
        return self.finds(SIGNOFF, [("order_id", "=", order.id)])[-1]

    # -- goods --------------------------------------------------------------------

    def arrival_of(self, order):
        """The expected arrival of an order."""
        moves = self.finds(
            "stock.move",
            [
                ("purchase_line_id.order_id", "=", order.id),
                ("location_id.usage", "=", "supplier"),
                ("state", "not in", ["done", "cancel"]),
            ],
        )
        return Paper(PICKING, self.reads(moves[0], "picking_id")[0])

    def registers(self, arrival, note="SH-2026-001", quantity=None):
        """Register what was delivered, with its delivery note (送货单)."""
        self.writes(arrival, delivery_note=note)
        self.picks(arrival, quantity)

    def picks(self, picking, quantity=None):
        """Count and validate a transfer."""
        for move in self.finds("stock.move", [("picking_id", "=", picking.id)]):
            asked = self.reads(move, "product_uom_qty")
            self.writes(move, quantity=quantity or asked, picked=True)
        self.channel.call(
            PICKING,
            "button_validate",
            [picking.id],
            context={"skip_backorder": True},
        )

    def inspection_of(self, arrival):
        (paper,) = self.finds(INSPECTION, [("picking_id", "=", arrival.id)])
        return paper

    def answers(self, inspection):
        """Answer the items of the standard."""
        for line in self.finds(
            "qc.inspection.line", [("inspection_id", "=", inspection.id)]
        ):
            good = self.finds(
                "qc.test.question.value",
                [
                    ("id", "in", self.reads(line, "possible_ql_values")),
                    ("ok", "=", True),
                ],
            )
            self.writes(line, qualitative_value=good[0].id)

    def decides(self, inspection, disposition, quantity):
        """Decide on a part of the goods (合格, 返工, 退货)."""
        why = {} if disposition == "pass" else {"cause": "look", "reason": "表面划伤"}
        self.writes(
            inspection,
            tranche_ids=[
                [0, 0, {"disposition": disposition, "quantity": quantity, **why}]
            ],
        )

    def stock_in_of(self, inspection):
        """The transfer that waits for what was accepted (入库单)."""
        arrival = self.reads(inspection, "move_id")[0]
        following = self.reads(Paper("stock.move", arrival), "move_dest_ids")
        moves = self.finds(
            "stock.move",
            [("id", "in", following), ("state", "not in", ["done", "cancel"])],
        )
        return Paper(PICKING, self.reads(moves[0], "picking_id")[0])

    # -- money --------------------------------------------------------------------

    def bills(self, order, quantity):
        """Enter the supplier's bill for an order, a draft."""
        (line,) = self.finds(LINE, [("order_id", "=", order.id)])
        row = self.reads(line, "product_id", "price_unit")
        return self.makes(
            BILL,
            move_type="in_invoice",
            partner_id=self.reads(order, "partner_id")[0],
            invoice_date=in_days(0),
            invoice_line_ids=[
                [
                    0,
                    0,
                    {
                        "product_id": row["product_id"][0],
                        "purchase_line_id": line.id,
                        "quantity": quantity,
                        "price_unit": row["price_unit"],
                        "tax_ids": [[5, 0, 0]],
                    },
                ]
            ],
        )

    def settles(self, world, supplier):
        """Draw up the settlement sheet of all that was accepted (结算单)."""
        sheet = self.makes(SETTLEMENT, partner_id=world["suppliers"][supplier])
        self.does(sheet, "action_take_receipts")
        return sheet

    def countersigned(self, sheet):
        """File the sheet the supplier has signed."""
        self.writes(
            sheet,
            supplier_signer="供应商财务",
            supplier_signed_on=in_days(0),
            attachment_ids=file("结算单签字扫描件.pdf"),
        )


class Factory:
    """The served world: people enter it by post."""

    def __init__(self, server, world):
        self.server, self.world = server, world

    def person(self, channel, post):
        """The person of a post, through `channel`."""
        person = enters(self.server, self.world["people"][post], channel)
        return Supplying(person.name, person.channel, person.user_id)

    def people(self, channel, *posts):
        """People of these posts, all on one channel."""
        return [self.person(channel, post) for post in posts]

    def strip_code(self, product):
        """Somebody has taken the code of a product away."""
        self._code(product, None)

    def give_code(self, product):
        self._code(product, "WJ-001")

    def _code(self, product, code):
        keeper = self.person("json2", "keeper_head")
        keeper.writes(Paper("product.product", product), default_code=code or False)
