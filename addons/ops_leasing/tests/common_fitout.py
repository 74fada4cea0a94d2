"""Builders and walks for fit-out, licences and opening; see ``common.py``."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command


class FitoutCase:
    """Part of ``LeasingCase``: the steps taken by the right people."""

    def draft_fitout(self, contracts=None, **values):
        """Fit-out files with their drawings, raised by the clerk."""
        contracts = contracts or self.lease()
        papers = self.by("clerk", self.env["ops.lease.fitout"]).create(
            [
                {
                    "contract_id": contract.id,
                    "description": "Whole shop",
                    "date_begin": fields.Date.today(),
                    "date_end": fields.Date.today() + timedelta(days=30),
                    "drawing_ids": [
                        Command.create(self.drawing(name, discipline))
                        for name, discipline in (("Layout", "layout"), ("Fire", "fire"))
                    ],
                    **values,
                }
                for contract in contracts
            ]
        )
        return papers.with_env(self.env)

    def drawing(self, name="Layout", discipline="layout"):
        """Values of a drawing with its file."""
        return {
            "name": name,
            "discipline": discipline,
            "attachment_ids": [
                Command.create({"name": f"{name}.pdf", "raw": b"drawing"})
            ],
        }

    def hand_over_shops(self, contracts):
        """Shops of signed leases taken over by their tenants."""
        self.clear_fees(contracts)
        waiting = contracts.entry_ids.filtered(lambda e: e.state == "formalities")
        if waiting:
            self.walk_entry(waiting, "handed_over")

    def walk_fitout(self, papers, until):
        """Take fit-outs to the state ``until`` by the steps of the right people."""
        walk = {
            "reviewing": lambda: self.by("clerk", papers).action_submit(),
            "approved": lambda: self.approve(papers, ("manager", "designer")),
            "permitted": lambda: self._permit(papers),
            "working": lambda: self._start_works(papers),
            "acceptance": lambda: self._finish_works(papers),
            "accepted": lambda: self._accept_works(papers),
        }
        order = ["draft", *walk]
        done = order.index(papers[0].state)
        for state in order[done + 1 : order.index(until) + 1]:
            walk[state]()
            self.assertEqual(set(papers.mapped("state")), {state})
        return papers

    def fill_permit(self, papers):
        """What the work permit asks for, but the money."""
        today = fields.Date.today()
        self.clear_fees(papers.contract_id)
        self.by("clerk", papers).write(
            {
                "contractor": "Fit-out company",
                "insurance_number": "PL-1",
                "insurance_until": today + timedelta(days=90),
                "worker_ids": [Command.create({"name": "Worker", "trade": "Painter"})],
            }
        )
        self.by("keeper", papers).write({"permit_until": today + timedelta(days=60)})
        self.tick(papers, "lease_fitout_annexes", ("clerk", "keeper"))

    def tick(self, papers, code, posts):
        """These posts tick off their points of a checklist."""
        lists = papers.sudo().checklist_ids.filtered(lambda c: c.code == code)
        for post in posts:
            lines = self.by(post, lists.line_ids)
            lines.filtered("is_mine").action_done()

    def _permit(self, papers):
        self.fill_permit(papers)
        self.by("keeper", papers).action_permit()

    def _start_works(self, papers):
        self.hand_over_shops(papers.contract_id)
        self.by("keeper", papers).action_start()

    def visit(self, papers, findings=(), **values):
        """Supervision records of these fit-outs, issued by the keeper."""
        due = fields.Date.today() + timedelta(days=3)
        visits = self.by("keeper", self.env["ops.lease.fitout.visit"]).create(
            [
                {
                    "fitout_id": paper.id,
                    "finding_ids": [
                        Command.create(
                            {"name": name, "measure": "Correct it", "date_due": due}
                        )
                        for name in findings
                    ],
                    **values,
                }
                for paper in papers
            ]
        )
        visits.action_issue()
        return visits.with_env(self.env)

    def correct(self, findings):
        """The handler reports the corrections, the inspector checks them."""
        actions = findings.improvement_id
        self.by("clerk", actions).write({"done_text": "Corrected"})
        self.by("clerk", actions).action_report()
        self.by("keeper", actions).write(
            {"check_result": "effective", "effect": "As drawn"}
        )
        self.by("keeper", actions).action_close()

    def _finish_works(self, papers):
        self.visit(papers)
        self.by("clerk", papers).action_finish()

    def _accept_works(self, papers):
        self.tick(papers, "lease_fitout_acceptance", ("keeper", "project", "clerk"))
        self.by("keeper", papers).action_accept()

    def fit_out(self, contracts):
        """Shops of these leases fitted out and accepted."""
        return self.walk_fitout(self.draft_fitout(contracts), "accepted")

    # --- licences and opening

    def obtain(self, contracts, kinds=None):
        """The required licences of these leases are obtained."""
        licences = contracts.licence_ids.filtered("required")
        if kinds is not None:
            licences = licences.filtered(lambda r: r.kind_id in kinds)
        today = fields.Date.today()
        for licence in self.by("clerk", licences):
            licence.write(
                {
                    "name": f"L-{licence.id}",
                    "date_obtained": today,
                    "date_end": today + timedelta(days=400),
                    "attachment_ids": [
                        Command.create({"name": "licence.pdf", "raw": b"licence"})
                    ],
                }
            )

    def opening(self, contracts, **values):
        """A planned opening batch of these leases, for today."""
        batch = self.by("clerk", self.env["ops.lease.opening.batch"]).create(
            {
                "property_id": contracts.property_id.id,
                "date_planned": fields.Date.today(),
                "line_ids": [
                    Command.create({"contract_id": contract.id})
                    for contract in contracts
                ],
                **values,
            }
        )
        batch.action_plan()
        return batch.with_env(self.env)

    def open_shop(self, contracts):
        """Shops of these leases fitted out, licensed and open."""
        self.fit_out(contracts)
        self.obtain(contracts)
        batch = self.opening(contracts)
        self.by("clerk", batch).action_open()
        return batch

    # --- refund of the fit-out deposit

    def accepted_fitout(self, deposit=8000, deductions=(), count=1):
        """Accepted fit-outs whose deposit is held."""
        contracts = self.env["ops.lease.contract"].browse()
        for _i in range(count):
            contracts += self.draft_contract(
                deposits=(("lease", 30000), ("fit_out", deposit))
            )
        self.sign(contracts)
        self.receive(contracts.deposit_ids)
        papers = self.fit_out(contracts)
        if deductions:
            for paper in self.by("clerk", papers):
                paper.deduction_ids = [
                    Command.create({"name": name, "amount": amount})
                    for name, amount in deductions
                ]
        return papers

    def approve_refund(self, papers):
        """Ask for the refund and have it approved."""
        self.by("clerk", papers).action_request_refund()
        self.approve(papers, ("keeper", "manager", "gm"))
