"""Wattpad: a saved page of one part of a story.

The text stands in ``pre`` as ``p[data-p-id]``, each with a counter of comments inside; the head of the part
has its title in ``h1`` or ``h2`` and three numbers (reads, votes, comments); the story's title is in the link
back to the story and in the page's title, before the slogan.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from fabula.sources.document import Metadata
from fabula.sources.flow import SKIP, Flow, pour
from fabula.sources.headings import Heading
from fabula.sources.page import (
    Page,
    attribute_at,
    class_names,
    count_of,
    meta,
    text_at,
    text_at_any,
    texts_at,
    unique,
)

_SLOGAN = re.compile(r"\s*[-–|]\s*(?:Wattpad|Where stories live.*|.*\bWattpad)\s*\Z", re.IGNORECASE)
_PROSE = "p[data-p-id]"
_HEAD = ".part-header, .panel-reading header, header.panel, .story-head"
_READS = ".reads, .read-count, [data-stat=reads], .stats-label__text .reads"
_VOTES = ".votes, .vote-count, [data-stat=votes]"
_COMMENTS = ".comments.on-comments, .part-stats .comments, .story-stats .comments, .comment-count, [data-stat=comments]"


def recognises(tree: LexborHTMLParser, url: str) -> bool:
    """Whether this is the page of a part on Wattpad."""
    if tree.css_first(_PROSE) is None:
        return False
    site = meta(tree, "og:site_name") or ""
    return "wattpad.com" in url or site == "Wattpad" or "Wattpad" in (text_at(tree, "title") or "")


def read(tree: LexborHTMLParser, url: str | None) -> Page:
    """The part, under its title, and what the page says about the story."""
    part = text_at_any(tree, "header h1.h2", ".part-header h1", ".panel-reading h1", "h1.h2", "h1", ".panel-reading h2")
    page = Page(metadata=_metadata(tree, url, part))
    if part:
        page.flow.write(part)
        page.flow.headings.append(Heading(0, len(part), part, 2))
    _pour_prose(page.flow, tree)
    return page


def _pour_prose(flow: Flow, tree: LexborHTMLParser) -> None:
    """The paragraphs, wherever the page repeats its layout for them."""
    seen = set()
    for paragraph in tree.css(_PROSE):
        name = paragraph.attributes.get("data-p-id")
        if name not in seen:
            seen.add(name)
            pour(flow, paragraph, _role)


def _role(node: LexborNode) -> str | None:
    """Counters of comments inside a paragraph are left out."""
    names = class_names(node)
    if any("comment" in name or name == "num" or name == "sr-only" for name in names):
        return SKIP
    return None


def _metadata(tree: LexborHTMLParser, url: str | None, part: str | None) -> Metadata:
    title = text_at_any(tree, ".story-info .title", ".story-parts .title", ".toc-header .title", ".story-title")
    return Metadata(
        title=title or _title_of_page(tree, part),
        author=text_at_any(
            tree, ".author-info .username", ".panel-reading .author a", ".author a", "a[href*='/user/']"
        ),
        summary=text_at_any(tree, ".description-text", ".story-description")
        or meta(tree, "og:description", "description"),
        language=attribute_at(tree, "html", "lang"),
        tags=unique(
            tag.lstrip("#") for tag in texts_at(tree, ".tag-items a, a.tag__name, .tag-item, a[href*='/stories/']")
        ),
        reads=count_of(text_at(tree, _READS)),
        votes=count_of(text_at(tree, _VOTES)),
        comments=count_of(text_at(tree, _COMMENTS)),
        url=url,
    )


def _title_of_page(tree: LexborHTMLParser, part: str | None) -> str | None:
    """The story's title from "The Lost Key - Chapter 2 - Wattpad"."""
    shown = meta(tree, "og:title") or text_at(tree, "title") or ""
    shown = _SLOGAN.sub("", shown)
    if part and shown.endswith(part) and len(shown) > len(part):
        shown = shown[: -len(part)].rstrip(" -–|")
    elif part and shown.startswith(part) and len(shown) > len(part):
        shown = shown[len(part) :].lstrip(" -–|")
    return shown.strip() or None
