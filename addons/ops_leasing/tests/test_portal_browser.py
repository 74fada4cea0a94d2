from odoo.tests.common import no_retry, tagged

from .common_portal import PortalCase

HELPERS = """
const until = async (found) => {
    for (let i = 0; i < 100; i++) {
        const result = found();
        if (result) {
            return result;
        }
        await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error("waited in vain: " + found);
};
const check = (fact, words) => {
    if (!fact) {
        throw new Error(words);
    }
};
const fits = () =>
    check(
        document.documentElement.scrollWidth <= window.innerWidth,
        "wider than the telephone"
    );
"""
BAD_READING = """
(async () => {
    %(helpers)s
    const form = document.querySelector(".o_lease_form");
    const [value, files] = ["#value", "#files"].map((at) => form.querySelector(at));
    fits();
    const canvas = document.createElement("canvas");
    const photo = await new Promise((done) => canvas.toBlob(done, "image/png"));
    const choose = (content) => {
        const chosen = new DataTransfer();
        chosen.items.add(new File([content], "m.png", { type: "image/png" }));
        files.files = chosen.files;
    };
    const told = (words) =>
        until(() =>
            document.querySelector(".o_lease_errors").textContent.includes(words)
        );
    choose(photo);
    value.value = "5";
    form.requestSubmit();
    await told("is below 100");
    check(value.value === "5", "the value is lost");
    check(files.files.length === 1, "the photo is lost");
    choose(new Blob([new Uint8Array(11 * 1024 * 1024)]));
    form.requestSubmit();
    await told("is too large");
    check(value.value === "5", "the value is lost");
    console.log("test successful");
})().catch((error) => console.error(error.message));
"""
FITS = """
(async () => {
    %(helpers)s
    fits();
    console.log("test successful");
})().catch((error) => console.error(error.message));
"""


@tagged("post_install", "-at_install")
class TestPortalBrowser(PortalCase):
    """LE-F28: the pages on a telephone of 375 × 812."""

    browser_size = "375x812"
    touch_enabled = True

    @no_retry
    def test_nothing_lost(self):
        """LE-F28: what is wrong is said on the page; value and photo are still
        there."""
        meter = self.meter_of(self.shop_of("tenant_a"))
        self.browser_js(
            f"/my/lease/meters/{meter.id}",
            BAD_READING % {"helpers": HELPERS},
            "!!document.querySelector('.o_lease_form.o_lease_ready')",
            login="portal_tenant_a",
        )
        reports = self.env["ops.lease.reading.report"]
        self.assertFalse(reports.search([("meter_id", "=", meter.id)]))

    @no_retry
    def test_fits(self):
        """LE-F28: home, lease, a bill with its trace and a report fit the screen."""
        lease = self.shop_of("tenant_a")
        bills = self.bill()
        own = bills.filtered(lambda m: m.commercial_partner_id == self.firm("tenant_a"))
        report = self.report(lease)
        for url in (
            "/my",
            f"/my/leases/{lease.id}",
            f"/my/lease/bills/{own.id}",
            f"/my/lease/sales/{report.id}",
            "/my/lease/repairs/new",
            f"/my/lease/exits/new/{lease.id}",
        ):
            with self.subTest(url):
                self.browser_js(
                    url,
                    FITS % {"helpers": HELPERS},
                    "!!document.querySelector('.o_lease_portal')",
                    login="portal_tenant_a",
                )
