"""What the steps of a supplier file demand, and why nothing may be ordered from a
supplier (PU-05, PU-07)."""

from odoo import api, fields, models
from odoo.addons.ops_base.flow import gate
from odoo.tools import LazyTranslate, format_date

from ..groups import BUYER, QUALITY

_lt = LazyTranslate(__name__)


class Supplier(models.Model):
    _inherit = "ops.supplier"

    # BUSINESS
    @gate(_lt("File complete"), who=BUYER)
    def _gate_file_complete(self):
        for file in self.filtered(lambda r: not r.category_ids):
            message = self.env._("Say which goods the supplier supplies.")
            yield self._blocker(file, message, fix=file)
        for file in self.filtered(lambda r: not r.certificate_ids):
            message = self.env._("No certificate is filed, not even the licence.")
            yield self._blocker(file, message, fix=file)

    @gate(_lt("Trials passed"), who=QUALITY)
    def _gate_trials_passed(self):
        """What the goods demand of a supplier before he is judged (PU-F08)."""
        kinds = self.env["ops.supplier.trial"]._fields["kind"]
        for file in self:
            passed = file.trial_ids._passed()
            for kind, label in kinds._description_selection(self.env):
                asking = file.category_ids.filtered(f"supplier_{kind}")
                if asking and kind not in passed:
                    message = self.env._(
                        "%(goods)s: “%(trial)s” has not been passed.",
                        goods=", ".join(asking.mapped("name")),
                        trial=label,
                    )
                    yield self._blocker(file, message, fix=file)

    @gate(_lt("The only file of the supplier"), who=BUYER)
    def _gate_only_file(self):
        """Two files of one supplier would say two things."""
        others = self.search(
            [
                ("partner_id", "in", self.partner_id.ids),
                ("company_id", "in", self.company_id.ids),
                ("state", "!=", "potential"),
            ]
        )
        known = others.grouped(lambda r: (r.partner_id, r.company_id))
        for file in self:
            other = known.get((file.partner_id, file.company_id), others[:0]) - file
            if other:
                message = self.env._(
                    "%(file)s is the file of this supplier; go on there.",
                    file=other[0].display_name,
                )
                yield self._blocker(file, message, fix=other[0])

    @gate(_lt("Qualification not ended"), who=BUYER)
    def _gate_still_qualified(self):
        today = fields.Date.context_today(self)
        for file in self.filtered(lambda r: not r.date_until or r.date_until < today):
            message = self.env._("The qualification has ended: have it evaluated.")
            yield self._blocker(file, message, fix=file)

    @api.model
    def _refusals(self, partners, company):
        """Why a company may not sign or order with partners (PU-05, PU-07):
        ``{partner id: [(message, file)]}``, nothing for those it may.

        :param partners: companies or their contacts
        :param company: the one that buys
        """
        # whether a supplier is qualified is a fact, whoever orders
        files = self.sudo().search(
            [
                ("partner_id", "in", partners.commercial_partner_id.ids),
                ("company_id", "=", company.id),
            ]
        )
        # the one under way or decided speaks, one just begun only where it is alone
        speaking = {file.partner_id: file for file in files.sorted(self._speaks_last)}
        found = {}
        for partner in partners:
            file = speaking.get(partner.commercial_partner_id, files[:0])
            reasons = file._refusals_of() if file else [self._refusal_unknown(partner)]
            if reasons:
                found[partner.id] = [(reason, file) for reason in reasons]
        return found

    @api.model
    def _speaks_last(self, file):
        return (file.state != "potential", file.id)

    @api.model
    def _refusal_unknown(self, partner):
        return self.env._(
            "%(supplier)s has no supplier file; technology, quality and finance "
            "opinions missing.",
            supplier=partner.commercial_partner_id.name,
        )

    def _refusals_of(self):
        """Why nothing may be ordered by this file, as sentences."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        supplier, said = self.partner_id.name, []
        if self.state in ("potential", "evaluating"):
            said.append(self._refusal_opinions())
        elif self.state == "suspended":
            said.append(self.env._("%(supplier)s is suspended.", supplier=supplier))
        elif self.state == "eliminated":
            said.append(self.env._("%(supplier)s is eliminated.", supplier=supplier))
        elif self.date_until and self.date_until < today:
            said.append(
                self.env._(
                    "%(supplier)s was qualified until %(date)s: have it evaluated "
                    "again.",
                    supplier=supplier,
                    date=format_date(self.env, self.date_until),
                )
            )
        said += [
            self.env._(
                "%(supplier)s: %(certificate)s expired on %(date)s.",
                supplier=supplier,
                certificate=certificate.display_name,
                date=format_date(self.env, certificate.date_end),
            )
            for certificate in self.certificate_ids._expired(today)
        ]
        return said

    def _refusal_opinions(self):
        """Which opinions a supplier lacks that is not qualified yet."""
        self.ensure_one()
        last = self.evaluation_ids.filtered(lambda r: r.state != "cancelled")
        last = last.sorted("id")[-1:]
        if last.state == "decided":
            return self.env._(
                "%(supplier)s was judged not qualified (%(evaluation)s).",
                supplier=self.partner_id.name,
                evaluation=last.display_name,
            )
        missing = last._opinions_missing() if last.state == "judging" else None
        return self.env._(
            "%(supplier)s is not qualified yet: %(missing)s.",
            supplier=self.partner_id.name,
            missing=self.env["ops.supplier.opinion"]._missing_words(missing),
        )
