from odoo import http
from odoo.fields import Domain
from odoo.http import request

from .common import LeasePortal


class LeaseLeases(LeasePortal):
    """我的租约"""

    @http.route("/my/leases", type="http", auth="user", website=True)
    def lease_leases(self, **_kw):
        """Leases of the tenant, those in force first."""
        leases = self._leases().sorted(lambda lease: lease.state != "signed")
        return self._lease_page(
            "portal_leases", request.env._("My leases"), leases=leases
        )

    @http.route("/my/leases/<int:lease_id>", type="http", auth="user", website=True)
    def lease_lease(self, lease_id, **_kw):
        """One lease: shops, term, rates in words, deposits, days that count."""
        lease = self._lease_find(
            "ops.lease.contract",
            lease_id,
            Domain("state", "in", ("signed", "settled")),
        )
        return self._lease_page(
            "portal_lease",
            lease.name,
            (request.env._("My leases"), "/my/leases"),
            lease=lease,
        )
