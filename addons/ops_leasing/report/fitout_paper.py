"""装修图纸审核表, 装修施工许可证, 装修验收退款审批表, 装修监督记录, 经营证照清单,
开业批次 (LE-18 … LE-21, C-06, C-28)."""

from odoo import models
from odoo.tools import LazyTranslate
from odoo.tools.image import image_data_uri

from ..models.fitout.fitout_steps import ACCEPTANCE, ANNEXES
from ..models.groups import DESIGN, LEASING
from .exit_paper import COMMERCIAL, FINANCE, MANAGER, PROPERTY, TENANT

_lt = LazyTranslate(__name__)

DESIGN_CENTRE = _lt("Design management centre")
REFUND = "ops_leasing.report_fitout_refund"


class LeaseFitoutPaper(models.Model):
    _inherit = "ops.lease.fitout"

    # ``side:`` is a reviewer's half of the joint review, ``refund:`` a place of the
    # refund's own route: both are found among the tasks of their approval
    _paper_blocks = {
        "ops_leasing.report_fitout_review": [
            (TENANT, None, {"stamp": True}),
            (_lt("Handled by"), "step:submit"),
            (COMMERCIAL, f"side:{LEASING}"),
            (DESIGN_CENTRE, f"side:{DESIGN}"),
        ],
        "ops_leasing.report_fitout_permit": [
            (_lt("Fit-out contractor"), None, {"stamp": True}),
            (COMMERCIAL, f"side:{LEASING}"),
            (PROPERTY, "step:permit", {"stamp": True}),
        ],
        REFUND: [
            (_lt("Applied for by"), "step:request_refund"),
            (PROPERTY, "refund:1"),
            (COMMERCIAL, "refund:2"),
            (MANAGER, "refund:3"),
            (FINANCE, "step:refund", {"stamp": True}),
            (_lt("Received by the tenant"), None, {"stamp": True}),
        ],
    }

    # TOOLING: signatures
    def _paper_signatures(self, report):
        """Two approvals run on a fit-out: each form shows the signatures of its own."""
        blocks = super()._paper_signatures(report)
        declared = self._paper_blocks.get(report.report_name, ())
        code = "lease_fitout_refund" if report.report_name == REFUND else "lease_fitout"
        # who signed is no secret to who reads the form
        requests = self.env["ops.approval.request"].sudo()._latest_of(self, code)
        requests = requests.filtered(lambda r: r.state in ("pending", "agreed"))
        nodes = {request.res_id: request.node_ids for request in requests}
        for paper in self:
            for number, (_title, source, *_options) in enumerate(declared):
                kind, _colon, name = (source or "").partition(":")
                if kind not in ("side", "refund"):
                    continue
                steps = nodes.get(paper.id, requests.node_ids)
                if kind == "refund":
                    place = int(name)
                    steps = steps[place - 1 : place]
                tasks = steps.task_ids.filtered(
                    lambda task: task.is_current and task.state in ("agreed", "skipped")
                )
                if kind == "side":
                    tasks = tasks.filtered(
                        lambda task, group=name: task.user_id.has_group(group)
                    )
                blocks[paper.id][number]["signs"] = [
                    self._paper_sign(
                        (task.actor_id or task.user_id).name, task.done, task.opinion
                    )
                    for task in tasks
                ]
        return blocks

    # TOOLING: cells
    def _paper_fitout_head(self):
        self.ensure_one()
        lease = self.sudo().contract_id
        return [
            "partner_id",
            (self.env._("Lease number"), lease.name or ""),
            (self.env._("Shop"), self._paper_shop(), "wide"),
        ]

    def _paper_works(self):
        self.ensure_one()
        if not (self.date_begin or self.date_end):
            return ""
        return self.env._(
            "%(start)s to %(end)s",
            start=self._paper_day(self.date_begin),
            end=self._paper_day(self.date_end),
        )

    def _paper_review_cells(self):
        self.ensure_one()
        return [
            *self._paper_fitout_head(),
            (self.env._("Works planned"), self._paper_works(), "wide"),
            "description!",
        ]

    def _paper_opinion(self, drawing, name):
        """What a side has said about a drawing; room to write on while it is under
        review, a dash where it was reviewed without a word."""
        return drawing[name] or ("" if drawing.state == "submitted" else "—")

    def _paper_conditions(self):
        """LE-X3: technical conditions beside the drawings."""
        self.ensure_one()
        # the form says what was agreed, whoever prints it
        lease = self.sudo().contract_id
        return lease._conditions_agreed().get(lease, [])

    def _paper_permit_cells(self):
        self.ensure_one()
        return [
            *self._paper_fitout_head(),
            (self.env._("Fit-out file"), self.name or "", "wide"),
            (self.env._("Works planned"), self._paper_works(), "wide"),
            "contractor",
            "contractor_phone",
            "insurance_number",
            "insurance_until",
            "deposit_note!",
            (
                self.env._("Permit valid"),
                self.env._(
                    "%(start)s to %(end)s",
                    start=self._paper_day(self.permit_date),
                    end=self._paper_day(self.permit_until),
                ),
                "wide",
            ),
        ]

    def _paper_annexes(self):
        return self._paper_points(ANNEXES)

    def _paper_acceptance(self):
        return self._paper_points(ACCEPTANCE)

    def _paper_refund_cells(self):
        self.ensure_one()
        findings = self.sudo().visit_ids.finding_ids
        return [
            *self._paper_fitout_head(),
            (self.env._("Fit-out file"), self.name or ""),
            (self.env._("Work permit"), self.permit_number or ""),
            "date_started",
            "date_accepted",
            (
                self.env._("Findings of the supervision"),
                self.env._(
                    "%(all)s, %(open)s of them open",
                    all=len(findings),
                    open=len(findings.filtered("is_open")),
                ),
                "wide",
            ),
        ]


