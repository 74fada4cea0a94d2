from odoo import api, models
from odoo.exceptions import UserError


class FlowLineMixin(models.AbstractModel):
    """A line of a paper: open exactly as long as the paper leaves its list open.

    A model sets ``_flow_parent = (many2one to the paper, the paper's one2many)``.
    Where the paper names that one2many a key field, a changed line of an approved
    paper starts its approval anew (cross-cutting rule 1).
    """

    _name = "ops.flow.line.mixin"
    _inherit = ["ops.stamp.mixin"]
    _description = "Line of a paper with a flow"

    _flow_parent = None

    # CRUD
    @api.model_create_multi
    def create(self, vals_list):
        """Refused when the paper has closed its list."""
        lines = super().create(vals_list)
        lines._flow_line_guard()
        lines._flow_line_changed()
        return lines

    def write(self, vals):
        """Refused when the paper has closed its list; a line stays with its paper."""
        self._flow_line_stays(vals)
        self._flow_line_guard(vals)
        before, papers = self._flow_line_values(vals), self[self._flow_parent[0]]
        result = super().write(vals)
        if self._flow_parent[0] in vals:
            self._flow_line_guard(vals)
        if before != self._flow_line_values(vals):
            self._flow_line_changed(papers)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_if_paper_open(self):
        self._flow_line_guard()
        self._flow_line_changed()

    # BUSINESS
    def _flow_line_stays(self, vals):
        """What a gate counts is not carried off to another paper."""
        link = self._flow_parent[0]
        if link not in vals or self.env.su:
            return
        for line in self:
            if line[link] and line[link].id != vals[link]:
                raise UserError(
                    self.env._(
                        "%(line)s belongs to %(paper)s and stays there.",
                        line=line.display_name,
                        paper=line[link].display_name,
                    )
                )

    def _flow_line_values(self, names):
        """What these lines say in the named fields, to tell a change."""
        link, listed = self._flow_parent
        if listed not in self[link]._flow.key_fields:
            return None
        return [[line[name] for name in names] for line in self]

    def _flow_line_changed(self, papers=()):
        """The approval starts anew where the list is a key field of an approved paper.

        :param papers: those the lines stood in before
        """
        link, listed = self._flow_parent
        papers = self[link].union(*papers)
        if papers._flow_passes([listed]):
            return
        if listed in papers._flow.key_fields:
            papers._flow_restart(papers._flow_restarts_approved(), [listed])

    def _flow_line_guard(self, vals=()):
        """Raise UserError where the paper has closed the list these lines stand in.

        :param vals: values being written; fields named in ``_flow_line_open(state)``
            stay open although the list is closed
        """
        link, listed = self._flow_parent
        papers = self[link]
        # the paper's own code writes its list by the paper's ``_flow_write``
        if papers._flow_passes([listed]):
            return
        # one rule for the list and its lines: the paper's own
        allowed = papers._flow_fields_editable()
        for paper in papers:
            names = allowed[paper.id]
            if names is None or listed in names:
                continue
            if vals and set(vals) <= set(self._flow_line_open(paper.state)):
                continue
            raise UserError(
                self.env._(
                    "%(paper)s is “%(state)s”: its list %(list)s can no longer be "
                    "changed.",
                    paper=paper.display_name,
                    state=paper._flow_state_label(paper.state),
                    list=paper._flow_field_labels([listed]),
                )
            )

    @api.model
    def _flow_line_open(self, state):
        """Names of line fields that may be written although the list is closed."""
        return ()
