"""Draw the pictures of how-it-works.md from the bundled story: ``python docs/draw.py`` writes docs/pictures/*.svg."""

from __future__ import annotations

from html import escape
from pathlib import Path

import fabula
from fabula.story import Story

DOCS = Path(__file__).resolve().parent
INK, FAINT, PAPER = "#1f2933", "#7b8794", "#ffffff"
COLOURS = ("#2a6f97", "#bc4b51", "#5b8e7d", "#8d5a97", "#d08c27", "#4a4e69")
FONT = "font-family='system-ui, sans-serif'"


def main() -> None:
    """Write the pictures."""
    story = fabula.read(DOCS.parent / "examples" / "old_patience.txt")
    for name, picture in (("way", way()), ("evidence", evidence(story)), ("story", map_of(story))):
        (DOCS / "pictures" / f"{name}.svg").write_text(picture + "\n", encoding="utf-8")


def way() -> str:
    """The way of the data: boxes from a file to what people do with a Story."""
    steps = (
        ("a file", "txt md html epub docx"),
        ("sources", "text, chapters, furniture"),
        ("language", "sentences and words"),
        ("model", "who is mentioned"),
        ("reading", "a table at each step"),
    )
    uses = (
        ("companion", "a page to read"),
        ("exports", "scripts, TEI, Parquet, ..."),
        ("questions", "answers with passages"),
        ("library", "search, assistants"),
        ("evaluation", "how good it is"),
    )
    parts = []
    for number, (name, what) in enumerate(steps):
        x = 10 + number * 178
        parts += [box(x, 20, 160, 58, name, what), arrow(x + 160, 49, x + 178, 49) if number < len(steps) - 1 else ""]
    parts += [box(366, 118, 160, 58, "Story", "the text and its tables", COLOURS[0])]
    parts += [f"<path d='M 802 78 V 147 H 532' {LINE}/>"]
    for number, (name, what) in enumerate(uses):
        x = 10 + number * 178
        parts += [box(x, 226, 160, 58, name, what), f"<path d='M 446 176 V 200 H {x + 80} V 220' {LINE}/>"]
    return svg(892, 300, parts, "From a file through five rooms to a Story, and from there to what is done with it")


def evidence(story: Story) -> str:
    """One quotation: its stretch of the text, the row of the table, and the words that show the speaker."""
    quote = next(
        one for one in story.quotes if one.kind == "speech" and one.evidence and one.evidence[0] == one.end + 1
    )
    low = quote.start
    high = story.text.index(".", quote.evidence[1]) + 1
    text = story.text[low:high]
    width = 9.6  # of a letter
    left = 30
    spans = ((quote.start, quote.end, "the quotation", COLOURS[0]), (*quote.evidence, "what shows it", COLOURS[1]))
    parts = [
        f"<text x='{left}' y='60' font-family='ui-monospace, monospace' font-size='16' fill='{INK}' "
        f"xml:space='preserve' textLength='{len(text) * width:.0f}'>{escape(text)}</text>"
    ]
    for start, end, what, colour in spans:
        x, length = left + (start - low) * width, (end - start) * width
        parts += [
            f"<rect x='{x:.0f}' y='68' width='{length:.0f}' height='4' fill='{colour}'/>",
            words(x, 90, f"{what}: {start} to {end}", colour, 13),
        ]
    row = (
        ("start", quote.start),
        ("end", quote.end),
        ("kind", quote.kind),
        ("speaker", f"{quote.speaker.id}: {quote.speaker.name}"),
        ("speaker_confidence", round(quote.confidence, 2)),
        ("speaker_evidence_start", quote.evidence[0]),
        ("speaker_evidence_end", quote.evidence[1]),
    )
    parts.append(words(left, 134, f"its row of the table quotes ({quote.id})", FAINT, 13))
    for number, (name, value) in enumerate(row):
        y = 158 + number * 22
        parts += [words(left, y, name, FAINT, 14), words(left + 190, y, str(value), INK, 14)]
    names = list(quote.speaker.names.items())[:5]
    parts.append(words(480, 134, f"and the row of entities that it points to ({quote.speaker.id})", FAINT, 13))
    shown = [("name", quote.speaker.name), ("pronouns", quote.speaker.pronouns or "")]
    shown += [("called", f"{name}, {count}×") for name, count in names]
    for number, (name, value) in enumerate(shown):
        y = 158 + number * 22
        parts += [words(480, y, name, FAINT, 14), words(590, y, value, INK, 14)]
    return svg(
        892,
        322,
        parts,
        "A quotation, the row that points to it, the words that show its speaker, and the speaker's row",
    )


