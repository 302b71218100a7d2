"""Set the text as HTML: each block a paragraph, each quote and each name an element of its own.

Nothing of the text is trusted: every character goes through ``escape``, and the marks are made from row
numbers. A line end inside a paragraph is a space in prose and a line break in verse, which is known by its
lines being much shorter than those of the book.

Each paragraph's id is its place in the text ("o" and code points), and its characters stand in the page one for one: a
line end as white space, a mark for italics, which is left out, as an empty comment. So any place can be found again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape

import numpy as np

from fabula.companion.blocks import Block, Section
from fabula.companion.levels import Levels, levels_of
from fabula.companion.marks import Span, clip, disjoint, segments
from fabula.story import Story

CHUNK_LENGTH = 6000
"""Characters set in one stretch that the browser may leave undrawn until it is scrolled to."""

SURE = 0.5
"""Under this confidence the label of a line has a question mark."""

_ITALIC = re.compile(
    r"(?<![\w_])_(?![\s_])([^_]{1,600}?)(?<![\s_])_(?![\w_])|(?<![\w*])\*(?![\s*])([^*]{1,600}?)(?<![\s*])\*(?![\w*])"
)
_UNSAFE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_LINE_END = re.compile(r"\r\n|[\n\r\u2028\u2029\x85]")
_OTHER_LINE_ENDS = {ord("\r"): " ", **dict.fromkeys(map(ord, "\u2028\u2029\x85"), "\n")}
_ORNAMENT = "⁂"
_LEFT_OUT = "<!---->"
_FURNITURE_NAMES = {
    "counter": "site counters",
    "slogan": "site slogan",
    "note": "author’s note",
    "licence": "licence",
    "contents": "table of contents",
    "running-head": "running head",
    "credit": "credits",
    "navigation": "site navigation",
}
_LONG_FURNITURE = 160


@dataclass
class Setting:
    """What setting the text needs to know, and the places it has met so far."""

    text: str
    quotes: list[Span]
    quote_class: list[str]
    names: list[Span]
    emphasis: list[Span]
    width: int
    levels: Levels
    place: dict[str, int] = field(default_factory=lambda: {"layers": 0, "quotes": 0, "names": 0, "emphasis": 0})
    met_quotes: set[int] = field(default_factory=set)
    met_entities: set[int] = field(default_factory=set)

    @property
    def spoken_and_named(self) -> tuple[tuple[str, list[Span]], ...]:
        """Quotations and names: what of them lies in a paragraph is cut out as the setting goes on."""
        return ("quotes", self.quotes), ("names", self.names)


def safe_text(text: str) -> str:
    """The text with the characters that a page cannot hold replaced, one for one."""
    return _UNSAFE.sub("\ufffd", text)


def setting_of(story: Story) -> Setting:
    """The marks of the whole story, ready to be cut by paragraph."""
    return Setting(
        text=safe_text(story.text),
        quotes=disjoint(_spans(story, "quote_spans", "quote")),
        quote_class=_quote_classes(story),
        names=disjoint(_name_spans(story)),
        emphasis=disjoint(_spans(story, "emphasis", None)),
        width=_line_width(story.text),
        levels=levels_of(story),
    )


def _quote_classes(story: Story) -> list[str]:
    """For each quote: whose it is, its kind, and whether that is a guess."""
    kinds = {"speech": "", "thought": " t", "writing": " w"}
    columns = (story.column("quotes", name).tolist() for name in ("speaker", "kind", "speaker_confidence"))
    return [
        f"c{speaker}{kinds[kind]}{' u' if confidence < SURE else ''}" if speaker >= 0 else f"cx{kinds[kind]}"
        for speaker, kind, confidence in zip(*columns, strict=True)
    ]


def section_html(section: Section, setting: Setting) -> str:
    """The blocks of one chapter, in chunks of about ``CHUNK_LENGTH`` characters."""
    pieces = ["<div class=v>"]
    length = 0
    for block in section.blocks:
        if length > CHUNK_LENGTH:
            pieces.append("</div><div class=v>")
            length = 0
        pieces.append(_block_html(block, setting))
        length += block.end - block.start
    pieces.append("</div>")
    return "\n".join(pieces)


def _block_html(block: Block, setting: Setting) -> str:
    text = setting.text[block.start : block.end]
    direction = " dir=auto" if _RIGHT_TO_LEFT.search(text) else ""
    if block.kind == "break":
        return f"<hr title={_ORNAMENT}>"
    if block.kind == "furniture":
        return _furniture_html(block, text, direction)
    is_verse = _is_verse(text, setting.width)
    layers = _here(block, setting, setting.levels.layers, "layers")
    whole = layers[0][2] if len(layers) == 1 and layers[0][0] <= block.start and layers[0][1] >= block.end else None
    at_start = layers[0][2] if layers and layers[0][0] <= block.start else -1
    head = "" if block.kind == "heading" else setting.levels.head_before(block.start, at_start)
    inline, is_labelled = _inline(block, setting, is_verse, layers if whole is None else [])
    if block.kind == "heading":
        return f"<h3 id=o{block.start}{direction}>{inline}</h3>"
    names = [name for name, holds in (("d", is_labelled), ("verse", is_verse)) if holds]
    if whole is None:
        quoted, label = f'"{" ".join(names)}"' if len(names) > 1 else "".join(names), ""
    else:
        quoted, label = setting.levels.mark(whole, names)
    return f"{head}<p id=o{block.start}{' class=' + quoted if quoted else ''}{label}{direction}>{inline}</p>"


def _furniture_html(block: Block, text: str, direction: str) -> str:
    name = _FURNITURE_NAMES.get(block.detail, "not story")
    body = f"<div class=pre{direction}>{escape(text)}</div>"
    if len(text) <= _LONG_FURNITURE:
        return f'<aside class=f aria-label="Not story: {name}"><small>{name}</small>{body}</aside>'
    return f"<details class=f><summary>Not story: {name} ({len(text.split()):,} words)</summary>{body}</details>"


_CLOSING = ("</span>", "</q>", "</em>", "</b>")


def _inline(block: Block, setting: Setting, is_verse: bool, levels: Sequence[Span]) -> tuple[str, bool]:
    """The marked text of one block, and whether a speaker's label stands in it."""
    italics, hidden = _italics(block, setting)
    quotes, names = (_here(block, setting, spans, layer) for layer, spans in setting.spoken_and_named)
    layers = [levels, quotes, italics, names]
    pieces: list[str] = []
    is_open = [-1] * len(layers)
    labelled: set[str] = set()
    for start, end, rows in segments(block.start, block.end, layers):
        change = next((depth for depth in range(len(layers)) if rows[depth] != is_open[depth]), len(layers))
        pieces += [_CLOSING[depth] for depth in reversed(range(change, len(layers))) if is_open[depth] >= 0]
        for depth in range(change, len(layers)):
            if rows[depth] >= 0:
                pieces.append(_opening(depth, rows[depth], setting, labelled))
        is_open = list(rows)
        pieces.append(_plain_html(setting.text, start, end, hidden, is_verse))
    pieces += [_CLOSING[depth] for depth in reversed(range(len(layers))) if is_open[depth] >= 0]
    return "".join(pieces), bool(labelled)


