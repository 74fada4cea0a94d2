"""Customer invoices posted core's way and the fast way, to be held side by side."""

from contextlib import contextmanager
from datetime import date

from odoo.fields import Command

from .common import LeasingCase

# made anew by every call, whichever way
TICKS = {"message_id"}


class PostingCase(LeasingCase):
    """A company with several taxes, terms, currencies and customers; a biller."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        context = {**cls.env.context, "tracking_disable": False, "lang": "en_US"}
        cls.env = cls.env(context=context)
        cls.journal = cls.env["account.journal"].search(
            [("company_id", "=", cls.company.id), ("type", "=", "sale")], limit=1
        )
        Tax = cls.env["account.tax"]
        sale = [("company_id", "=", cls.company.id), ("type_tax_use", "=", "sale")]
        cls.nine = Tax.search([*sale, ("amount", "=", 9)], limit=1)
        tags = cls.env["account.account.tag"].create(
            [
                {"name": f"Posting {kind}", "applicability": "taxes"}
                for kind in ("base", "tax")
            ]
        )
        plan = cls.env["account.analytic.plan"].create({"name": "Malls"})
        cls.malls = cls.env["account.analytic.account"].create(
            [
                {"name": name, "plan_id": plan.id, "company_id": cls.company.id}
                for name in ("North", "South")
            ]
        )

        def tax(name, amount, **values):
            return cls.nine.copy({"name": name, "amount": amount, **values})

        included = tax("6% within", 6, price_include_override="tax_included")
        tagged = tax("5% tagged", 5)
        for lines in (
            tagged.invoice_repartition_line_ids,
            tagged.refund_repartition_line_ids,
        ):
            for line in lines:
                line.tag_ids = tags[line.repartition_type == "tax"]
        cls.taxes = [
            cls.nine,
            Tax.search([*sale, ("amount", "=", 13)], limit=1),
            included,
            tagged,
            tax("Nothing", 0),
            tax("3% by mall", 3, analytic=True),
            tax("Stamp", 0.37, amount_type="fixed"),
        ]
        cls.terms = cls.env["account.payment.term"].create(
            [
                {
                    "name": "Three parts",
                    "line_ids": [
                        Command.create(
                            {"value": "percent", "value_amount": part, "nb_days": days}
                        )
                        for part, days in ((33.33, 0), (33.33, 30), (33.34, 60))
                    ],
                },
                {
                    "name": "In ten days",
                    "line_ids": [
                        Command.create(
                            {"value": "percent", "value_amount": 100, "nb_days": 10}
                        )
                    ],
                },
            ]
        )
        cls.dollar = cls.env.ref("base.USD")
        cls.dollar.active = True
        cls.env["res.currency.rate"].create(
            [
                {
                    "name": day,
                    "rate": rate,
                    "currency_id": cls.dollar.id,
                    "company_id": cls.company.id,
                }
                for day, rate in (("2026-01-01", 0.1389), ("2026-05-10", 0.1413))
            ]
        )
        Partner = cls.env["res.partner"]
        chain = Partner.create({"name": "Chain", "is_company": True})
        cls.tenants = chain | Partner.create(
            [
                {"name": "Branch", "parent_id": chain.id, "type": "invoice"},
                {"name": "Pays in parts", "property_payment_term_id": cls.terms[0].id},
                {"name": "Looked after", "user_id": cls.people["manager"].id},
                {"name": "Known", "customer_rank": 4, "lang": "en_US"},
            ]
        )
        Partner.create({"name": "Dock", "parent_id": chain.id, "type": "delivery"})
        account = cls.env["account.account"].with_company(cls.company)
        cls.income = account.search([("account_type", "=", "income")], limit=2)
        cls.moves = cls.by(cls, "biller", cls.env["account.move"])

    @classmethod
    def line(cls, name="Rent", price=1000.55, quantity=1, taxes=None, **values):
        """Values of an invoice line: 1,000.55 at 9 % unless said."""
        taxes = cls.nine if taxes is None else taxes
        return {
            "name": name,
            "account_id": cls.income[0].id,
            "quantity": quantity,
            "price_unit": price,
            "tax_ids": [Command.set(taxes.ids)],
            **values,
        }

    @classmethod
    def bill(cls, lines=None, **values):
        """What ``create`` takes for a bill of May 2026."""
        lines = lines or [cls.line()]
        return {
            "move_type": "out_invoice",
            "partner_id": cls.tenants[0].id,
            "journal_id": cls.journal.id,
            "invoice_date": date(2026, 5, 1),
            "invoice_date_due": date(2026, 5, 15),
            "ref": "L-1",
            "invoice_line_ids": [Command.create(dict(line)) for line in lines],
            **values,
        }

    # --- the two ways

    def post_core(self, bills):
        moves = self.moves.create(bills)
        moves.action_post()
        return moves

    def post_fast(self, bills):
        for bill in bills:
            self.assertIsNone(self.moves._bulk_bill_obstacle(bill))
        self.assertIsNone(self.moves._bulk_obstacle())
        return self.moves._ops_post_invoices(bills)

    @contextmanager
    def undone(self):
        """What happens inside leaves nothing behind."""
        cr = self.env.cr
        self.env.flush_all()
        savepoint = cr.savepoint()
        try:
            yield
        finally:
            savepoint.rollback()
            savepoint.close()
            self.env.invalidate_all()
            cr.precommit.clear()
            cr.precommit.data.clear()
            cr.postcommit.clear()
            cr.postcommit.data.clear()

    def rows(self, query, *parameters):
        self.env.cr.execute(query, parameters)
        return self.env.cr.dictfetchall()

    def books(self, moves):
        """Everything stored about these entries, without what names the rows."""
        self.env.flush_all()
        self.env.cr.flush()
        self.env.flush_all()
        ids = moves.ids
        place = {id_: number for number, id_ in enumerate(ids)}
        entries = self.rows(
            "SELECT * FROM account_move WHERE id = ANY(%s)"
            " ORDER BY array_position(%s, id)",
            *(ids, ids),
        )
        lines = self.rows(
            "SELECT * FROM account_move_line WHERE move_id = ANY(%s)"
            " ORDER BY array_position(%s, move_id), id",
            *(ids, ids),
        )
        item = {row["id"]: number for number, row in enumerate(lines)}
        result = {"entries": entries, "lines": lines}
        for field in ("tax_ids", "tax_tag_ids"):
            field = moves.line_ids._fields[field]
            result[field.name] = sorted(
                (item[row["line"]], row["other"])
                for row in self.rows(
                    f"SELECT {field.column1} AS line, {field.column2} AS other"
                    f" FROM {field.relation} WHERE {field.column1} = ANY(%s)",
                    list(item),
                )
            )
        result["analytic"] = self.rows(
            "SELECT * FROM account_analytic_line WHERE move_line_id = ANY(%s)",
            list(item),
        )
        result["messages"] = self.rows(
            "SELECT * FROM mail_message WHERE model = 'account.move'"
            " AND res_id = ANY(%s) ORDER BY array_position(%s, res_id), id",
            *(ids, ids),
        )
        result["followers"] = self.rows(
            "SELECT res_id, partner_id, array_agg(mail_message_subtype_id"
            " ORDER BY mail_message_subtype_id) AS subtypes FROM mail_followers"
            " LEFT JOIN mail_followers_mail_message_subtype_rel"
            " ON mail_followers_id = mail_followers.id"
            " WHERE res_model = 'account.move' AND res_id = ANY(%s)"
            " GROUP BY 1, 2 ORDER BY 1, 2",
            ids,
        )
        result["ranks"] = self.rows(
            "SELECT customer_rank, supplier_rank FROM res_partner WHERE id = ANY(%s)"
            " ORDER BY id",
            (moves.partner_id | moves.commercial_partner_id).ids,
        )
        result["later"] = {
            key: dict(value)
            for key, value in self.env.cr.postcommit.data.items()
            if "increase_rank" in key
        }
        self._unname(result, place, item)
        return result

    def _unname(self, result, place, item):
        for row in result["entries"]:
            row["id"] = place[row["id"]]
            # a seal is made over the database ids of the lines
            row["inalterable_hash"] = bool(row["inalterable_hash"])
        for row in result["lines"]:
            row.update(id=item[row["id"]], move_id=place[row["move_id"]])
        for row in result["analytic"]:
            row["move_line_id"] = item[row["move_line_id"]]
        result["analytic"].sort(key=lambda row: (row["move_line_id"], row.pop("id")))
        for row in result["messages"]:
            row.update(id=0, res_id=place[row["res_id"]], **dict.fromkeys(TICKS))
        for row in result["followers"]:
            row["res_id"] = place[row["res_id"]]

    def assert_same(self, bills):
        """The fast way stores what core stores, column by column."""
        with self.undone():
            core = self.books(self.post_core([dict(bill) for bill in bills]))
        with self.undone():
            fast = self.books(self.post_fast([dict(bill) for bill in bills]))
        self.assertEqual(core.keys(), fast.keys())
        for part in core:
            if not isinstance(core[part], list):
                self.assertEqual(core[part], fast[part], part)
                continue
            self.assertEqual(len(core[part]), len(fast[part]), part)
            for one, other in zip(core[part], fast[part], strict=True):
                self.assertEqual(one, other, part)
        return core
