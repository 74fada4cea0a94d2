"""Fresh papers of the money side; see ``papers.py``."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command


def _books(company):
    """The few accounts a bill needs, under codes of no chart: it may come later."""
    env = company.env
    accounts = env["account.account"].with_company(company)
    codes = {
        "asset_receivable": ("LAW1", "Receivable"),
        "income": ("LAW2", "Income"),
    }
    made = {
        kind: accounts.create(
            {
                "name": name,
                "code": code,
                "account_type": kind,
                "reconcile": kind != "income",
            }
        )
        for kind, (code, name) in codes.items()
    }
    env["account.journal"].create(
        {
            "name": "Sales",
            "code": "LAW",
            "type": "sale",
            "company_id": company.id,
            "default_account_id": made["income"].id,
        }
    )
    return made


def bills(env, count, days=60):
    """``(world, posted bills)``: one overdue bill for each of ``count`` leases."""
    from .papers import _world

    world = _world(env, leases=count, units_per_floor=count * 2)
    made = _books(world.company)
    due = fields.Date.today() - timedelta(days=days)
    leases = world.contracts.with_env(world.env)
    for partner in leases.partner_id:
        partner.with_company(world.company).property_account_receivable_id = made[
            "asset_receivable"
        ]
    moves = (
        world.env["account.move"]
        .with_company(world.company)
        .create(
            [
                {
                    "move_type": "out_invoice",
                    "partner_id": lease.partner_id.id,
                    "lease_contract_id": lease.id,
                    "invoice_date": due,
                    "invoice_date_due": due,
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "name": "Rent",
                                "account_id": made["income"].id,
                                "price_unit": 1000,
                                "tax_ids": False,
                            }
                        )
                    ],
                }
                for lease in leases
            ]
        )
    )
    moves.action_post()
    return world, moves


def fapiao(env, count):
    world, moves = bills(env, count)
    world.company.vat = "91110000600037341L"
    papers = env["ops.fapiao"].create(
        [
            {
                "company_id": world.company.id,
                "kind": "e_plain",
                "partner_id": move.partner_id.id,
                "amount_untaxed": 1000,
                "line_ids": [Command.create({"move_id": move.id, "amount": 1000})],
            }
            for move in moves
        ]
    )
    # browsed, so that they are read together like those of a list
    return env["ops.fapiao"].browse(papers.ids)


def waiver(env, count):
    _world, moves = bills(env, count)
    papers = env["ops.lease.late.waiver"].create(
        [
            {"contract_id": lease.id, "reason": "Flood"}
            for lease in moves.lease_contract_id.with_env(env)
        ]
    )
    return env["ops.lease.late.waiver"].browse(papers.ids)


def reminder(env, count):
    _world, moves = bills(env, count)
    papers = env["ops.lease.reminder"].create(
        [{"contract_id": lease.id} for lease in moves.lease_contract_id.with_env(env)]
    )
    return env["ops.lease.reminder"].browse(papers.ids)


def deposit_use(env, count):
    world, moves = bills(env, count)
    leases = moves.lease_contract_id
    _hold(world, leases.deposit_ids)
    papers = env["ops.lease.deposit.use"].create(
        [
            {
                "contract_id": lease.id,
                "deposit_id": lease.deposit_ids[:1].id,
                "amount": 100,
                "reason": "Rent in arrears, clause 9",
                "attachment_ids": [Command.create({"name": "notice", "raw": b"x"})],
            }
            for lease in leases.with_env(env)
        ]
    )
    return env["ops.lease.deposit.use"].browse(papers.ids)


def _hold(world, deposits):
    """Put money of these deposits into the books."""
    env, company = world.env, world.company
    account = (
        env["account.account"]
        .with_company(company)
        .create(
            {
                "name": "Deposits",
                "code": "LAW3",
                "account_type": "liability_current",
                "lease_deposit": True,
            }
        )
    )
    bank = env["account.account"].search(
        [("code", "=", "LAW2"), ("company_ids", "in", company.ids)], limit=1
    )
    journal = env["account.journal"].create(
        {"name": "Entries", "code": "LAWE", "type": "general", "company_id": company.id}
    )
    entries = (
        env["account.move"]
        .with_company(company)
        .create(
            [
                {
                    "move_type": "entry",
                    "journal_id": journal.id,
                    "line_ids": [
                        Command.create(
                            {"account_id": bank.id, "balance": deposit.amount}
                        ),
                        Command.create(
                            {
                                "account_id": account.id,
                                "balance": -deposit.amount,
                                "lease_deposit_id": deposit.id,
                                "partner_id": deposit.partner_id.id,
                            }
                        ),
                    ],
                }
                for deposit in deposits.with_env(env)
            ]
        )
    )
    entries.action_post()


PAPERS = {
    "ops.lease.deposit.use": deposit_use,
    "ops.lease.reminder": reminder,
    "ops.fapiao": fapiao,
    "ops.lease.late.waiver": waiver,
}