def _opening(depth: int, row: int, setting: Setting, labelled: set[str]) -> str:
    if depth == 0:
        names, label = setting.levels.mark(row, [])
        return f"<span class={names}{label}>"
    if depth == 2:
        return "<em>"
    if depth == 3:
        first = "" if row in setting.met_entities else f" id=a{row}"
        setting.met_entities.add(row)
        return f'<b{first} class="n c{row}">'
    classes = setting.quote_class[row]
    speaker = classes.split(" ", 1)[0]
    label = "" if speaker in labelled else " l2" if labelled else " l"
    labelled.add(speaker)
    where = f"data-q={row}" if row in setting.met_quotes else f"id=q{row}"
    setting.met_quotes.add(row)
    value = f"{classes}{label}"
    return f'<q {where} class="{value}">' if " " in value else f"<q {where} class={value}>"


def _plain_html(text: str, start: int, end: int, hidden: Sequence[int], is_verse: bool) -> str:
    inside = [position for position in hidden if start <= position < end]
    edges = [start, *(edge for position in inside for edge in (position, position + 1)), end]
    return _LEFT_OUT.join(
        _lines(escape(text[low:high], quote=False), is_verse) for low, high in zip(edges[::2], edges[1::2], strict=True)
    )


def _lines(stretch: str, is_verse: bool) -> str:
    """A stretch with its line ends as white space of the same length, in verse after line breaks."""
    if is_verse:
        return _LINE_END.sub(lambda end: "<br>" + "\n" * len(end[0]), stretch)
    return stretch.translate(_OTHER_LINE_ENDS) if _LINE_END.search(stretch) else stretch


def _italics(block: Block, setting: Setting) -> tuple[list[Span], list[int]]:
    """Stretches in italics, by the source's marks and by ``_..._`` in the text; where those marks stand."""
    spans = _here(block, setting, setting.emphasis, "emphasis")
    hidden: list[int] = []
    if "_" in setting.text[block.start : block.end] or "*" in setting.text[block.start : block.end]:
        for mark in _ITALIC.finditer(setting.text, block.start, block.end):
            spans.append((mark.start(), mark.end(), 0))
            hidden += [mark.start(), mark.end() - 1]
        spans = disjoint(spans)
    return spans, hidden


def _here(block: Block, setting: Setting, spans: Sequence[Span], layer: str) -> list[Span]:
    found, setting.place[layer] = clip(spans, setting.place[layer], block.start, block.end)
    return found


def _spans(story: Story, table: str, row_column: str | None) -> Iterator[Span]:
    starts, ends = (story.column(table, name).tolist() for name in ("start", "end"))
    rows = story.column(table, row_column).tolist() if row_column else [0] * len(starts)
    return zip(starts, ends, rows, strict=True)


def _name_spans(story: Story) -> list[Span]:
    """Proper names of characters."""
    entities = story.column("mentions", "entity")
    is_character = np.append(story.column("entities", "is_character"), False).astype(bool)
    wanted = np.flatnonzero((story.column("mentions", "form") == "proper") & is_character[entities])
    starts, ends = (story.column("mentions", name)[wanted].tolist() for name in ("start", "end"))
    return list(zip(starts, ends, entities[wanted].tolist(), strict=True))


def _line_width(text: str) -> int:
    """How long a full line of this book is: nine in ten of its lines are no longer."""
    lengths = sorted(length for line in text.split("\n") if (length := len(line.strip())))
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def _is_verse(text: str, width: int) -> bool:
    if "\n" not in text and "\r" not in text:
        return False
    lengths = [len(line.strip()) for line in text.splitlines()]
    return max(lengths) < 0.78 * width
