"""What a fapiao waits for (C-34 … C-37)."""

from odoo import fields, models
from odoo.addons.ops_base.flow import gate
from odoo.addons.ops_base.turns import take_turns
from odoo.tools import LazyTranslate

from ..groups import FINANCE
from .fapiao import DIGITAL, SPECIAL

_lt = LazyTranslate(__name__)


class FapiaoGates(models.Model):
    _inherit = "ops.fapiao"

    # BUSINESS
    @gate(_lt("Issued by us"), who=FINANCE)
    def _gate_issued_by_us(self):
        for fapiao in self.filtered(lambda f: f.direction != "issued"):
            message = self.env._(
                "A fapiao we have received is entered in the register, not asked for."
            )
            yield self._blocker(fapiao, message)

    @gate(_lt("Bills and amounts fit"))
    def _gate_bills_fit(self):
        """Bills are posted, of one partner, and never fapiao'd beyond their amount;
        together they are the fapiao."""
        used = self._bills_used()
        for fapiao in self:
            currency = fapiao.currency_id
            for line in fapiao.line_ids:
                if line.move_id.state != "posted":
                    message = self.env._(
                        "Bill %(bill)s is not posted.",
                        bill=line.move_id.display_name,
                    )
                    yield self._blocker(fapiao, message, fix=line.move_id)
            partners = fapiao.line_ids.move_id.commercial_partner_id
            if partners - fapiao.partner_id.commercial_partner_id:
                message = self.env._("The bills are another tenant's or supplier's.")
                yield self._blocker(fapiao, message, fix=fapiao)
            if not fapiao.line_ids and fapiao.direction == "issued":
                message = self.env._("The fapiao names no bill.")
                yield self._blocker(fapiao, message, fix=fapiao)
            spread = sum(fapiao.line_ids.mapped("amount"))
            if fapiao.line_ids and currency.compare_amounts(
                spread, fapiao.amount_total
            ):
                message = self.env._(
                    "The bills come to %(bills)s, the fapiao to %(total)s.",
                    bills=currency.format(spread),
                    total=currency.format(fapiao.amount_total),
                )
                yield self._blocker(fapiao, message, fix=fapiao)
            for line in fapiao.line_ids:
                bill = line.move_id._fapiao_bill()
                others, limit = used.get((bill, fapiao), 0.0), bill._fapiao_limit()
                after = others + line.amount
                if (
                    currency.compare_amounts(after, limit) > 0 and line.amount > 0
                ) or currency.compare_amounts(after, 0) < 0:
                    message = self.env._(
                        "Bill %(bill)s comes to %(limit)s, %(others)s of it stand on "
                        "other fapiao: %(amount)s do not fit.",
                        bill=bill.display_name,
                        limit=currency.format(limit),
                        others=currency.format(others),
                        amount=currency.format(line.amount),
                    )
                    yield self._blocker(fapiao, message, fix=bill)

    @gate(_lt("Buyer and seller known"))
    def _gate_buyer_known(self):
        for fapiao in self.filtered(lambda f: f.kind != "receipt"):
            missing = []
            if not fapiao.buyer_name:
                missing.append(self.env._("name of the buyer"))
            if not fapiao.seller_name:
                missing.append(self.env._("name of the seller"))
            if not fapiao.seller_uscc:
                missing.append(self.env._("credit code of the seller"))
            if not fapiao.buyer_uscc and (
                fapiao.kind in SPECIAL or fapiao.direction == "received"
            ):
                missing.append(self.env._("credit code of the buyer"))
            if missing:
                message = self.env._(
                    "Missing on the fapiao: %(missing)s.", missing=", ".join(missing)
                )
                yield self._blocker(fapiao, message, fix=fapiao)

    @gate(_lt("Face complete"), who=FINANCE)
    def _gate_face_complete(self):
        """C-34, C-35: number and date; the block of a lease where it is one."""
        today = fields.Date.context_today(self)
        for fapiao in self:
            missing = []
            if not fapiao.number:
                missing.append(self.env._("fapiao number"))
            if not fapiao.date:
                missing.append(self.env._("date"))
            elif fapiao.date > today:
                missing.append(self.env._("date, which lies in the future"))
            if fapiao.currency_id.is_zero(fapiao.amount_total):
                missing.append(self.env._("amount"))
            if (
                fapiao.contract_id
                and fapiao.kind in DIGITAL
                and not (
                    fapiao.rental_address and fapiao.rental_from and fapiao.rental_to
                )
            ):
                missing.append(self.env._("address and time of the lease"))
            if missing:
                message = self.env._(
                    "Missing on the fapiao: %(missing)s.", missing=", ".join(missing)
                )
                yield self._blocker(fapiao, message, fix=fapiao)

    @gate(_lt("Blue fapiao has enough left"), who=FINANCE)
    def _gate_blue_left(self):
        """A red fapiao takes back at most what is left of the blue one, bill by
        bill."""
        taken = {}
        for fapiao in self.filtered("blue_id"):
            blue, currency = fapiao.blue_id, fapiao.currency_id
            if blue.state != "issued":
                message = self.env._(
                    "%(blue)s is “%(state)s”, not in force.",
                    blue=blue.display_name,
                    state=blue._flow_state_label(blue.state),
                )
                yield self._blocker(fapiao, message, fix=blue)
                continue
            if blue.blue_id or (
                blue.seller_uscc,
                blue.buyer_name,
                blue.direction,
            ) != (fapiao.seller_uscc, fapiao.buyer_name, fapiao.direction):
                message = self.env._(
                    "%(blue)s is another buyer's or seller's.", blue=blue.display_name
                )
                yield self._blocker(fapiao, message, fix=blue)
            taken[blue] = taken.get(blue, 0.0) - fapiao.amount_total
            if currency.compare_amounts(taken[blue], blue.amount_left) > 0:
                message = self.env._(
                    "%(left)s are left of %(blue)s, %(asked)s are taken back.",
                    left=currency.format(blue.amount_left),
                    blue=blue.display_name,
                    asked=currency.format(taken[blue]),
                )
                yield self._blocker(fapiao, message, fix=blue)
            left = blue._bills_left()
            for line in fapiao.line_ids:
                bill = line.move_id._fapiao_bill()
                if currency.compare_amounts(-line.amount, left.get(bill, 0.0)) > 0:
                    message = self.env._(
                        "%(blue)s stands for %(left)s of bill %(bill)s, not more.",
                        blue=blue.display_name,
                        left=currency.format(left.get(bill, 0.0)),
                        bill=bill.display_name,
                    )
                    yield self._blocker(fapiao, message, fix=bill)

    @gate(_lt("May be voided"), who=FINANCE)
    def _gate_voidable(self):
        """Digital fapiao are taken back by a red one; paper is voided in its month."""
        month = fields.Date.context_today(self).replace(day=1)
        for fapiao in self:
            if fapiao.kind in DIGITAL:
                message = self.env._(
                    "A digital fapiao cannot be voided: take it back by a red one."
                )
                yield self._blocker(fapiao, message)
            elif fapiao.kind != "receipt" and fapiao.date < month:
                message = self.env._(
                    "It was issued in an earlier month: take it back by a red one."
                )
                yield self._blocker(fapiao, message)

    @gate(_lt("No red fapiao on it"), who=FINANCE)
    def _gate_no_red(self):
        for fapiao in self:
            for red in fapiao.red_ids.filtered(lambda r: r.state == "issued")[:1]:
                message = self.env._("%(red)s has taken it back.", red=red.display_name)
                yield self._blocker(fapiao, message, fix=red)

    def _bills_used(self):
        """``{(bill, fapiao): amount}`` on other fapiao that were asked for or issued;
        those of this set count for each other in their order."""
        bills = self.line_ids.move_id._fapiao_family()
        counted = bills.fapiao_line_ids.filtered(
            lambda line: line.state in ("requested", "issued", "red")
        )
        used, before = {}, {}
        for fapiao in self:
            for line in fapiao.line_ids:
                bill = line.move_id._fapiao_bill()
                family = bill._fapiao_family()
                used[bill, fapiao] = before.get(bill, 0.0) + sum(
                    other.amount
                    for other in counted
                    if other.move_id in family and other.fapiao_id not in self
                )
                before[bill] = before.get(bill, 0.0) + line.amount
        return used

    def _flow_lock(self, step):
        """Two fapiao on one bill, or two red ones on a blue one, do not slip through
        at the same moment."""
        super()._flow_lock(step)
        if step.name in ("request", "issue", "record"):
            # the facts a gate counts; taking turns shows nobody anything
            papers = self.sudo()
            take_turns(papers.blue_id)
            take_turns(papers.line_ids.move_id._fapiao_family())

    def _after_issue(self):
        self._fapiao_settle_blue()

    def _after_record(self):
        self._fapiao_settle_blue()

    def _after_void(self):
        # what follows from a void red one is the kernel's own
        blues = self.sudo().blue_id.filtered(lambda blue: blue.state == "red")
        blues._flow_kernel_take("restore")
        self.line_ids.sudo().move_id._fapiao_show()

    def _fapiao_settle_blue(self):
        """A blue fapiao of which nothing is left is taken back."""
        blues = self.sudo().blue_id
        gone = blues.filtered(
            lambda b: b.state == "issued" and b.currency_id.is_zero(b.amount_left)
        )
        gone._flow_kernel_take("reverse")
        self.sudo().line_ids.move_id._fapiao_show()
