from odoo import api, fields, models
from odoo.addons.ops_base.public import harmless


class LeaseContract(models.Model):
    """What lies between the signature and the fit-out (LE-13 … LE-17)."""

    _inherit = "ops.lease.contract"

    # FIELDS
    entry_ids = fields.One2many("ops.lease.entry", "contract_id", "Entries")
    entry_count = fields.Integer(
        "Entries of the lease", compute="_compute_entry_count", compute_sudo=True
    )

    # COMPUTE
    @api.depends("entry_ids")
    def _compute_entry_count(self):
        for contract in self:
            contract.entry_count = len(contract.entry_ids)

    # ACTION
    @harmless("opens a form; record rules decide what it shows")
    def action_open_entry(self):
        """The entry of this lease, or an empty one to fill in."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ops_leasing.entry_action"
        )
        entries = self.entry_ids
        action["context"] = {"default_contract_id": self.id}
        if len(entries) > 1:
            action["domain"] = [("contract_id", "=", self.id)]
        else:
            action.update(view_mode="form", views=[(False, "form")], res_id=entries.id)
        return action

    # BUSINESS
    def _entries(self):
        """``{contract: its entry}``, the one under way or the last draft; one query."""
        # how far an entry has come is a fact, whoever asks
        entries = (
            self.env["ops.lease.entry"]
            .sudo()
            .search(
                [("contract_id", "in", self.ids), ("state", "!=", "cancelled")],
                order="id",
            )
        )
        by_contract = {
            entry.contract_id.id: entry
            for entry in entries.sorted(lambda entry: entry.state != "draft")
        }
        empty = entries.browse()
        return {contract: by_contract.get(contract.id, empty) for contract in self}

    def _entry_deposits_missing(self):
        """``{contract: [(sentence, deposit)]}`` – deposits that a tenant pays before he
        enters; the one for the fit-out is asked for by the work permit (C-30)."""
        result = {contract: [] for contract in self}
        for deposit in self.deposit_ids:
            missing = deposit.kind != "fit_out" and deposit._missing()
            if missing:
                result[deposit.contract_id].append((missing, deposit))
        return result

    def _entry_fees_open(self):
        """``{contract: [sentences]}`` – mandatory fees that are not paid (LE-16).
        Leases taken over at the opening have paid theirs before."""
        entries = self._entries()
        unpaid = self.env["ops.lease.entry"].concat(*entries.values())._fees_open()
        result = {}
        for contract, entry in entries.items():
            result[contract] = [message for message, _bill in unpaid.get(entry, ())]
            if not entry and not contract.opening:
                message = self.env._(
                    "%(contract)s has no entry yet that says which fees are due.",
                    contract=contract.display_name,
                )
                result[contract].append(message)
        return result
