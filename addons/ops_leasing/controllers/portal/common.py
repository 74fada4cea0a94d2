"""Whose paper it is, and what a tenant sends with a form (LE-F28).

A portal user has no access to any model of leasing. Each page asks here for the
papers of his own commercial partner and gets them as the system; a paper that is
somebody else's is not found, exactly as one that does not exist.
"""

import io

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.http import request
from odoo.tools import float_round
from PIL import Image
from werkzeug.exceptions import NotFound

STEP = 20
MEGABYTE = 1024 * 1024
PHOTO_MOST, DRAWING_MOST, FILES_MOST = 10, 50, 6
TEXT_MOST = 2000
#: what Pillow reads and a browser shows
IMAGES = {"JPEG": ("jpg", "image/jpeg"), "PNG": ("png", "image/png")}
DRAWINGS = {
    "pdf": "application/pdf",
    "dwg": "application/octet-stream",
    "dxf": "application/octet-stream",
    "zip": "application/zip",
}


class LeasePortal(CustomerPortal):
    """What all pages of a tenant share; has no page of its own."""

    # --- whose it is

    def _lease_partner(self):
        """The firm the reader belongs to; nobody for a visitor."""
        user = request.env.user
        if user._is_public():
            return request.env["res.partner"]
        return user.commercial_partner_id

    def _lease_own(self, model, domain=Domain.TRUE, field="partner_id"):
        """Domain of the reader's own papers of ``model``."""
        return (
            Domain(f"{field}.commercial_partner_id", "in", self._lease_partner().ids)
            & domain
        )

    def _lease_model(self, model):
        """``model`` as the system: a portal user has no access to it, and every search
        in it is bound to his own partner by :meth:`_lease_own`."""
        return request.env[model].sudo().with_context(lease_unit_short=True)

    def _lease_find(self, model, number, domain=Domain.TRUE):
        """One own paper, with its company's settings.

        :raise NotFound: for what is not there and for what is somebody else's
        """
        found = self._lease_model(model).search(
            self._lease_own(model, domain & Domain("id", "=", number)), limit=1
        )
        if not found:
            raise NotFound
        return found.with_company(found.company_id)

    def _leases(self, *states):
        return self._lease_model("ops.lease.contract").search(
            self._lease_own(
                "ops.lease.contract",
                Domain("state", "in", states or ("signed", "settled")),
            )
        )

    def _lease_shops(self):
        """Lines of leases in force whose shop is the tenant's now: not the next one's
        who has signed already."""
        return self._leases("signed").line_ids.filtered(
            lambda line: line.unit_id.contract_id == line.contract_id
        )

    def _lease_uploaded(self, files):
        """Those of the files that people of the tenant have sent."""
        partner = self._lease_partner()
        return files.filtered(
            lambda f: f.create_uid.partner_id.commercial_partner_id == partner
        )

    # --- pages

    def _lease_page(self, template, title, back=(), **values):
        """Render a page under its title.

        :param back: ``(label, address)`` of the list it belongs to
        """
        return request.render(
            f"ops_leasing.{template}",
            {
                **self._prepare_portal_layout_values(),
                "page_name": "lease",
                "lease_title": title,
                "lease_back": back,
                "label": self._lease_label,
                "errors": [],
                "typed": {},
                "done": request.params.get("done") == "1",
                **values,
            },
        )

    @staticmethod
    def _lease_label(record, name):
        """What a choice is called in the reader's language."""
        field = record._fields[name]
        return dict(field._description_selection(record.env)).get(record[name], "")

    # --- what is sent

    def _lease_try(self, call):
        """``(result, sentences on what is wrong)``; nothing is half done."""
        try:
            with request.env.cr.savepoint():
                return call(), []
        except AccessError:
            raise
        except UserError as error:
            return None, str(error.args[0]).split("\n")

    def _lease_text(self, name, label=None):
        """A text of the form; must be there where it has a label."""
        text = (request.params.get(name) or "").strip()
        if label and not text:
            raise UserError(request.env._("%(field)s is missing.", field=label))
        if len(text) > TEXT_MOST:
            raise UserError(
                request.env._(
                    "A text is too long: at most %(most)s characters.", most=TEXT_MOST
                )
            )
        return text

    def _lease_choice(self, model, name, label):
        """A choice of the form, one of those the field knows."""
        value = self._lease_text(name, label)
        if value not in dict(
            request.env[model]._fields[name]._description_selection(request.env)
        ):
            raise UserError(request.env._("%(field)s: choose one.", field=label))
        return value

    def _lease_number(self, name, label, digits=2):
        """A figure of the form, not negative; commas between thousands are read."""
        text = self._lease_text(name, label).replace(",", "").replace("，", "")
        try:
            number = float(text)
        except ValueError:
            number = -1.0
        if not 0 <= number < 1e12:
            raise UserError(
                request.env._(
                    "%(field)s: “%(text)s” is not a figure, or below zero.",
                    field=label,
                    text=text[:40],
                )
            )
        return float_round(number, precision_digits=digits)

    def _lease_day(self, name, label):
        """A day of the form."""
        text = self._lease_text(name, label)
        try:
            return request.env["ops.lease.exit"]._fields["date_planned"].to_date(text)
        except ValueError:
            raise UserError(
                request.env._(
                    "%(field)s: “%(text)s” is not a day.", field=label, text=text[:40]
                )
            ) from None

    # --- files

    def _lease_files(self, name="files"):
        uploads = request.httprequest.files.getlist(name)
        files = [upload for upload in uploads if upload.filename]
        if len(files) > FILES_MOST:
            raise UserError(
                request.env._("At most %(most)s files at a time.", most=FILES_MOST)
            )
        return files

    def _lease_read(self, upload, most):
        content = upload.stream.read(most * MEGABYTE + 1)
        if len(content) > most * MEGABYTE:
            raise UserError(
                request.env._(
                    "“%(file)s” is too large: at most %(most)s MB.",
                    file=upload.filename,
                    most=most,
                )
            )
        return content

    def _lease_photos(self, label=None):
        """Values of attachments of the photos sent.

        :param label: what they show, where one at least is asked for
        :raise UserError: where one is no photo, too large, or none is there
        """
        photos = []
        for number, upload in enumerate(self._lease_files(), 1):
            content = self._lease_read(upload, PHOTO_MOST)
            try:
                kind = Image.open(io.BytesIO(content))
                kind.verify()
            except Exception:  # whatever Pillow finds wrong with it
                kind = None
            if not kind or kind.format not in IMAGES:
                raise UserError(
                    request.env._(
                        "“%(file)s” is no photo: send a JPG or PNG.",
                        file=upload.filename,
                    )
                )
            ending, mimetype = IMAGES[kind.format]
            name = upload.filename.rsplit(".", 1)[0][:80] or str(number)
            photos.append(
                {"name": f"{name}.{ending}", "raw": content, "mimetype": mimetype}
            )
        if label and not photos:
            raise UserError(request.env._("%(field)s is missing.", field=label))
        return photos

    def _lease_drawings(self, label):
        """Values of attachments of the drawings sent."""
        drawings = []
        for upload in self._lease_files():
            ending = upload.filename.rsplit(".", 1)[-1].lower()
            content = self._lease_read(upload, DRAWING_MOST)
            mimetype = DRAWINGS.get(ending) or {
                "jpg": "image/jpeg",
                "jpeg": "image/jpeg",
                "png": "image/png",
            }.get(ending)
            if not content or not mimetype:
                raise UserError(
                    request.env._(
                        "“%(file)s” is no drawing: send PDF, DWG, DXF, ZIP, JPG or "
                        "PNG.",
                        file=upload.filename,
                    )
                )
            drawings.append(
                {"name": upload.filename[:120], "raw": content, "mimetype": mimetype}
            )
        if not drawings:
            raise UserError(request.env._("%(field)s is missing.", field=label))
        return drawings
