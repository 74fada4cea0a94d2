"""How an exit of the story gets to where it stands."""

from datetime import timedelta

from odoo.fields import Command

from . import names

APPROVERS = ("leasing_manager", "property", "finance", "gm")
ORDER = (
    "draft",
    "approving",
    "approved",
    "released",
    "settled",
    "inspecting",
    "inspected",
    "decided",
    "refunded",
    "closed",
)


class Walk:
    """Takes exits of one story through the real steps, by the right people."""

    def __init__(self, world, story, leases):
        self.world, self.story, self.leases = world, story, leases
        self.env = world.env
        state = "approved" if story.state == "cancelled" else story.state
        self.goal = ORDER.index(state)
        # days ago on which each state was reached, the last one as the story says
        self.reached, day = {}, story.days
        for state in reversed(ORDER[: self.goal + 1]):
            self.reached[state] = day
            day += world.random.choice((2, 3, 3, 4))
        if story.state == "cancelled":
            self.reached = {state: days + 2 for state, days in self.reached.items()}

    def go(self):
        self.papers = self._apply(self.leases)
        for state in ORDER[1 : self.goal + 1]:
            getattr(self, f"_to_{state}")(self.reached[state])
        getattr(self, f"_twist_{self.story.twist}", lambda: None)()
        if self.story.state == "cancelled":
            with self.world.at(self.story.days):
                self.by("leasing").action_cancel(names.CANCELLED)

    def by(self, post, records=None):
        return self.world.by(post, self.papers if records is None else records)

    def _day(self, days):
        return self.world.past.moment(days).date()

    # --- application and approval

    def _apply(self, leases):
        world, story = self.world, self.story
        planned = world.today + timedelta(days=world._planned(story))
        days = self.reached["draft"] + (9 if story.twist == "sent_back" else 0)
        notice = {"tenant": 61, "landlord": 31}.get(story.kind, 40)
        with world.at(days):
            return world.by("leasing", self.env["ops.lease.exit"]).create(
                [
                    {
                        "contract_id": lease.id,
                        "kind": story.kind,
                        "raised_by": "landlord"
                        if story.kind == "landlord"
                        else "tenant",
                        "reason": names.REASONS[story.kind],
                        "date_notice": min(planned, self._day(days))
                        - timedelta(days=notice if story.twist != "breach" else 20),
                        "date_planned": planned,
                        "item_ids": [
                            Command.create(
                                {
                                    "name": name,
                                    "kind": kind,
                                    "quantity": quantity,
                                    "unit": unit,
                                    "sequence": number,
                                }
                            )
                            for number, (name, kind, quantity, unit) in enumerate(
                                (
                                    *names.GOODS[lease.line_ids[:1].unit_id.use],
                                    names.LEFT,
                                )
                            )
                        ],
                    }
                    for lease in leases
                ]
            )

    def _to_approving(self, days):
        agreed = {"two_agreed": 2, "three_agreed": 3}.get(self.story.twist, 0)
        extra = agreed if self.story.state == "approving" else 0
        with self.world.at(days + extra):
            self.by("leasing").action_submit()
        for number, post in enumerate(APPROVERS[:extra], 1):
            with self.world.at(days + extra - number):
                self.world.agree(self.papers, post, names.OPINIONS[post])

    def _to_approved(self, days):
        hours = iter((9, 11, 14, 17))
        for post in APPROVERS:
            with self.world.at(days, next(hours)):
                self.world.agree(self.papers, post, names.OPINIONS[post])

    def _twist_sent_back(self):
        with self.world.at(self.story.days + 6):
            self.by("leasing").action_submit()
        with self.world.at(self.story.days):
            requests = self.world.requests(self.papers)
            self.by("leasing_manager", requests).send_back(names.SENT_BACK)

    # --- removal

    def _twist_list_half_done(self):
        if self.story.state != "approved":
            return
        items = self.papers.item_ids.filtered(lambda i: i.kind == "goods")
        with self.world.at(2):
            self.by("property", items).action_released()

    def _to_released(self, days):
        items = self.papers.item_ids
        left = items.filtered(lambda i: i.name == names.LEFT[0])
        with self.world.at(days, 14):
            self.by("property", items - left).action_released()
            self.by("property", left).action_left()
        with self.world.at(days, 15):
            self.by("property").action_issue_slip()
            self.by("property").action_release()

    # --- utilities

    def _read(self, days, kinds=("water", "power", "gas")):
        charges = self.papers.sudo().charge_ids
        for charge in self.by("property", charges).filtered("meter_id"):
            if charge.meter_id.kind in kinds:
                used = 20 + charge.meter_id.id * 37 % 300 + 0.5
                charge.write(
                    {
                        "final_value": charge.previous_value + used,
                        "reading_date": self._day(days),
                    }
                )

    def _bill(self, days):
        if self.world.light:
            return
        with self.world.at(days, 15):
            self._read(days)
            self.by("property", self.env["ops.lease.exit.charge"]).create(
                [
                    {
                        "exit_id": paper.id,
                        "kind": "fee",
                        "name": "垃圾清运费",
                        "quantity": 1,
                        "price": 300,
                    }
                    for paper in self.papers
                ]
            )
            self.by("property").action_bill_utilities()

    def _to_settled(self, days):
        if not self.world.light:
            self._bill(days + 1)
            with self.world.at(days, 10):
                self.world.pay(self.papers.sudo().charge_ids.move_id, days)
        with self.world.at(days, 16):
            self.by("property").action_settle()

    def _twist_power_missing(self):
        with self.world.at(2):
            self._read(2, ("water", "gas"))

    def _twist_bill_unpaid(self):
        self._bill(self.story.days - 3)

    # --- inspection

    def _to_inspecting(self, days):
        with self.world.at(days):
            self.by("leasing").write({"date_wished": self._day(max(days - 2, 1))})
            self.by("leasing").action_request_inspection()

    def _to_inspected(self, days):
        damaged = self.story.twist in ("damages", "breach")
        with self.world.at(days, 10):
            forms = self.by("property", self.papers.inspection_ids)
            forms.line_ids.write({"condition": "good"})
            for number, form in enumerate(forms):
                worn = form.line_ids[-1:]
                worn.write({"condition": "worn", "remark": "正常使用痕迹"})
                for i in range(2 if damaged else 0):
                    place, condition, remark, amount = names.DAMAGES[
                        (self.story.days + number * 2 + i) % len(names.DAMAGES)
                    ]
                    form.line_ids[place : place + 1].write(
                        {"condition": condition, "remark": remark, "amount": amount}
                    )
            forms.write(
                {
                    "result": "damaged" if damaged else "good",
                    "date": self._day(days),
                    "tenant_present": "商户店长",
                }
            )
            forms.action_issue()
        with self.world.at(days, 16):
            self.by("property").action_inspect()

    # --- deposit

    def _to_decided(self, days):
        values = {"decision": "full"}
        if self.story.twist == "damages":
            values = {"decision": "part", "decision_reason": names.PARTLY}
        elif self.story.twist == "breach":
            values = {"decision": "none", "decision_reason": names.BREACH}
        with self.world.at(days):
            self.by("leasing_manager").write(values)
            self.by("leasing_manager").action_decide()

    def _to_refunded(self, days):
        with self.world.at(days):
            self.by("finance").action_refund()
        if self.story.state == "refunded":
            self._tick(self.story.days, ("property",))

    # --- taking back

    def _tick(self, days, posts):
        with self.world.at(max(days - 1, 1)):
            for post in posts:
                lines = self.papers.sudo().checklist_ids.line_ids
                self.by(post, lines).filtered("is_mine").action_done()

    def _to_closed(self, days):
        self._tick(days + 2, ("property", "leasing"))
        with self.world.at(days):
            self.by("leasing").action_close()
