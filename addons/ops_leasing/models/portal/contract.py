"""A lease as its tenant sees it, and who may look (LE-F28)."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang


class LeaseContract(models.Model):
    _inherit = "ops.lease.contract"

    # FIELDS
    repair_ids = fields.One2many("ops.lease.repair", "contract_id", "Repairs")
    portal_user_count = fields.Integer(
        "People with portal access",
        compute="_compute_portal_user_count",
        compute_sudo=True,
    )

    # COMPUTE
    def _compute_portal_user_count(self):
        partners = self.partner_id.commercial_partner_id
        counts = dict(
            self.env["res.users"]._read_group(
                [
                    ("share", "=", True),
                    ("partner_id.commercial_partner_id", "in", partners.ids),
                ],
                ["partner_id"],
                ["__count"],
            )
        )
        totals = {}
        for partner, count in counts.items():
            company = partner.commercial_partner_id
            totals[company] = totals.get(company, 0) + count
        for lease in self:
            lease.portal_user_count = totals.get(
                lease.partner_id.commercial_partner_id, 0
            )

    # ACTION
    def action_portal_access(self):
        """Open Odoo's own dialog that gives the tenant's contacts access (LE-F28).

        :raise AccessError: for who may not change contacts
        :raise UserError: where the lease names no tenant
        """
        self.ensure_one()
        self.check_access("read")
        if not self.partner_id:
            raise UserError(self.env._("The lease names no tenant yet."))
        partners = self.partner_id.commercial_partner_id
        # the dialog asks itself who may give access
        wizard = self.env["portal.wizard"].with_context(active_ids=partners.ids)
        return wizard.action_open_wizard()

    # BUSINESS
    def _portal_shops(self):
        """Lines of the shops the tenant has or will have, the last ones of a lease that
        is over."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        day = min(filter(None, (today, self.date_end)))
        lines = self.line_ids
        shown = lines.filtered(
            lambda line: (
                not line.date_to
                or line.date_to >= max(filter(None, (day, line.date_from)))
            )
        )
        # read together with those of the other leases
        return shown.with_prefetch(lines._prefetch_ids)

    def _portal_shop_names(self):
        """Those shops in a line of text."""
        return ", ".join(self._portal_shops().unit_id.mapped("display_name"))

    def _portal_terms(self):
        """Rent and fees in force, in words: ``[(what, how much, from, until)]``."""
        self.ensure_one()
        rows = []
        for charge in self._charges_on():
            names = {
                name: dict(charge._fields[name]._description_selection(self.env)).get(
                    charge[name], ""
                )
                for name in ("basis", "rhythm")
            }
            if charge.kind == "turnover":
                amount = self.env._("By the sales reported")
            else:
                rate = formatLang(self.env, charge.rate, currency_obj=self.currency_id)
                amount = self.env._(
                    "%(rate)s %(basis)s, billed: %(rhythm)s",
                    rate=rate,
                    basis=names["basis"],
                    rhythm=names["rhythm"],
                )
            rows.append(
                (charge._kind_label(), amount, charge.date_from, charge.date_to)
            )
        return rows

    def _portal_dates(self):
        """Days that count for the tenant: ``[(what, day)]``, by day."""
        self.ensure_one()
        rows = [
            (self.env._("Lease begins"), self.date_start),
            (self.env._("Shop opened on"), self.date_opened),
            (self.env._("Rent starts on"), self.date_rent_start),
            (self.env._("Lease ends"), self.date_end),
        ]
        rows += [
            (
                self.env._("%(charge)s rises", charge=charge._kind_label()),
                charge.rise_date,
            )
            for charge in self._charges_on()
            if charge.rise_date
        ]
        return sorted((row for row in rows if row[1]), key=lambda row: row[1])
