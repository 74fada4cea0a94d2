from odoo import http
from odoo.http import request

from .common import LeasePortal

URL = "/my/lease/exits"
MODEL = "ops.lease.exit"


class LeaseExits(LeasePortal):
    """退租申请"""

    @http.route(URL, type="http", auth="user", website=True)
    def lease_exits(self, **_kw):
        """Exits of the tenant, and leases he may leave."""
        return self._lease_page(
            "portal_exits",
            request.env._("Exit from the lease"),
            exits=self._lease_model(MODEL).search(self._lease_own(MODEL)),
            leases=self._leases("signed").filtered(lambda c: not c._portal_exit()),
        )

    @http.route(
        f"{URL}/new/<int:lease_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET", "POST"],
    )
    def lease_exit_new(self, lease_id, **post):
        """Apply for the exit of one lease, having read the rule of notice (C-31)."""
        lease = self._lease_find("ops.lease.contract", lease_id)
        if lease.state != "signed":
            return request.redirect(URL)
        errors = []
        if request.httprequest.method == "POST":
            paper, errors = self._lease_try(lambda: self._lease_apply(lease))
            if not errors:
                return request.redirect(f"{URL}/{paper.id}?done=1")
        return self._lease_page(
            "portal_exit_new",
            request.env._("Apply to leave"),
            (request.env._("Exit from the lease"), URL),
            lease=lease,
            errors=errors,
            typed=post,
        )

    @http.route(f"{URL}/<int:exit_id>", type="http", auth="user", website=True)
    def lease_exit(self, exit_id, **_kw):
        """Where an exit stands, what comes next, whose turn it is."""
        paper = self._lease_find(MODEL, exit_id)
        return self._lease_page(
            "portal_exit",
            paper.display_name,
            (request.env._("Exit from the lease"), URL),
            paper=paper,
        )

    def _lease_apply(self, lease):
        env = request.env
        planned = self._lease_day("planned", env._("Planned exit date"))
        reason = self._lease_text("reason", env._("Reason for leaving"))
        return lease._portal_apply_exit(planned, reason)
