"""The browser as a channel: a person who looks at the screen and clicks.

Steps and approvals are clicked on the flow panel; what a person would type into other
forms goes through the same login's RPC. What the screen says is read from the screen.
"""

import json
import re
import shutil
from pathlib import Path

from playwright.sync_api import TimeoutError as Late
from playwright.sync_api import sync_playwright

from .channels import Broken, Refused, WebRpc

DESKTOP = {"width": 1366, "height": 820}
PHONE = {"width": 390, "height": 844}
SCREENS = Path(__file__).resolve().parents[2] / ".ops" / "log" / "screens"
PANEL = "section.o_ops_flow_panel"
#: Addresses of the process maps, as their menus open them.
MAPS = {"lease_exit": "tenant-exit", "lease_contract": "shop-lease"}
MAPS |= {"lease_fitout": "tenant-fitout", "lease_opening": "joint-opening"}
MAPS |= {"lease_prep": "before-the-lease"}
MAPS |= {"purchase_chain": "need-to-settlement"}
# Odoo's own words for "no such record for you" open in one of these.
DIALOG = ".modal:has(.o_dialog_warning), .modal:has(.o_error_dialog), .o_error_dialog"


class Chromium:
    """One browser for a test session; a window for each person."""

    def __init__(self):
        self.driver = sync_playwright().start()
        self.chromium = self.driver.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-dev-shm-usage"],
        )
        self.windows = []

    def window(self, size):
        phone = size is PHONE
        window = self.chromium.new_context(
            viewport=size,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            has_touch=phone,
            is_mobile=phone,
        )
        self.windows.append(window)
        return window

    def close_windows(self):
        for window in self.windows:
            window.close()
        self.windows = []

    def photograph(self, name):
        """Save what every open window shows; return the files."""
        SCREENS.mkdir(parents=True, exist_ok=True)
        files = []
        for number, window in enumerate(self.windows):
            for page in window.pages:
                if page.url == "about:blank":
                    continue
                path = SCREENS / f"{re.sub(r'[^0-9A-Za-z_-]+', '_', name)}-{number}.png"
                page.screenshot(path=path)
                files.append(path)
        return files

    def stop(self):
        self.close_windows()
        self.chromium.close()
        self.driver.stop()


