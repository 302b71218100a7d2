"""A story as BookNLP numbers it: words, mentions by first and last word, quotations, and who is who."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from fabula.story import Story

FORMS = {"proper": "PROP", "common": "NOM", "pronoun": "PRON"}
KINDS = {"person": "PER", "group": "PER", "organisation": "ORG", "vehicle": "VEH"}
PLACES = {"facility": "FAC", "geopolitical": "GPE", "location": "LOC"}
NARRATOR = 0
WHITE = str.maketrans({" ": "S", "\n": "N", "\r": "N", "\t": "T"})


@dataclass(frozen=True)
class Mention:
    """A line of ``ID.entities``; ``first`` and ``last`` are words, the last included."""

    character: int
    first: int
    last: int
    form: str
    kind: str
    text: str


class Words:
    """The story's words with BookNLP's numbers."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.starts: list[int] = story.column("tokens", "start").tolist()
        self.ends: list[int] = story.column("tokens", "end").tolist()
        self.heads: list[int] = story.column("tokens", "head_token").tolist()
        self.lemma, self.pos, self.tag, self.dep = (
            story.column("tokens", name).tolist() for name in ("lemma", "pos", "tag", "dep")
        )
        spans = zip(self.starts, self.ends, strict=True)
        self.text = [story.text[start:end].translate(WHITE) for start, end in spans]
        self.narrator = story.narrators[0].id if story.narrators else None

    @cached_property
    def paragraph(self) -> list[int]:
        """For each word the number of its paragraph, from 0, those without words not counted."""
        sentences = self.story.column("sentences", "paragraph")[self.story.column("tokens", "sentence")]
        return np.unique(sentences, return_inverse=True)[1].tolist()  # type: ignore[no-any-return]

    @cached_property
    def mentions(self) -> list[Mention]:
        """Every mention, by first word, last word and kind; one that refers to nothing else has a number of its own."""
        story = self.story
        numbers = self.numbers
        free = 1 + max(numbers.values(), default=NARRATOR)
        rows = []
        names = ("start", "end", "entity", "form", "kind", "place_kind")
        for start, end, entity, form, kind, place in zip(
            *(story.column("mentions", name).tolist() for name in names), strict=True
        ):
            first, last = self.span(start, end)
            if entity < 0:
                number, free = free, free + 1
            else:
                number = numbers[entity]
            category = KINDS.get(kind) or PLACES.get(place, "LOC")
            rows.append(Mention(number, first, last, FORMS[form], category, self.phrase(first, last)))
        return sorted(rows, key=lambda row: (row.first, row.last, f"{row.form}_{row.kind}"))

    @cached_property
    def numbers(self) -> dict[int, int]:
        """Entity -> its number, in the order of their first mention; 0 is the narrator's alone."""
        order = dict.fromkeys(entity for entity in self.story.column("mentions", "entity").tolist() if entity >= 0)
        speakers = dict.fromkeys(entity for entity in self.story.column("quotes", "speaker").tolist() if entity >= 0)
        others = [entity for entity in {**order, **speakers} if entity != self.narrator]
        numbers = {entity: number for number, entity in enumerate(others, start=1)}
        return numbers if self.narrator is None else {self.narrator: NARRATOR, **numbers}

    @cached_property
    def stretches(self) -> list[tuple[int, int, int | None, Mention | None]]:
        """First and last word of each stretch of a quotation, its speaker's number, and a mention that shows them."""
        story = self.story
        speakers = story.column("quotes", "speaker").tolist()
        evidence = [story.column("quotes", f"speaker_evidence_{side}").tolist() for side in ("start", "end")]
        rows: list[tuple[int, int, int | None, Mention | None]] = []
        if not self.starts:
            return rows
        for quote, start, end in zip(
            *(story.column("quote_spans", name).tolist() for name in ("quote", "start", "end")), strict=True
        ):
            first, last = self.span(start, end)
            speaker = speakers[quote]
            if speaker < 0:
                rows.append((first, last, None, None))
                continue
            shown = evidence[0][quote], evidence[1][quote]
            rows.append((first, last, self.numbers[speaker], self._shown(self.numbers[speaker], shown, first, last)))
        return sorted(rows, key=lambda row: row[:2])

    def tokens(self) -> Iterator[tuple[object, ...]]:
        """The lines of ``ID.tokens``."""
        triggers = self.story.column("events", "trigger_token")[self.story.column("events", "kind") == "realis"]
        happened = set(triggers.tolist())
        sentences = self.story.column("tokens", "sentence").tolist()
        numbers = np.unique(sentences, return_inverse=True)[1].tolist() if sentences else []
        place, before = 0, -1
        offsets = zip(self.starts, self.ends, strict=True)
        for token, (start, end) in enumerate(offsets):
            place = place + 1 if numbers[token] == before else 0
            before = numbers[token]
            grammar = (self.pos[token], self.tag[token], self.dep[token], self.heads[token])
            event = "EVENT" if token in happened else "O"
            lemma = self.lemma[token].translate(WHITE)
            yield (self.paragraph[token], before, place, token, self.text[token], lemma, start, end, *grammar, event)

    def entities(self) -> Iterator[tuple[object, ...]]:
        """The lines of ``ID.entities``."""
        for row in self.mentions:
            yield row.character, row.first, row.last, row.form, row.kind, row.text

    def quotes(self) -> Iterator[tuple[object, ...]]:
        """The lines of ``ID.quotes``."""
        for first, last, speaker, shown in self.stretches:
            mention = (shown.first, shown.last, shown.text) if shown else (None, None, None)
            yield first, last, *mention, speaker, self.phrase(first, last)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """First and last word of a stretch of text; of one behind the last word, that word."""
        first = min(bisect_right(self.ends, start), len(self.ends) - 1)
        last = bisect_left(self.starts, end) - 1
        return first, max(first, last)

    def phrase(self, first: int, last: int) -> str:
        """The words from one to another, both included, with spaces between them."""
        return " ".join(self.text[first : last + 1])

    def _shown(self, speaker: int, evidence: tuple[int, int], first: int, last: int) -> Mention | None:
        """The speaker's mention in the evidence, or their nearest one outside of the stretch."""
        own = self._mentions_of.get(speaker, [])
        low, high = self.span(*evidence) if evidence[0] >= 0 else (0, -1)
        inside = [row for row in own if low <= row.first and row.last <= high and not first <= row.first <= last]
        outside = inside or [row for row in own if not first <= row.first <= last]
        return min(outside, key=lambda row: min(abs(row.first - last), abs(first - row.last)), default=None)

    @cached_property
    def _mentions_of(self) -> dict[int, list[Mention]]:
        own: dict[int, list[Mention]] = {}
        for row in self.mentions:
            own.setdefault(row.character, []).append(row)
        return own
