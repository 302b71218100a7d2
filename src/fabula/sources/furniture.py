"""What stands on a page and is not story, in any format: found by how such lines are made.

    2.3K 87 12                                              counters at the head of a copied page
    ... the end.The Lost Key - Where stories live. Discover now      a slogan stuck to the last line
    [Illustration: She found the key]   Produced by ...     credits
    Next Chapter →                                          navigation
Whatever is marked is not read, so a rule marks too little before it marks a sentence of the story.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from fabula.sources.contents import find_contents
from fabula.sources.document import Furniture
from fabula.sources.headings import Heading
from fabula.sources.lines import (
    Line,
    blank_lines_before,
    block_end,
    has_blank_lines,
    is_wrapped,
    next_line,
    short_lines,
)
from fabula.sources.notes import find_notes
from fabula.sources.running_heads import find_running_heads
from fabula.sources.sites.gutenberg import find_licence

_SLOGAN = re.compile(r"Where stories live\b\.?(?: ?Discover now\b\.?)?| [-–—|] Wattpad(?=\s*\Z)")
_DASH = re.compile(r" ?[-–—|] ?\Z")
_GLUE = re.compile(r"(?<=[a-z.!?…\"”’'*~)\]])(?=[A-Z0-9])")
_COUNT = r"\d[\d,.]*\s?[KkMm]?"
_COUNT_WORD = r"(?:reads?|views?|votes?|comments?|likes?|kudos|hits|stars?|favou?rites?|follows?|followers|parts|bookmarks)"
_ICON = r"[★☆⭐✩✪👁💬❤♥🗨📖👀️⍟]"
_COUNTERS = re.compile(
    rf"(?:(?:{_ICON}+ ?)?(?:{_COUNT_WORD}:? )?{_COUNT}(?: ?{_COUNT_WORD})?(?: ?{_ICON}+)?(?:[ |·•,/-]+|\Z)){{1,8}}\Z|"
    rf"(?:{_ICON} ?)+\Z|{_COUNT_WORD}:? {_COUNT}\Z",
    re.IGNORECASE,
)
_SURE_COUNTER = re.compile(
    rf"\d[\d.,]*[KkMm]\b|{_ICON}|{_COUNT_WORD}|{_COUNT} +{_COUNT} +{_COUNT}", re.IGNORECASE
)
_BARE_COUNT = re.compile(rf"{_COUNT}\Z")
_BY_USER = re.compile(r"[Bb]y @?[\w.-]{2,40}\Z")
_N_HEAD_LINES = 8

_ILLUSTRATION = re.compile(
    r"\[ ?(?:Illustration|Frontispiece|Picture|Transcriber'?s? note|Transcriber’s note|Editor's note)\b[^\]]{0,1500}\]|"
    r"\[\[?(?:Pg|Page|p\.) ?\d{1,4}\]\]?|\{(?:Pg )?\d{1,4}\}|\[\[musical notes[^\]]{0,80}\]\]",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"[_*({\[]*(?:(?:this e-?book |e-?text |etext )?(?:was )?(?:produced|prepared|transcribed|digiti[sz]ed|scanned|proofread|"
    r"proofed|translated|illustrated|edited|typed|converted|formatted|designed|betaed|beta'?d|beta-read|beta read)"
    r"(?: and (?:\w+))?(?: from the [^\n]{1,80})?(?: for [^\n]{1,60})? by\b|with (?:\w+ )?illustrations by\b|"
    r"illustrations by\b|translation by\b|cover (?:art |design |image |illustration )?(?:by|made by)\b|"
    r"e-?text prepared by\b|html version by\b|beta(?: reader)?:|translator:|illustrator:|"
    r"transcriber['’]?s['’]? notes?:?)",
    re.IGNORECASE,
)
_CREDIT_REACH = 5_000
_LONGEST_CREDIT = 160
_NAVIGATION = re.compile(
    r"[\[(<«‹←⬅|>» ]*(?:(?:go to )?(?:next|previous|prev|first|last) (?:chapter|part|page|episode)|chapter index|"
    r"continue reading(?: next part)?|continue to next part|continue to the next (?:chapter|part)|"
    r"(?:back|return) to (?:top|contents|index|the top|table of contents|story|the index)|table of contents|"
    r"add to (?:library|reading list|favou?rites|bookmarks)|report (?:story|chapter|this story|abuse)|share (?:this|story|via email)|"
    r"(?:post|leave|write|add) (?:a |an )?(?:new )?(?:comment|review|kudos)|entire work|chapter by chapter|"
    r"skip to (?:main )?content|log in|sign up|read more|show comments|hide comments|chapter text|work text:|"
    r"\(see the end of the (?:chapter|work) for (?:more )?notes\.?\)|you are reading|advertisement|promoted stories|"
    r"you'll also like|reading list|download as \w+|get notified when .{1,60} is updated)"
    r"[\])>»›→➡|<« :]*\Z",
    re.IGNORECASE,
)
_ARROWED = re.compile(
    r"(?:[<«‹←⬅]+ ?(?:prev(?:ious)?|back|index)|(?:next|index) ?[>»›→➡]+|(?:prev(?:ious)?|<<) ?\|.{0,40})\Z",
    re.IGNORECASE,
)


def find_page_furniture(flat_text: str, titles: Sequence[str] = ()) -> list[Furniture]:
    """What is furniture wherever it stands: licence, contents, slogans, counters, credits, navigation.

    Takes   titles: of the work and its chapters, as far as known: what a slogan may be stuck to
    """
    return [
        *find_licence(flat_text),
        *find_contents(flat_text),
        *find_running_heads(flat_text),
        *_slogans(flat_text, titles),
        *_illustrations(flat_text),
        *_by_line(flat_text),
        *_counters(flat_text, 0),
    ]


def find_story_notes(
    flat_text: str, headings: Sequence[Heading], known: Sequence[Furniture]
) -> list[Furniture]:
    """Counters and authors' notes at the edges of the chapters that ``headings`` begin."""
    found = list(find_notes(flat_text, headings, known))
    for heading in headings:
        found += _counters(flat_text, heading.end)
    return found


