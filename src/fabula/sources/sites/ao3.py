"""Archive of Our Own: a saved page of a work, and the archive's own HTML and EPUB downloads.

The page keeps the work in ``#workskin`` (preface, then ``#chapters`` with ``.userstuff`` as the text) and its
tags in ``dl.work.meta``; the downloads keep ``#preface``, ``#chapters`` and ``#afterword`` with classes
``meta`` and ``userstuff``. Summaries and notes stand in the same column as the story.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from fabula.sources.document import Metadata
from fabula.sources.flow import SKIP, pour
from fabula.sources.page import Page, class_names, count_of, one_line_of, text_at, texts_at, unique

_FIELDS = {
    "rating": "rating", "archive warning": "warnings", "archive warnings": "warnings", "warnings": "warnings",
    "category": "categories", "categories": "categories", "fandom": "fandoms", "fandoms": "fandoms",
    "relationship": "relationships", "relationships": "relationships", "character": "characters",
    "characters": "characters", "additional tags": "tags", "language": "language",
}  # fmt: skip
_SINGLE = ("rating", "language")
_NOTE_CLASSES = ("notes", "summary", "endnote", "afterword", "series")
_PUBLISHED = re.compile(r"Published:\s*(\d{4}-\d{2}-\d{2})")
_CHAPTERS = re.compile(r"Chapters:\s*(\d+)/(\d+|\?)")


def recognises(tree: LexborHTMLParser, url: str) -> bool:
    """Whether this is a work's page on the archive, or a download from it."""
    if tree.css_first("#workskin, dl.work.meta") is not None:
        return True
    return is_download(tree) or ("archiveofourown.org" in url and tree.css_first(".userstuff") is not None)


def read(tree: LexborHTMLParser, url: str | None) -> Page:
    """The work: chapters and notes in the order of the page."""
    if tree.css_first("#workskin") is None:
        return _read_download(tree)
    page = Page(metadata=_metadata(tree, url))
    for root in tree.css("#workskin"):
        pour(page.flow, root, _role)
    return page


def is_download(tree: LexborHTMLParser) -> bool:
    """Whether this is the archive's own HTML download, or a page of its EPUB."""
    message = text_at(tree, "#preface .message, #afterword .message, .message") or ""
    if "Archive of Our Own" in message or "drop by the Archive" in message:
        return True
    return tree.css_first("#preface dl.tags") is not None


def download_role(tree: LexborHTMLParser) -> Callable[[LexborNode], str | None]:
    """What the nodes of a download are: in ``#preface`` and ``#afterword`` all but the title is a note."""
    is_preface = tree.css_first("#preface") is not None and tree.css_first("#chapters") is None
    body = tree.body.mem_id if tree.body is not None else 0

    def role(node: LexborNode) -> str | None:
        if node.tag in ("h1", "h2"):
            return "heading"
        name = node.attributes.get("id")
        names = class_names(node)
        if name in ("preface", "afterword") or (is_preface and node.mem_id == body):
            return "note"
        if "message" in names or "endnote-link" in names:
            return "navigation"
        if "meta" in names or name == "endnotes" or (node.tag == "dl" and "tags" in names):
            return "note"
        return None

    return role


def download_metadata(tree: LexborHTMLParser, known: Metadata) -> Metadata:
    """``known`` with what the preface of a download adds."""
    if tree.css_first("dl.tags, .tags dt") is None and tree.css_first("#preface") is None:
        return known
    found = _metadata(tree, None)
    links = [link.attributes.get("href") or "" for link in tree.css("#preface .message a, .message a")]
    url = next((link for link in links if "/works/" in link), None)
    values = {name: value for name, value in vars(found).items() if value}
    return replace(known, **{**values, "url": url or known.url})


def _read_download(tree: LexborHTMLParser) -> Page:
    page = Page(metadata=download_metadata(tree, Metadata()))
    if tree.body is not None:
        pour(page.flow, tree.body, download_role(tree))
    return page


def _role(node: LexborNode) -> str | None:
    """What the nodes of ``#workskin`` are."""
    names = class_names(node)
    if "landmark" in names or node.attributes.get("id") in ("feedback", "kudos", "comments_placeholder"):
        return SKIP
    if node.tag in ("h2", "h3") and "title" in names:
        return "heading"
    if "byline" in names:
        return "credit"
    if "userstuff" not in names and any(name in _NOTE_CLASSES for name in names):
        return "note"
    if node.tag == "p" and "jump" in names:
        return "navigation"
    return None


def _metadata(tree: LexborHTMLParser, url: str | None) -> Metadata:
    fields = _tags(tree)
    stats = one_line_of(tree.css_first("dl.stats")) or fields.pop("stats", ("",))[0]
    chapters = _CHAPTERS.search(stats)
    published = _PUBLISHED.search(stats)
    single = {name: values[0] for name, values in fields.items() if name in _SINGLE and values}
    many = {name: values for name, values in fields.items() if name not in _SINGLE}
    return Metadata(
        title=text_at(tree, "#workskin > .preface h2.title, h2.title.heading") or text_at(tree, "#preface h1, h1"),
        author=", ".join(unique(texts_at(tree, 'a[rel="author"]'))) or _byline(tree),
        summary=_summary(tree),
        status=_status(tree, chapters),
        published=text_at(tree, "dd.published") or (published[1] if published else None),
        reads=count_of(text_at(tree, "dd.hits")),
        votes=count_of(text_at(tree, "dd.kudos")),
        comments=count_of(text_at(tree, "dd.comments")),
        url=url,
        rating=single.get("rating"),
        language=single.get("language"),
        fandoms=many.get("fandoms", ()),
        warnings=many.get("warnings", ()),
        categories=many.get("categories", ()),
        relationships=many.get("relationships", ()),
        characters=many.get("characters", ()),
        tags=many.get("tags", ()),
    )


def _tags(tree: LexborHTMLParser) -> dict[str, tuple[str, ...]]:
    """Field -> values, from the list of tags on the page or in the download."""
    found: dict[str, tuple[str, ...]] = {}
    term = ""
    for node in tree.css("dl.work.meta > dt, dl.work.meta > dd, dl.tags > dt, dl.tags > dd"):
        text = one_line_of(node) or ""
        if node.tag == "dt":
            term = text.rstrip(": ").casefold()
        elif term in _FIELDS:
            values = texts_at(node, "a.tag, a") or ((text,) if text else ())
            found[_FIELDS[term]] = unique(values)
        elif term == "stats":
            found["stats"] = (text,)
    return found


def _byline(tree: LexborHTMLParser) -> str | None:
    byline = text_at(tree, "h3.byline, .byline")
    return byline.removeprefix("by ").strip() if byline else None


def _summary(tree: LexborHTMLParser) -> str | None:
    """The summary of the work: in a block of its own on the page, after a line "Summary" in a download."""
    found = text_at(tree, "#workskin > .preface .summary .userstuff")
    if found:
        return found
    for line in tree.css("#preface p, .meta p"):
        if one_line_of(line) == "Summary":
            following = line.next
            while following is not None and not following.is_element_node:
                following = following.next
            return one_line_of(following)
    return None


def _status(tree: LexborHTMLParser, chapters: re.Match[str] | None) -> str | None:
    shown = text_at(tree, "dd.chapters")
    if shown and "/" in shown:
        done, planned = (part.strip() for part in shown.split("/", 1))
    elif chapters is not None:
        done, planned = chapters[1], chapters[2]
    else:
        return None
    return "Complete" if done == planned else "In progress"
