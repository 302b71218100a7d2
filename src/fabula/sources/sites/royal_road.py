"""Royal Road: a saved page of one chapter.

The text stands in ``.chapter-content``. Among its paragraphs the site hides sentences against copying
("This story has been taken without authorization. Report any sightings."), in a class of random name which a
``<style>`` on the page sets to ``display: none``: they are no part of the story and are left out. Authors'
notes are panels (``.author-note``) before and after.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from selectolax.lexbor import LexborHTMLParser, LexborNode

from fabula.sources.document import Metadata
from fabula.sources.flow import SKIP, pour
from fabula.sources.page import Page, attribute_at, class_names, count_of, meta, text_at, texts_at, unique

_TEXT = ".chapter-content"
_PARTS = ".fic-header h1, .author-note-portlet, .author-note, .chapter-content"
_HIDDEN_RULE = re.compile(
    r"\.([A-Za-z_][\w-]*)\s*\{[^{}]*(?:display\s*:\s*none|speak\s*:\s*never)[^{}]*\}", re.IGNORECASE
)


def recognises(tree: LexborHTMLParser, url: str) -> bool:
    """Whether this is the page of a chapter on Royal Road."""
    if tree.css_first(_TEXT) is None:
        return False
    site = meta(tree, "og:site_name", "application-name") or ""
    return "royalroad" in url or "Royal Road" in site or "Royal Road" in (text_at(tree, "title") or "")


def read(tree: LexborHTMLParser, url: str | None) -> Page:
    """The chapter, under its title, between the author's notes."""
    page = Page(metadata=_metadata(tree, url))
    role = _role(_hidden_classes(tree))
    poured: set[int] = set()
    for part in tree.css(_PARTS):
        ancestor = part.parent
        while ancestor is not None and ancestor.mem_id not in poured:
            ancestor = ancestor.parent
        if ancestor is None:
            poured.add(part.mem_id)
            pour(page.flow, part, role)
    return page


def _hidden_classes(tree: LexborHTMLParser) -> set[str]:
    styles = "\n".join(style.text(deep=True) for style in tree.css("style"))
    return set(_HIDDEN_RULE.findall(styles))


def _role(hidden: set[str]) -> Callable[[LexborNode], str | None]:
    def role(node: LexborNode) -> str | None:
        names = class_names(node)
        if any(name in hidden for name in names):
            return SKIP
        if "author-note-portlet" in names or "author-note" in names:
            return "note"
        return None

    return role


def _metadata(tree: LexborHTMLParser, url: str | None) -> Metadata:
    shown = meta(tree, "og:title", "twitter:title") or text_at(tree, "title") or ""
    parts = [part.strip() for part in re.split(r"\s+[-|]\s+", shown) if part.strip() != "Royal Road"]
    author = text_at(tree, ".fic-header a[href*='/profile/'], .fic-header h3 a") or meta(tree, "books:author", "author")
    return Metadata(
        title=text_at(tree, ".fic-header h2, .fic-header a[href*='/fiction/']") or (parts[-1] if parts else None),
        author=author.removeprefix("by ").strip() if author else None,
        summary=meta(tree, "og:description", "description"),
        language=attribute_at(tree, "html", "lang"),
        tags=unique(texts_at(tree, "a.fiction-tag, .tags a")),
        comments=count_of(text_at(tree, ".comment-count, .comments-container .caption-subject")),
        url=url,
    )
