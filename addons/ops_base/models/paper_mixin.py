import base64
import io

import qrcode
import qrcode.image.svg
from odoo import api, models
from odoo.tools import groupby
from odoo.tools.image import image_data_uri

_COUNT = "零一二三四五六七八九十"


class PaperMixin(models.AbstractModel):
    """A record that prints as a paper (C-05 … C-09).

    A model says which posts sign which form; who signed, when and with which words
    comes from the approval and the flow history, never from the form::

        _paper_blocks = {
            "ops_leasing.report_exit": [
                ("经办", "step:submit"),
                ("商管公司", "approval:Operations"),
                ("物业公司", "approval:Property", {"stamp": True}),
                ("商户", None),
            ],
        }

    The key is the report's template or XML id. ``step:<name>`` is the person who took
    that step, ``approval:<node>`` everybody who agreed at the node of that name (or
    number, from 1), ``approval:*`` one block per node, ``None`` a line to sign by hand.
    A form that is not declared gets the first step and every node of the approval.
    """

    _name = "ops.paper.mixin"
    _description = "Record that prints as a paper"

    _paper_blocks = {}

    # BUSINESS
    def _paper_sheets(self, report):
        """What head and foot of each sheet need: ``{id: dict}``, in a number of
        queries that does not depend on the number of records.

        :param report: the ``ir.actions.report`` being printed
        """
        self.check_access("read")
        signatures = self._paper_signatures(report)
        attachments = self._paper_attachment_counts()
        dates = self._paper_dates()
        sheets = {}
        for doc in self:
            company = self._paper_company(doc)
            url = doc._paper_url()
            sheets[doc.id] = {
                "company": company,
                "logo": not company.uses_default_logo and self._paper_logo(company),
                "number": doc.display_name,
                "date": dates[doc.id],
                "url": url,
                "qr": self._paper_qr(url),
                "signatures": signatures[doc.id],
                "style": self._paper_sign_style(signatures[doc.id]),
                "attachments": attachments[doc.id],
                "copies": self._paper_copies(report),
            }
        return sheets

    def _paper_signatures(self, report):
        """Signature blocks per record: ``{id: [{"title", "signs", "stamp"}]}``; each
        sign is ``{"name", "date", "opinion", "behalf"}``, none where nobody signed."""
        blocks = self._paper_declared_blocks(report)
        steps = self._paper_step_signs()
        nodes = self._paper_approval_nodes()
        result = {}
        for doc in self:
            result[doc.id] = [
                block
                for title, source, options in blocks
                for block in self._paper_block(
                    title, source, options, steps[doc.id], nodes.get(doc.id, [])
                )
            ]
        return result

    def _paper_attachment_counts(self):
        """``{id: number of attachments}`` (附件 N 张), files people added."""
        # reading the paper includes knowing how many files hang on it
        counts = dict(
            self.env["ir.attachment"]
            .sudo()
            ._read_group(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("res_field", "=", False),
                ],
                ["res_id"],
                ["__count"],
            )
        )
        return {doc.id: counts.get(doc.id, 0) for doc in self}

    def _paper_dates(self):
        """``{id: date}`` at the head: when the paper was first handed in, else made."""
        first = {}
        for row in self._paper_log():
            first.setdefault(row.res_id, row.date)
        return {
            doc.id: self._paper_day(first.get(doc.id) or doc.create_date)
            for doc in self
        }

    def _paper_url(self):
        """Address of the record, the one in the QR code."""
        self.ensure_one()
        return f"{self.get_base_url()}/odoo/{self._name}/{self.id}"

    # TOOLING: signatures
    def _paper_declared_blocks(self, report):
        keys = (report.report_name, report.get_external_id().get(report.id))
        declared = next(
            (self._paper_blocks[key] for key in keys if key in self._paper_blocks),
            None,
        )
        if declared is None:
            flow = getattr(self, "_flow", None)
            first = [(None, f"step:{flow.steps[0].name}")] if flow else []
            declared = [*first, (None, "approval:*")]
        return [
            (title, source, options[0] if options else {})
            for title, source, *options in declared
        ]

    def _paper_block(self, title, source, options, steps, nodes):
        """The blocks one declaration stands for; only ``approval:*`` is several."""
        kind, _colon, name = (source or "").partition(":")
        stamp = options.get("stamp", False)
        if kind == "approval" and name == "*":
            return [
                {"title": node["title"], "signs": node["signs"], "stamp": stamp}
                for node in nodes
            ]
        signs = []
        if kind == "step":
            signs = steps.get(name, [])
            title = title or self._paper_step_title(name)
        elif kind == "approval":
            signs = [
                sign
                for number, node in enumerate(nodes, 1)
                if name in (node["title"], str(number))
                for sign in node["signs"]
            ]
        return [{"title": str(title or name), "signs": signs, "stamp": stamp}]

    def _paper_step_title(self, name):
        if name == self._flow.steps[0].name:
            return self.env._("Prepared by")
        return self._flow_step_label(self._flow.step(name))

    def _paper_log(self):
        """Rows of the flow history of these records, oldest first."""
        # who may read the paper may read who signed it; the table itself is closed
        log = self.env["ops.flow.log"].sudo()
        return log.search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)], order="id"
        )

    def _paper_step_signs(self):
        """``{id: {step name: [sign]}}``. A paper that came back to a state has lost
        the signatures given since it last left it."""
        signs = {doc.id: {} for doc in self}
        for res_id, rows in groupby(self._paper_log(), lambda row: row.res_id):
            standing = []
            for row in rows:
                left = [kept.state_from for kept in standing]
                if row.state_to in left:
                    standing = standing[: left.index(row.state_to)]
                else:
                    standing.append(row)
            signs[res_id] = {
                row.step: [
                    self._paper_sign(
                        row.user_id.name, row.date, row.reason, row.behalf_id.name
                    )
                ]
                for row in standing
            }
        return signs

    def _paper_approval_nodes(self):
        """``{id: [{"title", "signs"}]}``: every node of the latest approval; those
        that agreed sign it as long as the approval is in force."""
        panels = self.env["ops.approval.request"]._panel(self)
        return {
            res_id: self._paper_nodes(
                panel["nodes"], panel["state"] in ("pending", "agreed")
            )
            for res_id, panel in panels.items()
        }

    @api.model
    def _paper_nodes(self, nodes, valid=True):
        return [
            {
                "title": node["name"],
                "signs": [
                    self._paper_sign(
                        task["user"], task["date"], task["opinion"], task["behalf"]
                    )
                    for task in node["tasks"]
                    if valid and task["state"] in ("agreed", "skipped")
                ],
            }
            for node in nodes
        ]

    @api.model
    def _paper_sign(self, name, date, opinion=None, behalf=None):
        return {
            "name": name or "",
            "date": self._paper_day(date),
            "opinion": (opinion or "").strip(),
            "behalf": behalf or "",
        }

    @api.model
    def _paper_sign_style(self, blocks):
        """Small cells side by side, or a row per post where opinions are long."""
        wordy = any(
            len(sign["opinion"]) > 42 or len(block["signs"]) > 2
            for block in blocks
            for sign in block["signs"]
        )
        return "rows" if wordy else "cells"

    # TOOLING: head
    @api.model
    def _paper_copies(self, report):
        """一式 N 份 and who keeps them, or an empty text."""
        number = report.ops_paper_copies
        if not number:
            return ""
        if self._paper_chinese() and number < len(_COUNT):
            number = _COUNT[number]
        text = self.env._("In %(number)s copies", number=number)
        if report.ops_paper_holders:
            text = self.env._(
                "%(copies)s: %(holders)s",
                copies=text,
                holders=report.ops_paper_holders,
            )
        return text

    @api.model
    def _paper_company(self, doc):
        return ("company_id" in doc and doc.company_id) or self.env.company

    @api.model
    def _paper_logo(self, company):
        # the company of a paper one may read prints its logo, whoever prints
        logo = company.sudo().logo
        return image_data_uri(logo) if logo else False

    @api.model
    def _paper_qr(self, url):
        """The address as an SVG data URI, crisp at any size."""
        code = qrcode.QRCode(
            border=0,
            error_correction=qrcode.constants.ERROR_CORRECT_M,
            image_factory=qrcode.image.svg.SvgPathImage,
        )
        code.add_data(url)
        stream = io.BytesIO()
        code.make_image().save(stream)
        content = base64.b64encode(stream.getvalue()).decode()
        return f"data:image/svg+xml;base64,{content}"
