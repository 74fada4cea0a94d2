"""Handing in, excusing, reminding: what happens to a due report."""

from datetime import timedelta, timezone
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

from ... import duty

_lt = LazyTranslate(__name__)


class DutyAct(models.Model):
    _inherit = "ops.duty.item"

    # ACTION
    def action_hand_in(self, note=None):
        """Hand it in, with the proof its duty asks for; by its owner or his deputy.

        :param note: what is reported, when it is not there yet
        :raise AccessError: for anybody else
        """
        self.check_access("write")
        self._check_owner()
        if note:
            self.filtered(lambda item: not item.note).write({"note": note})
        self._check_due()
        self._check_proof()
        self._hand_in(self.env.user)
        return True

    def action_excuse(self, reason=None):
        """Excuse it, with the reason; by the supervisor or the process administrator.

        :raise AccessError: for anybody else, and for one's own
        """
        self.check_access("write")
        self._check_watcher()
        self._check_due()
        if reason:
            self.write({"excuse": reason})
        for item in self:
            if not (item.excuse or "").strip():
                raise UserError(
                    self.env._(
                        "%(report)s: say why it is excused.", report=item.display_name
                    )
                )
        # stamps are the kernel's own; the rights were asked above
        self.sudo().write(
            {
                "state": "excused",
                "excused_by_id": self.env.uid,
                "excused_at": fields.Datetime.now(),
            }
        )
        self._close_activities()
        return True

    def action_open_document(self):
        """Open the paper that fulfilled it, or the list where it is made."""
        self.ensure_one()
        self.check_access("read")
        if not (self.res_id or self.paper_model):
            raise UserError(self.env._("This report hangs on no paper."))
        return {
            "type": "ir.actions.act_window",
            "name": self.duty_id.name,
            "res_model": self.res_model or self.paper_model,
            "res_id": self.res_id or False,
            "views": [(False, "form")]
            if self.res_id
            else [(False, "list"), (False, "form")],
            "target": "current",
        }

    # BUSINESS
    def _hand_in(self, user, record=None):
        """Stamp who handed in, when and how late.

        :param record: the paper that fulfils it
        """
        now, places = fields.Datetime.now(), self._places(user)
        for item in self:
            # stamps are the kernel's own; the rights were asked by who calls
            item.sudo().write(
                {
                    "state": "handed",
                    "handed_at": now,
                    "handed_by_id": user.id,
                    "behalf_id": places.get(item, user.browse()).id,
                    "hours_late": duty.hours_late(item.date_due, now),
                    "res_model": record._name if record else False,
                    "res_id": record.id if record else False,
                }
            )
        self._close_activities()

    @api.model
    def _remind(self):
        """One activity for each owner when the time of the reminder has come."""
        items = self._time_has_come("date_remind", "reminded")
        items._activities(lambda item: item.user_ids, _lt("Report due"))
        items.write({"reminded": True})

    @api.model
    def _escalate(self):
        """One activity for the supervisor of what stays late."""
        items = self._time_has_come("date_escalate", "escalated")
        items._activities(
            # without a head, who set the duty up sees to it
            lambda item: item.supervisor_id or item.duty_id.create_uid,
            _lt("Report is late"),
        )
        items.write({"escalated": True})

    # TOOLING
    def _time_has_come(self, moment, done):
        return self.search(
            [
                ("state", "=", "due"),
                (done, "=", False),
                (moment, "<=", fields.Datetime.now()),
                ("duty_id.active", "=", True),
            ]
        )

    def _activities(self, people, summary):
        kind = self.env.ref("mail.mail_activity_data_todo")
        self.env["mail.activity"].create(
            [
                {
                    "res_model_id": self.env["ir.model"]._get_id(self._name),
                    "res_id": item.id,
                    "activity_type_id": kind.id,
                    "summary": self.with_context(lang=user.lang).env._(summary),
                    "automated": True,
                    "date_deadline": item._due_day(),
                    "user_id": user.id,
                }
                for item in self
                for user in people(item).filtered("active")
            ]
        )

    def _due_day(self):
        """The day it is due in the company's time zone; its end belongs to it."""
        zone = ZoneInfo(self.company_id._ops_tz())
        local = self.date_due.replace(tzinfo=timezone.utc).astimezone(zone)
        return (local - timedelta(minutes=1)).date()

    def _close_activities(self):
        # reminders end whoever they were given to
        self.sudo().activity_ids.unlink()

    def _check_due(self):
        for item in self:
            if item.state != "due":
                raise UserError(
                    self.env._(
                        "%(report)s is “%(state)s” and stays as it is.",
                        report=item.display_name,
                        state=item._state_label(),
                    )
                )

    def _check_proof(self):
        for item in self:
            if item.paper_model:
                paper = self.env["ir.model"]._get(item.paper_model).sudo().name
                raise UserError(
                    self.env._(
                        "%(report)s is handed in by its paper: hand in “%(paper)s”.",
                        report=item.display_name,
                        paper=paper,
                    )
                )
            if item.proof == "note" and not (item.note or "").strip():
                raise UserError(
                    self.env._(
                        "%(report)s: write down the report.", report=item.display_name
                    )
                )
            if item.proof == "file" and not item.attachment_ids:
                raise UserError(
                    self.env._(
                        "%(report)s: attach the report.", report=item.display_name
                    )
                )
