import base64
import io
import logging
import re
from collections import OrderedDict

from lxml import etree, html
from markupsafe import escape
from odoo import api, fields, models
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tools import file_open

from ..paper import pdf

_logger = logging.getLogger(__name__)

_STATIC = re.compile(r"/[a-z0-9_]+/static/[\w./-]+\Z")
_ATTACHMENT = re.compile(r"/web/(?:image|content)/(\d+)(?:-\w+)?(?:[/?].*)?\Z")


class IrActionsReport(models.Model):
    """Reports of the kind "paper": A4 pages of WeasyPrint, no server round trip.

    C-05 … C-09. The template loops over ``docs`` and calls ``ops_base.paper`` for
    each; what the head and the foot need is in ``papers`` (see ``ops.paper.mixin``).
    """

    _inherit = "ir.actions.report"

    # FIELDS
    ops_paper = fields.Boolean(
        "Printed form", help="Printed on the suite's A4 layout with signature blocks."
    )
    ops_paper_size = fields.Selection(
        [
            ("a4", "A4"),
            ("a4_landscape", "A4 landscape"),
            ("a3_landscape", "A3 landscape"),
            ("a5", "A5 landscape"),
            ("half241", "Multi-part 241 × 140 mm"),
        ],
        "Page size",
        default="a4",
        required=True,
    )
    ops_paper_copies = fields.Integer(
        "Copies", help="Printed as “In N copies” at the foot; 0 prints nothing."
    )
    ops_paper_holders = fields.Char(
        "Copies kept by",
        translate=True,
        help="Printed after the number of copies, e.g. “one each for tenant, "
        "property company and finance”.",
    )

    # BUSINESS
    def _get_readable_fields(self):
        return super()._get_readable_fields() | {"ops_paper"}

    def report_action(self, docids, data=None, config=True):
        # papers have their own layout: no question for the web layout beforehand
        action = super().report_action(
            docids, data=data, config=config and not self.ops_paper
        )
        if self.ops_paper:
            action["ops_paper"] = True
        return action

    def _get_rendering_context(self, report, docids, data):
        values = super()._get_rendering_context(report, docids, data)
        if report.ops_paper:
            docs = self._paper_docs(report, docids)
            values.update(
                docs=docs,
                papers=docs._paper_sheets(report),
                chinese=docs._paper_chinese(),
                paper_rows=docs._paper_rows,
                paper_columns=docs._paper_columns,
                paper_value=docs._paper_value,
                paper_capitals=docs._paper_capitals,
                paper_money=docs._paper_money,
            )
        return values

    @api.model
    def _render_qweb_html(self, report_ref, docids, data=None):
        content, kind = super()._render_qweb_html(report_ref, docids, data=data)
        report = self._get_report(report_ref)
        if report.ops_paper:
            # page numbers exist on paper only; the screen shows the sheet alone
            content = self._paper_shell(report, content.decode()).encode()
        return content, kind

    def _pre_render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        if not self._get_report(report_ref).ops_paper:
            return super()._pre_render_qweb_pdf(report_ref, res_ids=res_ids, data=data)
        if isinstance(res_ids, int):
            res_ids = [res_ids]
        # no second process and no HTTP is involved, so tests get real pages, too
        return self._render_qweb_pdf_prepare_streams(report_ref, data, res_ids), "pdf"

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        report = self._get_report(report_ref)
        if not report.ops_paper:
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids)
        docs = self._paper_docs(report, res_ids)
        if not docs:
            raise UserError(self.env._("Choose at least one record to print."))
        streams = OrderedDict.fromkeys(docs.ids)
        kept = not self.env.context.get("report_pdf_no_attachment")
        for doc in docs:
            found = report.attachment and kept and report.retrieve_attachment(doc)
            use = found and report.attachment_use
            streams[doc.id] = {
                "attachment": found or None,
                "stream": io.BytesIO(found.raw) if use else None,
            }
        todo = [res_id for res_id, stream in streams.items() if not stream["stream"]]
        if todo:
            for res_id, content in self._paper_pages(report, todo, data).items():
                streams[res_id]["stream"] = io.BytesIO(content)
        return streams

    def _paper_pages(self, report, res_ids, data=None):
        """``{id: pdf bytes}``; each paper counts its own pages."""
        data = dict(data or {}, report_type="pdf")
        context = self._get_rendering_context(report, res_ids, data)
        content = self._render_template(report.report_name, context)
        pages = {}
        for article in self._paper_articles(content):
            body = etree.tostring(article, encoding="unicode", method="html")
            page = self._paper_shell(report, body)
            pages[int(article.get("data-oe-id"))] = self._paper_pdf(report, page)
        if set(pages) != set(res_ids):
            raise UserError(
                self.env._(
                    "The form “%(form)s” does not print one sheet per record: its "
                    "template must call ops_base.paper for each document.",
                    form=report.name,
                )
            )
        return pages

    @api.model
    def _paper_articles(self, content):
        """The sheets in the rendered HTML, one element per record."""
        if not content.strip():
            return []
        tree = html.fragment_fromstring(content.decode(), create_parent="div")
        return tree.xpath(".//article[@data-oe-id]")

    def _paper_pdf(self, report, page):
        """One HTML page as PDF; says what the server lacks when it cannot print."""
        try:
            content, missing = pdf.render(page, self._paper_fetch)
        except pdf.PaperError as error:
            lacking = {
                "pango": self.env._("the text library Pango"),
                "font": self.env._("a Chinese font"),
            }
            raise UserError(
                self.env._(
                    "This server cannot print forms yet: %(part)s is missing. Ask "
                    "whoever runs it to install: %(packages)s",
                    part=lacking[error.part],
                    packages=pdf.PACKAGES,
                )
            ) from error
        if missing:
            _logger.warning(
                "Form %s: no installed font has the characters %s",
                report.name,
                "".join(sorted(missing)),
            )
        return content

    # TOOLING
    def _paper_docs(self, report, docids):
        """The records to print, once each; they must know paper."""
        docs = self.env[report.model].browse(dict.fromkeys(docids or ())).exists()
        if not hasattr(docs, "_paper_sheets"):
            raise UserError(
                self.env._(
                    "“%(form)s” cannot be printed: %(model)s does not inherit "
                    "ops.paper.mixin.",
                    form=report.name,
                    model=report.model,
                )
            )
        return docs

    def _paper_shell(self, report, body):
        marks = ("\N{SYMBOL FOR START OF TEXT}", "\N{SYMBOL FOR END OF TEXT}")
        text = self.env._("Page %(page)s of %(pages)s", page=marks[0], pages=marks[1])
        before, rest = text.split(marks[0])
        between, after = rest.split(marks[1])
        chinese = self.env["ops.paper.mixin"]._paper_chinese()
        return pdf.shell(
            body,
            lang="zh-CN" if chinese else (self.env.lang or "en").replace("_", "-"),
            title=escape(report.name),
            css=pdf.page_css(before, between, after, report.ops_paper_size),
        )

    @api.model
    def _paper_fetch(self, path):
        """What a sheet may show besides data: static files of addons, attachments the
        printing person may read. Anything else: None."""
        if _STATIC.match(path) and ".." not in path:
            try:
                with file_open(path.lstrip("/"), "rb") as file:
                    return file.read()
            except (FileNotFoundError, ValueError):
                return None
        if match := _ATTACHMENT.match(path):
            attachment = self.env["ir.attachment"].browse(int(match[1]))
            try:
                attachment.check_access("read")
                return attachment.raw or None
            except (AccessError, MissingError):
                return None
        return None

    @api.model
    def _paper_data_uri(self, mimetype, content):
        return f"data:{mimetype};base64,{base64.b64encode(content).decode()}"
