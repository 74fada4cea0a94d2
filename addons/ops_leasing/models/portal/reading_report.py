from odoo import api, fields, models
from odoo.addons.ops_base.flow import Flow, Step, gate
from odoo.exceptions import ValidationError
from odoo.tools import LazyTranslate, format_date

from ..groups import PROPERTY

_lt = LazyTranslate(__name__)


class LeaseReadingReport(models.Model):
    """自助抄表: what a tenant says his meter shows, with a photo (LE-F28).

    A proposal and nothing else: the property company looks at the photo and confirms,
    which makes the reading, or refuses and says why.
    """

    _name = "ops.lease.reading.report"
    _inherit = ["ops.lease.paper.mixin", "ops.evidence.mixin"]
    _description = "Proposed meter reading"
    _order = "date desc, id desc"

    _flow = Flow(
        Step(
            "accept",
            "proposed",
            "accepted",
            label=_lt("Confirm reading"),
            group=PROPERTY,
            gates=("photo_given", "reading_plausible"),
        ),
        Step(
            "refuse",
            "proposed",
            "refused",
            label=_lt("Refuse reading"),
            group=PROPERTY,
            reason=True,
        ),
        protected=("reading_id",),
        side=("refused",),
    )

    # FIELDS
    state = fields.Selection(
        [
            ("proposed", "To be confirmed"),
            ("accepted", "Reading confirmed"),
            ("refused", "Reading refused"),
        ],
        default="proposed",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    meter_id = fields.Many2one(
        "ops.lease.meter",
        "Meter",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('unit_id', 'in', unit_ids)]",
    )
    unit_id = fields.Many2one(
        related="meter_id.unit_id", string="Shop", store=True, index=True
    )
    date = fields.Date(
        "Day of reading", required=True, default=fields.Date.context_today
    )
    value = fields.Float("Reading", required=True, digits=(16, 3))
    note = fields.Text("Remarks")
    reading_id = fields.Many2one(
        "ops.lease.reading",
        "Reading made of it",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )

    _value_positive = models.Constraint(
        "CHECK(value >= 0)", "A meter shows no negative figure."
    )

    # COMPUTE
    @api.depends("meter_id.display_name", "date")
    def _compute_display_name(self):
        for paper in self:
            day = format_date(self.env, paper.date)
            # the number of a meter is no secret to who reads what it shows
            meter = paper.sudo().meter_id.display_name or self._flow_title()
            paper.display_name = f"{meter} {day}".strip()

    # CONSTRAINT
    @api.constrains("meter_id", "contract_id")
    def _check_own_meter(self):
        # which meters belong to which shops is a fact, whoever may read them
        for paper in self.sudo():
            if paper.meter_id.unit_id not in paper.contract_id.unit_ids:
                raise ValidationError(
                    self.env._(
                        "%(meter)s is in no shop of %(lease)s.",
                        meter=paper.meter_id.display_name,
                        lease=paper.contract_id.display_name,
                    )
                )

    # ACTION
    def action_accept(self):
        return self._flow_take("accept")

    def action_refuse(self, reason=None):
        return self._flow_take("refuse", reason)

    # BUSINESS
    @gate(_lt("Photo of the meter"))
    def _gate_photo_given(self):
        for paper in self.filtered(lambda p: not p.attachment_ids):
            message = self.env._("The photo of the meter is missing.")
            yield self._blocker(paper, message, paper.partner_id.name, fix=paper)

    @gate(_lt("Reading plausible"), who=PROPERTY)
    def _gate_reading_plausible(self):
        for paper, message in self._problems():
            yield self._blocker(paper, message, fix=paper)

    def _problems(self):
        """Pairs of a proposal and a sentence on what its meter cannot have shown."""
        known = {}
        for reading in self.env["ops.lease.reading"].search(
            [("meter_id", "in", self.meter_id.ids)], order="date, id"
        ):
            known.setdefault(reading.meter_id.id, []).append(reading)
        today = fields.Date.context_today(self)
        for paper in self:
            if paper.date > today:
                yield (
                    paper,
                    self.env._(
                        "The day of the reading, %(day)s, has not come yet.",
                        day=format_date(self.env, paper.date),
                    ),
                )
            readings = known.get(paper.meter_id.id, ())
            past = [reading for reading in readings if reading.date <= paper.date]
            later = [reading for reading in readings if reading.date > paper.date]
            same = [
                reading
                for reading in past
                if (reading.date, reading.kind) == (paper.date, "periodic")
            ]
            # a counter whose digits are known may begin again
            if paper.meter_id.digits:
                past = later = []
                if paper.value >= 10**paper.meter_id.digits:
                    text = self.env._(
                        "%(meter)s shows %(digits)s digits before the point: %(value)s "
                        "has more."
                    )
                    yield (
                        paper,
                        text
                        % {
                            "meter": paper.meter_id.display_name,
                            "digits": paper.meter_id.digits,
                            "value": f"{paper.value:,.0f}",
                        },
                    )
            if same:
                text = self.env._("%(meter)s has been read on %(day)s already.")
                yield paper, text % paper._problem_words(same[0])
            elif past and past[-1].value > paper.value:
                text = self.env._(
                    "%(meter)s: %(value)s is below %(last)s, which it showed on "
                    "%(day)s already."
                )
                yield paper, text % paper._problem_words(past[-1])
            elif later and later[0].value < paper.value:
                text = self.env._(
                    "%(meter)s: %(value)s is above %(last)s, which it showed on "
                    "%(day)s."
                )
                yield paper, text % paper._problem_words(later[0])

    def _problem_words(self, reading):
        self.ensure_one()
        return {
            "meter": self.meter_id.display_name,
            "value": f"{self.value:,g}",
            "last": f"{reading.value:,g}",
            "day": format_date(self.env, reading.date),
        }

    def _after_accept(self):
        """The reading, made under the rights of who confirms it."""
        readings = self.env["ops.lease.reading"].create(
            [
                {"meter_id": p.meter_id.id, "date": p.date, "value": p.value}
                for p in self
            ]
        )
        for paper, reading in zip(self, readings, strict=True):
            paper._flow_write({"reading_id": reading.id})

    def _lease_fixed(self):
        """It is of one lease from the first moment."""
        return True

    def _evidence_closed(self):
        """What was looked at keeps its photo (rule 10)."""
        return self.state != "proposed"
