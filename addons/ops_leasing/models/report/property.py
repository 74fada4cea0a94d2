"""What the director sees at a glance (LE-F26)."""

from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.fields import Domain

MONTHS = 12


class LeaseProperty(models.Model):
    _inherit = "ops.lease.property"

    # ACTION
    @api.model
    def leasing_overview(self, property_ids=None):
        """Everything the page “Leasing at a glance” shows, in one request.

        Read under the reader's own rights: projects, shops and bills he may not see are
        in no sum. As many queries for any number of projects.

        :param property_ids: projects it is about; empty: all one may see
        :return: dict of plain values; shares as fractions, amounts in the company's
            currency
        :raise AccessError: for who may not see the money of leases
        """
        self.env["ops.lease.revenue.report"].check_access("read")
        choices = self.search_fetch([], ["name", "company_id"])
        chosen = choices.filtered(lambda p: p.id in set(property_ids or ()))
        domain = Domain("property_id", "in", (chosen or choices).ids)
        today = fields.Date.context_today(self)
        current = today.replace(day=1)
        first = current - relativedelta(months=MONTHS - 1)
        occupancy = self._overview_occupancy(domain, first)
        collection = self._overview_collection(domain, first, current)
        ends = self._overview_ends(domain, today)
        company = (chosen or choices)[:1].company_id or self.env.company
        months = [
            fields.Date.to_string(first + relativedelta(months=number))
            for number in range(MONTHS)
        ]
        nothing = {"due": 0.0, "in_time": 0.0, "collected": 0.0}
        return {
            "choices": [{"id": p.id, "name": p.name} for p in choices],
            "chosen": chosen.ids,
            "currency_id": company.currency_id.id,
            "today": fields.Date.to_string(today),
            "can_create": self.has_access("create"),
            "months": months,
            "occupancy": [occupancy.get(month) for month in months],
            "collection": [collection.get(month, nothing) for month in months],
            "arrears": self._overview_arrears(domain),
            **ends,
        }

    # BUSINESS
    def _overview_occupancy(self, domain, first):
        groups = self.env["ops.lease.occupancy.report"]._read_group(
            domain & Domain("month", ">=", first), ["month:month"], ["occupancy:avg"]
        )
        return {fields.Date.to_string(m): float(share or 0) for m, share in groups}

    def _overview_collection(self, domain, first, current):
        names = ("due", "in_time", "collected")
        groups = self.env["ops.lease.collection.report"]._read_group(
            domain & Domain("month", ">=", first) & Domain("month", "<=", current),
            ["month:month"],
            [f"{name}:sum" for name in names],
        )
        return {
            fields.Date.to_string(month): dict(
                zip(names, map(float, amounts), strict=True)
            )
            for month, *amounts in groups
        }

    def _overview_arrears(self, domain):
        """Owed by age, what is not due yet and what is not matched left out."""
        report = self.env["ops.lease.ageing"]
        found = dict(
            report._read_group(
                domain & Domain("bucket", "not in", ("credit", "current")),
                ["bucket"],
                ["amount:sum"],
            )
        )
        labels = report._fields["bucket"]._description_selection(self.env)
        return [
            {"id": key, "label": label, "amount": float(found.get(key) or 0)}
            for key, label in labels
            if key not in ("credit", "current")
        ]

    def _overview_ends(self, domain, today):
        """Shops, rent and the years the leases end in."""
        report = self.env["ops.lease.unit.report"]
        [(shops, let, area, let_area, rent, share)] = report._read_group(
            domain,
            [],
            [
                "count:sum",
                "let_count:sum",
                "area:sum",
                "let_area:sum",
                "rent:sum",
                "occupancy:avg",
            ],
        )
        ending = report._read_group(
            domain & Domain("lease_end", "!=", False),
            ["lease_end:day"],
            ["count:sum", "let_area:sum", "rent:sum"],
        )
        soon = {}
        for days in (90, 180):
            last = today + relativedelta(days=days)
            found = [row for row in ending if row[0] <= last]
            soon[days] = {
                "count": sum(row[1] for row in found),
                "area": float(sum(row[2] or 0 for row in found)),
                "rent": float(sum(row[3] or 0 for row in found)),
            }
        years = {}
        for day, count, _area, amount in ending:
            year = years.setdefault(max(day.year, today.year), [0, 0.0])
            year[0] += count
            year[1] += float(amount or 0)
        return {
            "shops": {
                "count": shops or 0,
                "let": let or 0,
                "area": float(area or 0),
                "let_area": float(let_area or 0),
                "rent": float(rent or 0),
                "occupancy": float(share or 0),
            },
            "ending": {str(days): figures for days, figures in soon.items()},
            "years": [
                {"year": year, "count": count, "rent": amount}
                for year, (count, amount) in sorted(years.items())
            ],
        }
