"""Lowering deposits in the books, for whichever paper decides on it."""

from odoo import fields, models


class LeaseDepositEntryMixin(models.AbstractModel):
    """A paper whose step lowers deposits of its lease (LE-11, LE-27, LE-X7).

    A model names the field of the books' documents that leads to it and says which
    deposits are its own. Entries are posted under :func:`.ledger_pass.deposit_pass`.
    """

    _name = "ops.lease.deposit.entry.mixin"
    _inherit = ["ops.lease.paper.mixin"]
    _description = "Paper that lowers deposits"

    _refund_link = None

    # BUSINESS
    def _refund_deposits(self):
        """The deposits that these papers may lower."""
        return self.contract_id.deposit_ids

    def _post_moves(self, values):
        """Create and post a move for each paper, all of a company at once."""
        result = {}
        papers = self.browse([paper.id for paper in values])
        for company, group in papers.grouped("company_id").items():
            common = {
                paper: {
                    "company_id": company.id,
                    "partner_id": paper.partner_id.commercial_partner_id.id,
                    "currency_id": company.currency_id.id,
                    self._refund_link: paper.id,
                    "lease_contract_id": paper.contract_id.id,
                    "ref": paper.name,
                    **values[paper],
                }
                for paper in group
            }
            moves = (
                self.env["account.move"]
                .with_company(company)
                .create([common[paper] for paper in group])
            )
            moves.action_post()
            result.update(zip(group, moves, strict=True))
        return result

    def _deposit_item(self, deposit, account, amount):
        """Values of the item that takes ``amount`` off a deposit, or puts it on."""
        self.ensure_one()
        return fields.Command.create(
            {
                "name": deposit.display_name,
                "account_id": account.id,
                "partner_id": deposit.partner_id.commercial_partner_id.id,
                "lease_deposit_id": deposit.id,
                "balance": amount,
            }
        )

    def _arrears_lines(self):
        """``{paper: open items of its tenant}``, the oldest first, one query for the
        set; deposits are not arrears, they are asked for by themselves."""
        deposit = [("lease_deposit_id", "!=", False)]
        # what the tenant owes is a fact, also for who may not read the books
        lines = (
            self.env["account.move.line"]
            .sudo()
            .search(
                [
                    ("partner_id", "in", self.partner_id.commercial_partner_id.ids),
                    ("company_id", "in", self.company_id.ids),
                    ("account_id.account_type", "=", "asset_receivable"),
                    ("parent_state", "=", "posted"),
                    ("reconciled", "=", False),
                    ("amount_residual", ">", 0),
                    ("move_id.line_ids", "not any", deposit),
                ],
                order="date_maturity, id",
            )
        )
        return {
            paper: lines.filtered(
                lambda line, p=paper: (
                    line.partner_id == p.partner_id.commercial_partner_id
                    and line.company_id == p.company_id
                    and line.currency_id == p.currency_id
                )
            )
            for paper in self
        }

    def _arrears_covered(self, amounts):
        """What these amounts pay of the tenants' open items, the oldest first,
        ``{paper: {item: amount}}``."""
        result = {}
        for paper, lines in self._arrears_lines().items():
            rest, result[paper] = amounts[paper], {}
            for line in lines:
                part = paper.currency_id.round(min(rest, line.amount_residual))
                if paper.currency_id.compare_amounts(part, 0) > 0:
                    result[paper][line] = part
                    rest -= part
        return result

    def _set_off_items(self, items):
        """Values of the items that pay ``{open item: amount}``."""
        self.ensure_one()
        return [
            fields.Command.create(
                {
                    "name": self.env._(
                        "Set off against %(bill)s", bill=item.move_id.name
                    ),
                    "account_id": item.account_id.id,
                    "partner_id": self.partner_id.commercial_partner_id.id,
                    "balance": -amount,
                }
            )
            for item, amount in items.items()
        ]

    def _set_off(self, moves, set_off):
        """Let the entries pay the bills: each item with the line made for it."""
        plan = []
        for paper, items in set_off.items():
            paid = moves[paper].line_ids.filtered(
                lambda line: line.account_type == "asset_receivable"
            )
            plan += [
                line | item.with_env(self.env)
                for item, line in zip(items, paid.sorted("id"), strict=True)
            ]
        self.env["account.move.line"]._reconcile_plan(plan)
