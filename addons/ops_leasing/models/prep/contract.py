import hashlib
from collections import namedtuple

from odoo import api, fields, models
from odoo.addons.ops_base.flow import gate
from odoo.addons.ops_base.public import harmless
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from ..groups import LEASING, PROJECT
from .classes import KEY_CLASSES, PROJECT_CLASSES, check_not_lowered, strictest

_lt = LazyTranslate(__name__)

Agreed = namedtuple("Agreed", "name value is_open key")
CLEARED = ("project_user_id", "project_date", "project_cleared_for")


class LeaseContract(models.Model):
    """What goes before the signature (LE-03 … LE-10)."""

    _inherit = "ops.lease.contract"

    # FIELDS
    lead_id = fields.Many2one(
        "crm.lead",
        "Prospect",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    negotiation_ids = fields.One2many(
        "ops.lease.negotiation", "contract_id", "Negotiation log"
    )
    techcond_ids = fields.One2many(
        "ops.lease.techcond", "contract_id", "Technical conditions"
    )
    change_ids = fields.One2many(
        "ops.lease.change", "contract_id", "Second-round changes"
    )
    negotiation_count = fields.Integer(
        "Rounds", compute="_compute_prep_counts", compute_sudo=True
    )
    techcond_count = fields.Integer(
        "Condition sheets", compute="_compute_prep_counts", compute_sudo=True
    )
    change_count = fields.Integer(
        "Changes", compute="_compute_prep_counts", compute_sudo=True
    )
    project_needed = fields.Boolean(
        "Needs the project department",
        compute="_compute_project_needed",
        compute_sudo=True,
    )
    project_user_id = fields.Many2one(
        "res.users", "Cleared by the project department", readonly=True, copy=False
    )
    project_date = fields.Date("Project clearance on", readonly=True, copy=False)
    project_cleared_for = fields.Char(readonly=True, copy=False)

    # COMPUTE
    def _compute_prep_counts(self):
        counts = {}
        for name, model in (
            ("negotiation_count", "ops.lease.negotiation"),
            ("techcond_count", "ops.lease.techcond"),
            ("change_count", "ops.lease.change"),
        ):
            counts[name] = dict(
                self.env[model]._read_group(
                    [("contract_id", "in", self.ids)], ["contract_id"], ["__count"]
                )
            )
        for contract in self:
            for name, found in counts.items():
                contract[name] = found.get(contract._origin, 0)

    @api.depends(
        "tenant_class",
        "lead_id.lease_tenant_class",
        "partner_id.commercial_partner_id.lease_tenant_class",
    )
    def _compute_project_needed(self):
        for contract in self:
            contract.project_needed = contract._class_in_force() in PROJECT_CLASSES

    # CRUD
    def write(self, vals):
        """A class is lowered by the commercial manager alone (LE-04)."""
        if "tenant_class" in vals:
            check_not_lowered(self, "tenant_class", vals["tenant_class"])
        return super().write(vals)

    # ACTION
    def action_project_clear(self):
        """The project department clears the technical side of the lease (LE-04).

        :raise AccessError: for others than the project department
        :raise FlowRefused: while it has not taken part or conditions are open
        """
        self._check_group(PROJECT)
        self.check_access("read")
        # the department reads leases and writes this one stamp in them
        papers = self.sudo()
        papers._flow_lock(self._flow.step("sign"))
        label = self.env._("Clear technical conditions")
        late = ("signed", "settled", "archived", "cancelled")
        blockers = [
            self._blocker(
                paper,
                self.env._(
                    "It is “%(state)s”.", state=self._flow_state_label(paper.state)
                ),
            )
            for paper in papers
            if paper.state in late
        ]
        blockers += papers._gates_ask(("project_took_part", "conditions_settled"))
        if blockers:
            raise self._guard_refusal(label, blockers)
        keys = papers._clearance_keys()
        for key, group in papers.grouped(keys.get).items():
            group._flow_write(
                {
                    "project_user_id": self.env.uid,
                    "project_date": fields.Date.context_today(self),
                    "project_cleared_for": key,
                }
            )
        words = self.env._("The project department has cleared the conditions.")
        papers._message_log_batch(dict.fromkeys(papers.ids, words))
        return True

    @harmless("opens a list; record rules decide what it shows")
    def action_open_rounds(self):
        return self._open_papers("ops_leasing.negotiation_action")

    @harmless("opens a list; record rules decide what it shows")
    def action_open_techconds(self):
        return self._open_papers("ops_leasing.techcond_action")

    @harmless("opens a list; record rules decide what it shows")
    def action_open_changes(self):
        return self._open_papers("ops_leasing.change_action")

    # BUSINESS
    @gate(_lt("Project department took part"), who=LEASING)
    def _gate_project_took_part(self):
        """LE-04: for anchor and sub-anchor tenants somebody of the project department
        stands among the participants of a recorded negotiation."""
        papers = self.filtered(lambda c: c._class_in_force() in PROJECT_CLASSES)
        present = papers._with_project()
        for contract in papers - present:
            message = self.env._(
                "%(tenant)s is of class “%(kind)s”; no recorded negotiation names the "
                "project department among its participants.",
                tenant=contract.partner_id.display_name or "",
                kind=contract._class_label(),
            )
            yield self._blocker(contract, message, fix=contract.lead_id or contract)

    @gate(_lt("Cleared by the project department"), who=PROJECT)
    def _gate_project_cleared(self):
        """LE-04: its clearance is for this tenant, these shops and these conditions."""
        papers = self.filtered(lambda c: c._class_in_force() in PROJECT_CLASSES)
        keys = papers._clearance_keys()
        for contract in papers:
            if not contract.project_date:
                message = self.env._(
                    "The project department has not cleared the technical conditions."
                )
                yield self._blocker(contract, message, fix=contract)
            elif contract.project_cleared_for != keys[contract]:
                message = self.env._(
                    "Tenant, shops or technical conditions have changed since the "
                    "project department cleared it."
                )
                yield self._blocker(contract, message, fix=contract)

    @gate(_lt("Technical conditions settled"), who=LEASING)
    def _gate_conditions_settled(self):
        """LE-10: no open technical line for key tenants; LE-05: for anchors and
        sub-anchors there is a sheet at all."""
        papers = self.filtered(lambda c: c._class_in_force() in KEY_CLASSES)
        sheets = papers._condition_sheets()
        for contract in papers:
            if not sheets[contract] and contract._class_in_force() in PROJECT_CLASSES:
                message = self.env._("There is no sheet of technical conditions.")
                yield self._blocker(contract, message, fix=contract)
            for sheet in sheets[contract]:
                for line in sheet.line_ids.filtered("is_open"):
                    message = self.env._(
                        "%(sheet)s: “%(condition)s” is open.",
                        sheet=sheet.display_name,
                        condition=line.display_name,
                    )
                    yield self._blocker(
                        contract, message, line._owner_text(), fix=sheet
                    )
                if sheet.state in ("draft", "matching") and not (
                    sheet.line_ids.filtered("is_open")
                ):
                    message = self.env._(
                        "%(sheet)s is not agreed.", sheet=sheet.display_name
                    )
                    yield self._blocker(contract, message, fix=sheet)

    def _class_in_force(self):
        """The strictest of the classes that lease, prospect and tenant bear."""
        self.ensure_one()
        tenant = self.partner_id.commercial_partner_id
        return strictest(
            self.tenant_class,
            self.lead_id.lease_tenant_class,
            tenant.lease_tenant_class,
        )

    def _class_label(self):
        labels = self._fields["tenant_class"]._description_selection(self.env)
        return dict(labels)[self._class_in_force()]

    def _clearance_keys(self):
        """``{contract: what the project department clears}``: this tenant in these
        shops on these conditions, as they were agreed."""
        keys = {}
        for contract, sheets in self._condition_sheets().items():
            units = ",".join(map(str, sorted(contract.line_ids.unit_id.ids)))
            lines = sheets.line_ids.filtered(lambda li: li.status != "dropped")
            agreed = [
                (
                    line.id,
                    line.status,
                    line.condition_id.id,
                    line.unit_id.id,
                    line.agreed_value,
                    line.agreed_words or "",
                    line.payer or "",
                )
                for line in lines.sorted("id")
            ]
            mark = hashlib.sha256(repr(agreed).encode()).hexdigest()[:16]
            keys[contract] = f"{contract.partner_id.id}/{units}/{mark}"
        return keys

    def _with_project(self):
        """Those of these leases with the project department in a recorded round."""
        people = self.env["ops.lease.negotiation.person"].search(
            [
                ("party", "=", "project"),
                ("user_id", "!=", False),
                ("negotiation_id.state", "=", "recorded"),
                "|",
                ("negotiation_id.contract_id", "in", self.ids),
                ("negotiation_id.lead_id", "in", self.lead_id.ids),
            ]
        )
        rounds = people.negotiation_id
        return self.filtered(
            lambda c: c in rounds.contract_id or (c.lead_id & rounds.lead_id)
        )

    def _condition_sheets(self, loose=False):
        """``{contract: sheets of its technical conditions}``, in one query.

        Beside its own, a lease not signed yet rests on sheets that no other lease
        has: those of its prospect, and those of the same tenant for the same shop,
        however the lease came about. A cancelled lease keeps none.

        :param loose: look for such sheets although the lease is signed
        """
        sheets = self.env["ops.lease.techcond"].search(
            Domain("state", "!=", "cancelled")
            & (
                Domain("contract_id", "in", self.ids)
                | (
                    (
                        Domain("contract_id", "=", False)
                        | Domain("contract_id.state", "=", "cancelled")
                    )
                    & (
                        Domain("lead_id", "in", self.lead_id.ids)
                        | Domain("unit_ids", "in", self.line_ids.unit_id.ids)
                    )
                )
            )
        )
        # read all lines at once: what follows asks sheet by sheet
        lines = sheets.line_ids
        for name in ("display_name", "measure", "status", "is_open", "to_build"):
            lines.mapped(name)
        return {
            contract: sheets.filtered(
                lambda sheet, c=contract: (
                    sheet.contract_id == c
                    or (
                        (loose or c.state not in ("signed", "settled", "archived"))
                        and c._takes_sheet(sheet)
                    )
                )
            )
            for contract in self
        }

    def _takes_sheet(self, sheet):
        """Whether a sheet without a lease of its own is about this lease."""
        if sheet.contract_id.state not in (False, "cancelled"):
            return False
        if sheet.company_id != self.company_id:
            return False
        if self.lead_id and sheet.lead_id == self.lead_id:
            return True
        tenant, known = self.partner_id.commercial_partner_id, sheet.partner_id
        same = (
            known.commercial_partner_id == tenant
            if known
            else sheet.tenant_name == tenant.name
        )
        return bool(same and sheet.unit_ids & self.line_ids.unit_id)

    def _conditions_agreed(self):
        """``{contract: [Agreed]}`` – technical conditions that hand-over and fit-out
        review carry on (LE-X3). Open is what nobody agreed to yet, or what the
        landlord has to build and has not built; the key tells two agreements apart
        in every language."""
        return {
            contract: [
                Agreed(
                    line.display_name,
                    line._agreed_text(),
                    line.is_open or line.to_build,
                    line._agreed_key(),
                )
                for line in sheets.line_ids
                if line.status != "dropped"
            ]
            for contract, sheets in self._condition_sheets().items()
        }

    def _after_sign(self):
        super()._after_sign()
        # what the signature rests on is the lease's own from now on
        for contract, sheets in self.sudo()._condition_sheets(loose=True).items():
            for sheet in sheets.filtered(lambda s, c=contract: s.contract_id != c):
                sheet._flow_write({"contract_id": contract.id})
        # the prospect is won by the signature, whoever records it
        leads = self.sudo().lead_id
        for stage in self.env.ref("ops_leasing.stage_signed", False) or ():
            leads.stage_id = stage

    def _after_cancel(self):
        """Shops that were only talked about for this lease go back to market."""
        # they follow from the lease, whoever may write them
        lines = self.sudo().line_ids
        units = lines.unit_id.filtered(lambda u: u.state == "negotiating")
        others = units.line_ids.filtered(
            lambda line: (
                line.contract_id not in self
                and line.contract_id.state
                in ("negotiation", "draft", "legal", "approving", "approved")
            )
        )
        (units - others.unit_id)._flow_kernel_take("give_up")

    def _lease_open(self):
        """Action that opens these leases."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ops_leasing.contract_action"
        )
        if len(self) == 1:
            action.update(views=[(False, "form")], res_id=self.id)
        else:
            action.update(domain=[("id", "in", self.ids)], context={})
        return action

    def _open_papers(self, xmlid):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        action["domain"] = [("contract_id", "=", self.id)]
        action["context"] = {"default_contract_id": self.id}
        return action
