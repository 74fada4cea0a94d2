from collections import namedtuple

from odoo import api, fields, models
from odoo.addons.ops_base.public import harmless

from ..groups import FINANCE, LEASING, PROPERTY

Need = namedtuple("Need", "gate message who fix")


class LeaseContract(models.Model):
    """Fit-out, licences and opening of a lease (LE-18 … LE-21)."""

    _inherit = "ops.lease.contract"

    # FIELDS
    fitout_ids = fields.One2many("ops.lease.fitout", "contract_id", "Fit-outs")
    fitout_count = fields.Integer(
        "Fit-out files", compute="_compute_fitout_count", compute_sudo=True
    )
    licence_ids = fields.One2many("ops.lease.licence", "contract_id", "Licences")
    licence_open = fields.Integer(
        "Licences missing", compute="_compute_licence_open", compute_sudo=True
    )
    date_opened = fields.Date("Shop opened on", readonly=True, copy=False)
    date_rent_start = fields.Date(
        "Rent runs from",
        readonly=True,
        copy=False,
        help="Day the opening acceptance has started the rent (LE-F22).",
    )

    # COMPUTE
    @api.depends("fitout_ids")
    def _compute_fitout_count(self):
        for contract in self:
            contract.fitout_count = len(contract.fitout_ids)

    @api.depends(
        "licence_ids.date_obtained",
        "licence_ids.date_end",
        "licence_ids.required",
        "licence_ids.waived_user_id",
        "licence_ids.attachment_ids",
        "line_ids.unit_id.use",
    )
    def _compute_licence_open(self):
        missing = self._licences_missing()
        for contract in self:
            contract.licence_open = len(missing[contract])

    # ACTION
    @harmless("opens a list; record rules decide what it shows")
    def action_open_fitouts(self):
        """Fit-out files of this lease."""
        return self._open_of_lease("ops_leasing.fitout_action")

    @harmless("opens a list; record rules decide what it shows")
    def action_open_licences(self):
        """Licences of this lease."""
        return self._open_of_lease("ops_leasing.licence_action")

    # BUSINESS
    def _licences_start(self):
        """List the licences these leases need by the use of their shops (LE-20)."""
        asked = self.env["ops.lease.licence.kind"]._asked_of(self)
        # the list follows from the shop, whoever opens it
        licences = self.env["ops.lease.licence"].sudo()
        return licences.create(
            [
                {"contract_id": contract.id, "kind_id": kind.id, "required": required}
                for contract, kinds in asked.items()
                for kind, required in kinds.items()
                if kind not in contract.sudo().licence_ids.kind_id
            ]
        )

    def _licences_missing(self, date=None):
        """Licences without which these shops do not open: ``{contract: [text]}``.

        What the rules ask for counts also where nobody has listed it; the manager
        waives one by listing it as not required; what nobody needed when it was listed
        is not waived by that.
        """
        date = date or fields.Date.context_today(self)
        asked = self.env["ops.lease.licence.kind"]._asked_of(self)
        result = {}
        for contract in self:
            licences = contract.licence_ids
            listed = {licence.kind_id: licence for licence in licences}
            needed = {kind for kind, required in asked[contract].items() if required}
            needed -= {
                kind
                for kind, lic in listed.items()
                if not lic.required and lic.waived_user_id
            }
            needed |= {kind for kind, lic in listed.items() if lic.required}
            valid = licences._valid_on(date).kind_id
            result[contract] = [
                self.env._("Licence expired: %(licence)s.", licence=kind.name)
                if kind in listed
                and listed[kind].date_end
                and listed[kind].date_end < date
                else self.env._("Licence missing: %(licence)s.", licence=kind.name)
                for kind in sorted(needed, key=lambda k: (k.sequence, k.id))
                if kind not in valid
            ]
        return result

    def _opening_missing(self, date=None):
        """LE-21: what keeps these tenants from opening, ``{contract: [Need]}``; in a
        number of queries that does not depend on how many there are."""
        licences = self._licences_missing(date)
        fees = self._entry_fees_open()
        who = {
            group: self.env["ops.lease.fitout"]._guard_who((group,))
            for group in (LEASING, PROPERTY, FINANCE)
        }
        result = {}
        for contract in self:
            needs = result[contract] = []
            if contract.state != "signed":
                message = self.env._(
                    "%(contract)s is “%(state)s”, not signed.",
                    contract=contract.display_name,
                    state=contract._flow_state_label(contract.state),
                )
                needs.append(Need("fitout", message, who[LEASING], contract))
            papers = contract.fitout_ids.filtered(lambda p: p.state != "cancelled")
            fitout = papers.sorted("id")[-1:]
            if not fitout:
                message = self.env._("there is no fit-out file.")
                needs.append(Need("fitout", message, who[LEASING], contract))
            elif fitout.state not in fitout._accepted_states():
                message = self.env._(
                    "fit-out %(fitout)s is “%(state)s”, not accepted.",
                    fitout=fitout.display_name,
                    state=fitout._flow_state_label(fitout.state),
                )
                needs.append(Need("fitout", message, who[PROPERTY], fitout))
            for unit in contract._shops_ahead().filtered(
                lambda u: u.state != "fitting_out"
            ):
                message = self.env._(
                    "%(unit)s is “%(state)s”.",
                    unit=unit.display_name,
                    state=unit._flow_state_label(unit.state),
                )
                needs.append(Need("fitout", message, who[PROPERTY], unit))
            for unit in contract.unit_ids.filtered(
                lambda u, c=contract: u.contract_id and u.contract_id != c
            ):
                message = self.env._(
                    "%(unit)s is let by %(contract)s.",
                    unit=unit.display_name,
                    contract=unit.contract_id.display_name,
                )
                needs.append(Need("fitout", message, who[LEASING], unit))
            needs += [
                Need("licences", message, who[LEASING], contract)
                for message in licences[contract]
            ]
            needs += [
                Need("fees", message, who[FINANCE], contract)
                for message in fees.get(contract, ())
            ]
        return result
