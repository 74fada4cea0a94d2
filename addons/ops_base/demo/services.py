"""Documents, duties and targets of a demonstration, made by the people of its story.

An addon's world says what there is; here is how it gets there.
"""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from .. import duty


class Services:
    """Builds into one company.

    :param env: environment of a superuser
    :param company: where everything belongs
    :param author: user who writes documents and answers for figures
    :param keeper: user who reviews documents; gets the role of document control
    :param director: user who approves documents and sets targets
    """

    def __init__(self, env, company, author, keeper, director):
        self.env, self.company = env, company
        self.author, self.keeper, self.director = author, keeper, director
        role = env.ref("ops_base.role_document")
        if role not in keeper.role_line_ids.role_id:
            keeper.role_line_ids = [Command.create({"role_id": role.id})]

    # --- documents

    def document(self, **values):
        """A draft of the author."""
        docs = self.env["ops.controlled.doc"].with_user(self.author)
        return docs.create({"company_id": self.company.id, **values})

    def enforce(self, doc):
        """Reviewed and approved, in force."""
        doc.action_submit()
        request = self.env["ops.approval.request"].search(
            [("res_model", "=", doc._name), ("res_id", "=", doc.id)], limit=1
        )
        for signer in (self.keeper, self.director):
            if request.state == "pending":
                request.with_user(signer).agree()
        return doc

    def revise(self, doc, change):
        """The next revision, a draft of the author."""
        revised = doc.browse(doc.action_revise()["res_id"])
        revised.change_note = change
        return revised

    # --- duties

    def duty(self, days, done=0, **values):
        """A duty that has run for so many days.

        :param done: hours before (or, negative, after) the due moment at which the
            reports of the past were handed in; None leaves the last of them open
        """
        today = self.company._ops_today()
        begun = today - timedelta(days=days)
        one = self.env["ops.duty"].create({"company_id": self.company.id, **values})
        one.write({"date_start": begun})
        one.date_next = duty.period_start(one.period, begun)
        one._plan()
        past = one.item_ids.filtered(lambda i: i.date_due < fields.Datetime.now())
        for item in past.sorted("date_due")[: -1 if done is None else None]:
            moment = item.date_due - timedelta(hours=done or 2)
            item.write(
                {
                    "note": "已完成",
                    "state": "handed",
                    "handed_at": moment,
                    "handed_by_id": item.user_ids[:1].id,
                    "hours_late": duty.hours_late(item.date_due, moment),
                }
            )
        return one

    # --- targets

    def targets(self, kpi, target, figures, **values):
        """Targets of the last months, the youngest last; those reached are closed."""
        month = duty.period_start("monthly", self.company._ops_today())
        for figure in reversed(figures):
            month = duty.period_start("monthly", month - timedelta(days=1))
            one = (
                self.env["ops.kpi.target"]
                .with_user(self.director)
                .create(
                    {
                        "kpi_id": kpi.id,
                        "company_id": self.company.id,
                        "date_from": month,
                        "date_to": duty.period_end("monthly", month),
                        "target": target,
                        **values,
                    }
                )
                .with_user(kpi.user_id)
            )
            one.actual = figure
            if one.light == "red":
                one.action_improve()
            else:
                one.action_close()