class Browser(WebRpc):
    """A window in which one person is logged in."""

    name = "browser"
    chromium = None
    size = DESKTOP

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.page = None
        self.shown = None

    def enter(self):
        """Log in by the login form; RPC of this person uses the same session."""
        if self.page:
            return
        self.page = self.chromium.window(self.size).new_page()
        self.page.set_default_timeout(30_000)
        self.page.goto(f"{self.url}/web/login")
        self.page.fill("input[name=login]", self.login)
        self.page.fill("input[name=password]", self.password)
        self.page.click("form.oe_login_form button[type=submit]")
        self.page.wait_for_selector(".o_web_client .o_main_navbar", timeout=60_000)
        for cookie in self.page.context.cookies():
            self.session.cookies.set(cookie["name"], cookie["value"])

    # -- looking ------------------------------------------------------------------

    def form(self, paper):
        """Show the form of a record; Refused when this person may not see it."""
        self.enter()
        self.page.goto(f"{self.url}/odoo/{paper.model}/{paper.id}")
        self.wait(f".o_form_view .o_form_renderer, {DIALOG}, .o_view_nocontent")
        self.refuse_if_told()
        self.shown = paper

    def open(self, paper):
        """Show the form of a paper, its panel read."""
        self.form(paper)
        self.settle()
        if self.size is PHONE:
            assert self.fits() <= 0, f"{self.page.url} is cut at the right edge"

    def settle(self):
        """Wait until the panel shows what the server said."""
        self.page.wait_for_function(
            """() => {
                const panel = document.querySelector('section.o_ops_flow_panel');
                return panel && panel.querySelector('.o_ops_stop')
                    && !panel.querySelector('.fa-spin')
                    && !document.querySelector('.o_blockUI');
            }"""
        )

    def wait(self, selector):
        try:
            self.page.wait_for_selector(selector)
        except Late:
            raise Broken(f"{self.page.url} does not show {selector}") from None

    def panel_text(self):
        """All the panel says, tooltips of disabled buttons included."""
        return self.page.eval_on_selector(
            PANEL,
            """panel => [panel.innerText, ...[...panel.querySelectorAll(
                '[data-tooltip], [aria-label]')].map(
                    e => (e.dataset.tooltip || '') + ' ' + (e.ariaLabel || ''))
            ].join('\\n')""",
        )

    def state(self):
        """The state the panel marks as the present one."""
        return self.page.get_attribute(
            f"{PANEL} .o_ops_stop[aria-current]", "data-state"
        ) or (
            self.page.locator(f"{PANEL} .o_ops_stop").last.get_attribute("data-state")
        )

    def turn_to(self, paper, tab):
        """Show the form, and a page of its notebook if one is named."""
        self.form(paper)
        if tab:
            self.page.click(f".o_notebook_headers .nav-link[name={tab}]")

    def offers(self, paper, button, tab):
        """Tell whether the form shows this button."""
        self.turn_to(paper, tab)
        return self.page.locator(f".o_form_view button[name={button}]").count() > 0

    def writable(self, paper, field, tab):
        """Tell whether the form lets this person type into the field."""
        self.turn_to(paper, tab)
        shown = self.page.locator(f".o_form_view .o_field_widget[name={field}]")
        # attached: what is empty and locked takes no room
        shown.first.wait_for(state="attached")
        assert shown.count() == 1, f"{field} is shown {shown.count()} times"
        return shown.locator("input, textarea, button").count() > 0

    def fill(self, paper, field, words):
        """Type into a field of the form and save it."""
        self.form(paper)
        self.page.fill(f".o_form_view [name={field}] :is(input, textarea)", words)
        with self.page.expect_response(lambda r: r.url.endswith("/web_save")):
            self.page.click(".o_form_button_save")
        self.refuse_if_told()

    # -- clicking -----------------------------------------------------------------

    def take(self, paper, step, reason=None):
        """Click a step of the panel; Refused with what the panel says when it cannot
        be clicked, or with what the server answers."""
        self.open(paper)
        button = self.page.locator(f"{PANEL} button[name=action_{step}]")
        if not button.count():
            raise Refused(self.panel_text(), "no button")
        if button.get_attribute("aria-disabled") == "true":
            raise Refused(self.panel_text(), "disabled")
        before = self.state()
        button.click()
        if reason is not None:
            self.page.fill("#ops_reason", reason)
            self.page.click(".o_ops_reason_confirm")
        self.until_moved(before)

    def agree(self, paper, opinion=""):
        """Give the opinion and press the large button of the approval block."""
        self.open(paper)
        button = self.page.locator(f"{PANEL} .o_ops_agree")
        if not button.count():
            raise Refused(self.panel_text(), "no button")
        if opinion:
            self.page.fill(f"{PANEL} .o_ops_decide input", opinion)
        button.click()
        self.until(f"() => !document.querySelector('{PANEL} .o_ops_agree')")

    def send_back(self, paper, opinion):
        """Return the paper with the reason asked for."""
        self.open(paper)
        button = self.page.locator(f"{PANEL} .o_ops_send_back")
        if not button.count():
            raise Refused(self.panel_text(), "no button")
        before = self.state()
        button.click()
        self.page.fill(".modal [name=opinion] textarea", opinion)
        self.page.click(".modal footer button[name=action_confirm]")
        self.page.wait_for_selector(".modal", state="detached")
        self.until_moved(before)

    def press(self, paper, button, tab):
        """Click a button on a page of the form; Refused with the server's answer."""
        self.turn_to(paper, tab)
        with self.page.expect_response(lambda r: r.url.endswith(f"/{button}")) as got:
            self.page.click(f".o_form_view button[name={button}]")
        if "error" in got.value.json():
            self.wait(DIALOG)
        self.refuse_if_told()

    def until_moved(self, before):
        self.until(
            f"""() => {{
                const stops = [...document.querySelectorAll('{PANEL} .o_ops_stop')];
                const here = stops.find(s => s.getAttribute('aria-current'))
                    || stops[stops.length - 1];
                return here && here.dataset.state !== {json.dumps(before)};
            }}"""
        )

    def until(self, condition):
        """Wait for the condition or for the server's refusal."""
        try:
            self.page.wait_for_function(
                f"""() => document.querySelector('.modal .modal-body, .o_notification')
                    || ({condition})()"""
            )
        except Late:
            raise Broken("nothing happened after the click") from None
        self.refuse_if_told()
        self.settle()

    def refuse_if_told(self):
        """Raise what an error dialog or a danger notification says."""
        told = self.page.locator(".modal .modal-body, .o_notification_bar.bg-danger")
        if told.count():
            words = "\n".join(
                self.page.locator(
                    ".modal .modal-content, .o_notification"
                ).all_inner_texts()
            )
            close = self.page.locator(".modal .modal-footer button, .modal .btn-close")
            if close.count():
                close.first.click()
            raise Refused(words, "dialog")
        if self.page.locator(".o_view_nocontent").count():
            raise Refused(self.page.inner_text(".o_view_nocontent"), "not there")

    def fits(self):
        """Pixels by which the page is wider than the window: 0 when nothing is cut."""
        return self.page.evaluate(
            "width => document.documentElement.scrollWidth - width",
            self.size["width"],
        )

    # -- overview -----------------------------------------------------------------

    def map_counts(self, chart):
        """Read the boxes of the process map."""
        self.enter()
        self.page.goto(f"{self.url}/odoo/{MAPS[chart]}")
        self.wait(".o_ops_box")
        return self.page.eval_on_selector_all(
            ".o_ops_box",
            """boxes => Object.fromEntries(boxes.map(box => [
                box.querySelector('.o_ops_box_name').innerText.trim(),
                parseInt(box.querySelector('.o_ops_box_count').innerText) || 0,
            ]))""",
        )
