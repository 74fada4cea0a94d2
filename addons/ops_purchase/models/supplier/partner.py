from odoo import SUPERUSER_ID, fields, models
from odoo.exceptions import AccessError, UserError

from ..groups import BUYER_HEAD

#: Who a judged supplier is; another name or owner is another supplier.
IDENTITY = frozenset(
    ("name", "vat", "company_registry", "parent_id", "is_company", "company_type")
)


class ResPartner(models.Model):
    """The opinions on a supplier are opinions on him alone (PU-07)."""

    _inherit = "res.partner"

    # FIELDS
    supplier_file_ids = fields.One2many(
        "ops.supplier",
        "partner_id",
        "Supplier files",
        groups="ops_purchase.group_buyer",
    )

    # CRUD
    def write(self, vals):
        """Nobody becomes a judged supplier by taking his name or joining his company;
        the head of purchasing enters what has really changed."""
        if IDENTITY.isdisjoint(vals) or self._supplier_keeper():
            return super().write(vals)
        before = {partner: partner._supplier_identity() for partner in self}
        judged = self.commercial_partner_id._judged()
        result = super().write(vals)
        judged |= self.commercial_partner_id._judged()
        changed = self.browse(
            [
                partner.id
                for partner, said in before.items()
                if said != partner._supplier_identity()
                and (said[0] | partner.commercial_partner_id) & judged
            ]
        )
        if changed:
            raise AccessError(
                self.env._(
                    "%(suppliers)s: technology, quality and finance have judged a "
                    "supplier of this name and company. Changes are up to %(who)s.",
                    suppliers=", ".join(changed.mapped("display_name")),
                    who=self.env["ops.supplier"]._guard_who((BUYER_HEAD,)),
                )
            )
        return result

    # BUSINESS
    def _supplier_keeper(self):
        return self.env.uid == SUPERUSER_ID or self.env.user.has_group(BUYER_HEAD)

    def _supplier_identity(self):
        """What a partner is judged by: a contact by his company, a company by its name
        and numbers."""
        self.ensure_one()
        company = self.commercial_partner_id
        if company != self:
            return (company,)
        return (company, self.name, self.vat or "", self.company_registry or "")

    def _judged(self):
        """Those judged by a company that orders from judged suppliers alone."""
        # that there are opinions is known to whoever is refused
        files = self.env["ops.supplier"].sudo()
        found = files.search(
            [
                ("partner_id", "in", self.ids),
                ("state", "!=", "potential"),
                ("company_id.purchase_gate_supplier", "=", True),
            ]
        )
        return self.browse(found.partner_id.ids)


class MergePartners(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    # BUSINESS
    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """A partner who was ordered from does not become a judged supplier by being
        merged with one."""
        partners = self.env["res.partner"].browse(partner_ids).exists()
        companies = partners.commercial_partner_id
        judged = companies._judged()
        if judged and len(companies) > 1:
            if not partners._supplier_keeper():
                raise AccessError(
                    self.env._(
                        "%(suppliers)s: merging judged suppliers is up to %(who)s.",
                        suppliers=", ".join(judged.mapped("name")),
                        who=self.env["ops.supplier"]._guard_who((BUYER_HEAD,)),
                    )
                )
            others = partners.filtered(lambda r: r.commercial_partner_id not in judged)
            # who has ordered what is no matter of who may read it
            orders = self.env["purchase.order"].sudo()
            if len(judged) > 1 or orders.search_count(
                [("partner_id", "in", others.ids), ("state", "!=", "cancel")], limit=1
            ):
                raise UserError(
                    self.env._(
                        "%(suppliers)s: what was ordered from somebody else would then "
                        "be ordered from a judged supplier. Archive the other contact "
                        "instead.",
                        suppliers=", ".join(judged.mapped("name")),
                    )
                )
        return super()._merge(partner_ids, dst_partner, extra_checks)
