"""What the kernel's batch run asks of a billing run."""

from odoo import models
from odoo.exceptions import UserError


class LeaseBilling(models.Model):
    _inherit = "ops.lease.billing"

    # BUSINESS
    def _run_preview(self, run):
        """The leases that are posted: approved, computable, not left out."""
        billing = self.browse(run.params["billing"])
        return self.env["ops.lease.billing.line"].search(
            [
                ("billing_id", "=", billing.id),
                ("level", "!=", "error"),
                ("excluded", "=", False),
            ],
            order="id",
        )

    def _run_process(self, run, lines):
        """Post the bills of these leases; a lease that fails does so alone.

        :raise UserError: the run was called off or finished meanwhile: what is tried
            again then is no longer approved
        """
        billing = self.browse(run.params["billing"])
        if billing.state != "posting":
            raise UserError(
                self.env._(
                    "%(billing)s is “%(state)s”: it posts nothing any more.",
                    billing=billing.display_name,
                    state=billing._flow_state_label(billing.state),
                )
            )
        return lines._post()

    def _run_finished(self, run):
        """The run is done once every lease is posted; what failed waits for finance."""
        billing = self.browse(run.params["billing"])
        if billing.state == "posting" and not run.failed_count:
            billing._flow_take("finish")
