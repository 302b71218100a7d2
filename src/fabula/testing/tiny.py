"""A page of text with its world worked out by hand; no language model is loaded to make it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa

from fabula.schema import TABLES, empty_table, table_of
from fabula.sources.document import Metadata
from fabula.story import Story

_MARKED_TEXT = """\
CHAPTER ONE. The Dark Lamp

412 39 7

{ada|Ada Finch} had never seen the lamp dark. {ada|She} stood on the wet stair of {point|Gull Point} with \
{tom|{ada|her} brother} behind {ada|her}, and the wind came in under the door like something that lived there.

"{tom|Tom}, the lamp is out," {ada|she} said. "Go and wake {captain|the Captain}."

"{captain|He} will shout at {tom|me}," said {tom|Tom}.

"{captain|He} shouts at everybody." {ada|Ada} took the lantern from {tom|him}. "Go!"

_{tom|He} will not go_, {ada|she} thought. But {tom|Tom} went.

CHAPTER TWO. The Long Table

{captain|Captain Morrow} was already awake. {captain|He} sat at the long table with {bell|Mrs. Bell}, who \
kept the house, and with {wren|Wren}, who kept everything else, and nobody was speaking.

"Well, {tom|boy}?" said {captain|the Captain}.

"The lamp is out, {captain|sir}," {tom|Tom} said. {tom|His} voice shook. \
"{ada|{tom|My} sister} says {captain|you} must come."

"Must {captain|I}!" {captain|The old man} laughed until {captain|he} coughed. \
"{bell|Mrs. Bell}, do {bell|you} hear {finches|the Finches}? {finches|They} order {captain|me}."

"{finches|The Finches} are right, {captain|Captain}," said {bell|Mrs. Bell}. "There is a ship."

{wren|Wren} looked up from {wren|their} knitting. "{wren|I} counted two," {wren|they} said.

* * *

After that nobody laughed. The stair had ninety steps, and {captain|the Captain} cursed on each of them.

CHAPTER THREE. Two Ships

Under the dead lamp {ada|Ada} had found a scrap of paper, in a round hand that {ada|she} knew:

"The oil is in the boathouse. Forgive {wren|me}. {wren|Wren}."

"{wren|Wren}," said {ada|Ada} slowly, "{wren|you} knew."

"{wren|I} knew," said {wren|Wren}.

{captain|Captain Morrow} struck a match. "{finches|Children}, bring the oil," {captain|he} said. \
The great wick caught.

"It burns!" {finches|the Finches} shouted together.

