"""What stands on a fapiao is what can stand there (C-34 … C-36)."""

from odoo import api, models
from odoo.exceptions import ValidationError
from stdnum.cn import uscc

from .fapiao import DIGITAL


class FapiaoChecks(models.Model):
    _inherit = "ops.fapiao"

    # CONSTRAINT
    @api.constrains("kind", "code", "number", "direction")
    def _check_number(self):
        """C-34, C-36: digital fapiao have 20 digits and no code, others a code of 10
        or 12 digits and a number of 8."""
        for fapiao in self.filtered("number"):
            if fapiao.kind == "receipt":
                continue
            number, code = fapiao.number, fapiao.code or ""
            if fapiao.kind in DIGITAL:
                if len(number) != 20 or not _digits(number) or code:
                    raise ValidationError(
                        self.env._(
                            "%(number)s: a digital fapiao has a number of 20 digits "
                            "and no code.",
                            number=number,
                        )
                    )
            elif (
                len(number) != 8
                or not _digits(number)
                or len(code) not in (10, 12)
                or not _digits(code)
            ):
                raise ValidationError(
                    self.env._(
                        "%(number)s: this fapiao has a code of 10 or 12 digits and a "
                        "number of 8 digits.",
                        number=f"{code} {number}".strip(),
                    )
                )

    @api.constrains("buyer_uscc", "seller_uscc")
    def _check_uscc(self):
        for fapiao in self:
            for value in (fapiao.buyer_uscc, fapiao.seller_uscc):
                if value and not uscc.is_valid(value):
                    raise ValidationError(
                        self.env._(
                            "%(code)s is no unified social credit code: check the 18 "
                            "signs, one of them is wrong.",
                            code=value,
                        )
                    )

    @api.constrains("goods_code")
    def _check_goods_code(self):
        for fapiao in self.filtered("goods_code"):
            if not _digits(fapiao.goods_code) or len(fapiao.goods_code) != 19:
                raise ValidationError(
                    self.env._(
                        "%(code)s: a tax code of goods and services has 19 digits.",
                        code=fapiao.goods_code,
                    )
                )

    @api.constrains("rental_from", "rental_to")
    def _check_rental_term(self):
        for fapiao in self.filtered(lambda f: f.rental_from and f.rental_to):
            if fapiao.rental_to < fapiao.rental_from:
                raise ValidationError(
                    self.env._("The leased time on the fapiao ends before it starts.")
                )


def _digits(text):
    return text.isascii() and text.isdecimal()
