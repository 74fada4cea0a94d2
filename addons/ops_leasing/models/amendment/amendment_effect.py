from datetime import timedelta
from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import format_date, formatLang, groupby

from ...rent import RentError
from ..billing.free_mixin import FREE
from ..billing.problems import rent_sentence
from ..sales.problems import turnover_sentence
from ..sales.rule_mixin import RULE, TIER
from ..terms_mixin import UNSCHEDULED
from .what_if import compare, settle

ZERO = Decimal(0)
FIXED = ("signed", "settled", "archived")


class LeaseAmendment(models.Model):
    """What the amendment comes to, before anybody agrees to it (LE-X6): every period
    until the end of the lease, and what the next billing run makes of the time that
    has been billed. Worked out by the code that bills; kept at the signature."""

    _inherit = "ops.lease.amendment"

    # FIELDS
    effect = fields.Json(
        "What it comes to", compute="_compute_effect", compute_sudo=True
    )
    effect_signed = fields.Json(
        "What it came to at the signature", readonly=True, copy=False
    )
    problem = fields.Char("Cannot be computed", compute="_compute_figures")
    monthly_before = fields.Monetary("Per month now", compute="_compute_figures")
    monthly = fields.Monetary("Per month as amended", compute="_compute_figures")
    total_before = fields.Monetary(
        "Until the end so far", compute="_compute_figures", help="Before taxes."
    )
    total = fields.Monetary("Until the end as amended", compute="_compute_figures")
    difference = fields.Monetary("More until the end", compute="_compute_figures")
    settle_until = fields.Date("Billed so far until", compute="_compute_figures")
    settle_before = fields.Monetary(
        "Next bill so far",
        compute="_compute_figures",
        help="What a billing run until that day bills without the amendment.",
    )
    settle_amount = fields.Monetary(
        "Next bill as amended",
        compute="_compute_figures",
        help="What a billing run until that day bills once it is signed.",
    )
    settle_difference = fields.Monetary(
        "Credit (−) or charge for time billed", compute="_compute_figures"
    )
    effect_html = fields.Html("Periods", compute="_compute_effect_html", sanitize=False)

    # COMPUTE
    @api.depends(
        "state",
        "contract_id.charge_ids",
        "contract_id.free_ids",
        "contract_id.line_ids",
        "shop_ids.kind",
        "shop_ids.unit_id",
        "shop_ids.area",
        "date_start",
        "date_end",
        "charge_ids.change",
        *(f"free_ids.{name}" for name in FREE),
        "turnover_amended",
        *RULE,
        "turnover_tier_ids.category_id",
        *(f"turnover_tier_ids.{name}" for name in TIER),
        "effect_signed",
    )
    def _compute_effect(self):
        signed = self.filtered("effect_signed")
        for paper in signed:
            paper.effect = paper.effect_signed
        effects = (self - signed)._effects()
        for paper in self - signed:
            paper.effect = effects[paper]

    @api.depends("effect")
    def _compute_figures(self):
        for paper in self:
            effect = paper.effect or {}
            settled = effect.get("settle") or {}
            paper.problem = effect.get("problem") or False
            for name in ("monthly_before", "monthly"):
                paper[name] = effect.get(name) or 0.0
            rows = [row for year in effect.get("years", ()) for row in year["rows"]]
            before = sum((Decimal(row["before"]) for row in rows), ZERO)
            after = sum((Decimal(row["after"]) for row in rows), ZERO)
            paper.total_before, paper.total = float(before), float(after)
            paper.difference = float(after - before)
            paper.settle_until = settled.get("until") or False
            so_far = Decimal(settled.get("before") or 0)
            amended = Decimal(settled.get("after") or 0)
            paper.settle_before, paper.settle_amount = float(so_far), float(amended)
            paper.settle_difference = float(amended - so_far)

    @api.depends("effect")
    @api.depends_context("lang")
    def _compute_effect_html(self):
        for paper in self:
            paper.effect_html = self.env["ir.qweb"]._render(
                "ops_leasing.amendment_effect",
                {"years": paper._effect_years(), "settle": paper._effect_settle()},
            )

    # BUSINESS
    def _effects(self):
        """``{paper: what it comes to}`` as JSON: amounts as text, they are exact.

        One query for the books of all leases.
        """
        leases = self.contract_id
        billed = leases._rent_billed()
        sold = leases.filtered("turnover_method")
        reports, billed_to = sold._turnover_reports(), sold._turnover_billed_to()
        return {
            paper: paper._effect(
                billed.get(paper.contract_id.id, {}),
                reports.get(paper.contract_id.id, {}),
                billed_to,
            )
            for paper in self
        }

    def _effect(self, billed, reports, billed_to):
        """What the amendment comes to, see :meth:`_effects`.

        :param billed, reports, billed_to: what the books hold of the lease, what it
            has reported, until when its sales are billed
        """
        self.ensure_one()
        lease = self.contract_id
        end = self.date_end
        if not (lease.date_start and lease.date_end and self.date_start and end):
            return {"problem": self.env._("First or last day is missing.")}
        plan = self._plan()
        heirs = lease._rent_heirs()
        labels = {charge.id: charge.kind for charge in lease.charge_ids}
        gone, day_before = plan.ended + plan.lapsed, self.date_start - timedelta(days=1)
        rates = [
            (charge, charge.id, charge.date_from, charge.date_to)
            for charge in lease._rent_charges()
            if charge not in gone
        ]
        rates += [
            (charge, charge.id, charge.date_from, day_before) for charge in plan.ended
        ]
        # rent from sales is owed beyond these
        fixed = [charge.id for charge, *_days in rates if charge.guarantee]
        for number, line in enumerate(plan.new):
            if line.kind in UNSCHEDULED:
                continue
            key = f"new{number}"
            rates.append((line, key, *line._in_force()))
            labels[key] = line.kind
            if line.origin_id:
                heirs[key] = line.origin_id.id
            if line.guarantee:
                fixed.append(key)
        try:
            before = lease._rent_schedule(lease._rent_lease())
            version = lease._rent_version(
                rates, [*lease.free_ids, *self.free_ids], end, self._spans()
            )
            after = lease._rent_schedule(version)
        except RentError as error:
            return {"problem": rent_sentence(self.env, error)}
        rows = compare(before, after, heirs, self.date_start)
        scheduled = set(lease._charges_scheduled().ids)
        sales = lease._turnover_charge() if lease.turnover_method else lease.charge_ids
        least = max(
            (day for (key, _day), day in billed_to.items() if key in sales.ids),
            default=None,
        )
        done = {key: paid for key, paid in billed.items() if key[0] in scheduled}
        settled = settle(before, after, done, heirs, least)
        if settled and lease.turnover_method:
            terms = (self._turnover_eras_then(), version, end, fixed)
            known = reports, billed, billed_to, settled.upto
            try:
                settled = settled._replace(
                    before=settled.before + lease._turnover_open(*known),
                    after=settled.after + lease._turnover_open(*known, terms),
                )
            except RentError as error:
                return {"problem": turnover_sentence(lease, error)}
        now = {
            charge: values
            for charge, values in self._proposed().items()
            if charge._first_day() <= self.date_start
        }
        areas = lease._area_on(self.date_start), self._area_then()
        return {
            "gone": (gone - plan.new.origin_id).ids,
            "area_before": areas[0],
            "area": areas[1],
            "areas": {str(shop.unit_id.id): shop.area_before for shop in self.shop_ids},
            "monthly_before": sum(
                lease._monthly_of(values["basis"], values["rate"], areas[0])
                for values in now.values()
            ),
            "monthly": sum(
                lease._monthly_of(values["basis"], values["rate"], areas[1])
                for charge, values in now.items()
                if charge not in gone
            )
            + sum(
                line.monthly
                for line in plan.new
                if line._in_force()[0] == self.date_start
            ),
            "years": [
                {
                    "year": year,
                    "rows": [
                        {
                            "kind": labels[row.charge],
                            "from": str(row.date_from),
                            "to": str(row.date_to),
                            "before": str(row.before),
                            "after": str(row.after),
                        }
                        for row in of_year
                    ],
                }
                for year, of_year in groupby(rows, lambda row: row.date_from.year)
            ],
            "settle": settled and self._settle_json(settled, labels),
        }

    def _settle_json(self, settled, labels):
        known = {(*line[:3], line.amount) for line in settled.before}
        return {
            "until": str(settled.upto),
            "before": str(sum((line.amount for line in settled.before), ZERO)),
            "after": str(sum((line.amount for line in settled.after), ZERO)),
            "lines": [
                {
                    "kind": labels[line.charge],
                    "from": str(line.date_from),
                    "to": str(line.date_to),
                    "billed": str(line.billed),
                    "scheduled": str(line.scheduled),
                    "amount": str(line.amount),
                    "same": (*line[:3], line.amount) in known,
                }
                for line in sorted(settled.after, key=lambda line: line.date_from)
            ],
        }

    # TOOLING
    def _effect_money(self, amount):
        return formatLang(self.env, float(amount), currency_obj=self.currency_id)

    def _effect_row(self, row, *names):
        kinds = dict(
            self.env["ops.lease.charge"]
            ._fields["kind"]
            ._description_selection(self.env)
        )
        first, last = (
            format_date(self.env, fields.Date.to_date(row[name]))
            for name in ("from", "to")
        )
        return {
            "kind": kinds.get(row["kind"], row["kind"]),
            "days": f"{first} – {last}",
            **{name: self._effect_money(row[name]) for name in names},
        }

    def _effect_sums(self, rows):
        before = sum((Decimal(row["before"]) for row in rows), ZERO)
        after = sum((Decimal(row["after"]) for row in rows), ZERO)
        return {
            "before": self._effect_money(before),
            "after": self._effect_money(after),
            "difference": self._effect_money(after - before),
        }

    def _effect_years(self):
        """The periods folded by year, as texts for screen and paper."""
        self.ensure_one()
        years = []
        for year in (self.effect or {}).get("years", ()):
            rows = [
                {
                    **self._effect_row(row, "before", "after"),
                    "difference": self._effect_money(
                        Decimal(row["after"]) - Decimal(row["before"])
                    ),
                    "changed": row["after"] != row["before"],
                }
                for row in year["rows"]
            ]
            kinds = {}
            for row in year["rows"]:
                kinds.setdefault(row["kind"], []).append(row)
            years.append(
                {
                    "year": year["year"],
                    "rows": rows,
                    **self._effect_sums(year["rows"]),
                    "kinds": [
                        {
                            "kind": self._effect_row(of[0])["kind"],
                            **self._effect_sums(of),
                        }
                        for of in kinds.values()
                    ],
                }
            )
        return years

    def _effect_settle(self):
        """What the next run bills until the last billed day, as texts."""
        self.ensure_one()
        settled = (self.effect or {}).get("settle")
        if not settled:
            return None
        before, after = Decimal(settled["before"]), Decimal(settled["after"])
        return {
            "until": format_date(self.env, fields.Date.to_date(settled["until"])),
            "before": self._effect_money(before),
            "after": self._effect_money(after),
            "difference": self._effect_money(after - before),
            "lines": [
                self._effect_row(row, "billed", "scheduled", "amount")
                for row in settled["lines"]
            ],
        }
