"""A tenant with his telephone: he opens the link of his invitation and reads pages."""

import io
import re

from PIL import Image
from servers import sql

from .browser import PHONE


class Tenant:
    """Somebody outside of the house; he has a browser and nothing else."""

    def __init__(self, chromium, url):
        self.url = url
        self.page = chromium.window(PHONE).new_page()
        self.page.set_default_timeout(30_000)

    def comes_in(self, link, password):
        """Follow the invitation, choose a password; logs in."""
        self.page.goto(link)
        self.page.fill("input[name=password]", password)
        self.page.fill("input[name=confirm_password]", password)
        self.page.click("form.oe_signup_form button[type=submit]")
        self.page.wait_for_load_state("networkidle")

    def opens(self, path):
        """Show a page; its words. Nothing of it is wider than the telephone."""
        answer = self.page.goto(self.url + path)
        assert answer.status == 200, f"{path}: {answer.status}"
        return self.reads()

    def reads(self):
        """The words of the page before him."""
        wide = self.page.evaluate(
            "width => document.documentElement.scrollWidth - width", PHONE["width"]
        )
        assert wide <= 0, f"{self.page.url} is cut at the right edge"
        return self.page.inner_text("#wrap")

    def finds_nothing(self, path):
        """The page is not there for him."""
        assert self.page.goto(self.url + path).status == 404, path

    def sends(self, photo=None, **values):
        """Fill in the form of the page and send it; the words of the next page."""
        for name, value in values.items():
            field = self.page.locator(f".o_lease_form [name={name}]").first
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(str(value))
        if photo:
            self.page.set_input_files(
                ".o_lease_form input[type=file]",
                {"name": photo, "mimeType": "image/jpeg", "buffer": picture()},
            )
        self.press(".o_lease_form button[type=submit]")
        return self.reads()

    def press(self, button):
        """Press a button that sends a form; the page then shows what came of it."""
        with self.page.expect_response(lambda r: r.request.method == "POST"):
            self.page.click(button)
        self.page.wait_for_timeout(300)
        self.page.wait_for_load_state("networkidle")


def picture():
    """A small photo."""
    buffer = io.BytesIO()
    Image.new("RGB", (64, 48), "white").save(buffer, "JPEG")
    return buffer.getvalue()


def invitation(database, login):
    """The link in the last letter to this address."""
    rows = sql(
        database,
        "select body_html from mail_mail where email_to like %s or id in ("
        " select mail_mail_id from mail_mail_res_partner_rel rel"
        " join res_partner partner on partner.id = rel.res_partner_id"
        " where partner.email = %s) order by id desc limit 1",
        [f"%{login}%", login],
    )
    assert rows, f"nobody has written to {login}"
    links = re.findall(r'href="([^"]*(?:signup|reset_password)[^"]*)"', rows[0][0])
    assert links, rows[0][0]
    return links[0].replace("&amp;", "&")
