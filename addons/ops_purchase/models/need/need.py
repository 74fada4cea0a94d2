from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..groups import BUYER, KEEPER_HEAD

KINDS = [("need", "Need calculation"), ("shortage", "Shortage")]


class PurchaseNeed(models.Model):
    """What has to be bought (PU-01), and what falls short of its minimum (PU-26).

    A calculation of needs takes the forecast and the marketing plan of its days; the
    shortage list of a day takes minimum and maximum of each product and warehouse,
    and does not count on deliveries that are late.
    """

    _name = "ops.purchase.need"
    _description = "Need calculation"
    _order = "date_from desc, id desc"
    _check_company_auto = True

    # FIELDS
    kind = fields.Selection(KINDS, required=True, default="need", readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    date_from = fields.Date(
        "From", required=True, default=fields.Date.context_today, index=True
    )
    date_to = fields.Date(
        "Until",
        required=True,
        default=lambda self: fields.Date.context_today(self) + timedelta(days=30),
    )
    warehouse_ids = fields.Many2many(
        "stock.warehouse", string="Warehouses", check_company=True, help="Empty: all."
    )
    user_id = fields.Many2one(
        "res.users", "Calculated by", readonly=True, default=lambda self: self.env.user
    )
    date_done = fields.Datetime("Calculated at", readonly=True, copy=False)
    line_ids = fields.One2many("ops.purchase.need.line", "need_id", "Needs")
    line_count = fields.Integer("To buy", compute="_compute_line_count")
    request_ids = fields.Many2many(
        "purchase.request", string="Requests", compute="_compute_request_ids"
    )

    _days_in_order = models.Constraint(
        "CHECK (date_from <= date_to)", "The period ends before it begins."
    )

    # COMPUTE
    @api.depends("kind", "date_from", "date_to")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for need in self:
            days = [str(day) for day in (need.date_from, need.date_to) if day]
            if need.kind == "shortage":
                days = days[:1]
            need.display_name = f"{kinds[need.kind]} {' – '.join(days)}"

    @api.depends("line_ids.proposed")
    def _compute_line_count(self):
        counts = dict(
            self.env["ops.purchase.need.line"]._read_group(
                [("need_id", "in", self.ids), ("proposed", ">", 0)],
                ["need_id"],
                ["__count"],
            )
        )
        for need in self:
            need.line_count = counts.get(need, 0)

    @api.depends("line_ids.request_line_id")
    def _compute_request_ids(self):
        for need in self:
            need.request_ids = need.line_ids.request_line_id.request_id

    # ACTION
    def action_compute(self):
        """Calculate anew.

        :raise AccessError: for others than buyers and the head of the warehouse
        :raise UserError: when something of it was requested already
        """
        self._check_mine()
        requested = self.filtered(lambda need: need.line_ids.request_line_id)
        if requested:
            raise UserError(
                self.env._(
                    "%(needs)s: a part is requested already; make a new calculation.",
                    needs=", ".join(requested.mapped("display_name")),
                )
            )
        for need in self:
            need._compute_needs()
        return True

    def action_request(self):
        """Make purchase requests of what is proposed; each line keeps its source.

        :raise AccessError: for others than buyers and the head of the warehouse
        :raise UserError: when there is nothing to ask for
        """
        self.ensure_one()
        self._check_mine()
        lines = self.line_ids.filtered(
            lambda line: line.quantity > 0 and not line.request_line_id
        )
        if not lines:
            raise UserError(self.env._("There is nothing left to ask for."))
        return self._requests_action(lines._make_requests())

    def action_open_lines(self):
        """The lines of the calculation."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id(
            "ops_purchase.need_line_action"
        )
        return {**action, "domain": [("need_id", "=", self.id)]}

    # BUSINESS
    def _check_mine(self):
        self._check_access_group()
        self.check_access("write")

    @api.model
    def _check_access_group(self):
        self.env["ops.guard.mixin"]._check_group(BUYER, KEEPER_HEAD)

    @api.model
    def _requests_action(self, requests):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Purchase requests"),
            "res_model": "purchase.request",
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", requests.ids)],
        }

    @api.model
    def _cron_shortage(self):
        """The shortage list of the day, for each company."""
        today = fields.Date.context_today(self)
        there = self.search([("kind", "=", "shortage"), ("date_from", "=", today)])
        companies = self.env["res.company"].search([]) - there.company_id
        needs = self.create(
            [
                {
                    "kind": "shortage",
                    "company_id": company.id,
                    "date_from": today,
                    "date_to": today,
                }
                for company in companies
            ]
        )
        for need in needs:
            need._compute_needs()
        # a day without shortage needs no list
        needs.filtered(lambda need: not need.line_ids).unlink()
