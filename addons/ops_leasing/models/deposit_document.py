from odoo import api, fields, models
from odoo.exceptions import AccessError

from .ledger_pass import papers_passed

# field that names the paper: the paper's model
LINKS = {
    "lease_exit_id": "ops.lease.exit",
    "lease_fitout_id": "ops.lease.fitout",
    "lease_use_id": "ops.lease.deposit.use",
}


class LeaseDepositDocument(models.AbstractModel):
    """A document of the books that a paper of a lease has made: of an exit, or of a
    fit-out, or of the use of a deposit (LE-11, LE-27, LE-X4, LE-X7)."""

    _name = "ops.lease.deposit.document"
    _description = "Document made by a paper of a lease"

    # FIELDS
    lease_exit_id = fields.Many2one(
        "ops.lease.exit",
        "Tenant exit",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    lease_fitout_id = fields.Many2one(
        "ops.lease.fitout",
        "Tenant fit-out",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    lease_use_id = fields.Many2one(
        "ops.lease.deposit.use",
        "Use of a deposit",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )

    # CRUD
    @api.model
    def default_get(self, fields):
        """No default names a paper, neither a caller's nor one that was saved."""
        own = self._deposit_document_fields()
        return super().default_get([name for name in fields if name not in own])

    # BUSINESS
    def _deposit_paper(self):
        """The paper this document belongs to; empty for all others."""
        self.ensure_one()
        papers = [self[link] for link in LINKS if self[link]]
        return papers[0] if papers else self.env["ops.lease.exit"]

    def _deposit_passed(self):
        """Whether the paper of this document is under way to pay or keep a deposit."""
        paper = self._deposit_paper()
        return (paper._name, paper.id) in papers_passed(self.env)

    @api.model
    def _deposit_vals_passed(self, vals):
        """The same for values somebody asks to write: every paper they name."""
        asked = [(LINKS[link], vals[link]) for link in LINKS if vals.get(link)]
        return bool(asked) and papers_passed(self.env).issuperset(asked)

    @api.model
    def _deposit_refuse(self):
        raise AccessError(self._deposit_alone())

    @api.model
    def _deposit_alone(self):
        return self.env._(
            "A deposit is refunded, retained or used by its exit, its fit-out or an "
            "approved use alone, which regional finance carries out."
        )

    @api.model
    def _deposit_document_fields(self):
        return set(LINKS)
