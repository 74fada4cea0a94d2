"""What deliveries come to: assessments, bills, settlements, payments, 暂估."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta
from odoo.fields import Command

from . import names

#: Who delivered badly once: (months ago, points for papers, what was wrong).
POOR = ("顺达五金贸易行", 4, 0.0, "未附材质证明，送货单与实物不符")
#: Fine for a late delivery, and share kept back for quality.
FINES = {
    "顺达五金贸易行": (600.0, "交货逾期，按合同扣款"),
    "南山木业有限公司": (300.0, "交货逾期"),
}
RETENTION = {"南山木业有限公司": 5.0}
SIGNER = "供应商财务"
APPEAL = "供应商称到货当日已送达，门卫未登记。"


class Money:
    """The part of the world that builds them; see ``world.py``."""

    def build_money(self):
        """Older months are settled and paid; the last ones stand at every step."""
        self._account_estimates()
        size = len(names.SUPPLIERS)
        orders = self.orders.sorted("id").with_env(self.env)
        months = [orders[n : n + size] for n in range(0, len(orders), size)]
        for number, month in enumerate(months[:-1]):
            self._assess(month, len(months) - number)
        self._close_months()
        if len(months) > 2:
            self._settle_older(self.env["purchase.order"].union(*months[:-2]))
            self._settle_last(months[-2])
        self._under_way(months[-1])
        self._estimate()

    # --- assessments

    def _assess(self, orders, ago):
        """The buyer assesses the orders of a month once all have arrived."""
        last = max(orders.order_line._arrivals().mapped("date")).date()
        with self.at(max((self.today - last).days - 2, 1), 14):
            papers = self.by("buyer", self.env["ops.delivery.assessment"]).create(
                [self._assessment(order, ago) for order in orders]
            )
            papers.action_confirm()
        return papers

    def _assessment(self, order, ago):
        supplier, month, points, note = POOR
        values = {"order_id": order.id, "company_id": self.company.id}
        if (order.partner_id.name, ago) == (supplier, month):
            values |= {"points_papers": points, "papers_note": note}
        return values

    def _close_months(self):
        """Each month was closed on the fifth of the next."""
        first = self.today.replace(day=1) - relativedelta(months=self.months)
        Scores = self.env["ops.supplier.score"].with_company(self.company)
        while first <= self.today:
            day = first.replace(day=5)
            if day <= self.today:
                with self.at((self.today - day).days, 6):
                    Scores._close(self.company, day)
            first += relativedelta(months=1)

    # --- settlements

    def _settle_older(self, orders):
        """One sheet a supplier over all of them, paid by the plan of that week."""
        self._bill(orders, 50)
        sheets = self._sheets(orders, 46, fines=False)
        self._agree(sheets, 44)
        self._on_fapiao(sheets, 42)
        self._plan(41, 35)
        for bill in sheets.bill_ids.bill_id:
            # that week is over: the head of finance enters what was paid in it
            self._pay(bill, 36, by="finance_head")

    def _settle_last(self, orders):
        """Sheets are agreed; one lacks its fapiao, some are paid."""
        sheets = self._sheets(orders, 30)
        self._agree(sheets, 26)
        self._bill(orders, 19)
        self._on_fapiao(sheets[1:], 17)
        with self.at(17, 16):
            self.by("payables", sheets[:1]).action_spread()
        self._plan(16, -12)
        for bill in sheets[1:4].bill_ids.bill_id:
            self._pay(bill, 12)

    def _under_way(self, orders):
        """Of the last month a paper stands at each step."""
        papers = self._assess(orders[:-1], 1)
        with self.at(5, 10):
            papers[1].action_appeal(APPEAL)
        with self.at(2, 10):
            self.by("buyer", orders[-1]).action_assess()
        done = (papers - papers[1]).order_id
        self._bill(done[:2], 6)
        signed, handed, draft = (self._draft(order) for order in done[:3])
        with self.at(5, 11):
            (signed | handed).action_submit()
        with self.at(4, 10):
            self.sign(signed)
        with self.at(3, 10):
            self.agree(handed, "buyer_head", "数量与入库单一致，同意。")
        plan = self.by("payables", self.env["ops.fund.plan"])
        with self.at(1, 15):
            plan.create(
                {
                    "date_from": self._day(-13),
                    "date_to": self._day(-20),
                    "funds": 650000,
                }
            ).action_take_dues()
        return draft

    def _sheets(self, orders, days, *, fines=True):
        """Sheets handed in for these orders, one for each supplier."""
        groups = orders.grouped("partner_id")
        with self.at(days, 10):
            sheets = self.env["ops.purchase.settlement"]
            for own in groups.values():
                sheets |= self._draft(own, fines=fines)
            sheets = self.by("buyer", sheets)
            sheets.action_submit()
        return sheets

    def _draft(self, orders, *, fines=True):
        """A draft sheet of the buyer for these orders of a supplier."""
        Sheets = self.by("buyer", self.env["ops.purchase.settlement"])
        supplier = orders.partner_id
        sheet = Sheets.create(
            {"partner_id": supplier.id, "company_id": self.company.id}
        )
        values = {
            "line_ids": [
                Command.create(
                    {"order_line_id": line.id, **line._settlement_values(sheet)}
                )
                for line in orders.order_line
            ]
        }
        if fines and supplier.name in FINES:
            amount, reason = FINES[supplier.name]
            values["deduction_ids"] = self.lines(
                [{"kind": "delay", "reason": reason, "amount": amount}]
            )
        if fines and supplier.name in RETENTION:
            values |= {
                "retention_rate": RETENTION[supplier.name],
                "retention_date": self._day(-150),
            }
        sheet.write(values)
        return sheet

    def _agree(self, sheets, days):
        """Signed within the company, then by the supplier."""
        with self.at(days + 1, 15):
            self.sign(sheets)
        with self.at(days, 15):
            for sheet in sheets:
                sheet.write(
                    {
                        "supplier_signer": SIGNER,
                        "supplier_signed_on": self._day(days),
                        "attachment_ids": [
                            Command.link(self.copy_of("盖章对账单.pdf", "buyer").id)
                        ],
                    }
                )
            sheets.action_agree()

    # --- bills and payments

    def _bill(self, orders, days):
        """The suppliers' bills for what was accepted, one for each of them."""
        values = []
        for supplier, own in orders.grouped("partner_id").items():
            rows = [
                {
                    "product_id": line.product_id.id,
                    "purchase_line_id": line.id,
                    "quantity": accepted,
                    "price_unit": line.price_unit,
                    "tax_ids": [Command.set(line.tax_ids.ids)],
                }
                for line in own.order_line
                if (accepted := line._goods().accepted)
            ]
            values.append(
                {
                    "move_type": "in_invoice",
                    "company_id": self.company.id,
                    "partner_id": supplier.id,
                    "invoice_date": self.env.cr.now().date(),
                    "ref": f"FP{own[:1].id:06d}",
                    "invoice_line_ids": self.lines(rows),
                }
            )
        with self.at(days, 11):
            bills = self.by("payables", self.env["account.move"]).create(values)
            bills.action_post()
        return bills

    def _on_fapiao(self, sheets, days):
        """The fapiao have come and cover the sheet; it is spread over its bills."""
        with self.at(days, 14):
            for sheet in self.by("payables", sheets):
                total = sheet.amount_payable + sheet.amount_retention
                sheet.fapiao_ids = self.lines(
                    [
                        {
                            "number": f"2532{sheet.id:016d}",
                            "date": self._day(days),
                            "total": total,
                            "amount": total,
                        }
                    ]
                )
                sheet.action_spread()

    def _plan(self, first, last):
        """An approved fund plan from so many days ago until so many days ago."""
        with self.at(first + 2, 10):
            plan = self.by("payables", self.env["ops.fund.plan"]).create(
                {
                    "date_from": self._day(first),
                    "date_to": self._day(last),
                    "funds": 5200000 if last > 0 else 820000,
                    "company_id": self.company.id,
                }
            )
            plan.action_take_dues()
            plan.action_submit()
        with self.at(first + 1, 10):
            self.sign(plan)
        return plan

    def _pay(self, bill, days, by="payables"):
        """Pay what is released of a bill, by the wizard everybody uses."""
        bill = self.by(by, bill)
        amount = bill._payable_now()
        if amount <= 0:
            return
        with self.at(days, 16):
            wizard = self.by(by, self.env["account.payment.register"])
            wizard.with_context(
                active_model="account.move", active_ids=bill.ids
            ).create(
                {"amount": amount, "payment_date": self._day(days)}
            ).action_create_payments()

    # --- 暂估

    def _account_estimates(self):
        account = self.env["account.account"].create(
            {
                "name": "应付账款—暂估",
                "code": "220290",
                "account_type": "liability_current",
                "company_ids": [Command.set(self.company.ids)],
            }
        )
        self.company.purchase_accrual_account_id = account

    def _estimate(self):
        """Goods of last month whose bill had not come."""
        last = self.today.replace(day=1) - timedelta(days=1)
        with self.at((self.today - last).days - 1, 8):
            self.company.with_env(self.env)._purchase_accrue(last)
