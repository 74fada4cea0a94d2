import io

SHEET = "test_ops_base.report_sheet"


class PaperReader:
    """Prints forms and reads them back from the PDF."""

    def pdf(self, records, report=None, lang="zh_CN", user=None):
        reports = (
            self.env["ir.actions.report"]
            .with_user(user or self.clerk)
            .with_context(lang=lang)
        )
        content, kind = reports._render_qweb_pdf(report or SHEET, records.ids)
        self.assertEqual(kind, "pdf")
        return content

    def pages(self, content):
        """Text of each page, without white space."""
        from pdfminer.high_level import extract_pages, extract_text

        count = sum(1 for _page in extract_pages(io.BytesIO(content)))
        return [
            "".join(extract_text(io.BytesIO(content), page_numbers=[number]).split())
            for number in range(count)
        ]

    def fonts(self, content):
        """The font dictionaries of the first page."""
        from pypdf import PdfReader

        fonts = PdfReader(io.BytesIO(content)).pages[0]["/Resources"]["/Font"]
        return [font.get_object() for font in fonts.values()]
