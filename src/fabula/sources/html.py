"""A saved web page, from a site we know or any other, or a book exported as one page."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from fabula.sources.assemble import document_of_flow
from fabula.sources.decode import decode_text
from fabula.sources.document import Document, Metadata
from fabula.sources.flow import Flow, parse, pour
from fabula.sources.page import Page, attribute_at, meta, page_url, text_at
from fabula.sources.sites import SITES

_CHARSET = re.compile(rb"<(?:meta|\?xml)[^<>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_PROSE = "p, pre, blockquote, h1, h2, h3"
_SITE_PARTS = "nav, aside, footer, form, [role=navigation], .sidebar, .comments, #comments, .menu, .share"
_LEAST_SHARE = 0.5  # of the prose on the page, for the extractor's choice to be believed


def read_html(data: bytes, name: str) -> Document:
    """The document in the bytes of a page.

    Raises  SourceBinary (S05), SourceWithoutText (S09), SourceOnlyFurniture (S04), SourceNotEnglish (S10)
    """
    declared = _CHARSET.search(data[:4096])
    html = decode_text(data, name, declared[1].decode("ascii") if declared else None)
    return document_of_html(html, name, "html")


def document_of_html(html: str, name: str, format: str, metadata: Metadata | None = None) -> Document:
    """The document in a page's markup; ``metadata`` when something else than the page gives it."""
    tree = parse(html)
    page = read_page(tree, html) if metadata is None else Page(whole_page(tree), metadata)
    return document_of_flow(page.flow, format, name, page.metadata)


def read_page(tree: LexborHTMLParser, html: str) -> Page:
    """The story on a page and what the page says about it."""
    url = page_url(tree, html)
    for site in SITES:
        if site.recognises(tree, url or ""):
            page = site.read(tree, url)
            if page.flow.length:
                return page
    return Page(_main_text(tree, html), generic_metadata(tree, url))


def whole_page(tree: LexborHTMLParser) -> Flow:
    """All that the body shows."""
    flow = Flow()
    if tree.body is not None:
        pour(flow, tree.body)
    return flow


def generic_metadata(tree: LexborHTMLParser, url: str | None) -> Metadata:
    """Title, author and language from the head of any page."""
    return Metadata(
        title=meta(tree, "dc.title", "DC.title", "og:title") or text_at(tree, "title") or text_at(tree, "h1"),
        author=meta(tree, "dc.creator", "DC.creator", "author", "article:author"),
        language=attribute_at(tree, "html", "lang"),
        summary=meta(tree, "og:description", "description"),
        published=meta(tree, "article:published_time", "date"),
        url=url,
    )


def _main_text(tree: LexborHTMLParser, html: str) -> Flow:
    """The main text of a page with a site around it; all of a page that is nothing but a book."""
    whole = whole_page(tree)
    if tree.body is None or tree.css_first(_SITE_PARTS) is None:
        return whole
    extracted = _extract(html)
    n_prose = sum(len(node.text(deep=True)) for node in tree.css("p"))
    if extracted is None or extracted.length < _LEAST_SHARE * n_prose:
        main = tree.css("article, main, [role=main]")
        if len(main) == 1:
            flow = Flow()
            pour(flow, main[0])
            return flow if flow.length >= _LEAST_SHARE * n_prose else whole
        return whole
    return extracted


def _extract(html: str) -> Flow | None:
    """The main text as trafilatura finds it; None if it finds none."""
    import trafilatura

    found = trafilatura.extract(
        html, output_format="html", include_formatting=True, include_comments=False, include_tables=False,
        favor_recall=True, deduplicate=False,
    )  # fmt: skip
    return whole_page(parse(found)) if found else None
