"""The quotations whose speaker is not sure, to look through, and as a file from which corrections can be made."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from fabula.anchors import QuoteAnchors, Words
from fabula.corrections import as_toml
from fabula.output import atomic_write
from fabula.story import Story

UNSURE_BELOW = 0.6
CANDIDATES = 2
WORDS_BEFORE = 8
WORDS_BESIDE = (6, 12, 24)
NAMES_SHOWN = 6


@dataclass(frozen=True)
class Candidate:
    """Somebody who may say a quotation, how likely that is, and how a correction writes them."""

    name: str
    confidence: float
    as_toml: str


@dataclass(frozen=True)
class Unsure:
    """A quotation whose speaker is not sure: where it stands, who may say it, and the words that find it again."""

    chapter: str
    before: str
    text: str
    candidates: tuple[Candidate, ...]
    anchor: dict[str, str | int]

    def to_json(self) -> dict[str, Any]:
        """The same as one JSON object."""
        candidates = [{"name": one.name, "confidence": one.confidence} for one in self.candidates]
        return {
            "chapter": self.chapter,
            "before": self.before,
            "text": self.text,
            "candidates": candidates,
            "anchor": self.anchor,
        }


def unsure_quotes(story: Story) -> list[Unsure]:
    """The quotations whose speaker is less sure than UNSURE_BELOW, in the order of the text.

    >>> from fabula.testing import tiny_story
    >>> unsure_quotes(tiny_story())
    []
    """
    confidence = np.nan_to_num(story.column("quotes", "speaker_confidence"))
    unsure = np.flatnonzero((confidence < UNSURE_BELOW) & (story.column("quotes", "speaker_by") != "correction"))
    if not len(unsure):
        return []
    finder = Finder(story)
    return [finder.unsure(quote) for quote in unsure.tolist()]


class Finder:
    """Says of a quotation, and of somebody, how a correction names them."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.words = Words(story.text)
        columns = (story.column("quote_spans", name).tolist() for name in ("quote", "start", "end"))
        self.quote_starts: list[int] = story.column("quotes", "start").tolist()
        self.anchors = QuoteAnchors(self.words, zip(*columns, strict=True), self.quote_starts)
        self.chapter_starts: list[int] = story.column("chapters", "start").tolist()
        self.names: list[str] = story.column("entities", "name").tolist()
        is_somebody = np.isin(story.column("entities", "kind"), ["person", "group"])
        self.called: dict[str, set[int]] = {}
        for entity in np.flatnonzero(is_somebody).tolist():
            self.called.setdefault(self.names[entity], set()).add(entity)
        is_noun = story.column("mentions", "form") != "pronoun"
        columns = (story.column("mentions", name)[is_noun].tolist() for name in ("start", "entity"))
        self.mentions: list[tuple[int, int]] = sorted(zip(*columns, strict=True))

    def unsure(self, number: int) -> Unsure:
        """What there is to say of a quotation."""
        quote = self.story.quotes[number]
        first = self.words.index_at(quote.start)
        chapter = bisect_right(self.chapter_starts, quote.start) - 1
        chosen = [(quote.speaker, quote.confidence)] if quote.speaker else []
        either = [*chosen, *quote.alternatives][:CANDIDATES]
        return Unsure(
            chapter=self.story.chapters[chapter].title if chapter >= 0 else "",
            before=self.words.shown(range(max(first - WORDS_BEFORE, 0), first)),
            text=" ".join(quote.text.split()),
            candidates=tuple(
                Candidate(who.name, round(share, 3), as_toml(self.person(who.id, quote.start))) for who, share in either
            ),
            anchor=self.anchors.anchor_of(number),
        )

    def person(self, entity: int, position: int) -> str | dict[str, str]:
        """The name of somebody; where several have it, also ``at``, the words of a mention near ``position``."""
        name = self.names[entity]
        same = self.called.get(name, set())
        if len(same) > 1:
            own = [start for start, other in self.mentions if other == entity]
            for start in sorted(own, key=lambda start: abs(start - position)):
                at = self._words_at(start, same)
                if at:
                    return {"name": name, "at": _without_marks(at)}
        return name

    def _words_at(self, start: int, same: set[int]) -> str | None:
        """The words from a mention on, as many as make them the only ones of the text; None if others are meant too."""
        first = self.words.index_at(start)
        for count in WORDS_BESIDE:
            at = self.words.shown(range(first, min(first + count, len(self.words.words))))
            found = self.words.find(at)
            if len(found) == 1:
                low = bisect_right(self.mentions, (found[0][0], -2))
                high = bisect_right(self.mentions, (found[0][1], -2))
                return at if len({entity for _, entity in self.mentions[low:high]} & same) == 1 else None
        return None


def write_review(story: Story, unsure: Sequence[Unsure], path: Path) -> None:
    """Write the list to ``path``, as TOML in which every correction is a comment until somebody takes its ``#`` away.

    Raises  CannotWrite (O01), DiskFull (O02); nothing is left half-written.
    """
    with atomic_write(path) as file:
        file.write("".join(f"{line}\n" for line in _lines(story, unsure)).encode("utf-8", "replace"))


def _lines(story: Story, unsure: Sequence[Unsure]) -> Iterator[str]:
    yield _comment(f"{story.title}: {len(unsure):,} of {len(story.quotes):,} quotations have an unsure speaker.")
    yield from map(
        _comment,
        (
            "",
            "To correct one, take the # from [[speaker]], from quote (and after) and from the right speaker, or write",
            "another name, and keep these lines in the file BOOK.corrections.toml beside the book: it is applied",
            "whenever the book is read. This list is written anew by each fabula read BOOK --review.",
            "docs/corrections.md says how to rename, merge and split characters.",
            "",
            "Who speaks, how many lines, and what else they are called:",
        ),
    )
    for character in story.characters:
        if len(character.quotes):
            others = [name for name in character.names if name != character.name][:NAMES_SHOWN]
            also = f" ({', '.join(others)})" if others else ""
            yield _comment(f"  {character.name}, {len(character.quotes):,}{also}")
    chapter = ""
    for one in unsure:
        if one.chapter != chapter:
            chapter = one.chapter
            yield from ("", _comment(f"---- {chapter} ----"))
        yield from ("", *_block(one))


def _block(one: Unsure) -> Iterator[str]:
    """A correction that only waits for its marks to be taken away: "# " begins what is for a person."""
    yield _comment(f"… {one.before} …")
    yield _comment(one.text if len(one.text) <= 100 else f"{one.text[:99]}…")
    yield "#[[speaker]]"
    for key, value in one.anchor.items():
        yield f"#{key} = {value if isinstance(value, int) else as_toml(_without_marks(value))}"
    for candidate in one.candidates:
        yield f"#speaker = {candidate.as_toml}  # {candidate.confidence:.2f}"
    if not one.candidates:
        yield '#speaker = ""'


def _without_marks(words: str) -> str:
    """Words without straight quotation marks, which TOML would want to be escaped."""
    return " ".join(words.replace('"', " ").split())


def _comment(text: str) -> str:
    return f"# {''.join(mark for mark in text if mark.isprintable())}".rstrip()
