"""The words of the people of a shopping mall."""

from .actors import Paper, Person, enters
from .calendar import in_days
from .entering import EntryWords
from .fitout import FitoutWords

EXIT = "ops.lease.exit"
CHARGE = "ops.lease.exit.charge"
ITEM = "ops.lease.exit.item"
FORM = "ops.lease.inspection"


class Leasing(EntryWords, FitoutWords, Person):
    """Somebody of the mall: what he does besides taking steps."""

    # -- application --------------------------------------------------------------

    def applies_for_exit(self, lease, goods, **values):
        """Fill in an exit application with its removal list (退场申请单)."""
        return self.makes(
            EXIT,
            contract_id=lease["id"],
            item_ids=[[0, 0, {"name": name}] for name in goods],
            **values,
        )

    # -- removal ------------------------------------------------------------------

    def lets_out(self, exit, *names):
        """Release goods of the removal list (撤场清单)."""
        self._clears(exit, "action_released", names)

    def records_left(self, exit, *names):
        """Record that these things stay behind."""
        self._clears(exit, "action_left", names)

    def _clears(self, exit, method, names):
        for name in names:
            (item,) = self.finds(ITEM, [("exit_id", "=", exit.id), ("name", "=", name)])
            self.does(item, method)

    # -- utilities ----------------------------------------------------------------

    def reads_meters(self, exit, used=100, only=None):
        """Take final readings: each meter has counted `used` more."""
        domain = [("exit_id", "=", exit.id), ("meter_id", "!=", False)]
        for line in self.finds(CHARGE, domain):
            row = self.reads(line, "previous_value", "meter_id")
            if only and row["meter_id"][0] not in only:
                continue
            self.writes(
                line,
                final_value=row["previous_value"] + used,
                reading_date=in_days(0),
            )

    def bills(self, exit):
        """Send the utility settlement as an invoice (水电费结算单)."""
        self.does(exit, "action_bill_utilities")

    def number(self, paper):
        return self.panel(paper)["name"]

    def receives_payment(self, exit, bank):
        """Register that the tenant has paid the bills of the exit."""
        for bill in self.bills_of(exit):
            context = {"active_model": "account.move", "active_ids": [bill.id]}
            wizard = self.channel.create(
                "account.payment.register", {"journal_id": bank}, context=context
            )
            self.channel.call(
                "account.payment.register",
                "action_create_payments",
                [wizard],
                context=context,
            )

    def bills_of(self, exit):
        """The posted bills of an exit."""
        rows = self.channel.call(
            CHARGE,
            "search_read",
            domain=[("exit_id", "=", exit.id), ("move_id", "!=", False)],
            fields=["move_id"],
        )
        return [
            Paper("account.move", id_)
            for id_ in sorted({r["move_id"][0] for r in rows})
        ]

    def takes_payment_back(self, bill):
        """Undo the payment of a bill, as when the bank sends it back."""
        memo = self.reads(bill, "name")
        (payment,) = self.finds(
            "account.payment", [("memo", "=", memo), ("state", "!=", "canceled")]
        )
        self.does(payment, "action_draft")
        self.does(payment, "action_cancel")

    def credits_by_hand(self, lease, amount, mall):
        """Try to pay a deposit back by a credit note of one's own."""
        note = self.makes(
            "account.move",
            move_type="out_refund",
            partner_id=lease["partner"],
            company_id=mall.world["company"],
            invoice_date=in_days(0),
            invoice_line_ids=[
                [
                    0,
                    0,
                    {
                        "name": "退保证金",
                        "quantity": 1,
                        "price_unit": amount,
                        "tax_ids": [],
                        "account_id": mall.world["deposit_account"],
                        "lease_deposit_id": lease["deposits"][0],
                    },
                ]
            ],
        )
        self.does(note, "action_post")

    # -- inspection ---------------------------------------------------------------

    def inspects(self, exit, damages=()):
        """Fill in the exit inspection form (退租验房单) and return it.

        :param damages: {item number: (remark, amount)}
        """
        (form,) = self.finds(FORM, [("exit_id", "=", exit.id)])
        lines = self.finds(
            "ops.lease.inspection.line", [("inspection_id", "=", form.id)]
        )
        damages = dict(damages)
        for number, line in enumerate(lines):
            if number in damages:
                remark, amount = damages[number]
                self.writes(line, condition="damaged", remark=remark, amount=amount)
            else:
                self.writes(line, condition="good")
        self.writes(form, result="damaged" if damages else "good")
        return form

    # -- taking back --------------------------------------------------------------

    def ticks_off(self, paper):
        """Tick off his open points of the paper's checklists; how many there were."""
        points = self.finds(
            "ops.checklist.line",
            [
                ("checklist_id.res_model", "=", paper.model),
                ("checklist_id.res_id", "=", paper.id),
                ("state", "=", "open"),
            ],
        )
        mine = [p for p in points if self.reads(p, "is_mine")]
        for point in mine:
            self.does(point, "action_done")
        return len(mine)


class Mall:
    """The built mall on a running server: its people, and a lease for each test."""

    def __init__(self, server, world):
        self.server, self.world = server, world
        self.bank = world["bank"]
        self._leases = list(world["leases"])
        self._free = iter(world["free"])

    def people(self, channel, *posts):
        """People of these posts, all on one channel."""
        return [self.person(channel, post) for post in posts]

    def person(self, channel, post):
        someone = enters(self.server, self.world["people"][post], channel)
        return Leasing(someone.name, someone.channel, someone.user_id)

    def exit_at(self, state, channel="json2", **decision):
        """An exit that its people have taken to `state`; returns it and its lease."""
        officer, manager, keeper, finance, gm = self.people(
            channel, "leasing", "leasing_manager", "property", "finance", "gm"
        )
        lease = self.lease()
        exit = officer.applies_for_exit(
            lease, ["货架"], reason="经营调整", date_planned=in_days(70)
        )

        def approved():
            for person in (manager, keeper, finance, gm):
                person.agrees(exit, "同意")

        def released():
            keeper.lets_out(exit, "货架")
            keeper.does(exit, "action_issue_slip")
            keeper.takes(exit, "release")

        def settled():
            keeper.reads_meters(exit)
            keeper.bills(exit)
            finance.receives_payment(exit, self.bank)
            keeper.takes(exit, "settle")

        def inspecting():
            officer.writes(exit, date_wished=in_days(1))
            officer.takes(exit, "request_inspection")

        def inspected():
            keeper.takes(keeper.inspects(exit), "issue")
            keeper.takes(exit, "inspect")

        def decided():
            manager.writes(exit, **{"decision": "full", **decision})
            manager.takes(exit, "decide")

        way = {
            "draft": lambda: None,
            "approving": lambda: officer.takes(exit, "submit"),
            "approved": approved,
            "released": released,
            "settled": settled,
            "inspecting": inspecting,
            "inspected": inspected,
            "decided": decided,
            "refunded": lambda: finance.takes(exit, "refund"),
        }
        for reached, walk in way.items():
            walk()
            if reached == state:
                return exit, lease
        raise ValueError(f"an exit does not get to {state}")

    def lease(self, shop=None):
        """A signed lease nobody has touched, its deposit received.

        :param shop: state its shops stand in; the first lease left when not given
        """
        lease = next(
            lease for lease in self._leases if not shop or lease["shop"] == shop
        )
        self._leases.remove(lease)
        return lease

    def free_unit(self):
        """A vacant shop nobody has touched."""
        return next(self._free)
