"""A portrait in numbers of each character: lines, words, mentions, and where in the book they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from fabula.companion.blocks import Section
from fabula.companion.colours import SLOTS
from fabula.story import Story

MOST_BARS = 120


@dataclass(frozen=True, slots=True)
class Portrait:
    """One character, as the page shows them.

    ``slot`` is the place of their colour in ``colours.SLOTS``, or None for the neutral style; ``strip``
    counts their mentions and quotes in each chapter, or in each few chapters where there are very many.
    """

    id: int
    name: str
    kind: str
    pronouns: str | None
    names: tuple[tuple[str, int], ...]
    is_narrator: bool
    n_lines: int
    n_thoughts: int
    n_words: int
    n_mentions: int
    n_chapters: int
    first_chapter: int | None
    strip: tuple[int, ...]
    slot: int | None

    @property
    def mark(self) -> str:
        """The shape that stands for them beside their colour."""
        return "○" if self.slot is None else SLOTS[self.slot].shape


def portraits(story: Story, chapters: Sequence[Section]) -> list[Portrait]:
    """Every character, the one who matters most first: lines spoken weigh as much as three mentions."""
    kinds = story.column("quotes", "kind")
    speakers = story.column("quotes", "speaker")
    mentions = story.column("entities", "n_mentions").tolist()
    n_entities = len(mentions)
    lines = _count(speakers[kinds != "thought"], n_entities)
    thoughts = _count(speakers[kinds == "thought"], n_entities)
    words = _words_spoken(story, n_entities)
    presence = _presence(story, chapters, n_entities)
    strips = _strips(presence)
    names = _names(story)
    columns = {name: story.column("entities", name).tolist() for name in ("name", "kind", "pronouns", "is_narrator")}
    ids = np.flatnonzero(story.column("entities", "is_character")).tolist()
    ids.sort(key=lambda id: -(3 * lines[id] + mentions[id]))
    coloured = [id for id in ids if lines[id] + thoughts[id]][: len(SLOTS)]
    slots = {id: slot for slot, id in enumerate(coloured)}
    return [
        Portrait(
            id=id,
            name=columns["name"][id],
            kind=columns["kind"][id],
            pronouns=columns["pronouns"][id],
            names=tuple(names.get(id, ())),
            is_narrator=bool(columns["is_narrator"][id]),
            n_lines=lines[id],
            n_thoughts=thoughts[id],
            n_words=words[id],
            n_mentions=mentions[id],
            n_chapters=int(np.count_nonzero(presence[id])),
            first_chapter=int(np.argmax(presence[id] > 0)) if presence[id].any() else None,
            strip=tuple(strips[id].tolist()),
            slot=slots.get(id),
        )
        for id in ids
    ]


def strip_path(strip: Sequence[int], height: int = 12) -> str:
    """The path of a bar chart one unit wide for each chapter, for an SVG; tall bars are square roots.

    >>> strip_path([4, 0, 1])
    'M0 0h.9v12h-.9zM2 6h.9v6h-.9z'
    """
    highest = max(strip, default=0) or 1
    bars = []
    for number, count in enumerate(strip):
        if count:
            tall = max(2, round(height * float(np.sqrt(count / highest))))
            bars.append(f"M{number} {height - tall}h.9v{tall}h-.9z")
    return "".join(bars)


def words_before(story: Story) -> Any:
    """How many words come before each token, and at last how many there are; int64 [n_tokens + 1].

    As in ``Story.n_words``, what is written as one word counts once: *don't* is two tokens.
    """
    is_word = ~np.isin(story.column("tokens", "pos"), ["PUNCT", "SPACE", "SYM"])
    is_joined = story.column("tokens", "start")[1:] == story.column("tokens", "end")[:-1]
    is_word[1:] &= ~(is_joined & is_word[:-1])
    return np.concatenate([[0], np.cumsum(is_word)])


def words_in(story: Story, starts: Any, ends: Any) -> Any:
    """How many words each stretch holds."""
    before = words_before(story)
    first = np.searchsorted(story.column("tokens", "start"), starts)
    last = np.searchsorted(story.column("tokens", "start"), ends)
    return before[last] - before[first]


def _words_spoken(story: Story, n_entities: int) -> list[int]:
    quotes = story.column("quote_spans", "quote")
    words = words_in(story, story.column("quote_spans", "start"), story.column("quote_spans", "end"))
    speakers = story.column("quotes", "speaker")[quotes]
    spoken = (speakers >= 0) & (story.column("quotes", "kind")[quotes] != "thought")
    counts = np.bincount(speakers[spoken], weights=words[spoken], minlength=n_entities)
    return [int(count) for count in counts]


def _count(entities: Any, n_entities: int) -> list[int]:
    counts: list[int] = np.bincount(entities[entities >= 0], minlength=n_entities).tolist()
    return counts


def _presence(story: Story, chapters: Sequence[Section], n_entities: int) -> Any:
    """How often each entity is mentioned or speaks in each chapter; int64 [n_entities, n_chapters]."""
    counts = np.zeros((n_entities, len(chapters)), dtype=np.int64)
    chapter_starts = np.array([chapter.start for chapter in chapters])
    for table, key in (("mentions", "entity"), ("quotes", "speaker")):
        entities, starts = story.column(table, key), story.column(table, "start")
        known = entities >= 0
        chapter = np.maximum(np.searchsorted(chapter_starts, starts[known], side="right") - 1, 0)
        np.add.at(counts, (entities[known], chapter), 1)
    return counts


def _strips(presence: Any) -> Any:
    """``presence`` with neighbouring chapters added up, so that a strip has at most ``MOST_BARS`` bars."""
    n_chapters = presence.shape[1]
    if n_chapters <= MOST_BARS:
        return presence
    return np.add.reduceat(presence, np.arange(MOST_BARS) * n_chapters // MOST_BARS, axis=1)


def _names(story: Story) -> dict[int, list[tuple[str, int]]]:
    names: dict[int, list[tuple[str, int]]] = {}
    columns = (story.column("entity_names", name).tolist() for name in ("entity", "name", "count"))
    for entity, name, count in sorted(zip(*columns, strict=True), key=lambda row: -row[2]):
        names.setdefault(entity, []).append((name, count))
    return names
