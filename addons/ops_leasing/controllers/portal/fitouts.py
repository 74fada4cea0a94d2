from odoo import http
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.http import request

from .common import LeasePortal

URL = "/my/lease/fitouts"
MODEL = "ops.lease.fitout"
DRAWING = "ops.lease.drawing"


class LeaseFitouts(LeasePortal):
    """装修图纸"""

    @http.route(URL, type="http", auth="user", website=True)
    def lease_fitouts(self, **_kw):
        """Fit-outs of the tenant."""
        return self._lease_page(
            "portal_fitouts",
            request.env._("Fit-out drawings"),
            fitouts=self._lease_model(MODEL).search(self._lease_own(MODEL)),
        )

    @http.route(
        f"{URL}/<int:fitout_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET", "POST"],
    )
    def lease_fitout(self, fitout_id, **post):
        """Drawings of a fit-out, what was said of them; new ones while it is open."""
        fitout = self._lease_find(MODEL, fitout_id)
        errors = []
        if request.httprequest.method == "POST":
            _drawing, errors = self._lease_try(lambda: self._lease_draw(fitout))
            if not errors:
                return request.redirect(f"{URL}/{fitout_id}?done=1")
        return self._lease_page(
            "portal_fitout",
            request.env._("Fit-out drawings"),
            (request.env._("Fit-out drawings"), URL),
            fitout=fitout,
            names=list(dict.fromkeys(fitout.drawing_ids.mapped("name"))),
            disciplines=request.env[DRAWING]
            ._fields["discipline"]
            ._description_selection(request.env),
            errors=errors,
            typed=post,
        )

    def _lease_draw(self, fitout):
        env = request.env
        if not fitout._portal_open():
            raise UserError(
                env._(
                    "The drawings are “%(state)s”: a new version goes through the "
                    "commercial company.",
                    state=fitout._flow_state_label(fitout.state),
                )
            )
        values = {
            "fitout_id": fitout.id,
            "name": self._lease_text("name", env._("Drawing"))[:120],
            "discipline": self._lease_choice(
                DRAWING, "discipline", env._("Discipline")
            ),
        }
        files = self._lease_drawings(env._("The file of the drawing"))
        return self._lease_model(DRAWING).create(
            {**values, "attachment_ids": [Command.create(file) for file in files]}
        )