class LeaseFitoutVisitPaper(models.Model):
    _name = "ops.lease.fitout.visit"
    _inherit = ["ops.lease.fitout.visit", "ops.paper.mixin"]

    _paper_blocks = {
        "ops_leasing.report_fitout_visit": [
            (PROPERTY, "step:issue", {"stamp": True}),
            (_lt("Fit-out contractor"), None),
            (TENANT, None, {"stamp": True}),
        ],
    }

    # TOOLING
    def _paper_visit_cells(self):
        self.ensure_one()
        # whose works were inspected is said on the record
        fitout = self.sudo().fitout_id
        works = self.env._("go on")
        if self.stop_work:
            works = self.env._("stopped until corrected")
        return [
            "partner_id",
            (self.env._("Fit-out file"), fitout.name or ""),
            (self.env._("Shop"), fitout._paper_shop(), "wide"),
            (self.env._("Work permit"), fitout.permit_number or ""),
            (self.env._("Fit-out contractor"), fitout.contractor or ""),
            "date",
            "user_id",
            "progress",
            (self.env._("The works"), works),
        ]

    def _paper_checks(self):
        """Correction and check of each finding, in the order of the list."""
        self.ensure_one()
        # who corrected and who checked is part of the record
        return [
            {
                "finding": finding,
                "kind": self._paper_value(finding, "kind"),
                "due": self._paper_day(finding.date_due),
                "state": self._paper_value(finding, "improvement_state")
                if finding.improvement_id
                else "",
                "checked": " ".join(
                    filter(
                        None,
                        (
                            finding.improvement_id.closed_by_id.name,
                            self._paper_day(finding.improvement_id.date_closed),
                        ),
                    )
                ),
            }
            for finding in self.sudo().finding_ids
        ]

    def _paper_photos(self):
        """Photos of the findings, as they are printed: ``[(number, name, image)]``."""
        self.ensure_one()
        return [
            (number, finding.name, image_data_uri(finding.photo))
            for number, finding in enumerate(self.finding_ids, 1)
            if finding.photo
        ]


class LeaseOpeningBatchPaper(models.Model):
    _name = "ops.lease.opening.batch"
    _inherit = ["ops.lease.opening.batch", "ops.paper.mixin"]

    _paper_blocks = {
        "ops_leasing.report_opening_batch": [
            (_lt("Planned by"), "step:plan"),
            (COMMERCIAL, "step:open", {"stamp": True}),
            (PROPERTY, None),
        ],
    }

    # TOOLING
    def _paper_batch_cells(self):
        self.ensure_one()
        return [
            "property_id",
            "date_planned",
            "user_id",
            "date_opened",
            (
                self.env._("Tenants"),
                self.env._(
                    "%(all)s planned, %(open)s open, %(out)s left out",
                    all=self.line_count,
                    open=len(self.line_ids.filtered("opened")),
                    out=self.out_count,
                ),
                "wide",
            ),
            *(["remark!"] if self.remark else []),
        ]

    def _paper_tenants(self):
        """A row for each tenant: ready or not, open or left out and why."""
        self.ensure_one()
        marks = {True: "√", False: "×"}
        rows = []
        # the batch says who opens, whoever prints it
        for line in self.sudo().line_ids:
            result = line.reason or ""
            if line.opened:
                result = self.env._(
                    "Open, rent from %(date)s", date=self._paper_day(line.rent_start)
                )
            elif not line.left_out:
                result = line.missing or self.env._("Ready")
            rows.append(
                {
                    "tenant": line.partner_id.name,
                    "shop": ", ".join(line.unit_ids.mapped("number")),
                    "fitout": marks[line.fitout_ok],
                    "licences": marks[line.licences_ok],
                    "fees": marks[line.fees_ok],
                    "result": result,
                }
            )
        return rows


class LeaseContractLicencePaper(models.Model):
    _inherit = "ops.lease.contract"

    # TOOLING
    def _paper_declared_blocks(self, report):
        """The list of licences is signed by those who keep and receive it."""
        if report.report_name == "ops_leasing.report_licences":
            return [
                (TENANT, None, {"stamp": True}),
                (COMMERCIAL, None, {}),
            ]
        return super()._paper_declared_blocks(report)

    def _paper_licence_cells(self):
        self.ensure_one()
        use = self.env["ops.lease.unit"]._fields["use"]._description_selection(self.env)
        uses = dict(use)
        # the shop is named on the list, whoever prints it
        units = self.sudo().unit_ids
        return [
            "partner_id",
            "property_id",
            (self.env._("Shop"), ", ".join(units.mapped("number"))),
            (
                self.env._("Use"),
                ", ".join(
                    uses.get(use, "") for use in sorted(set(units.mapped("use")))
                ),
            ),
            (self.env._("Licences missing"), self.licence_open),
            "date_opened",
        ]
