"""What a site's page gives: the flow of its text and what it says about the work."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from fabula.sources.document import Metadata
from fabula.sources.flow import Flow

_COUNT = re.compile(r"(\d[\d,. ]*)\s*([KkMm])?(?![\w])")
_MOST_DIGITS = 9
_SCALES = {"k": 1_000, "m": 1_000_000}


@dataclass
class Page:
    """A page read: its text and its metadata."""

    flow: Flow = field(default_factory=Flow)
    metadata: Metadata = field(default_factory=Metadata)


def text_at(node: LexborHTMLParser | LexborNode | None, selector: str) -> str | None:
    """The text of the first element that ``selector`` finds, on one line; None without any."""
    found = node.css_first(selector) if node is not None else None
    return one_line_of(found)


def text_at_any(node: LexborHTMLParser | LexborNode | None, *selectors: str) -> str | None:
    """The text that the first of ``selectors`` to find any finds."""
    return next((text for selector in selectors if (text := text_at(node, selector))), None)


def texts_at(node: LexborHTMLParser | LexborNode, selector: str) -> tuple[str, ...]:
    """The texts of all that ``selector`` finds, on one line each."""
    return tuple(text for found in node.css(selector) if (text := one_line_of(found)))


def one_line_of(node: LexborNode | None) -> str | None:
    """The text of ``node`` on one line; None if there is none."""
    if node is None:
        return None
    return " ".join(node.text(deep=True, separator=" ").split()) or None


def attribute_at(node: LexborHTMLParser | LexborNode, selector: str, name: str) -> str | None:
    """The attribute ``name`` of the first element that ``selector`` finds."""
    found = node.css_first(selector)
    value = found.attributes.get(name) if found is not None else None
    return value.strip() or None if value else None


def meta(tree: LexborHTMLParser, *names: str) -> str | None:
    """The content of the first ``<meta>`` with one of these names or properties."""
    for name in names:
        value = attribute_at(tree, f'meta[property="{name}"], meta[name="{name}"]', "content")
        if value:
            return " ".join(value.split())
    return None


def count_of(text: str | None) -> int | None:
    """The number that a page shows as "2.3K" or "12,345"; None without one.

    >>> count_of("2.3K"), count_of("12,345 reads"), count_of("1,234.5K"), count_of("none")
    (2300, 12345, 1234500, None)
    """
    match = _COUNT.search(text or "")
    if match is None:
        return None
    parts, scale = re.findall(r"\d+", match[1]), _SCALES.get((match[2] or "").lower(), 1)
    if sum(map(len, parts)) > _MOST_DIGITS:
        return None
    if scale > 1 and len(parts) > 1:
        return round(float("".join(parts[:-1]) + "." + parts[-1]) * scale)
    return int("".join(parts)) * scale


def page_url(tree: LexborHTMLParser, html: str) -> str | None:
    """The address that the page was saved from, as far as it says."""
    canonical = attribute_at(tree, 'link[rel="canonical"]', "href") or meta(tree, "og:url")
    if canonical:
        return canonical
    saved = re.search(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->", html[:5000])
    return saved[1] if saved else None


def class_names(node: LexborNode) -> list[str]:
    """The classes of ``node``."""
    return (node.attributes.get("class") or "").split()


def unique(values: Iterable[str]) -> tuple[str, ...]:
    """``values`` without repetition, in order."""
    return tuple(dict.fromkeys(values))
