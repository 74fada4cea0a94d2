from odoo import api, fields, models
from odoo.fields import Domain

VACANT = ("vacant", "negotiating")
MONTHS_OF_DAY_RATE = 365 / 12


class LeaseUnitMap(models.Model):
    """What the unit map 租控图 and the rent roll show of each shop (LE-02, LE-F02,
    LE-X10)."""

    _inherit = "ops.lease.unit"

    # ACTION
    @api.model
    def unit_map(self, property_id=False, building_id=False):
        """Everything the map of one project draws, in one request.

        The reader's own rules decide which projects and shops there are. The number
        of queries does not depend on the number of shops.

        :param property_id: project, or False for the reader's first one
        :param building_id: only the shops of this building, or False for all
        :return: dict of plain values; areas in m², amounts in the company's currency,
            ``rent`` per m² and month, ``days`` to the end of the lease (negative: the
            tenant stays on after it), ``arrears`` what the tenant owes past its date
        :raise AccessError: for who may not see shops
        """
        self.check_access("read")
        projects = self.env["ops.lease.property"].search_fetch([], ["name"])
        project = projects.filtered(lambda p: p.id == property_id) or projects[:1]
        domain = Domain("property_id", "=", project.id)
        floors = self.env["ops.lease.floor"].search_fetch(
            domain, ["name", "level", "building_id"]
        )
        buildings = floors.building_id.sorted(lambda b: (b.sequence, b.id))
        if building_id:
            domain &= Domain("building_id", "=", building_id)
        units = self.search_fetch(
            domain,
            ["number", "floor_id", "state", "use", "area_rent", "contract_id"],
            order="number, id",
        )
        figures = units._map_figures()
        create = self.env["ops.lease.property"].has_access("create")
        return {
            "property": {"id": project.id, "name": project.name or ""},
            "choices": [{"id": p.id, "name": p.name} for p in projects],
            "buildings": [{"id": b.id, "name": b.name} for b in buildings],
            "floors": [
                {
                    "id": floor.id,
                    "name": floor.name,
                    "level": floor.level,
                    "building_id": floor.building_id.id,
                }
                for floor in floors
                if building_id in (False, None, floor.building_id.id)
            ],
            "states": self._map_labels("state"),
            "uses": self._map_labels("use"),
            "currency_id": (project.company_id or self.env.company).currency_id.id,
            "today": fields.Date.to_string(fields.Date.context_today(self)),
            "can_create": create,
            "units": [
                {
                    "id": unit.id,
                    "number": unit.number,
                    "floor_id": unit.floor_id.id,
                    "state": unit.state,
                    "use": unit.use or "",
                    "area": unit.area_rent,
                    **figures[unit.id],
                }
                for unit in units
            ],
        }

    # BUSINESS
    @api.model
    def _map_labels(self, name):
        selection = self._fields[name]._description_selection(self.env)
        return [{"id": key, "label": label} for key, label in selection]

    def _map_figures(self):
        """``{unit id: figures}`` of the leases in force; as many queries for any number
        of shops."""
        today = fields.Date.context_today(self)
        contracts = self.env["ops.lease.contract"].search_fetch(
            Domain("id", "in", self.contract_id.ids),
            ["name", "partner_id", "date_start", "date_end"],
        )
        areas = contracts._map_areas()
        rents = contracts._map_rents(today, areas)
        # the tenant's name and what he owes are facts of the shop, which the reader
        # sees; he need not be let into contacts or the books for them
        tenants = {lease.id: lease.partner_id for lease in contracts.sudo()}
        contracts.sudo().partner_id.fetch(["name", "commercial_partner_id"])
        arrears = contracts._map_arrears(today)
        leaving = self._map_leaving()
        known = {contract.id: contract for contract in contracts}
        figures = {}
        for unit in self:
            contract = known.get(unit.contract_id.id)
            if not contract:
                figures[unit.id] = self._map_empty()
                continue
            tenant = tenants[contract.id]
            end, rent = contract.date_end, rents.get(contract.id, 0.0)
            area = areas[contract.id].get(unit.id, 0.0)
            figures[unit.id] = {
                "tenant": tenant.name or "",
                "tenant_id": tenant.commercial_partner_id.id,
                "contract_id": contract.id,
                "contract": contract.name or "",
                "rent": round(rent, 2),
                "monthly": round(rent * area, 2),
                "start": fields.Date.to_string(contract.date_start) or "",
                "end": fields.Date.to_string(end) or "",
                "days": (end - today).days if end else False,
                "arrears": arrears.get(contract.id, 0.0),
                "leaving": contract.id in leaving,
            }
        return figures

    @api.model
    def _map_empty(self):
        return {
            "tenant": "",
            "tenant_id": False,
            "contract_id": False,
            "contract": "",
            "rent": 0.0,
            "monthly": 0.0,
            "start": "",
            "end": "",
            "days": False,
            "arrears": 0.0,
            "leaving": False,
        }

    def _map_leaving(self):
        """Ids of the leases with an exit under way."""
        exits = self.env["ops.lease.exit"]
        if not exits.has_access("read"):
            return set()
        open_exits = exits.search_fetch(
            Domain("contract_id", "in", self.contract_id.ids)
            & Domain("flow_is_open", "=", True)
            & Domain("state", "!=", "draft"),
            ["contract_id"],
        )
        return set(open_exits.contract_id.ids)


