from odoo import models
from odoo.addons.ops_base.flow import Guard, gate
from odoo.addons.ops_base.models.contract_mixin import contract_flow
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class TestContract(models.Model):
    """The contract pattern as it stands, without anything of its own (HR-42)."""

    _name = "test.ops.contract"
    _inherit = ["ops.contract.mixin"]
    _description = "Test contract"

    _flow = contract_flow(
        group="ops_base.group_user",
        route="test_contract",
        sequence="test.ops.contract",
        signer="ops_base.group_gm",
        key_fields=("partner_id", "date_end"),
        editable={
            "draft": ("partner_id", "date_start", "date_end", "clauses"),
            "approved": ("signed_copy_ids", "date_end"),
        },
    )


class PartnerCategory(models.Model):
    """A document that Odoo owns, with a guard on one of its transitions."""

    _name = "res.partner.category"
    _inherit = ["res.partner.category", "ops.guard.mixin"]

    _guards = (
        Guard(
            "active",
            (False,),
            _lt("Archive"),
            gates="unused",
            group="ops_base.group_manager",
        ),
    )

    @gate(_lt("No contact carries it"), who="ops_base.group_user")
    def _gate_unused(self):
        for category in self.filtered("partner_ids"):
            message = self.env._("Contacts still carry it.")
            yield self._blocker(category, message, fix=category)
