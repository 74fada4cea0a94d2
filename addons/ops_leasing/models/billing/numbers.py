from odoo import models


class SequenceFormats(dict):
    """Formats that a batch has looked up. No client can put one into a context."""


class AccountMove(models.Model):
    _inherit = "account.move"

    # COMPUTE
    def _compute_name(self):
        """Customer invoices posted together look up once what their numbers look like.

        Core asks the database for the last number before each one. Within one call
        the last one is the one just given, so one look-up does for a journal and
        day. The first number is taken, and locked against other transactions, by
        core's own ``_locked_increment``.
        """
        named = self.with_context(ops_sequence_formats=SequenceFormats())
        return super(AccountMove, named)._compute_name()

    # BUSINESS
    def _get_next_sequence_format(self):
        known = self.env.context.get("ops_sequence_formats")
        if (
            not isinstance(known, SequenceFormats)
            or self.move_type not in ("out_invoice", "out_refund")
            # these number each partner for himself
            or self.journal_id.is_self_billing
        ):
            return super()._get_next_sequence_format()
        key = (self.journal_id.id, self.move_type, self.date)
        if key not in known:
            known[key] = super()._get_next_sequence_format()
        form, values = known[key]
        # core takes the number out of what it gets
        return form, dict(values)
