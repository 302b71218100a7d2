"""FanFiction.net: a saved page of one chapter, of the desktop or the mobile site.

The text stands in ``#storytext`` (``#storycontent`` on the mobile site), the work's data in one grey line of
``#profile_top``: "Rated: Fiction T - English - Romance - Harry P. - Chapters: 3 - Reviews: 12 - Favs: 45".
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from fabula.sources.document import Metadata
from fabula.sources.flow import SKIP, pour
from fabula.sources.headings import Heading
from fabula.sources.page import Page, attribute_at, count_of, one_line_of, text_at, unique

_TEXT = "#storytext, #storycontent"
_NUMBERED = re.compile(r"\A\d+\.\s+")
_PAIRING = re.compile(r"\[([^\]]+)\]")
_FIELD = re.compile(r"^(Rated|Chapters|Words|Reviews|Favs|Follows|Updated|Published|Status|id):\s*(.*)$")
_GENRE_NAMES = """
adventure angst crime drama family fantasy friendship general horror humor hurt/comfort mystery parody poetry
romance sci-fi spiritual supernatural suspense tragedy western
"""
_GENRES = frozenset(_GENRE_NAMES.split())


def recognises(tree: LexborHTMLParser, url: str) -> bool:
    """Whether this is the page of a chapter on FanFiction.net (or FictionPress, its twin)."""
    if tree.css_first(_TEXT) is None:
        return False
    is_there = "fanfiction.net" in url or "fictionpress.com" in url
    return is_there or tree.css_first("#profile_top, #storytextp, select#chap_select") is not None


def read(tree: LexborHTMLParser, url: str | None) -> Page:
    """The chapter, under the title that the page's menu of chapters gives it."""
    page = Page(metadata=_metadata(tree, url))
    chapter = _chapter_title(tree)
    if chapter:
        page.flow.write(chapter)
        page.flow.headings.append(Heading(0, len(chapter), chapter, 2))
    root = tree.css_first(_TEXT)
    if root is not None:
        pour(page.flow, root, _role)
    return page


def _role(node: LexborNode) -> str | None:
    return SKIP if (node.attributes.get("class") or "").startswith("a2a_kit") else None


def _chapter_title(tree: LexborHTMLParser) -> str | None:
    """ "2. The Attic" of the menu as "The Attic"; a number alone says nothing and is left."""
    chosen = tree.css_first("#chap_select option[selected]")
    text = one_line_of(chosen)
    return _NUMBERED.sub("", text) if text else None


def _metadata(tree: LexborHTMLParser, url: str | None) -> Metadata:
    top = tree.css_first("#profile_top")
    line = text_at(top, "span.xgray") or ""
    fields, others = _fields(line)
    people = next((part for part in others[2:] if part.lower() not in _GENRES), "")
    return Metadata(
        title=text_at(top, "b.xcontrast_txt, b") or _title_of_page(tree),
        author=text_at(top, "a[href^='/u/'], a[href*='fanfiction.net/u/']"),
        summary=text_at(top, "div.xcontrast_txt"),
        language=others[0] if others else attribute_at(tree, "html", "lang"),
        rating=fields.get("Rated"),
        categories=tuple(part for part in (others[1].split("/") if len(others) > 1 else ()) if part.lower() in _GENRES),
        fandoms=_fandoms(tree),
        characters=unique(name.strip() for name in _people(others) if name.strip()),
        relationships=tuple(match.replace(", ", "/") for match in _PAIRING.findall(people)),
        status=fields.get("Status") or ("In progress" if fields else None),
        published=fields.get("Published"),
        votes=count_of(fields.get("Favs")),
        comments=count_of(fields.get("Reviews")),
        url=url,
    )


def _fields(line: str) -> tuple[dict[str, str], list[str]]:
    """The grey line as named fields, and the parts without a name: language, genres, characters."""
    fields, others = {}, []
    for part in re.split(r"\s+-\s+", line):
        match = _FIELD.match(part.strip())
        if match:
            fields[match[1]] = match[2].strip()
        elif part.strip():
            others.append(part.strip())
    return fields, others


def _people(others: list[str]) -> list[str]:
    if len(others) < 2:
        return []
    last = others[-1]
    is_genres = all(part.lower() in _GENRES for part in last.replace("Hurt/Comfort", "Humor").split("/"))
    return [] if is_genres else re.split(r"[\[\],]", last)


def _fandoms(tree: LexborHTMLParser) -> tuple[str, ...]:
    links = tree.css("#pre_story_links a")
    name = one_line_of(links[-1]) if links else None
    return tuple(part.strip() for part in name.removesuffix(" Crossover").split(" + ")) if name else ()


def _title_of_page(tree: LexborHTMLParser) -> str | None:
    """The title from "The Lost Key Chapter 2: The Attic, a harry potter fanfic | FanFiction"."""
    shown = (text_at(tree, "title") or "").split(" | ")[0]
    return re.sub(r"(?: Chapter \d+.*)?, an? .{1,80} fanfic\Z", "", shown).strip() or None
