"""The figures on the title page: how long the work is, how much of it is spoken, and who tells it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fabula.companion.blocks import Section
from fabula.companion.cast import words_before, words_in
from fabula.spans import merge, overlap_length
from fabula.story import Story

WORDS_A_MINUTE = 240


@dataclass(frozen=True, slots=True)
class Figures:
    """What a reader wants to know before the first page."""

    n_words: int
    n_chapters: int
    n_quotes: int
    share_spoken: float
    reading_time: str
    teller: str


def figures_of(story: Story, chapters: list[Section]) -> Figures:
    """The work in numbers."""
    n_words = int(words_before(story)[-1])
    starts, ends = (story.column("quote_spans", name).tolist() for name in ("start", "end"))
    spoken = merge(list(zip(starts, ends, strict=True)))
    n_spoken = int(words_in(story, [start for start, _ in spoken], [end for _, end in spoken]).sum()) if spoken else 0
    return Figures(
        n_words=n_words,
        n_chapters=sum(bool(chapter.title) for chapter in chapters) or len(chapters),
        n_quotes=len(story.quotes),
        share_spoken=n_spoken / n_words if n_words else 0.0,
        reading_time=_reading_time(n_words),
        teller=_teller(story),
    )


def _reading_time(n_words: int) -> str:
    minutes = max(1, round(n_words / WORDS_A_MINUTE))
    return f"{minutes} min" if minutes < 90 else f"{round(minutes / 60)} h"


def _teller(story: Story) -> str:
    """Who tells the work, in a phrase: the person that tells most of it."""
    persons = story.column("narration", "person")
    if not len(persons):
        return "not known"
    lengths = story.column("narration", "end") - story.column("narration", "start")
    person = max(sorted(set(persons.tolist())), key=lambda name: int(np.sum(lengths[persons == name])))
    is_named = story.column("entities", "is_named")
    tellers = story.narrators if person != "third" else []
    narrators = [narrator.name for narrator in tellers if is_named[narrator.id]]
    shown = ", ".join(narrators[:2]) + (" and others" if len(narrators) > 2 else "")
    return f"by {shown}, in the {person} person" if shown else f"in the {person} person"


def chapter_tellers(story: Story, chapters: Sequence[Section]) -> list[str]:
    """Who tells most of each chapter, by name; empty where nobody named does, or the same all through."""
    names, is_named = (story.column("entities", name) for name in ("name", "is_named"))
    starts, ends = story.column("narration", "start"), story.column("narration", "end")
    narrators = story.column("narration", "narrator")
    tellers = []
    for chapter in chapters:
        told = overlap_length(starts, ends, chapter.start, chapter.end)
        by_narrator = {narrator: int(told[narrators == narrator].sum()) for narrator in set(narrators.tolist())}
        most = max(sorted(by_narrator), key=lambda narrator: by_narrator[narrator], default=-1)
        tellers.append(str(names[most]) if most >= 0 and is_named[most] else "")
    return tellers if len(set(tellers)) > 1 else [""] * len(tellers)
