from odoo import http
from odoo.fields import Domain
from odoo.http import request
from werkzeug.exceptions import NotFound

from .common import LeasePortal

#: files of a paper a tenant may open: (model, fields, whether only his own uploads)
FILES = {
    "repair": ("ops.lease.repair", ("attachment_ids", "evidence_ids"), False),
    "reading": ("ops.lease.reading.report", ("attachment_ids",), False),
    "sales": ("ops.lease.sales", ("attachment_ids",), True),
    "drawing": ("ops.lease.drawing", ("attachment_ids",), False),
}


class LeaseHome(LeasePortal):
    """The tenant's first page, and the files of his papers."""

    @http.route()
    def home(self, **kw):
        """Odoo's first page with what a tenant can do on top."""
        response = super().home(**kw)
        response.qcontext.update(self._lease_cards())
        return response

    def _lease_cards(self):
        """What is there and what waits for the tenant, a fixed number of queries."""
        own = self._lease_own
        leases = self._leases()
        bills = self._lease_model("account.move")
        mine = own("account.move", bills._portal_bills())
        due = Domain("payment_state", "in", ("not_paid", "partial")) & Domain(
            "move_type", "=", "out_invoice"
        )
        values = {
            "lease_bills": bills.search_count(mine),
            "lease_bills_open": bills.search_count(mine & due),
            "lease_count": len(leases),
        }
        if not leases:
            return values

        def count(model, *states):
            return self._lease_model(model).search_count(
                own(model, Domain("state", "in", states))
            )

        return {
            **values,
            "lease_sells": any(leases.mapped("turnover_method")),
            "lease_sales_open": count("ops.lease.sales", "open", "correcting"),
            "lease_readings_open": count("ops.lease.reading.report", "proposed"),
            "lease_repairs_done": count("ops.lease.repair", "done"),
            "lease_repairs_open": count("ops.lease.repair", "reported", "assigned"),
            "lease_exits_open": self._lease_model("ops.lease.exit").search_count(
                own("ops.lease.exit", Domain("flow_is_open", "=", True))
            ),
            "lease_fitouts_open": count("ops.lease.fitout", "draft"),
        }

    @http.route(
        "/my/lease/file/<string:kind>/<int:paper_id>/<int:file_id>",
        type="http",
        auth="user",
        website=True,
    )
    def lease_file(self, kind, paper_id, file_id, **_kw):
        """A file of an own paper; images are shown, the rest is downloaded."""
        if kind not in FILES:
            raise NotFound
        model, names, own_only = FILES[kind]
        if model == "ops.lease.drawing":
            drawing = self._lease_model(model).browse(paper_id).exists()
            self._lease_find("ops.lease.fitout", drawing.fitout_id.id)
            paper = drawing
        else:
            paper = self._lease_find(model, paper_id)
        files = request.env["ir.attachment"].sudo().union(*(paper[n] for n in names))
        if own_only:
            files = self._lease_uploaded(files)
        file = files.filtered(lambda f: f.id == file_id)
        if not file:
            raise NotFound
        stream = request.env["ir.binary"]._get_stream_from(file)
        shown = (file.mimetype or "") in ("image/jpeg", "image/png")
        return stream.get_response(as_attachment=not shown)
