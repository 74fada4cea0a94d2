from odoo import api, fields, models
from odoo.tools import LazyTranslate

from ..flow import gate

_lt = LazyTranslate(__name__)


class ChecklistMixin(models.AbstractModel):
    """A record that checklists hang on. A flow names the gate ``checklist_done`` to
    hold a step until every required point is ticked off."""

    _name = "ops.checklist.mixin"
    _description = "Record with checklists"

    # FIELDS
    checklist_ids = fields.One2many("ops.checklist", "res_id", "Checklists", copy=False)
    checklist_open_count = fields.Integer(
        "Open points", compute="_compute_checklist_open_count"
    )

    # COMPUTE
    @api.depends("checklist_ids.line_ids.state")
    def _compute_checklist_open_count(self):
        open_lines = self._checklist_open_lines(required=False)
        for record in self:
            record.checklist_open_count = len(open_lines[record.id])

    # CRUD
    @api.ondelete(at_uninstall=False)
    def _unlink_checklists(self):
        # a checklist has no life of its own once its record is gone
        self.env["ops.checklist"].sudo().search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        ).unlink()

    # ACTION
    def action_open_checklists(self):
        """The checklists of these records."""
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id(
            "ops_base.action_ops_checklist"
        )
        action["domain"] = [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        action["context"] = {"default_res_model": self._name}
        if len(self) == 1:
            action["context"]["default_res_id"] = self.id
        return action

    # BUSINESS
    def _checklist_start(self, code):
        """Make the checklist of the template with that code, once per record.

        :return: the checklists, new and old
        :raise ValueError: when there is no such template
        """
        template = self.env["ops.checklist.template"].search(
            [("code", "=", code), ("company_id", "in", (self.env.company.id, False))],
            order="company_id",
            limit=1,
        )
        if not template:
            raise ValueError(f"There is no checklist template {code!r}")
        # a point the user cannot see is there all the same
        checklists = self.env["ops.checklist"].sudo()
        found = checklists.search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("template_id", "=", template.id),
            ]
        )
        missing = set(self.ids) - set(found.mapped("res_id"))
        found += checklists.create(
            [
                {
                    "name": template.name,
                    "template_id": template.id,
                    "res_model": self._name,
                    "res_id": record.id,
                    "company_id": record.company_id.id
                    if "company_id" in record and record.company_id
                    else self.env.company.id,
                }
                for record in self
                if record.id in missing
            ]
        )
        return found.sudo(False)

    def _checklist_open_lines(self, code=None, required=True):
        """Open points per record: ``{id: ops.checklist.line}``, one query.

        :param code: only of checklists made from the template with that code
        :param required: only points that must be done
        """
        domain = [
            ("res_model", "=", self._name),
            ("res_id", "in", self.ids),
            ("state", "=", "open"),
        ]
        if required:
            domain.append(("required", "=", True))
        if code:
            domain.append(("checklist_id.code", "=", code))
        # what is open is a fact, whoever looks
        lines = self.env["ops.checklist.line"].sudo().search(domain)
        groups = lines.sudo(False).grouped(lambda line: line.sudo().res_id)
        empty = self.env["ops.checklist.line"]
        return {record.id: groups.get(record.id, empty) for record in self}

    @gate(_lt("Checklist complete"))
    def _gate_checklist_done(self):
        """One blocker per required point that is open, with its owner."""
        for res_id, lines in self._checklist_open_lines().items():
            for line in lines.sudo():
                owner = line.user_id or line.group_id or line.checklist_id.user_id
                yield self.env["ops.guard.mixin"]._blocker(
                    self.browse(res_id),
                    self.env._("“%(point)s” is not done.", point=line.name),
                    who=owner.display_name,
                    fix=line.checklist_id,
                )
