"""Tenants with a login, and the browser they use."""

import io
import re
from datetime import date

from odoo.fields import Command
from odoo.tests.common import HttpCase, new_test_user
from PIL import Image

from .common_sales import SalesCase


def picture(kind="JPEG"):
    """A small photo, as a telephone would send it."""
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(buffer, kind)
    return buffer.getvalue()


class PortalCase(SalesCase, HttpCase):
    """Two tenants with a lease each, somebody who pays for the first, and a customer
    without a lease; each has a login."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {}
        for login in ("tenant_a", "tenant_b", "payer", "stranger"):
            firm = cls.env["res.partner"].create(
                {"name": f"Firm {login}", "is_company": True}
            )
            contact = cls.env["res.partner"].create(
                {
                    "name": f"Contact {login}",
                    "parent_id": firm.id,
                    "email": f"{login}@example.com",
                }
            )
            cls.users[login] = new_test_user(
                cls.env,
                login=f"portal_{login}",
                password=f"portal_{login}",
                groups="base.group_portal",
                partner_id=contact.id,
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
            )

    def firm(self, login):
        return self.users[login].partner_id.commercial_partner_id

    def log_in(self, login=None):
        """Log in; nobody for a visitor."""
        if login:
            self.authenticate(f"portal_{login}", f"portal_{login}")
        else:
            self.authenticate(None, None)

    def let(self, login, **values):
        """A signed lease with rent from sales, of the firm of that login."""
        return self.selling(partner_id=self.firm(login).id, **values)

    def get(self, url, **values):
        return self.url_open(url, allow_redirects=False, **values)

    def csrf(self, url):
        """The page and the token of its first form."""
        page = self.url_open(url).text
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        return found.group(1) if found else ""

    def send(self, url, data=None, files=None, form=None, token=None):
        """Post a form of the page ``form`` (the same address)."""
        token = self.csrf(form or url) if token is None else token
        return self.url_open(
            url,
            data={"csrf_token": token, **(data or {})},
            files=files or {},
            allow_redirects=False,
        )

    def photo(self, name="meter.jpg", content=None):
        return [("files", (name, content or picture(), "image/jpeg"))]

    def errors(self, answer):
        """What the page says is wrong."""
        text = re.search(
            r'class="o_lease_errors">(.*?)</div>\s*</div>', answer.text, re.S
        )
        return re.sub(r"<[^>]+>", " ", text.group(1)).strip() if text else ""

    def meter_of(self, lease):
        return lease.line_ids.unit_id.meter_ids[:1]

    def repair_of(self, lease, **values):
        """A repair as the tenant's page reports it."""
        repair = (
            self.env["ops.lease.repair"]
            .sudo()
            .create(
                {
                    "contract_id": lease.id,
                    "unit_id": lease.line_ids.unit_id[:1].id,
                    "subject": f"Lamp of {lease.name}",
                    "raised_by": "tenant",
                    "attachment_ids": [
                        Command.create({"name": "before.jpg", "raw": picture()})
                    ],
                    **values,
                }
            )
        )
        repair._portal_take("submit")
        return repair

    def proposal(self, lease, value=150, **values):
        """A reading as the tenant's page proposes it."""
        return (
            self.env["ops.lease.reading.report"]
            .sudo()
            .create(
                {
                    "contract_id": lease.id,
                    "meter_id": self.meter_of(lease).id,
                    "value": value,
                    "attachment_ids": [
                        Command.create({"name": "meter.jpg", "raw": picture()})
                    ],
                    **values,
                }
            )
        )

    def shop_of(self, login):
        """A lease whose property fee somebody else pays."""
        return self.let(
            login,
            charges=[
                {"kind": "rent", "rate": 100},
                {"kind": "service", "rate": 20, "payer_id": self.firm("payer").id},
            ],
            date_start=date(2026, 3, 1),
        )
