"""Late payers, letters, promises and fapiao of the story."""

import random
from datetime import timedelta

from odoo.fields import Command
from stdnum.cn import uscc

# (days since the bill was due, rent) of the tenants who pay late
LATE = ((96, 38600.0), (44, 27400.0), (71, 19800.0), (24, 31200.0))


class Money:
    """The part of the world that builds them; see ``world.py``. It comes last: what is
    dated here is not moved by anything after it."""

    def build_money(self):
        """A few bills paid late or not at all, and what followed."""
        leases = self.contracts[self.exits :][: len(LATE)]
        self.late_leases = leases.with_env(self.env)
        if self.light or not self.story or len(self.late_leases) < len(LATE):
            return
        chance = random.Random(7)
        self.company.vat = self._credit_code(chance)
        for tenant in self.late_leases.partner_id:
            tenant.vat = self._credit_code(chance)
        bills = [
            self._rent_bill(lease, days, rent)
            for lease, (days, rent) in zip(self.late_leases, LATE, strict=True)
        ]
        self._never_paid(self.late_leases[0], bills[0])
        self._partly_paid(self.late_leases[1], bills[1])
        self._paid_late(self.late_leases[2], bills[2])
        self._on_fapiao(bills[3])
        self._deposits_used()

    def _credit_code(self, chance):
        code = "91420100" + "".join(chance.choices("0123456789", k=9))
        return code + uscc.calc_check_digit(code)

    def _rent_bill(self, lease, days, rent):
        """A posted bill of the monthly rent, due on its day."""
        with self.at(days):
            bill = self.by("finance", self.env["account.move"]).create(
                {
                    "move_type": "out_invoice",
                    "company_id": self.company.id,
                    "partner_id": lease.partner_id.id,
                    "lease_contract_id": lease.id,
                    "invoice_date": self.env.cr.now().date(),
                    "invoice_date_due": self.env.cr.now().date(),
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "name": "商铺租金",
                                "account_id": self.company.lease_fee_account_id.id,
                                "price_unit": rent,
                                "tax_ids": [Command.clear()],
                            }
                        )
                    ],
                }
            )
            bill.action_post()
        return bill

    def _never_paid(self, lease, bill):
        """Reminded, promised, broken; the next letter waits to be sent."""
        reminders = self.by("property", self.env["ops.lease.reminder"])
        with self.at(60):
            paper = reminders.create({"contract_id": lease.id, "level": "2"})
            paper.action_send()
            # as the books stood on that day: what was open is open still
            for line in paper.sudo().line_ids:
                days = line.days - 60
                if days <= 0:
                    line.unlink()
                    continue
                fee = round(line.amount * days * 0.0005, 2)
                line.write({"days": days, "late_fee": fee})
            paper.sudo()._flow_write({"date_pay": self.today - timedelta(days=53)})
        with self.at(40):
            self.by("property", self.env["ops.lease.promise"]).create(
                {
                    "contract_id": lease.id,
                    "date": self.today - timedelta(days=20),
                    "date_made": self.today - timedelta(days=40),
                    "amount": 20000,
                    "person": "店长",
                    "note": "电话沟通，承诺先付两万元。",
                }
            )
        with self.at(1):
            reminders.create({"contract_id": lease.id, "level": "3"})

    def _partly_paid(self, lease, bill):
        """Half is paid, the rest promised; he asks to be let off the late fee."""
        self._pay_part(bill, 15000, 20)
        with self.at(2):
            self.by("property", self.env["ops.lease.promise"]).create(
                {
                    "contract_id": lease.id,
                    "date": self.today + timedelta(days=10),
                    "date_made": self.today - timedelta(days=2),
                    "amount": 12400,
                    "person": "财务负责人",
                }
            )
        with self.at(1):
            paper = self.by("property", self.env["ops.lease.late.waiver"]).create(
                {
                    "contract_id": lease.id,
                    "reason": "商场空调检修停业五天，商户申请减免部分滞纳金。",
                }
            )
            paper.line_ids.amount = 200
            paper.action_submit()

    def _paid_late(self, lease, bill):
        """Paid after a month; finance has billed the late fee."""
        self._pay_part(bill, bill.amount_total, 40)
        with self.at(3):
            self.by("finance", lease).action_bill_late_fees()

    def _on_fapiao(self, bill):
        """One fapiao is issued, one more asked for."""
        with self.at(20):
            self.by("property", bill.lease_contract_id).action_request_fapiao()
            paper = self.env["ops.fapiao"].search([], order="id desc", limit=1)
            self.by("property", paper).action_request()
        with self.at(19):
            paper = self.by("finance", paper)
            paper.write(
                {
                    "kind": "e_special",
                    "number": "26422000000186420517",
                    "date": self.today - timedelta(days=19),
                    "goods_code": "3040502029900000000",
                }
            )
            paper.action_issue()
        with self.at(1):
            other = self.late_leases[1]
            self.by("property", other).action_request_fapiao()
            paper = self.env["ops.fapiao"].search([], order="id desc", limit=1)
            self.by("property", paper).action_request()

    def _deposits_used(self):
        """One deposit has paid part of a bill, another use waits for its decision."""
        for lease, amount, days in (
            (self.late_leases[1], 5000, 8),
            (self.late_leases[0], 20000, 1),
        ):
            with self.at(days):
                paper = self.by("leasing", self.env["ops.lease.deposit.use"]).create(
                    {
                        "contract_id": lease.id,
                        "deposit_id": lease.deposit_ids[:1].id,
                        "amount": amount,
                        "reason": "租金逾期，依租约以保证金抵扣，商户须于十日内补足。",
                        "attachment_ids": [
                            Command.create(
                                {
                                    "name": "抵扣通知书.txt",
                                    "raw": "已书面通知商户以保证金抵扣欠费。".encode(),
                                }
                            )
                        ],
                    }
                )
                paper.action_submit()
            if lease != self.late_leases[1]:
                continue
            with self.at(7):
                self.agree(paper, "leasing_manager", "同意抵扣。")
            with self.at(6):
                self.by("finance", paper).action_carry_out()

    def _pay_part(self, bill, amount, days):
        """Finance registers a payment of that amount, so many days ago."""
        with self.at(days):
            self.by("finance", self.env["account.payment.register"]).with_context(
                active_model="account.move", active_ids=bill.ids
            ).create(
                {
                    "journal_id": self.bank.id,
                    "amount": amount,
                    "payment_date": self.past.moment(days).date(),
                }
            )._create_payments()
