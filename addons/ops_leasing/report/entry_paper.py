"""What the forms of an entry say besides their fields, and who signs which."""

from odoo import models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

TENANT = _lt("Tenant")
COMMERCIAL = _lt("Commercial company")
PROPERTY = _lt("Property company")
PROJECT = _lt("Project department")
FINANCE = _lt("Regional finance")


class LeaseCompletionPaper(models.Model):
    """工程竣工验收资料清单 (LE-13)."""

    _name = "ops.lease.completion"
    _inherit = ["ops.lease.completion", "ops.paper.mixin"]

    _paper_blocks = {
        "ops_leasing.report_completion": [
            (PROJECT, "step:hand_in", {"stamp": True}),
            (PROPERTY, "step:accept", {"stamp": True}),
        ],
    }

    # TOOLING
    def _paper_completion_cells(self):
        self.ensure_one()
        shops = ", ".join(self.sudo().unit_ids.mapped("number"))
        return [
            "property_id",
            (self.env._("Place"), self.floor_id.display_name or self.building_id.name),
            (self.env._("Shops"), shops, "wide"),
            "work",
            "contractor",
            "date_finished",
            (self.env._("Papers missing"), str(self.missing_count)),
        ]

    def _paper_completion_columns(self):
        return [
            (self.env._("Paper"), "name"),
            "copies",
            "received",
            "received_date",
            "remark",
        ]


class LeaseEntryPaper(models.Model):
    """进场通知, 进场手续 / 费用收缴单, 商户资料移交清单 (LE-14, LE-16, LE-17)."""

    _name = "ops.lease.entry"
    _inherit = ["ops.lease.entry", "ops.paper.mixin"]

    _paper_blocks = {
        "ops_leasing.report_entry_notice": [
            (COMMERCIAL, "step:notify", {"stamp": True}),
            (_lt("Received by the tenant"), None, {"stamp": True}),
        ],
        "ops_leasing.report_entry_fees": [
            (TENANT, None, {"stamp": True}),
            (PROPERTY, "step:take_over", {"stamp": True}),
            (FINANCE, None),
        ],
        "ops_leasing.report_entry_transfer": [
            (COMMERCIAL, "step:transfer", {"stamp": True}),
            (PROPERTY, "step:accept", {"stamp": True}),
        ],
    }

    # TOOLING
    def _paper_entry_cells(self):
        self.ensure_one()
        lease = self.sudo().contract_id
        shops = self.env._(
            "%(project)s %(units)s, rent area %(area)s m²",
            project=lease.property_id.name or "",
            units=self._notice_shops(),
            area=self._paper_value(lease, "area"),
        )
        return [
            "partner_id",
            (self.env._("Lease number"), lease.name or ""),
            (self.env._("Shop"), shops, "wide"),
        ]

    def _paper_notice_cells(self):
        self.ensure_one()
        remark = ["remark!"] if self.remark else []
        return [*self._paper_entry_cells(), "date_entry", "place", *remark]

    def _paper_notice_columns(self):
        return [(self.env._("Please bring or sign"), "name"), "note", "copies"]

    def _paper_notice_items(self):
        """Papers to bring, in the order of the list."""
        return self._notice_papers()

    def _paper_bills(self):
        """Bills of the fees: ``{"numbers", "tax", "total", "open"}``."""
        self.ensure_one()
        # the form says what is on the bills, whoever prints it
        fees = self.sudo().fee_ids
        bills = fees.filtered(lambda fee: fee._is_billed()).move_id
        return {
            "numbers": ", ".join(bills.mapped("name")),
            "tax": sum(bills.mapped("amount_tax")),
            "total": sum(bills.mapped("amount_total")) or self.fee_amount,
            "open": sum(bills.mapped("amount_residual")) if bills else None,
        }

    def _paper_bill_cells(self):
        self.ensure_one()
        bills = self._paper_bills()
        paid = ""
        if bills["open"] is not None:
            paid = (
                self.env._(
                    "Unpaid: %(amount)s",
                    amount=self._paper_money(bills["open"], self.currency_id),
                )
                if bills["open"]
                else self.env._("Paid in full")
            )
        return [
            (self.env._("Bill"), bills["numbers"]),
            (self.env._("State of payment"), paid),
        ]

    def _paper_fee_columns(self):
        return [
            (self.env._("Fee"), "name"),
            "basis",
            "rate",
            "quantity",
            "mandatory",
            "amount",
        ]

    def _paper_item_columns(self):
        return [(self.env._("Paper or formality"), "name"), "note", "received"]

    def _paper_transfer_cells(self):
        self.ensure_one()
        return [
            *self._paper_entry_cells(),
            (self.env._("Handed over on"), self._paper_day(self.transfer_date)),
            (self.env._("Received on"), self._paper_day(self.accepted_date)),
        ]

    def _paper_transfer_columns(self):
        return [
            (self.env._("Paper"), "name"),
            "form",
            "copies",
            "received",
            "remark",
        ]

    def _paper_file(self, form):
        """Name of the printed file."""
        self.ensure_one()
        return f"{form} {self.name or ''}".strip()


class LeaseHandoverPaper(models.Model):
    """收铺单 (LE-15, C-29)."""

    _name = "ops.lease.handover"
    _inherit = ["ops.lease.handover", "ops.paper.mixin"]

    _paper_blocks = {
        "ops_leasing.report_handover": [
            (TENANT, None, {"stamp": True}),
            (PROPERTY, "step:finish", {"stamp": True}),
            (COMMERCIAL, None),
        ],
    }

    # TOOLING
    def _paper_handover_cells(self):
        self.ensure_one()
        return [
            *self.entry_id._paper_entry_cells()[:2],
            (
                self.env._("Shop"),
                ", ".join(self.sudo().unit_ids.mapped("display_name")),
                "wide",
            ),
            (self.env._("Entry number"), self.sudo().entry_id.name or ""),
            "date",
            "tenant_name",
            (self.env._("Points open"), str(self.open_count)),
        ]

    def _paper_meter_columns(self):
        return [
            (self.env._("Meter"), "meter_id"),
            "previous_value",
            (self.env._("Reading at handover"), "value"),
        ]

    def _paper_key_columns(self):
        return [
            (self.env._("Shop"), "unit_id"),
            (self.env._("Key for"), "kind"),
            "quantity",
            "remark",
        ]

    def _paper_point_columns(self):
        return [
            (self.env._("Point"), "display_name"),
            "agreed",
            "result",
            "remark",
            "cured_by",
            "cure_date",
        ]