def merged(pieces: Iterable[Furniture]) -> list[Furniture]:
    """``pieces`` in order, without overlap: of two that overlap, the one that begins first keeps its stretch."""
    kept: list[Furniture] = []
    for piece in sorted(pieces, key=lambda piece: (piece.start, -piece.end)):
        if kept and piece.start < kept[-1].end:
            if piece.end <= kept[-1].end:
                continue
            piece = Furniture(kept[-1].end, piece.end, piece.kind)
        if piece.end > piece.start:
            kept.append(piece)
    return kept


def _slogans(flat_text: str, titles: Sequence[str]) -> list[Furniture]:
    found = []
    for match in _SLOGAN.finditer(flat_text):
        line_start = flat_text.rfind("\n", max(0, match.start() - 200), match.start()) + 1
        before = flat_text[max(line_start, match.start() - 200) : match.start()]
        dash = _DASH.search(before)
        if dash is not None:
            before = before[: dash.start()]
            stuck = _stuck_title_length(before, _titles_at_hand(flat_text, titles))
            found.append(Furniture(match.start() - len(dash[0]) - stuck, match.end(), "slogan"))
        else:
            found.append(Furniture(match.start(), match.end(), "slogan"))
    return found


def _titles_at_hand(flat_text: str, titles: Sequence[str]) -> list[str]:
    first = next_line(flat_text, 0)
    own = [first.text] if first is not None and len(first.text) <= 100 else []
    return sorted({*titles, *own}, key=len, reverse=True)


def _stuck_title_length(before: str, titles: Sequence[str]) -> int:
    """How many characters at the end of ``before`` are the work's title, stuck to the last sentence."""
    for title in titles:
        if before.casefold().endswith(title.casefold()) and title:
            return len(title)
    glue = [match.end() for match in _GLUE.finditer(before)]
    if glue:
        return len(before) - glue[-1]
    return len(before) if len(before) <= 80 and not re.search(r"[.!?…]\s", before) else 0


def _illustrations(flat_text: str) -> list[Furniture]:
    return [
        Furniture(
            match.start(),
            match.end(),
            "running-head" if match[0][1:3].lower() in ("pg", "pa", "p.") or match[0][0] == "{" else "credit",
        )
        for match in _ILLUSTRATION.finditer(flat_text)
    ]


def _by_line(flat_text: str) -> list[Furniture]:
    found = []
    has_blocks = is_wrapped(flat_text) or has_blank_lines(flat_text)
    for line in short_lines(flat_text, longest=_LONGEST_CREDIT):
        is_button = len(line.text) <= 80 and (_NAVIGATION.match(line.text) or _ARROWED.match(line.text))
        if is_button and (not has_blocks or _is_between_blanks(flat_text, line)):
            found.append(Furniture(line.start, line.end, "navigation"))
        elif _is_at_edge(flat_text, line) and _CREDIT.match(line.text) and '"' not in line.text:
            found.append(Furniture(line.start, _block_end(flat_text, line), "credit"))
    return found


def _is_between_blanks(flat_text: str, line: Line) -> bool:
    """Whether ``line`` is a block of its own, and not the last words of a wrapped paragraph."""
    return blank_lines_before(flat_text, line.start) > 0


def _is_at_edge(flat_text: str, line: Line) -> bool:
    return line.start < _CREDIT_REACH or line.start > len(flat_text) - _CREDIT_REACH


def _block_end(flat_text: str, line: Line) -> int:
    """Where the block that holds ``line`` ends, if it is short; else where the line ends."""
    end = block_end(flat_text, line.end, 600)
    return line.end if end is None or flat_text.count("\n", line.end, end) > 5 else max(end, line.end)


def _counters(flat_text: str, start: int) -> list[Furniture]:
    """Lines of counts among the first lines from ``start`` on, and the name of the user below them."""
    lines: list[Line] = []
    line = next_line(flat_text, start)
    while line is not None and len(lines) < _N_HEAD_LINES and len(line.text) <= 120:
        lines.append(line)
        line = next_line(flat_text, line.end)
    found: list[Furniture] = []
    for at, line in enumerate(lines):
        if _is_counter(lines, at):
            found.append(Furniture(line.start, line.end, "counter"))
        elif found and found[-1].end == lines[at - 1].end and _BY_USER.match(line.text):
            found.append(Furniture(line.start, line.end, "credit"))
    return found


def _is_counter(lines: Sequence[Line], at: int) -> bool:
    text = lines[at].text
    if not _COUNTERS.match(text):
        return False
    if _SURE_COUNTER.search(text):
        return True
    neighbours = [lines[near].text for near in (at - 2, at - 1, at + 1, at + 2) if 0 <= near < len(lines)]
    return _BARE_COUNT.match(text) is not None and any(_is_sure(text) for text in neighbours)


def _is_sure(text: str) -> bool:
    return _COUNTERS.match(text) is not None and _SURE_COUNTER.search(text) is not None