Out on the water two small lights turned, slowly, away from the rocks.\
The Lamp at Gull PointStories told by the sea
"""

# key: kind, name, pronouns, whether a character
_ENTITIES: dict[str, tuple[str, str, str | None, bool]] = {
    "ada": ("person", "Ada Finch", "she/her", True),
    "tom": ("person", "Tom", "he/him", True),
    "captain": ("person", "Captain Morrow", "he/him", True),
    "bell": ("person", "Mrs. Bell", None, True),
    "wren": ("person", "Wren", "they/them", True),
    "finches": ("group", "the Finches", "they/them", True),
    "point": ("place", "Gull Point", None, False),
}

# kind, speaker, those spoken to, confidence, evidence, stretches
_QUOTES = """\
speech|ada|tom|0.90|she said|"Tom, the lamp is out,"|"Go and wake the Captain."
speech|tom|ada|0.98|said Tom|"He will shout at me,"
speech|ada|tom|0.80|Ada took|"He shouts at everybody."|"Go!"
thought|ada||0.90|she thought|_He will not go_
speech|captain|tom|0.98|said the Captain|"Well, boy?"
speech|tom|captain|0.98|Tom said|"The lamp is out, sir,"|"My sister says you must come."
speech|captain|bell|0.80|The old man laughed|"Must I!"|"Mrs. Bell, do you hear the Finches? They order me."
speech|bell|captain|0.98|said Mrs. Bell|"The Finches are right, Captain,"|"There is a ship."
speech|wren||0.90|they said|"I counted two,"
writing|wren||0.70|Wren|"The oil is in the boathouse. Forgive me. Wren."
speech|ada|wren|0.98|said Ada|"Wren,"|"you knew."
speech|wren|ada|0.98|said Wren|"I knew,"
speech|captain|finches|0.90|he said|"Children, bring the oil,"
speech|finches||0.95|the Finches shouted|"It burns!"
"""
_MODES = {"speech": "in person", "thought": "imagined", "writing": "message"}

# through whose senses each chapter is told
_FOCAL = ("ada", "tom", "")

# trigger, agent
_EVENTS = (
    ("stood", "ada"),
    ("took", "ada"),
    ("went", "tom"),
    ("laughed", "captain"),
    ("coughed", "captain"),
    ("struck", "captain"),
    ("turned", ""),
)

_FURNITURE = (("412 39 7", "counter"), ("The Lamp at Gull PointStories told by the sea", "slogan"))

_PRONOUNS = {"he", "him", "his", "i", "me", "my", "she", "her", "they", "them", "their", "you"}
_COMMON = {"her brother", "the Captain", "boy", "sir", "My sister", "The old man", "Children"}
_WORD = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]")
_SENTENCE_END = re.compile(r'(?<!Mrs)[.!?]["_]?(?=\s+["_A-Z])')


def tiny_story() -> Story:
    """A Story of one page: three chapters, six characters, fourteen quotes, and every table filled by hand.

    It holds what is easily got wrong: quotes in two stretches, a thought, a written note, a group that
    speaks, singular *they*, a mention inside a mention, a break between scenes, and counters and a slogan
    that are not story.

    >>> tiny_story().quotes[1].speaker.name
    'Tom'
    """
    text, mentions = _read_marks(_MARKED_TEXT)
    tables = {name: empty_table(name) for name in TABLES}
    furniture = [(text.index(piece), text.index(piece) + len(piece), kind) for piece, kind in _FURNITURE]
    tables |= structure_of(text, furniture)
    tables |= _cast(mentions, text, tables["tokens"])
    tables |= _dialogue(text)
    tables |= _telling(text, tables["chapters"], tables["tokens"])
    metadata = Metadata(title="The Lamp at Gull Point", author="A. Nonymous", language="en")
    return Story(text, tables, metadata, {"name": "tiny", "format": "txt"})


def _read_marks(marked: str) -> tuple[str, list[tuple[int, int, str]]]:
    """The text without its ``{key|...}`` marks, and the spans they marked, in order of their beginnings."""
    pieces: list[str] = []
    opened: list[tuple[int, str]] = []
    mentions: list[tuple[int, int, str]] = []
    position = 0
    for piece in re.findall(r"\{\w+\||\}|[^{}]+", marked):
        if piece.startswith("{"):
            opened.append((position, piece[1:-1]))
        elif piece == "}":
            start, key = opened.pop()
            mentions.append((start, position, key))
        else:
            pieces.append(piece)
            position += len(piece)
    return "".join(pieces), sorted(mentions, key=lambda mention: (mention[0], -mention[1]))


def structure_of(text: str, furniture: Sequence[tuple[int, int, str]] = ()) -> dict[str, pa.Table]:
    """Chapters, furniture, emphasis, paragraphs, sentences and tokens, by regular expression."""
    headings = list(re.finditer(r"^CHAPTER.*$", text, re.M))
    starts = [heading.start() for heading in headings]
    ends = [*starts, len(text)]
    chapters = [(h.start(), end, h[0], h.end()) for h, end in zip(headings, ends[1:], strict=True)]
    if ends[0] > 0 or not chapters:
        chapters.insert(0, (0, ends[0], "", 0))
    paragraphs = list(_paragraphs(text, chapters, furniture))
    sentences = [span for row, (start, end, *_) in enumerate(paragraphs) for span in _sentences(text, row, start, end)]
    return {
        "chapters": _table("chapters", chapters),
        "furniture": _table("furniture", furniture),
        "emphasis": _table("emphasis", [mark.span() for mark in re.finditer(r"_[^_]+_", text)]),
        "paragraphs": _table("paragraphs", paragraphs),
        "sentences": _table("sentences", sentences),
        "tokens": _table("tokens", _tokens(text, sentences)),
    }


def _paragraphs(
    text: str, chapters: Sequence[tuple[int, int, str, int]], furniture: Sequence[tuple[int, int, str]]
) -> Iterator[tuple[int, int, int, str]]:
    for block in re.finditer(r"\S.*", text):
        start, end = block.span()
        if any(low <= start < high for low, high, _ in furniture):
            continue
        end = min([end, *(low for low, _, _ in furniture if start < low)])
        chapter = sum(first <= start for first, *_ in chapters) - 1
        is_heading = start == chapters[chapter][0] and bool(chapters[chapter][2])
        kind = "heading" if is_heading else "break" if block[0] == "* * *" else "prose"
        yield start, end, chapter, kind


def _sentences(text: str, paragraph: int, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    for mark in _SENTENCE_END.finditer(text, start, end):
        yield start, mark.end(), paragraph
        start = mark.end() + 1
    yield start, end, paragraph


def _tokens(text: str, sentences: Sequence[tuple[int, int, int]]) -> Iterator[tuple[Any, ...]]:
    """Words and marks; the first of a sentence is the head of all."""
    n_before = 0
    for sentence, (start, end, _) in enumerate(sentences):
        words = list(_WORD.finditer(text, start, end))
        for word in words:
            pos, tag = ("X", "XX") if word[0][0].isalnum() else ("PUNCT", ".")
            yield *word.span(), sentence, word[0].lower(), pos, tag, "dep", n_before
        n_before += len(words)


def _cast(mentions: Sequence[tuple[int, int, str]], text: str, tokens: pa.Table) -> dict[str, pa.Table]:
    """Entities, their names, and the mentions of them."""
    number = {key: row for row, key in enumerate(_ENTITIES)}
    n_mentions = Counter(key for _, _, key in mentions)
    surfaces = ((key, text[start:end]) for start, end, key in mentions)
    names = Counter(pair for pair in surfaces if _form(pair[1]) == "proper")
    token_at = {end: row for row, end in enumerate(tokens["end"].to_pylist())}
    entities = [
        (kind, name, True, pronouns, 0.9 if pronouns else None, n_mentions[key], is_character, False)
        for key, (kind, name, pronouns, is_character) in _ENTITIES.items()
    ]
    references = []
    for start, end, key in mentions:
        decided = (number[key], 0.9, "rule", start, end)
        kind = _ENTITIES[key][0]
        place_kind = "location" if kind == "place" else None
        references.append((start, end, token_at[end], _form(text[start:end]), kind, place_kind, *decided))
    return {
        "entities": _table("entities", entities),
        "entity_names": _table("entity_names", [(number[key], name, n) for (key, name), n in names.items()]),
        "mentions": _table("mentions", references),
    }


def _form(surface: str) -> str:
    if surface.lower() in _PRONOUNS:
        return "pronoun"
    return "common" if surface in _COMMON else "proper"


def _dialogue(text: str) -> dict[str, pa.Table]:
    """Quotes, their stretches, and those spoken to."""
    number = {key: row for row, key in enumerate(_ENTITIES)}
    quotes, spans, addressees, alternatives, position = [], [], [], [], 0
    for row, line in enumerate(_QUOTES.splitlines()):
        kind, speaker, heard_by, confidence, evidence, *stretches = (part.strip() for part in line.split("|"))
        first = text.index(stretches[0], position)
        for stretch in stretches:
            start = text.index(stretch, position)
            position = start + len(stretch)
            spans.append((row, start, position))
        shown = text.index(evidence, first)
        decided = (number[speaker], float(confidence), "rule", shown, shown + len(evidence))
        quotes.append((first, position, kind, _MODES[kind], *decided))
        if heard_by:
            if float(confidence) == 0.8:
                alternatives.append((row, number[heard_by], 0.1))
            addressees.append((row, number[heard_by], 0.6, "rule", first, position))
    return {
        "quotes": _table("quotes", quotes),
        "quote_spans": _table("quote_spans", spans),
        "quote_addressees": _table("quote_addressees", addressees),
        "quote_alternatives": _table("quote_alternatives", alternatives),
    }


def _telling(text: str, chapters: pa.Table, tokens: pa.Table) -> dict[str, pa.Table]:
    """Who tells each chapter, which is a scene of its own, and what happens in it."""
    number = {key: row for row, key in enumerate(_ENTITIES)}
    spans = list(zip(chapters["start"].to_pylist(), chapters["end"].to_pylist(), _FOCAL, strict=True))
    nobody = (None,) * 5
    narration = [
        (
            start,
            end,
            "third",
            "third",
            "past",
            *nobody,
            *((number[focal], 0.9, "rule", start, end) if focal else nobody),
        )
        for start, end, focal in spans
    ]
    scenes = [(start, end, "chapter", None, *nobody, None, None, number.get(focal)) for start, end, focal in spans]
    token_at = {start: row for row, start in enumerate(tokens["start"].to_pylist())}
    events, position = [], 0
    for trigger, agent in _EVENTS:
        start = text.index(f" {trigger}", position) + 1
        position = start + len(trigger)
        scene = max(row for row, (begin, _, _) in enumerate(spans) if begin <= start)
        events.append((start, position, "realis", token_at[start], trigger, number.get(agent), None, scene, None))
    return {
        name: _table(name, rows) for name, rows in (("narration", narration), ("scenes", scenes), ("events", events))
    }


def _table(name: str, rows: Any) -> pa.Table:
    names = [column.name for column in TABLES[name]]
    values = list(zip(*rows, strict=True)) or [()] * len(names)
    return table_of(name, dict(zip(names, values, strict=True)))
