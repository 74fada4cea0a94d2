"""HTML to A4 pages with WeasyPrint. No import of odoo, no network, no server.

The same HTML gives the same bytes: nothing of the time or the machine gets in.
"""

import logging
import re
import threading
from functools import lru_cache
from pathlib import Path

CSS = (Path(__file__).parent / "paper.css").read_text("utf-8")
PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk"
_SHELL = (
    '<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"/>'
    "<title>{title}</title><style>{css}</style></head><body>{body}</body></html>"
)
_MISSING_GLYPH = ".notdef glyph"


class PaperError(Exception):
    """The machine lacks what paper needs; ``part`` is "pango" or "font"."""

    def __init__(self, part):
        super().__init__(part)
        self.part = part


def shell(body, *, lang="zh-CN", title="", css=""):
    """A whole HTML page around one or several ``<article class="ops-paper">``."""
    return _SHELL.format(lang=lang, title=title, css=CSS + css, body=body)


#: Size and margins of the page; 241 mm is half a sheet of multi-part paper.
SIZES = {
    "a4": "size:210mm 297mm;margin:18mm 15mm 17mm 23mm",
    "a4_landscape": "size:297mm 210mm;margin:18mm 15mm 15mm 20mm",
    "a3_landscape": "size:420mm 297mm;margin:18mm 15mm 15mm 20mm",
    "a5": "size:210mm 148mm;margin:15mm 12mm 10mm 18mm",
    "half241": "size:241mm 140mm;margin:14mm 16mm 8mm 18mm",
}


def page_css(before="第 ", between=" 页 共 ", after=" 页", size="a4"):
    """CSS of the page, with "第 x 页 共 y 页" at the head of every one."""
    text = " ".join(
        (_quoted(before), "counter(page)", _quoted(between), "counter(pages)")
    )
    text += f" {_quoted(after)}"
    return (
        f"@page{{{SIZES[size]};@top-right{{content:{text}}}}}"
        "@page :first{margin-top:12mm;@top-right{content:none}}"
        f".ops-page-no::after{{content:{text}}}"
    )


def _quoted(text):
    return '"' + re.sub(r'["\\<\n]', "", text) + '"'


def render(html, fetch=None):
    """Return ``(pdf bytes, characters no font has)`` for one HTML page.

    :param fetch: ``fetch(path) -> bytes or None`` for addresses without a scheme;
        "data:" is served, everything else is refused
    :raise PaperError: when Pango or a Chinese font is not installed
    """
    _require_chinese_font()
    return _write(html, fetch)


def _weasyprint():
    # Imported late: it loads Pango, which a server that prints no paper need not have.
    logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)
    try:
        import weasyprint
    except OSError as error:
        raise PaperError("pango") from error
    return weasyprint


@lru_cache(maxsize=1)
def _require_chinese_font():
    """Ask once per process; a failure is not kept, so installing helps at once."""
    _pdf, missing = _write(shell("<p>人民币</p>"), None)
    if missing:
        raise PaperError("font")


def _write(html, fetch):
    weasyprint = _weasyprint()
    with _MissingGlyphs() as glyphs:
        pdf = weasyprint.HTML(
            string=html, base_url="ops:", url_fetcher=_fetcher(weasyprint, fetch)
        ).write_pdf(hinting=False)
    return pdf, glyphs.found


def _fetcher(weasyprint, fetch):
    from weasyprint.urls import URLFetcherResponse

    class Fetcher(weasyprint.urls.URLFetcher):
        """Nothing leaves the machine: no http, no file, only what we hand out."""

        def fetch(self, url, headers=None):
            if url.startswith("data:"):
                return super().fetch(url, headers)
            path = url.removeprefix("ops:")
            body = fetch(path) if fetch and path != url else None
            if body is None:
                raise ValueError(f"paper does not load {url}")
            return URLFetcherResponse(url, body)

    return Fetcher(allowed_protocols=("data",), allow_redirects=False)


class _MissingGlyphs(logging.Filter):
    """Collects what WeasyPrint logs as .notdef in this thread, instead of its log."""

    def __init__(self):
        super().__init__()
        self.found = set()
        self._thread = threading.get_ident()

    def filter(self, record):
        if record.thread != self._thread or _MISSING_GLYPH not in str(record.msg):
            return True
        self.found.add(record.args[0])
        return False

    def __enter__(self):
        logging.getLogger("weasyprint").addFilter(self)
        return self

    def __exit__(self, *_exc):
        logging.getLogger("weasyprint").removeFilter(self)
