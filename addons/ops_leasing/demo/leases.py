"""The leases of the story: negotiated, approved, signed, paid for, moved into."""

from datetime import timedelta

from odoo.fields import Command
from odoo.tools import date_utils

from . import names

LEASE_APPROVERS = ("leasing_manager", "finance", "gm")
# Leases on their way to the signature: (state, days it stands there)
PENDING = (("negotiation", 9), ("draft", 3), ("legal", 2), ("approving", 1))
# Where shops stand whose lease is signed and nobody leaves.
LIVES = ("open", "fitting_out", "handed_over", "leased")


class Leases:
    """The part of the world that builds leases; see ``world.py``."""

    def build_leases(self):
        """Signed leases with their deposits received, in waves of signing."""
        pool = self.units.sorted(lambda unit: self.random.random())
        tenants = self._create_tenants(self.leases + len(self.pendings))
        self.pending_tenants = tenants[self.leases :]
        stories = [self.stories[i % len(self.stories)] for i in range(self.exits)]
        values, used = [], 0
        for i in range(self.leases):
            story = stories[i] if i < self.exits else None
            # one lease in nine holds two shops
            size = 2 if i % 9 == 4 and used + 2 + self.leases - i <= len(pool) else 1
            units = pool[used : used + size]
            used += size
            values.append(self._prepare_lease(tenants[i], units, i, story))
        self.free_units = pool[used:]
        contracts = self.by("leasing", self.env["ops.lease.contract"])
        self.contracts = contracts.browse()
        for wave in range(0, len(values), 200):
            self.contracts += self._sign(contracts, values[wave : wave + 200])
        if not self.light:
            self._receive(self.contracts.deposit_ids)
            self._live()

    def _create_tenants(self, count, first=0):
        """New tenants, named from the ``first`` name on."""
        partners = self.env["res.partner"].create(
            [
                {
                    "name": names.TENANTS[i % len(names.TENANTS)][0]
                    + (
                        f"（{i // len(names.TENANTS) + 1}店）"
                        if i >= len(names.TENANTS)
                        else ""
                    ),
                    "is_company": True,
                    "lang": self.env.context["lang"],
                    "country_id": self.env.ref("base.cn").id,
                    "company_id": self.company.id,
                }
                for i in range(first, first + count)
            ]
        )
        bank = self.env["res.bank"].create({"name": "东湖市商业银行"})
        self.env["res.partner.bank"].create(
            [
                {
                    "partner_id": partner.id,
                    "bank_id": bank.id,
                    "acc_number": "".join(self.random.choices("0123456789", k=16)),
                }
                for partner in partners
            ]
        )
        return partners

    def _prepare_lease(self, tenant, units, number, story=None):
        rent = self.random.randrange(180, 320, 10)
        area = sum(units.mapped("area_rent"))
        if story and story.kind == "expiry":
            end = self.today + timedelta(days=self._planned(story))
            start = end - timedelta(days=364)
        else:
            start = self.today - timedelta(days=self.random.randrange(250, 370))
            end = start + timedelta(days=365 * self.random.choice((3, 5)) - 1)
        deposits = [("lease", round(rent * area * 2, -3) or 1000)]
        if number % 4 == 1:
            deposits.append(("utility", 5000))
        classes = {0: "key", 5: "sub_anchor"}
        return {
            "partner_id": tenant.id,
            "company_id": self.company.id,
            "tenant_class": classes.get(number % 11, "ordinary"),
            "date_start": start,
            "date_end": end,
            "date_billed_from": self._billed_from(),
            "line_ids": [Command.create({"unit_id": unit.id}) for unit in units],
            "charge_ids": [
                Command.create({"kind": "rent", "rate": rent, **self._rise(units)}),
                Command.create({"kind": "service", "rate": 28}),
                Command.create({"kind": "promotion", "basis": "month", "rate": 600}),
            ],
            "deposit_ids": [
                Command.create({"kind": kind, "amount": amount})
                for kind, amount in deposits
            ],
        }

    def _rise(self, units):
        """Every third rent rises by 5 % a year."""
        if units[:1].id % 3:
            return {}
        return {"rise_months": 12, "rise_percent": 5, "clause": "合同第六条"}

    def _billed_from(self):
        """The suite bills since the month before last."""
        first = date_utils.start_of(self.today, "month")
        return date_utils.subtract(first, months=2)

    def _sign(self, contracts, values, days=396):
        """Leases from the first talk to the signature so many days ago."""
        with self.at(days + 13):
            leases = contracts.create(values)
            leases.action_intent()
        with self.at(days + 9):
            leases.action_submit()
        with self.at(days + 7):
            self.by("legal", leases).action_clear()
        for number, post in enumerate(LEASE_APPROVERS):
            with self.at(days + 6 - number):
                self.agree(leases, post, "同意签订。")
        self.prepare_deals(leases)
        with self.at(days):
            for lease in leases:
                lease.signed_copy_ids = [
                    Command.create(
                        {
                            "name": f"商铺租赁合同 {lease.name}.txt",
                            "raw": b"signed copy",
                        }
                    )
                ]
            leases.action_sign()
        return leases

    def _receive(self, deposits, invoiced=394, received=391):
        """Invoice deposits and receive the money on the bank."""
        with self.at(invoiced):
            self.by("leasing", deposits).action_invoice()
        with self.at(received):
            self.pay(deposits.sudo().move_line_ids.move_id, received)

    def pay(self, invoices, days=1):
        """Register the payment of customer invoices as finance does."""
        day = self.past.moment(days).date()
        # the planner knows nothing yet of the rows written since the start
        self.env.flush_all()
        self.env.cr.execute(
            "ANALYZE account_move, account_move_line, account_payment, "
            "account_partial_reconcile"
        )
        register = self.by("finance", self.env["account.payment.register"])
        register.with_context(
            active_model="account.move", active_ids=invoices.ids
        ).create(
            {
                "journal_id": self.bank.id,
                "payment_date": day,
                "group_payment": False,
            }
        )._create_payments()

    def _live(self):
        """Shops whose lease is signed: handed over, fitted out, opened."""
        leaving = self.contracts[: self.exits].line_ids.unit_id
        staying = self.contracts[self.exits :]
        goals = dict.fromkeys(leaving, "open")
        # the shops of a lease go together: its papers move them
        goals |= {
            unit: LIVES[i % len(LIVES)]
            for i, lease in enumerate(staying)
            for unit in lease.line_ids.unit_id
        }
        order = ("leased", "handed_over", "fitting_out", "open")
        for state, move in (
            ("handed_over", self.hand_over),
            ("fitting_out", self.fit_out),
            ("open", self.open_shops),
        ):
            done = [
                u.id
                for u, goal in goals.items()
                if order.index(goal) >= order.index(state)
            ]
            if done:
                move(self.env["ops.lease.unit"].browse(done))

    def build_pending(self):
        """Leases that are still being talked about or approved."""
        free = iter(self.free_units)
        self.pending = self.by("leasing", self.env["ops.lease.contract"]).browse()
        order = [state for state, _days in PENDING]
        for (state, days), tenant in zip(
            self.pendings, self.pending_tenants, strict=True
        ):
            unit = next(free, None)
            if unit is None:
                break
            values = self._prepare_lease(tenant, unit, 2)
            start = self.today + timedelta(days=20)
            values.update(date_start=start, date_end=start + timedelta(days=1094))
            reached = order.index(state)
            with self.at(days + reached * 3):
                self.by("leasing", unit).action_negotiate()
                lease = self.pending.create(values)
            steps = (
                ("leasing", "action_intent"),
                ("leasing", "action_submit"),
                ("legal", "action_clear"),
            )
            for number, (post, method) in enumerate(steps[:reached], 1):
                with self.at(days + (reached - number) * 3):
                    getattr(self.by(post, lease), method)()
            self.pending += lease
        self.free_units = self.units.browse([unit.id for unit in free])
