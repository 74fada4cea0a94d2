from odoo import fields, models
from odoo.exceptions import UserError

from .balance import ACCEPT

#: Which decisions let a serial number out, by the counter it is booked on.
LETS = {"stocked_qty": ACCEPT, "sent_qty": ("return",)}


class QcInspection(models.Model):
    """Goods with serial numbers: one inspection for all that arrived together, each
    number decided on by name (PU-F20)."""

    _inherit = "qc.inspection"

    # FIELDS
    serial_ids = fields.Many2many(
        "stock.lot",
        "ops_quality_inspection_serial",
        string="Serial numbers",
        readonly=True,
        copy=False,
    )

    # BUSINESS
    def _serial_fates(self):
        """``{serial number: last decision on it}``; undecided ones are left out."""
        self.ensure_one()
        return {
            serial: tranche.disposition
            for tranche in self.tranche_ids.sorted("id")
            for serial in tranche.serial_ids
        }

    def _serial_fates_check(self):
        """Refuse decisions on goods with serial numbers that do not name them, or
        name one twice.

        :raise UserError: with the first of them
        """
        for inspection in self.filtered("serial_ids"):
            fates = {}
            for tranche in inspection.tranche_ids.sorted("id"):
                wrong = inspection._serial_problem(
                    tranche.serial_ids, tranche.quantity, tranche.reworked, fates
                )
                if wrong:
                    raise UserError(
                        self.env._(
                            "%(inspection)s: %(problem)s",
                            inspection=inspection.display_name,
                            problem=wrong,
                        )
                    )
                fates.update(dict.fromkeys(tranche.serial_ids, tranche.disposition))

    def _serial_problem(self, serials, quantity, reworked, fates):
        """What is wrong with a decision on these serial numbers, or None.

        :param fates: ``{serial number: decision}`` so far
        """
        self.ensure_one()
        foreign = serials - self.serial_ids
        wanted = "rework" if reworked else None
        decided = serials.filtered(lambda serial: fates.get(serial) != wanted)
        if len(serials) != quantity:
            return self.env._(
                "%(quantity)g are decided on and %(count)s serial numbers are named.",
                quantity=quantity,
                count=len(serials),
            )
        if foreign:
            return self.env._(
                "%(serials)s did not arrive with it.",
                serials=", ".join(foreign.mapped("name")),
            )
        if decided and reworked:
            return self.env._(
                "%(serials)s: not in rework.",
                serials=", ".join(decided.mapped("name")),
            )
        if decided:
            return self.env._(
                "%(serials)s: decided already.",
                serials=", ".join(decided.mapped("name")),
            )
        return None

    def _serials_let(self):
        """``{counter: serial numbers that may leave on it}``, None for other goods."""
        self.ensure_one()
        if not self.serial_ids:
            return None
        fates = self._serial_fates()
        return {
            counter: {serial for serial, fate in fates.items() if fate in kinds}
            for counter, kinds in LETS.items()
        }

    def _serials_at(self, place, serials):
        """Those of the serial numbers that stand in a location."""
        # an inspector sees where his goods stand, not the whole stock
        quants = self.env["stock.quant"].sudo()
        found = quants.search(
            [
                ("lot_id", "in", [serial.id for serial in serials]),
                ("location_id", "child_of", place.id),
                ("quantity", ">", 0),
            ]
        )
        return found.lot_id

    def _serials_left_with(self, tranches):
        """Serial numbers that have left the inspection on these decisions."""
        self.ensure_one()
        serials = tranches.serial_ids
        place = self.move_id.location_dest_id
        if not serials or not place:
            return serials.browse()
        return serials - self._serials_at(place, serials)
