"""Suppliers with a login, and the browser they use."""

import re
from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests.common import HttpCase, new_test_user

from .common_money import MoneyCase

PDF = b"%PDF-1.7 paper"


class PortalCase(MoneyCase, HttpCase):
    """Two suppliers; a person of each has a login."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rival = cls._create_supplier("Southgate Steel")
        cls.users = {}
        for login, firm in (("own", cls.supplier), ("rival", cls.rival)):
            contact = cls.env["res.partner"].create(
                {
                    "name": f"Person of {firm.name}",
                    "parent_id": firm.id,
                    "email": f"{login}@example.com",
                }
            )
            cls.users[login] = new_test_user(
                cls.env,
                login=f"supply_{login}",
                password=f"supply_{login}",
                groups="base.group_portal",
                partner_id=contact.id,
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
            )
        cls.people["buyer"].password = "purchase_buyer"

    def day(self, days):
        return fields.Date.add(self.today, days=days)

    def log_in(self, login=None):
        """Log in; nobody for a visitor."""
        if login:
            name = "purchase_buyer" if login == "buyer" else f"supply_{login}"
            self.authenticate(name, name)
        else:
            self.authenticate(None, None)

    def get(self, url):
        return self.url_open(url, allow_redirects=False)

    def token(self):
        """The token of a form any logged-in person gets."""
        page = self.url_open("/my/account").text
        found = re.search(r'csrf_token"?[^>]*?(?:value=|: )"([^"]+)"', page)
        return found.group(1) if found else ""

    def send(self, url, data=None, files=None, token=None):
        """Post a form."""
        return self.url_open(
            url,
            data={"csrf_token": token or self.token(), **(data or {})},
            files=files or {},
            allow_redirects=False,
        )

    def accepted(self, url, data=None, files=None, **values):
        answer = self.send(url, data, files, **values)
        self.assertEqual(answer.status_code, 303, self.errors(answer))
        self.env.invalidate_all()

    def declined(self, words, url, data=None, files=None, **values):
        """The page says what is wrong."""
        answer = self.send(url, data, files, **values)
        self.assertEqual(answer.status_code, 200)
        self.assertIn(words, self.errors(answer))
        self.env.invalidate_all()

    def errors(self, answer):
        """What the page says is wrong."""
        text = re.search(
            r'class="o_supply_errors">(.*?)</div>\s*</div>', answer.text, re.S
        )
        found = re.sub(r"<[^>]+>", " ", text.group(1)).strip() if text else ""
        return found.replace("&#39;", "'")

    def paper(self, name="paper.pdf", content=PDF):
        return [("files", (name, content, "application/octet-stream"))]

    def asked(self, request=None, supplier=None, price=None):
        """A request for quotation that was sent."""
        supplier = supplier or self.supplier
        order = self.rfq(request or self.granted(), supplier=supplier, price=price)
        order = order.filtered(lambda r: r.partner_id == supplier)
        noon = fields.Datetime.now() + timedelta(days=20)
        order.order_line.write({"date_planned": noon, "price_unit": price or 20})
        self.by("buyer", order).write({"state": "sent"})
        return order

    def offer(self, order, price=18, days=12, **values):
        """What the form of a quotation sends."""
        data = {"note": "Cut to size", "valid": str(self.day(30)), **values}
        for line in order.order_line:
            data[f"price_{line.id}"] = str(price)
            data[f"day_{line.id}"] = str(self.day(days))
        return data

    def days(self, order, days):
        return {f"day_{line.id}": str(self.day(days)) for line in order.order_line}

    def shipment(self, order, quantity, number="SH-77", **values):
        """What the form of a shipment sends."""
        line = order.order_line[:1]
        return {
            f"qty_{line.id}": str(quantity),
            f"lot_{line.id}": "L-1",
            "number": number,
            "shipped": str(self.day(0)),
            "expected": str(self.day(2)),
            "carrier": "Road",
            "waybill": "WB-9",
            **values,
        }

    def approved(self, *fines, **values):
        """A sheet that waits for its supplier."""
        sheet = self.sheet(*fines, **values)
        sheet.action_submit()
        self.agree(sheet, "head", "finance_head")
        return sheet.with_env(self.env)