def map_of(story: Story) -> str:
    """A whole story on one line: chapters, scenes, layers, and who speaks where."""
    left, width = 120, 750
    scale = width / len(story.text)
    parts = []
    rows = (
        ("chapters", [(one.start, one.end, COLOURS[5]) for one in story.chapters]),
        ("scenes", [(one.start, one.end, COLOURS[2]) for one in story.scenes]),
        ("layers", [(one.start, one.end, COLOURS[3]) for one in story.layers]),
    )
    for number, (name, spans) in enumerate(rows):
        y = 24 + number * 34
        parts.append(words(14, y + 14, name, INK, 14))
        parts += [_bar(left + start * scale, y, (end - start) * scale, colour) for start, end, colour in spans]
    for number, character in enumerate(story.characters[:5]):
        y = 138 + number * 26
        parts.append(words(14, y + 12, character.name, INK, 14))
        parts.append(f"<line x1='{left}' y1='{y + 8}' x2='{left + width}' y2='{y + 8}' stroke='#d9dee3'/>")
        parts += [
            _bar(left + quote.start * scale, y, (quote.end - quote.start) * scale, COLOURS[number % 5], 16)
            for quote in character.quotes
        ]
    parts.append(
        words(left, 288, f"{story.title}, from its first word to its last: each bar is a row of a table", FAINT, 13)
    )
    return svg(892, 304, parts, "A story as bars: its chapters, scenes, layers, and the lines of its main characters")


LINE = f"fill='none' stroke='{FAINT}' stroke-width='1.5' marker-end='url(#tip)'"


def _bar(x: float, y: float, width: float, colour: str, height: int = 22) -> str:
    return f"<rect x='{x:.1f}' y='{y}' width='{max(width - 1, 1.5):.1f}' height='{height}' rx='2' fill='{colour}'/>"


def box(x: float, y: float, width: float, height: float, name: str, what: str, colour: str = INK) -> str:
    """A box with a name, and under it what it does."""
    middle = x + width / 2
    return (
        f"<rect x='{x}' y='{y}' width='{width}' height='{height}' rx='6' fill='{PAPER}' stroke='{colour}' "
        f"stroke-width='1.5'/>{words(middle, y + 25, name, colour, 15, 'middle', 'bold')}"
        f"{words(middle, y + 45, what, FAINT, 12, 'middle')}"
    )


def arrow(x1: float, y1: float, x2: float, y2: float) -> str:
    """A line with a tip."""
    return f"<path d='M {x1} {y1} H {x2 - 6}' {LINE}/>" if y1 == y2 else f"<path d='M {x1} {y1} V {y2}' {LINE}/>"


def words(x: float, y: float, text: str, colour: str, size: int, anchor: str = "start", weight: str = "normal") -> str:
    """A line of text."""
    style = f"font-size='{size}' fill='{colour}' text-anchor='{anchor}' font-weight='{weight}'"
    return f"<text x='{x:.0f}' y='{y}' {FONT} {style}>{escape(text)}</text>"


def svg(width: int, height: int, parts: list[str], title: str) -> str:
    """The picture on white paper, so that it can be seen on dark pages too."""
    tip = (
        "<defs><marker id='tip' markerWidth='8' markerHeight='8' refX='5' refY='4' orient='auto'>"
        f"<path d='M 0 0 L 8 4 L 0 8 z' fill='{FAINT}'/></marker></defs>"
    )
    body = "\n".join(part for part in parts if part)
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}' role='img'>\n<title>{title}</title>\n"
        f"{tip}\n<rect width='{width}' height='{height}' rx='8' fill='{PAPER}'/>\n{body}\n</svg>"
    )


if __name__ == "__main__":
    main()
