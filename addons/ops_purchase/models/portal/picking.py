from markupsafe import Markup
from odoo import api, fields, models
from odoo.exceptions import UserError


class StockPicking(models.Model):
    """A receipt knows what its supplier has announced (PU-15, PU-F29)."""

    _inherit = "stock.picking"

    # FIELDS
    announced = fields.Text(
        "Announced by the supplier", compute="_compute_announced", compute_sudo=True
    )

    # COMPUTE
    @api.depends("state", "picking_type_code", "move_ids.purchase_line_id")
    def _compute_announced(self):
        for picking in self:
            picking.announced = "\n".join(
                picking._announcement_text(note, contacts)
                for note, contacts in picking._announcements().items()
            )

    # ACTION
    def action_take_note(self):
        """Register the oldest announced delivery note with the receipt.

        :raise UserError: where none is announced
        """
        self.check_access("write")
        for picking in self:
            # whoever receives the goods may know their delivery note
            notes = list(picking.sudo()._announcements())
            if not notes:
                raise UserError(
                    self.env._(
                        "%(receipt)s: no delivery note is announced.",
                        receipt=picking.display_name,
                    )
                )
            picking.delivery_note = notes[0]
        return True

    # BUSINESS
    def _announcements(self):
        """``{delivery note: contacts}`` announced for a receipt that is expected, and
        not registered with another one."""
        self.ensure_one()
        if self.picking_type_code != "incoming" or self.state in ("done", "cancel"):
            return {}
        orders = self.move_ids.purchase_line_id.order_id
        registered = set(
            orders.picking_ids.filtered(lambda r: r.state == "done").mapped(
                "delivery_note"
            )
        )
        return {
            note: contacts
            for order in orders
            for note, contacts in order._portal_shipments().items()
            if note not in registered
        }

    def _announcement_text(self, note, contacts):
        goods = ", ".join(
            f"{contact.line_id.product_id.display_name} {contact.quantity:g} "
            f"{contact.line_id.product_uom_id.name} {contact.lots or ''}".strip()
            for contact in contacts
        )
        return self.env._(
            "%(note)s: %(goods)s; shipped on %(shipped)s, expected on %(expected)s "
            "%(way)s",
            note=note,
            goods=goods,
            shipped=contacts[:1].date_shipped,
            expected=contacts[:1].date_expected,
            way=" ".join(filter(None, [contacts[:1].carrier, contacts[:1].waybill])),
        ).strip()

    def _portal_announce(self, title, rows, files, author):
        """Log an announcement with the receipt, its files with it."""
        body = Markup("<p><strong>%s</strong></p>") % title
        body += Markup().join(Markup("<div>%s</div>") % row for row in rows)
        self.message_post(
            body=body,
            author_id=author.id,
            subtype_xmlid="mail.mt_note",
            attachments=list(files),
        )
