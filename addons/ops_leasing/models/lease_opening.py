"""Leases signed before the suite was there, and the deposits received on them.

They enter once, by the opening wizard (see ``wizard/opening.py``): as a step of the
flow with a reason in its log, only while the administrator has set an opening date, and
only for leases that began before it.
"""

from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    lease_opening_date = fields.Date(
        "Leasing starts here on",
        help="Leases that began before this day can be taken over as they are. Empty "
        "(as it should be once that is done): none can.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    lease_opening_date = fields.Date(
        related="company_id.lease_opening_date", readonly=False
    )


class LeaseContract(models.Model):
    _inherit = "ops.lease.contract"

    # FIELDS
    opening = fields.Boolean("Taken over", readonly=True, copy=False)
    opening_reference = fields.Char(
        "Former number", readonly=True, copy=False, index="btree_not_null"
    )

    # BUSINESS
    def _take_over(self, reason):
        """Record leases as signed before the suite was there, with their shops open.

        Gates on parties, term, shops and self-held property hold as for any lease;
        counsel and approval belong to the time before. The caller has checked the
        person and the opening date.

        :param reason: for the history of each lease
        :return: list of :class:`~odoo.addons.ops_base.flow.Blocker`; empty when done
        """
        gates = (
            "parties_named",
            "term_given",
            "units_named",
            "self_held",
            "units_free",
        )
        blockers = self.sudo()._gates_ask(gates)
        if blockers:
            return blockers
        self._flow_kernel_take("take_over", reason)
        return []

    def _prepare_take_over_values(self):
        return {"opening": True}

    def _after_take_over(self):
        # the shops follow from the lease whoever may write them
        self.sudo().line_ids.unit_id._flow_kernel_take("take_over")


class LeaseDeposit(models.Model):
    _inherit = "ops.lease.deposit"

    # BUSINESS
    def _post_opening(self, amounts):
        """Post what was received on these deposits before the suite was there, one
        entry each: the deposit account against the undistributed result, where Odoo
        keeps opening balances.

        The caller posts under his own rights; the guards of the deposits' books hold.

        :param amounts: ``{deposit id: amount}``
        :return: the posted entries
        """
        moves = self.env["account.move"]
        for company, deposits in self.grouped("company_id").items():
            account = company._lease_accounts()[0]
            # finds or creates the account, which is a setting and not finance's
            counterpart = company.sudo().get_unaffected_earnings_account()
            journal = self.env["account.journal"].search(
                [
                    *self.env["account.journal"]._check_company_domain(company),
                    ("type", "=", "general"),
                ],
                limit=1,
            )
            moves += (
                self.env["account.move"]
                .with_company(company)
                .create(
                    [
                        deposit._prepare_opening_values(
                            account, counterpart, journal, amounts[deposit.id]
                        )
                        for deposit in deposits
                    ]
                )
            )
        moves.action_post()
        return moves

    def _prepare_opening_values(self, account, counterpart, journal, amount):
        self.ensure_one()
        shared = {
            "name": self.env._(
                "Opening balance %(deposit)s", deposit=self.display_name
            ),
            "partner_id": self.partner_id.commercial_partner_id.id,
        }
        return {
            "move_type": "entry",
            "company_id": self.company_id.id,
            "journal_id": journal.id,
            "date": self.company_id.lease_opening_date,
            "ref": self.contract_id.opening_reference,
            "line_ids": [
                fields.Command.create(
                    {
                        **shared,
                        "account_id": account.id,
                        "credit": amount,
                        "lease_deposit_id": self.id,
                    }
                ),
                fields.Command.create(
                    {**shared, "account_id": counterpart.id, "debit": amount}
                ),
            ],
        }
