from odoo import api, models
from odoo.fields import Command

from .bulk_lines import STATED

# Addons whose part in an invoice the fast way knows: TestBulkPosting compares with
# all of them installed.
KNOWN = frozenset(
    (
        "account",
        "analytic",
        "base",
        "mail",
        "ops_base",
        "ops_leasing",
        "purchase",
        "sms",
        "stock_account",
    )
)
# What the fast way does in core's stead. Where another addon has a say in it, the
# bills go core's way.
REPLACED = {
    "account.move": frozenset(
        [
            "create",
            "message_post",
            "_compute_needed_terms",
            "_creation_subtype",
            "_get_product_base_line_currency_rate",
            "_get_rounded_base_and_tax_lines",
            "_get_sync_stack",
            "_message_auto_subscribe",
            "_message_auto_subscribe_followers",
            "_message_post_after_hook",
            "_message_track_post_template",
            "_notify_thread",
            "_prepare_product_base_line_for_taxes_computation",
            "_sync_dynamic_line",
            "_sync_dynamic_lines",
            "_sync_invoice",
            "_sync_tax_lines",
            "_track_template",
        ]
    ),
    "account.move.line": frozenset(
        [
            "create",
            "_prepare_create_values",
            "_related_analytic_distribution",
            "_sanitize_vals",
            "_sanitize_values",
            "_sync_invoice",
        ]
    ),
    "account.tax": frozenset(
        [
            "_get_base_line_field_value_from_record",
            "_prepare_base_line_for_taxes_computation",
            "_prepare_base_line_grouping_key",
            "_prepare_base_line_tax_repartition_grouping_key",
        ]
    ),
}
HEAD = frozenset(
    [
        "company_id",
        "currency_id",
        "date",
        "invoice_date",
        "invoice_date_due",
        "invoice_line_ids",
        "invoice_origin",
        "invoice_payment_term_id",
        "journal_id",
        "line_ids",
        "move_type",
        "narration",
        "partner_id",
        "payment_reference",
        "ref",
    ]
)
NEEDED = frozenset(("name", "account_id", "quantity", "price_unit", "tax_ids"))


class AccountMove(models.Model):
    _inherit = "account.move"

    # BUSINESS
    @api.model
    def _bulk_obstacle(self):
        """Why no bill can go the fast way in this database, or None."""
        for model, names in REPLACED.items():
            cls = type(self.env[model])
            if model == "account.move.line":
                names = names | self._bulk_line_methods()
            for parent in cls.__mro__:
                addon = parent.__module__.removeprefix("odoo.addons.").split(".")[0]
                touched = names.intersection(vars(parent))
                if touched and addon not in KNOWN and addon != "odoo":
                    return f"{addon} extends {model}.{min(touched)}"
            # base_automation and the like hang themselves before these
            if any(
                hasattr(getattr(cls, name), "origin") for name in ("create", "write")
            ):
                return f"an automation watches {model}"
        preset = self.env["ir.default"]._get_model_defaults("account.move.line")
        if not STATED.isdisjoint(preset):
            return f"account.move.line has a default for {min(STATED & set(preset))}"
        return None

    @api.model
    def _bulk_line_methods(self):
        """Methods that core runs for the columns we state of a line."""
        known = self.env["account.move.line"]._fields
        return frozenset(
            method
            for name in STATED
            for method in (known[name].compute, known[name].inverse)
            if isinstance(method, str)
        )

    @api.model
    def _bulk_bill_obstacle(self, vals):
        """Why this bill must go core's way, or None.

        :param vals: what ``create`` would get; nothing of it needs to be right, what
            is wrong is left to core to refuse
        """
        if vals.get("move_type") not in ("out_invoice", "out_refund"):
            return "no customer invoice or credit note"
        for name in ("partner_id", "journal_id", "invoice_date"):
            if not vals.get(name):
                return f"no {name}"
        odd = [name for name in vals if name not in HEAD and not self._bulk_own(name)]
        if odd:
            return f"asks for {min(odd)}"
        journal = self.env["account.journal"].browse(vals["journal_id"])
        company = journal.company_id
        if "invoice_payment_term_id" in vals:
            term = self.env["account.payment.term"].browse(
                vals["invoice_payment_term_id"] or ()
            )
        else:
            partner = self.env["res.partner"].browse(vals["partner_id"])
            term = partner.with_company(company).property_payment_term_id
        if term.early_discount:
            return "early payment discount"
        commands = [
            *(vals.get("invoice_line_ids") or ()),
            *(vals.get("line_ids") or ()),
        ]
        if not commands:
            return "no lines"
        for command in commands:
            if command[0] != Command.CREATE:
                return "lines that exist"
            reason = self._bulk_line_obstacle(company, command[2])
            if reason:
                return reason
        return None

    @api.model
    def _bulk_line_obstacle(self, company, values):
        Line = self.env["account.move.line"]
        missing = NEEDED - values.keys()
        if missing:
            return f"a line without {min(missing)}"
        if not values["account_id"]:
            return "a line without account"
        odd = [
            name
            for name in values
            if name not in NEEDED
            and name != "analytic_distribution"
            and not Line._bulk_own(name)
        ]
        if odd:
            return f"a line asks for {min(odd)}"
        distribution = values.get("analytic_distribution")
        if "__update__" in (distribution or {}):
            return "an analytic distribution in parts"
        if distribution is None and self._bulk_distributions(company):
            return "analytic distribution models"
        if any(
            not isinstance(item, int) and item[0] not in (Command.SET, Command.LINK)
            for item in values["tax_ids"] or ()
        ):
            return "taxes that are made here"
        return None

    @api.model
    def _bulk_distributions(self, company):
        """Whether core would look for an analytic distribution by itself."""
        models = self.env["account.analytic.distribution.model"].sudo()
        cache = self.env.cr.cache.setdefault("ops_bulk_distributions", {})
        if company not in cache:
            cache[company] = bool(
                models.search_count(
                    [("company_id", "in", [False, *company.parent_ids.ids])], limit=1
                )
            )
        return cache[company]

    @api.model
    def _bulk_own(self, name):
        return _is_own(self, name)


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    # BUSINESS
    @api.model
    def _bulk_own(self, name):
        return _is_own(self, name)


def _is_own(model, name):
    """Whether a column is of our suite, plain, and so what its bill says it is."""
    field = model._fields.get(name)
    return bool(
        field
        and field.store
        and not field.compute
        and field.type not in ("one2many", "many2many")
        and (field._module or "").startswith("ops_")
    )
