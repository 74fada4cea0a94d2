"""What the forms before the lease say, and who signs which (C-05, C-06)."""

from odoo import models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

TENANT = _lt("Tenant")
COMMERCIAL = _lt("Commercial company")
PROJECT = _lt("Project department")
DESIGN = _lt("Design management centre")
COST = _lt("Cost management centre")


class LeaseDealPaper(models.AbstractModel):
    """Head cells that the forms of a deal have in common."""

    _name = "ops.lease.deal.paper"
    _description = "Form of a deal"
    _inherit = ["ops.paper.mixin"]

    # TOOLING
    def _paper_units(self):
        """Project and shops of the paper, as one line."""
        self.ensure_one()
        # the shops on the form belong to it, whoever prints it
        paper = self.sudo()
        units = (
            paper.unit_ids
            if "unit_ids" in paper
            else paper.contract_id.line_ids.unit_id or paper.lead_id.lease_unit_ids
        )
        words = (paper.property_id.name, "、".join(units.mapped("number")))
        return " ".join(filter(None, words))

    def _paper_file(self, form):
        """Name of the printed file."""
        self.ensure_one()
        return f"{form} {self.name or ''}".strip()


class LeaseNegotiationPaper(models.Model):
    """招商谈判记录 (LE-03, LE-04)."""

    _name = "ops.lease.negotiation"
    _inherit = ["ops.lease.negotiation", "ops.lease.deal.paper"]

    _paper_blocks = {
        "ops_leasing.report_negotiation": [
            (_lt("Written by"), "step:record"),
            (COMMERCIAL, None),
            (PROJECT, None),
            (TENANT, None),
        ],
    }

    # TOOLING
    def _paper_negotiation_cells(self):
        self.ensure_one()
        paper = self.sudo()
        return [
            (self.env._("Tenant"), paper.tenant_name or ""),
            (self.env._("Tenant class"), self._paper_value(paper, "tenant_class")),
            (self.env._("Shop"), self._paper_units(), "wide"),
            (self.env._("Round"), str(self.round or "")),
            "date",
            "place",
            (self.env._("Handled by"), paper.user_id.name or ""),
            "subject!",
        ]

    def _paper_negotiation_texts(self):
        self.ensure_one()
        return ["content!", "result!", "next_step!", "next_date!"]


class LeaseTechcondPaper(models.Model):
    """房产技术条件对接表 (LE-05, LE-X3)."""

    _name = "ops.lease.techcond"
    _inherit = ["ops.lease.techcond", "ops.lease.deal.paper"]

    _paper_blocks = {
        "ops_leasing.report_techcond": [
            (COMMERCIAL, "step:agree"),
            (DESIGN, "answer:design"),
            (PROJECT, "answer:project"),
            (TENANT, None, {"stamp": True}),
        ],
    }

    # TOOLING
    def _paper_signatures(self, report):
        """A department signs with its last answer; that is no step of the flow."""
        blocks = super()._paper_signatures(report)
        declared = self._paper_blocks.get(report.report_name, ())
        for number, (_title, source, *_options) in enumerate(declared):
            kind, _colon, owner = (source or "").partition(":")
            for paper in self if kind == "answer" else ():
                # who answered is no secret to who reads the sheet
                lines = paper.sudo().line_ids.filtered(
                    lambda li, owner=owner: li.owner_group == owner and li.answer_date
                )
                last = lines.sorted("answer_date")[-1:]
                if last:
                    blocks[paper.id][number]["signs"] = [
                        self._paper_sign(last.answer_user_id.name, last.answer_date)
                    ]
        return blocks

    def _paper_techcond_cells(self):
        self.ensure_one()
        paper = self.sudo()
        return [
            (self.env._("Tenant"), paper.tenant_name or ""),
            (self.env._("Tenant class"), self._paper_value(paper, "tenant_class")),
            (self.env._("Shop"), self._paper_units(), "wide"),
            (self.env._("Lease number"), paper.contract_id.name or ""),
            (self.env._("Handled by"), paper.user_id.name or ""),
        ]

    def _paper_techcond_rows(self):
        """Lines of the sheet as they are printed."""
        self.ensure_one()
        labels = {
            name: dict(
                self.env["ops.lease.techcond.line"]
                ._fields[name]
                ._description_selection(self.env)
            )
            for name in ("owner_group", "payer", "status")
        }
        rows = []
        for line in self.sudo().line_ids:
            measure = line.measure or ""
            rows.append(
                [
                    line.display_name + (f"（{measure}）" if measure else ""),
                    line.supply_words
                    or (f"{line.supply:g}" if line.supply_known else "—"),
                    line.demand_words or f"{line.demand:g}",
                    f"{line.gap:g}" if line.gap else ("—" if line.short else ""),
                    line.agreed_words
                    or (f"{line.agreed_value:g}" if line.agreed_value else ""),
                    labels["payer"].get(line.payer, ""),
                    labels["owner_group"][line.owner_group],
                    self._paper_day(line.date_due) if line.date_due else "",
                    labels["status"][line.status],
                ]
            )
        return rows


class LeaseRedesignPaper(models.Model):
    """设计变更单 / 成本核算明细 (LE-06, LE-07)."""

    _name = "ops.lease.redesign"
    _inherit = ["ops.lease.redesign", "ops.lease.deal.paper"]

    _paper_blocks = {
        "ops_leasing.report_redesign": [
            (_lt("Asked for by"), "step:submit"),
            (DESIGN, "step:release"),
            (COMMERCIAL, "step:confirm"),
        ],
        "ops_leasing.report_redesign_cost": [
            (COST, "step:cost", {"stamp": True}),
            (DESIGN, "step:release"),
            (COMMERCIAL, "step:confirm"),
        ],
    }

    # TOOLING
    def _paper_redesign_cells(self):
        self.ensure_one()
        paper = self.sudo()
        return [
            (self.env._("Tenant"), paper.tenant_name or ""),
            (self.env._("Conditions sheet"), paper.techcond_id.name or ""),
            (self.env._("Shop"), self._paper_units(), "wide"),
            "subject!",
            "scope!",
            (self.env._("Version in force"), paper.version_id.display_name or ""),
            "date_due",
        ]

    def _paper_version_columns(self):
        return [
            "number",
            "name",
            (self.env._("Released on"), "release_date"),
            (self.env._("Released by"), "release_user_id"),
            "status",
        ]

    def _paper_cost_columns(self):
        return [
            "name",
            (self.env._("For the condition"), "techcond_line_id"),
            "quantity",
            "measure",
            "price",
            "amount",
        ]


class LeaseChangePaper(models.Model):
    """二次工程变更单 (LE-12)."""

    _name = "ops.lease.change"
    _inherit = ["ops.lease.change", "ops.lease.deal.paper"]

    _paper_blocks = {
        "ops_leasing.report_change": [
            (TENANT, None, {"stamp": True}),
            (_lt("Handled by"), "step:submit"),
            (PROJECT, "approval:1"),
            (COMMERCIAL, "approval:2"),
            (COST, "step:cost"),
            (_lt("Done by"), "step:finish"),
        ],
    }

    # TOOLING
    def _paper_change_cells(self):
        self.ensure_one()
        paper = self.sudo()
        return [
            "partner_id",
            (self.env._("Lease number"), paper.contract_id.name or ""),
            (self.env._("Shop"), self._paper_units(), "wide"),
            "condition_ids!",
            "date_request",
            "date_wanted",
            "request!",
            "reason!",
            "judgement!",
            "judgement_reason!",
        ]

    def _paper_change_end(self):
        self.ensure_one()
        return ["payer", "done_date", "done_text!"]