class LeaseContractMap(models.Model):
    """Figures of leases that the map and the reports need set-wise (LE-02)."""

    _inherit = "ops.lease.contract"

    # BUSINESS
    def _map_areas(self, day=None):
        """``{contract id: {unit id: m² the rent is counted on}}`` on a day (today)."""
        day = day or fields.Date.context_today(self)
        areas = {key: {} for key in self.ids}
        for line in (
            self.env["ops.lease.contract.line"]
            .search_fetch(
                Domain("contract_id", "in", self.ids),
                ["contract_id", "unit_id", "area", "date_from", "date_to"],
            )
            .filtered(lambda line: line._holds_on(day))
        ):
            areas[line.contract_id.id][line.unit_id.id] = line.area
        return areas

    def _map_rents(self, date, areas):
        """``{contract id: rent per m² and month}`` of the charges in force on
        ``date``; fees are not rent.

        :param areas: what :meth:`_map_areas` says
        """
        charges = self.env["ops.lease.charge"]._read_group(
            Domain("contract_id", "in", self.ids)
            & Domain("kind", "=", "rent")
            & (Domain("date_from", "=", False) | Domain("date_from", "<=", date))
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", date)),
            ["contract_id", "basis"],
            ["rate:sum"],
        )
        rents = dict.fromkeys(self.ids, 0.0)
        for contract, basis, rate in charges:
            area = sum(areas[contract.id].values())
            times = {
                "area_month": 1,
                "area_day": MONTHS_OF_DAY_RATE,
                "month": 1 / area if area else 0,
            }
            rents[contract.id] += rate * times.get(basis, 0)
        return rents

    def _map_arrears(self, date):
        """``{contract id: amount}`` the tenant owes past its date to the company of
        the lease: open receivables of posted documents due before ``date``.

        It is the tenant's debt: two leases of one tenant show the same amount, and
        totals count a tenant once.
        """
        # amounts alone leave the books, summed per tenant of leases the caller sees
        leases = self.sudo()
        owed = (
            self.env["account.move.line"]
            .sudo()
            ._read_group(
                Domain("partner_id", "in", leases.partner_id.commercial_partner_id.ids)
                & Domain("company_id", "in", leases.company_id.ids)
                & Domain("account_type", "=", "asset_receivable")
                & Domain("parent_state", "=", "posted")
                & Domain("reconciled", "=", False)
                & Domain("date_maturity", "<", date),
                ["partner_id", "company_id"],
                ["amount_residual:sum"],
            )
        )
        amounts = {(p.id, c.id): max(amount, 0.0) for p, c, amount in owed}
        return {
            lease.id: amounts.get(
                (lease.partner_id.commercial_partner_id.id, lease.company_id.id), 0.0
            )
            for lease in leases
        }
