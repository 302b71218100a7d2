"""Buttons of a site that were copied with the story: "Next Chapter →", "Continue reading next part"."""

from __future__ import annotations

import re

from fabula.sources.document import Furniture
from fabula.sources.lines import Line, blank_lines_before, has_blank_lines, is_wrapped, short_lines

_BUTTONS = (
    r"(?:go to )?(?:next|previous|prev|first|last) (?:chapter|part|page|episode)",
    r"continue (?:reading(?: next part)?|to (?:the )?next (?:chapter|part))",
    r"(?:back|return) to (?:the )?(?:top|contents|index|table of contents|story)",
    r"chapter index|table of contents|entire work|chapter by chapter|reading list",
    r"add to (?:library|reading list|favou?rites|bookmarks)",
    r"report (?:this )?(?:story|chapter|abuse)|share (?:this|story|via email)",
    r"(?:post|leave|write|add) (?:an? )?(?:new )?(?:comment|review|kudos)",
    r"(?:show|hide) comments|skip to (?:main )?content|log in|sign up|read more",
    r"chapter text|work text:|\(see the end of the (?:chapter|work) for (?:more )?notes\.?\)",
    r"you are reading|advertisement|promoted stories|you['’]ll also like",
    r"download as \w+|get notified when .{1,60} is updated",
)
_ARROWS = r"[\[\](){}<>«»‹›←→⬅➡| :]*"
_BUTTON = re.compile(rf"{_ARROWS}(?:{'|'.join(_BUTTONS)}){_ARROWS}\Z", re.IGNORECASE)
_ARROWED = re.compile(
    r"(?:[<«‹←⬅]+ ?(?:prev(?:ious)?|back|index)|(?:next|index) ?[>»›→➡]+|(?:prev(?:ious)?|<<) ?\|.{0,40})\Z",
    re.IGNORECASE,
)
_LONGEST = 80


def find_navigation(flat_text: str) -> list[Furniture]:
    """Lines that are nothing but a button; in a text with paragraphs of several lines, blocks of one line."""
    has_blocks = is_wrapped(flat_text) or has_blank_lines(flat_text)
    return [
        Furniture(line.start, line.end, "navigation")
        for line in short_lines(flat_text, longest=_LONGEST)
        if _is_button(line) and (not has_blocks or _stands_apart(flat_text, line))
    ]


def _stands_apart(flat_text: str, line: Line) -> bool:
    """Whether ``line`` is more than the last words of a paragraph: "Chapter Text" stands right under its heading."""
    return blank_lines_before(flat_text, line.start) > 0 or line.text in ("Chapter Text", "Work Text:")


def _is_button(line: Line) -> bool:
    return _BUTTON.match(line.text) is not None or _ARROWED.match(line.text) is not None
